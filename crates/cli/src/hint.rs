//! Hints that name commands and flags of this program. Libraries state the cause alone.

use std::error::Error;

use coupon_ledger::LedgerError;
use coupon_worker::WorkerError;

/// The command or flag that helps against an error of a library. None where the error's own text is enough.
pub(crate) fn hint_for(error: &(dyn Error + 'static)) -> Option<&'static str> {
    if let Some(error) = error.downcast_ref::<WorkerError>() {
        return match error {
            WorkerError::Ledger(error) => hint_for(error),
            WorkerError::Listen { .. } => Some("name another with --listen"),
            _ => None,
        };
    }
    match error.downcast_ref::<LedgerError>()? {
        LedgerError::NotFound { .. } => {
            Some("run `coupon sync` first, or name another with --ledger")
        }
        LedgerError::OtherRealm { .. } => Some("name another with --ledger"),
        LedgerError::NotALedger { .. } => Some("name another file with --ledger"),
        _ => None,
    }
}

/// The error's own text, with its hint behind it.
pub(crate) fn with_hint(error: &(dyn Error + 'static)) -> String {
    match hint_for(error) {
        Some(hint) => format!("{error}; {hint}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_the_ledger_ends_with_the_flag_that_helps_also_inside_a_workers_error() {
        let path = || "coupons.db".into();
        let missing = || LedgerError::NotFound { path: path() };
        let text =
            "coupons.db: no ledger here; run `coupon sync` first, or name another with --ledger";
        assert_eq!(with_hint(&missing()), text);
        assert_eq!(with_hint(&WorkerError::Ledger(missing())), text);
        let busy = LedgerError::Busy { path: path() };
        assert_eq!(with_hint(&busy), busy.to_string());
    }
}
