//! From any failure to one exit code and one clear message.

use std::{io, path::Path};

use coupon_config::{ConfigError, OpenLedgerError};
use coupon_domain::{AccountName, Effect, Error, ErrorKind, ProviderName};
use coupon_ledger::{JournalError, LedgerError};
use coupon_messages::{
    Lang, config_message, journal_message, ledger_message, reconcile_error, vendor_message,
};
use coupon_report::ReconcileError;
use coupon_worker::WorkerError;

/// Why a command did not end well. Texts are in the chosen language already.
#[derive(Debug)]
pub(crate) enum CliError {
    /// The arguments make no sense together, or a write was not confirmed.
    Usage(String),
    /// The configuration, a file it names, or what is missing in the ledger.
    Setup(String),
    /// A place in the configuration.
    Config(ConfigError),
    /// A provider's error.
    Vendor(Error),
    /// Neither the ledger nor a vendor knows it.
    NotFound(String),
    /// Rows of a file break rules; nothing was sent. Each was said.
    Broken(String),
    /// The vendor refused some of many writes.
    Refused(String),
    /// Nobody knows how some of many writes ended.
    UnknownRows(String),
    /// No account can do this.
    Unsupported(String),
    /// The ledger.
    Ledger(LedgerError),
    /// The workers' queue.
    Worker(WorkerError),
    /// The journal.
    Journal(JournalError),
    /// A captured request is signed wrongly.
    Signature(String),
    /// An error of one account, and of one of its providers.
    OfAccount {
        /// The account.
        account: AccountName,
        /// The provider, where the error is about one.
        provider: Option<ProviderName>,
        /// The error.
        error: Box<Self>,
    },
    /// It is done, with gaps or unreadable rows.
    Incomplete,
    /// It is done, and orders and coupons differ in so many places.
    Disagrees(usize),
    /// So many writes are without a known outcome.
    Unknown(usize),
    /// Stopped at a page boundary.
    Interrupted,
    /// Standard output or a socket of ours.
    Io(io::Error),
    /// A fault of ours.
    Fault(String),
}

impl CliError {
    /// An error of the ledger stays one. All others are in the order file or the mapping, whose paths the words name.
    pub(crate) fn of_reconcile(
        error: ReconcileError,
        orders: &Path,
        map: &Path,
        lang: Lang,
    ) -> Self {
        match error {
            ReconcileError::Ledger(error) => Self::Ledger(error),
            error => Self::Usage(reconcile_error(&error, orders, map, lang)),
        }
    }

    /// The exit code of `decisions`.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Setup(_) | Self::Config(_) | Self::Ledger(_) | Self::Worker(_) => 3,
            Self::Vendor(error) => code_of(error),
            Self::NotFound(_) | Self::Refused(_) => 5,
            Self::Broken(_) => 4,
            Self::UnknownRows(_) => 10,
            Self::Unsupported(_) => 11,
            Self::Signature(_) => 6,
            Self::Journal(JournalError::Ledger(_)) => 3,
            Self::Journal(JournalError::NoEntry { .. }) => 5,
            Self::Journal(_) => 2,
            Self::OfAccount { error, .. } => error.code(),
            Self::Incomplete | Self::Disagrees(_) => 9,
            Self::Unknown(_) => 10,
            Self::Interrupted => 130,
            // The reader has closed the pipe: that is the reader's right, as in `… | head`.
            Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
            Self::Io(_) | Self::Fault(_) => 1,
        }
    }

    /// One word for programs, and one message. None if there is nothing to say.
    pub(crate) fn message(&self, lang: Lang) -> Option<(&'static str, String)> {
        Some(match self {
            Self::Usage(text) => ("usage", text.clone()),
            Self::Setup(text) => ("configuration", text.clone()),
            Self::Config(error) => ("configuration", config_message(error, lang)),
            Self::Vendor(error) => (error.kind().as_str(), vendor_message(error, lang)),
            Self::NotFound(text) => ("not_found", text.clone()),
            Self::Broken(text) => ("rule", text.clone()),
            Self::Refused(text) => ("refused", text.clone()),
            Self::UnknownRows(text) => ("unknown", text.clone()),
            Self::Unsupported(text) => ("unsupported", text.clone()),
            Self::Signature(text) => ("signature", text.clone()),
            Self::Ledger(error) => ("ledger", ledger_message(error, lang)),
            Self::Worker(error) => ("worker", worker_message(error, lang)),
            Self::Journal(error) => ("journal", journal_message(error, lang)),
            Self::OfAccount { account, provider, error } => {
                let (kind, what) = error.message(lang)?;
                (kind, named(account, provider.as_ref(), &what))
            }
            Self::Incomplete => ("incomplete", lang.incomplete()),
            Self::Disagrees(count) => ("breaks", lang.disagrees(count)),
            Self::Unknown(count) => ("unknown", lang.still_unknown(count)),
            Self::Interrupted => ("interrupted", lang.interrupted()),
            Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe => return None,
            Self::Io(error) => ("io", lang.io(error)),
            Self::Fault(text) => ("fault", text.clone()),
        })
    }
}

