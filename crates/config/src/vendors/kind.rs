//! The vendors by name. A file of its own: the rows of the table are written with it.

use serde::Deserialize;

/// The vendors, as the configuration names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VendorKind {
    /// `qmai`.
    Qmai,
    /// `qince`.
    Qince,
}
