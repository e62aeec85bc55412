//! Which calls are for a vendor, as far as path and body say.

use bytes::Bytes;
use http::Request;

/// The calls of one vendor.
pub(crate) struct VendorCalls {
    /// Its name in the log, in addresses and in files.
    pub(crate) name: &'static str,
    /// Whether a call to this path is for it.
    pub(crate) serves: fn(path: &str) -> bool,
    /// The operation that a call is for.
    pub(crate) operation: fn(&Request<Bytes>) -> Option<&'static str>,
    /// Whether it has an operation of that name.
    pub(crate) knows: fn(operation: &str) -> bool,
    /// Operations that answer in pages which a fault can move.
    pub(crate) paged: &'static [&'static str],
    /// Whether its answers repeat the caller's id of the call and hold their rows as text.
    pub(crate) echoes_ids: bool,
}
