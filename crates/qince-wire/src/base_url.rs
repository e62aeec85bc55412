//! Base URLs of the interface.

/// Production host of the newer documents.
pub const PRODUCTION: &str = "https://openapi.qince.com";
/// Production host of the older documents. It serves the same interface.
pub const WAIQIN365: &str = "https://openapi.waiqin365.com";
