//! `coupon quarantine`: rows that a vendor sent and that could not be read.

use std::collections::BTreeSet;

use clap::Subcommand;
use coupon_domain::{AccountName, ProviderName, beijing_text};
use coupon_ledger::{Ledger, QuarantinedRow};
use coupon_messages::{Lang, row_reason};
use coupon_report::{QuarantineDocument, QuarantineIdError, quarantined_row};

use crate::{app::App, commands::sync, error::CliError};

/// Subcommands of `coupon quarantine`.
#[derive(Debug, Subcommand)]
pub(crate) enum QuarantineCommand {
    /// All rows that could not be read, with the reason of each
    List {
        /// At most this many rows
        #[arg(long, value_name = "N", default_value_t = u32::MAX, hide_default_value = true)]
        limit: u32,
        /// The rows that were read later, with the time, instead of those that still wait
        #[arg(long)]
        closed: bool,
    },
    /// One row with the vendor's own text
    Show {
        /// Its id in the list, or the first digits of it
        id: String,
    },
    /// Ask the vendor again for all rows of the providers whose rows wait, or of the one whose row is named, and show what came
    Retry {
        /// The id of a row in the list, or the first digits of it
        id: Option<String>,
    },
}

pub(crate) async fn run(app: &mut App, command: QuarantineCommand) -> Result<(), CliError> {
    let mut rows = rows(app, &app.searched_ledger().await?).await?;
    match command {
        QuarantineCommand::List { limit, closed } => {
            rows.retain(|row| row.closed_at.is_some() == closed);
            rows.truncate(limit as usize);
            list(app, &rows)
        }
        QuarantineCommand::Show { id } => {
            let row = named(app, &rows, &id)?;
            Ok(app.out.record(&QuarantineDocument::with_row(row))?)
        }
        QuarantineCommand::Retry { id } => {
            rows.retain(|row| row.closed_at.is_none());
            if let Some(id) = id {
                rows = vec![named(app, &rows, &id)?.clone()];
            }
            retry(app, &rows).await
        }
    }
}

/// The rows of the chosen account and provider, open and closed.
async fn rows(app: &App, ledger: &Ledger) -> Result<Vec<QuarantinedRow>, CliError> {
    let account = app.global.account.as_deref().map(AccountName::from);
    let provider = app.global.provider.as_deref().map(ProviderName::from);
    let mut rows = ledger.quarantine_history(account.as_ref(), u32::MAX).await?;
    rows.retain(|row| provider.as_ref().is_none_or(|provider| row.provider == *provider));
    Ok(rows)
}

fn named<'a>(
    app: &App,
    rows: &'a [QuarantinedRow],
    id: &str,
) -> Result<&'a QuarantinedRow, CliError> {
    quarantined_row(rows, id).map_err(|error| match error {
        QuarantineIdError::NoRow => CliError::NotFound(app.lang.no_quarantined_row(id)),
        QuarantineIdError::SeveralRows => CliError::Usage(app.lang.several_quarantined_rows(id)),
    })
}

/// A row may be mended at the vendor without any date moving, so that only a reading of everything finds it for certain.
async fn retry(app: &mut App, tried: &[QuarantinedRow]) -> Result<(), CliError> {
    let sources: BTreeSet<_> =
        tried.iter().map(|row| (row.account.clone(), row.provider.clone())).collect();
    if sources.is_empty() {
        return list(app, &[]);
    }
    let full = sync::SyncArgs { full: true, ..sync::SyncArgs::default() };
    let only = |account: &AccountName, provider: &ProviderName| {
        sources.contains(&(account.clone(), provider.clone()))
    };
    let pulled = sync::pull(app, &full, only).await?;
    let mut rows = rows(app, &pulled.ledger).await?;
    let ids: BTreeSet<String> = tried.iter().map(|row| QuarantineDocument::from(row).id).collect();
    rows.retain(|row| ids.contains(&QuarantineDocument::from(row).id));
    list(app, &rows)?;
    let left = rows.iter().any(|row| row.closed_at.is_none());
    pulled.ended(app).and(if left { Err(CliError::Incomplete) } else { Ok(()) })
}

fn list(app: &mut App, rows: &[QuarantinedRow]) -> Result<(), CliError> {
    let lang = app.lang;
    let headers = [
        lang.pick("id", "编号"),
        lang.pick("account", "账户"),
        lang.pick("provider", "来源"),
        lang.pick("stream", "数据流"),
        lang.pick("first seen", "首次出现"),
        lang.pick("read", "读取时间"),
        lang.pick("reason", "原因"),
    ];
    let mut list = app.out.list(&headers);
    for row in rows {
        list.push(&QuarantineDocument::from(row), |row| cells(row, lang))?;
    }
    Ok(list.finish_or(|| lang.no_quarantined_rows())?)
}

fn cells(entry: &QuarantineDocument<'_>, lang: Lang) -> Vec<String> {
    vec![
        entry.id.clone(),
        entry.account.to_owned(),
        entry.provider.to_owned(),
        entry.stream.to_owned(),
        beijing_text(entry.first_seen),
        entry.closed_at.map(beijing_text).unwrap_or_default(),
        row_reason(entry.reason, lang),
    ]
}
