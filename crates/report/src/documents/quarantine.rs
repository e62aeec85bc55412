//! A row that could not be read, and the short id by which people name it.

use coupon_ledger::QuarantinedRow;
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::row::TextOrJson;

/// Digits of a row's id: enough to tell the rows of a quarantine apart, and short enough to type.
const ID_DIGITS: usize = 12;

/// A row that could not be read.
#[derive(Debug, Serialize)]
pub struct QuarantineDocument<'a> {
    /// The first digits of the SHA-256 of the vendor's text: the same in every ledger and on every day.
    pub id: String,
    /// Whose.
    pub account: &'a str,
    /// From where.
    pub provider: &'a str,
    /// The stream that brought it.
    pub stream: &'a str,
    /// When it first came.
    pub first_seen: Timestamp,
    /// When the row was read after all.
    pub closed_at: Option<Timestamp>,
    /// Why it could not be read.
    pub reason: &'a str,
    /// The vendor's text, only where one row is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<TextOrJson<'a>>,
}

impl<'a> From<&'a QuarantinedRow> for QuarantineDocument<'a> {
    fn from(row: &'a QuarantinedRow) -> Self {
        Self {
            id: id_of(row),
            account: row.account.as_str(),
            provider: row.provider.as_str(),
            stream: &row.stream,
            first_seen: row.first_seen,
            closed_at: row.closed_at,
            reason: &row.reason,
            row: None,
        }
    }
}

impl QuarantineDocument<'_> {
    /// With the vendor's text.
    pub fn with_row(row: &QuarantinedRow) -> QuarantineDocument<'_> {
        QuarantineDocument { row: Some(row.row.as_str().into()), ..row.into() }
    }
}

/// Why an id names no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuarantineIdError {
    /// No row has it.
    NoRow,
    /// More than one row begins with it.
    SeveralRows,
}

/// The row whose id begins so.
///
/// # Errors
/// None does, or more than one.
pub fn quarantined_row<'a>(
    rows: &'a [QuarantinedRow],
    id: &str,
) -> Result<&'a QuarantinedRow, QuarantineIdError> {
    let wanted = id.to_lowercase();
    let mut found = rows.iter().filter(|row| id_of(row).starts_with(&wanted));
    match (found.next(), found.next()) {
        (None, _) => Err(QuarantineIdError::NoRow),
        (Some(row), None) if !wanted.is_empty() => Ok(row),
        _ => Err(QuarantineIdError::SeveralRows),
    }
}

fn id_of(row: &QuarantinedRow) -> String {
    let digest = Sha256::digest(row.row.as_bytes());
    digest[..ID_DIGITS / 2].iter().map(|byte| format!("{byte:02x}")).collect()
}
