//! `coupon journal`: the writes that were sent, and their outcomes.

use clap::{Subcommand, ValueEnum};
use coupon_domain::{ErrorText, beijing_text};
use coupon_ledger::{JournalEntry, JournalError, JournalFilter};
use coupon_messages::Lang;
use coupon_report::JournalDocument;
use coupon_write::ManualOutcome;

use crate::{app::App, commands::resolve, error::CliError};

/// Subcommands of `coupon journal`.
#[derive(Debug, Subcommand)]
pub(crate) enum JournalCommand {
    /// All writes, the latest first
    List {
        /// At most this many
        #[arg(long, value_name = "N", default_value_t = u32::MAX, hide_default_value = true)]
        limit: u32,
        /// Only those of this operator
        #[arg(long, value_name = "NAME")]
        operator: Option<String>,
    },
    /// One write
    Show {
        /// Its key
        key: String,
    },
    /// Look at the vendor for writes without a known outcome, and settle what can be told
    Resolve {
        /// Only this one
        key: Option<String>,
        /// Do not look: you did, and say how it ended
        #[arg(long, alias = "as", value_name = "OUTCOME", value_enum, requires = "key")]
        outcome: Option<OutcomeArg>,
    },
}

/// The outcome that somebody found at the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutcomeArg {
    /// The vendor did it
    Done,
    /// The vendor did not do it
    NotDone,
}

pub(crate) async fn run(app: &mut App, command: JournalCommand) -> Result<(), CliError> {
    let ledger = match command {
        JournalCommand::Resolve { .. } => app.ledger_to_change()?,
        _ => app.searched_ledger().await?,
    };
    match command {
        JournalCommand::Resolve { key: Some(key), outcome: Some(outcome) } => {
            let outcome = match outcome {
                OutcomeArg::Done => ManualOutcome::Done,
                OutcomeArg::NotDone => ManualOutcome::NotDone,
            };
            resolve::settle_manually(app, &ledger, &key, outcome).await
        }
        JournalCommand::Resolve { key, .. } => resolve::resolve(app, &ledger, key).await,
        JournalCommand::List { limit, operator } => {
            let filter = JournalFilter {
                account: app.global.account.as_deref().map(Into::into),
                provider: app.global.provider.as_deref().map(Into::into),
                operator: operator.map(|name| name.trim().to_owned()),
                ..JournalFilter::default()
            };
            let entries = ledger.journal_list(&filter, limit).await?;
            let lang = app.lang;
            let headers = [
                lang.pick("key", "流水号"),
                lang.pick("state", "状态"),
                lang.pick("account", "账户"),
                lang.pick("operation", "操作"),
                lang.pick("operator", "操作人"),
                lang.pick("prepared", "记录时间"),
                lang.pick("message", "说明"),
            ];
            let mut list = app.out.list(&headers);
            for entry in &entries {
                list.push(&JournalDocument::from(entry), |document| cells(document, entry, lang))?;
            }
            Ok(list.finish_or(|| lang.no_writes())?)
        }
        JournalCommand::Show { key } => {
            let found = ledger.journal_show(&key).await?;
            let entry = found.ok_or(JournalError::NoEntry { key })?;
            Ok(app.out.record(&JournalDocument::from(&entry))?)
        }
    }
}

fn cells(document: &JournalDocument<'_>, entry: &JournalEntry, lang: Lang) -> Vec<String> {
    let operator = document.operator.unwrap_or_default();
    let (state, operation) = (lang.state_word(document.state), lang.verb(document.operation));
    let texts = [document.key, &state, document.account, operation, operator];
    let mut cells: Vec<String> = texts.map(str::to_owned).to_vec();
    cells.push(beijing_text(document.prepared_at));
    let message = entry.message.as_deref().map(ErrorText::read);
    cells.push(message.as_ref().map(lang.error_words()).unwrap_or_default());
    cells
}
