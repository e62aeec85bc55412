//! A vendor as a row: what is known of it without an account.

use bytes::Bytes;
use http::Request;

use crate::{quirks::QuirkRow, record_kind::RecordKind};

/// One vendor whose server side answers.
#[derive(Debug)]
pub(crate) struct ServedVendor {
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
    /// The name of the key of its account in the admin API and in a snapshot.
    pub(crate) key: &'static str,
    /// Its switches.
    pub(crate) quirks: &'static [&'static QuirkRow],
    /// The kinds of records that its account holds.
    pub(crate) records: &'static [RecordKind],
}

impl ServedVendor {
    /// The operation that a call to this path with this body is for.
    pub(crate) fn operation(&self, path: &str, body: &Bytes) -> Option<&'static str> {
        let request = Request::post(path).body(body.clone()).ok()?;
        (self.operation)(&request)
    }
}
