//! Sizes that are refused.

/// The largest request body, in bytes; a real call has a few KB.
pub const LARGEST_BODY: usize = 8 * 1024 * 1024;
