//! Which vendor and operation a request is for, as far as its path and body say.

use bytes::Bytes;
use http::Request;

use crate::{qince::calls::CALLS as QINCE, qmai::calls::CALLS as QMAI, vendor_calls::VendorCalls};

/// The vendor whose server side answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServedVendor {
    /// Qince 勤策.
    Qince,
    /// Qmai 企迈.
    Qmai,
}

impl ServedVendor {
    /// Every vendor, in the order in which they are asked whether a path is theirs. The last one takes what is left.
    const ALL: [Self; 2] = [Self::Qmai, Self::Qince];

    pub(crate) fn of(path: &str) -> Self {
        let found = Self::ALL.into_iter().find(|vendor| (vendor.calls().serves)(path));
        found.expect("the last vendor takes every path")
    }

    /// The vendor that has an operation of that name.
    pub(crate) fn knowing(operation: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|vendor| (vendor.calls().knows)(operation))
    }

    pub(crate) fn name(self) -> &'static str {
        self.calls().name
    }

    /// The operation that a call to this path with this body is for.
    pub(crate) fn operation(self, path: &str, body: &Bytes) -> Option<&'static str> {
        let request = Request::post(path).body(body.clone()).ok()?;
        (self.calls().operation)(&request)
    }

    pub(crate) fn calls(self) -> &'static VendorCalls {
        match self {
            Self::Qince => &QINCE,
            Self::Qmai => &QMAI,
        }
    }
}
