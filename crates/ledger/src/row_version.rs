//! The rule that decides which of two versions of a row stays.

use jiff::Timestamp;

use crate::batch::RawHash;

/// A row as the ledger has it.
#[derive(Debug, Clone)]
pub(crate) struct KnownRow {
    pub(crate) place: i64,
    pub(crate) hash: RawHash,
    pub(crate) changed_at: i64,
    pub(crate) gone_at: Option<i64>,
    pub(crate) vendor: Option<i64>,
}

/// The version of a row that has just come.
pub(crate) struct IncomingRow<'a> {
    pub(crate) hash: &'a RawHash,
    pub(crate) vendor: Option<Timestamp>,
    pub(crate) at: i64,
}

/// The change that an incoming row makes.
pub(crate) enum RowChange<'k> {
    New,
    Changed(&'k KnownRow),
    Back(&'k KnownRow),
    Same(&'k KnownRow),
}

impl IncomingRow<'_> {
    /// The later vendor change time wins; where that does not tell, what was asked for later.
    pub(crate) fn against<'k>(&self, known: Option<&'k KnownRow>) -> RowChange<'k> {
        let Some(known) = known else { return RowChange::New };
        let later = match (self.vendor.map(Timestamp::as_microsecond), known.vendor) {
            (Some(new), Some(old)) if new != old => new > old,
            _ => self.at >= known.changed_at,
        };
        if *self.hash != known.hash && later {
            RowChange::Changed(known)
        } else if known.gone_at.is_some_and(|gone| self.at >= gone) {
            RowChange::Back(known)
        } else {
            RowChange::Same(known)
        }
    }
}
