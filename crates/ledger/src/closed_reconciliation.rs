//! Reconciliations that were closed.

use jiff::Timestamp;

/// A reconciliation as it was when it was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedReconciliation {
    /// Its name: "2026-03".
    pub name: String,
    /// When it was closed.
    pub closed_at: Timestamp,
    /// Its result, as its maker wrote it. The ledger does not look into it.
    pub body: String,
}
