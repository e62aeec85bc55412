//! Errors of the ledger and of its journal in both languages.

use coupon_ledger::{JournalError, LedgerError};

use crate::Lang;

/// An error of the ledger, with the command or option that helps behind it.
pub fn ledger_message(error: &LedgerError, lang: Lang) -> String {
    match (error, lang) {
        (LedgerError::BadAddress { .. }, Lang::En) => format!("store: {error}"),
        (LedgerError::BadAddress { .. }, Lang::Zh) => format!("store：{}", error.chinese()),
        (LedgerError::NotFound { .. }, Lang::En) => {
            format!("{error}; run `coupon sync` first, or name another with --ledger")
        }
        (LedgerError::OtherRealm { .. }, Lang::En) => {
            format!("{error}; name another with --ledger")
        }
        (LedgerError::NotALedger { .. }, Lang::En) => {
            format!("{error}; name another file with --ledger")
        }
        (error, Lang::En) => error.to_string(),
        (LedgerError::NotFound { path }, Lang::Zh) => {
            format!("{}：没有台账；请先运行 `coupon sync`，或用 --ledger 指定", path.display())
        }
        (LedgerError::OtherRealm { .. } | LedgerError::NotALedger { .. }, Lang::Zh) => {
            format!("{}；请用 --ledger 指定另一个", error.chinese())
        }
        (error, Lang::Zh) => error.chinese(),
    }
}

/// Why the journal does not take a write, with the remedy.
pub fn journal_message(error: &JournalError, lang: Lang) -> String {
    match error {
        JournalError::Unsettled { stored } => {
            lang.unsettled(&stored.entry.key, lang.state_word(stored.state.as_str()))
        }
        JournalError::KeyReused { stored, given } => {
            lang.key_reused(&stored.entry.key, &stored.entry.body, given)
        }
        JournalError::NoEntry { key } => lang.not_found(key),
        JournalError::Ledger(error) => ledger_message(error, lang),
        JournalError::Settled { key, state } if lang == Lang::Zh => {
            format!("流水 {key}：已是{}，不会再改变", state.chinese())
        }
        JournalError::NoOutcome { key, state } if lang == Lang::Zh => {
            format!("流水 {key}：{}不是结果；请以已完成、被拒绝或未知了结", state.chinese())
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_the_ledger_ends_with_the_option_that_helps() {
        let path = || "coupons.db".into();
        let missing = LedgerError::NotFound { path: path() };
        assert_eq!(
            ledger_message(&missing, Lang::En),
            "coupons.db: no ledger here; run `coupon sync` first, or name another with --ledger"
        );
        assert_eq!(
            ledger_message(&missing, Lang::Zh),
            "coupons.db：没有台账；请先运行 `coupon sync`，或用 --ledger 指定"
        );
        let busy = LedgerError::Busy { path: path() };
        assert_eq!(ledger_message(&busy, Lang::En), busy.to_string());
    }
}
