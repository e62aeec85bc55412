//! The server sides of all vendors.

use crate::{
    config::SandboxConfig, qince::QinceBackend, qmai::QmaiBackend, quirks::Quirks,
    vendor::ServedVendor, vendor_side::VendorSide,
};

/// A side for each vendor.
#[derive(Debug)]
pub(crate) struct Sides {
    pub(crate) qince: QinceBackend,
    pub(crate) qmai: QmaiBackend,
}

impl Sides {
    pub(crate) fn new(settings: &SandboxConfig) -> Self {
        Self { qince: QinceBackend::new(settings), qmai: QmaiBackend::new(settings) }
    }

    pub(crate) fn of(&self, vendor: ServedVendor) -> &dyn VendorSide {
        match vendor {
            ServedVendor::Qince => &self.qince,
            ServedVendor::Qmai => &self.qmai,
        }
    }

    pub(crate) fn all(&self) -> [&dyn VendorSide; 2] {
        [&self.qince, &self.qmai]
    }

    /// The switches, which are the same for all.
    pub(crate) fn quirks(&self) -> Quirks {
        self.qmai.state().quirks()
    }
}
