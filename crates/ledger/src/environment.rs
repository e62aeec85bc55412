//! Two worlds that never meet in one ledger.

/// Whether a ledger is for the sandbox's accounts or for real ones. It never holds both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Environment {
    /// The sandbox's.
    Sandbox,
    /// Real ones.
    Real,
}

impl Environment {
    /// The word in the ledger: "sandbox" or "real".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Real => "real",
        }
    }
}