/// The account and the provider before a message; a vendor's message names the provider itself.
fn named(account: &AccountName, provider: Option<&ProviderName>, what: &str) -> String {
    match provider {
        Some(provider) if !what.starts_with(provider.as_str()) => {
            format!("{account}: {provider}: {what}")
        }
        _ => format!("{account}: {what}"),
    }
}

/// The outcome of a write outweighs the cause: nobody must repeat a write by its exit code alone.
fn code_of(error: &Error) -> u8 {
    match (error.effect(), error.kind()) {
        (Effect::Unknown, _) => 10,
        (Effect::Applied, _) | (_, ErrorKind::NotUnderstood) => 8,
        (_, ErrorKind::Rule(_)) => 4,
        (_, ErrorKind::Refused) => 5,
        (_, ErrorKind::Credentials) => 6,
        (_, ErrorKind::Unreachable | ErrorKind::Throttled) => 7,
        (_, ErrorKind::Unsupported) => 11,
        (_, _) => 1,
    }
}

/// The error, with the option that helps.
fn worker_message(error: &WorkerError, lang: Lang) -> String {
    if let WorkerError::Ledger(error) = error {
        return ledger_message(error, lang);
    }
    if lang == Lang::En {
        return match error {
            WorkerError::Listen { .. } => format!("{error}; name another with --listen"),
            _ => error.to_string(),
        };
    }
    match error {
        WorkerError::Schedule { text } => format!(
            "{text:?} 不是有效的计划；应写 cron 的五个字段（北京时间），例如 \"*/15 * * * *\" 或 \"0 3 * * *\""
        ),
        WorkerError::NoSession => {
            "worker 需要固定的数据库连接：请直接填写服务器地址，或使用会话模式的连接池（去掉 pool_mode=transaction）".to_owned()
        }
        WorkerError::Queue { what } => format!(
            "台账数据库中的队列：{}；请检查服务器，以及其用户能否建立或拥有 coupon_queue",
            what.chinese
        ),
        WorkerError::Listen { address, source } => {
            format!("{address}：{}；请用 --listen 指定另一地址", lang.io(source))
        }
        other => other.to_string(),
    }
}

macro_rules! from {
    ($($error:ty => $variant:ident;)*) => {$(
        impl From<$error> for CliError {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

from! {
    Error => Vendor;
    ConfigError => Config;
    LedgerError => Ledger;
    WorkerError => Worker;
    JournalError => Journal;
    io::Error => Io;
}

impl From<OpenLedgerError> for CliError {
    fn from(error: OpenLedgerError) -> Self {
        match error {
            OpenLedgerError::Config(error) => Self::Config(error),
            OpenLedgerError::Ledger(error) => Self::Ledger(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use coupon_domain::Details;

    use super::*;

    fn code(kind: ErrorKind, effect: Effect) -> u8 {
        CliError::Vendor(Error::new(kind, effect, Details::default())).code()
    }

    #[test]
    fn what_may_have_happened_outweighs_why() {
        assert_eq!(code(ErrorKind::Unreachable, Effect::None), 7);
        assert_eq!(code(ErrorKind::Unreachable, Effect::Unknown), 10);
        assert_eq!(code(ErrorKind::NotUnderstood, Effect::Unknown), 10);
        assert_eq!(code(ErrorKind::NotUnderstood, Effect::Applied), 8);
        assert_eq!(code(ErrorKind::Credentials, Effect::None), 6);
        assert_eq!(code(ErrorKind::Rule(Vec::new()), Effect::None), 4);
    }
}
