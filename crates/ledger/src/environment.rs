//! Two worlds that never meet in one ledger.

/// Whether a ledger is for the sandbox's accounts or for real ones. It never holds both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Environment {
    /// The sandbox's.
    Sandbox,
    /// Real ones.
    Real,
}

coupon_domain::words! {
    /// The word in the ledger: "sandbox" or "real".
    Environment {
        Sandbox = "sandbox",
        Real = "real",
    }
}
