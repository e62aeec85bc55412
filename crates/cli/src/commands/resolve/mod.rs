//! `coupon journal resolve`: writes without a known outcome are looked up at the vendor and settled.

use coupon_config::Account;
use coupon_domain::ErrorText;
use coupon_ledger::{JournalEntry, JournalError, JournalState, Ledger, NewEntry};
use coupon_messages::{Lang, journal_reason, reason_text};
use coupon_write::{
    ManualOutcome, Reason, ResolveError, ResolvedWrite, Resolver, unsettled_writes,
};
use serde::Serialize;
use serde_json::Value;

use crate::{
    app::App,
    commands::write::{context, notify},
    error::CliError,
};

/// The end of one write, as it is printed.
#[derive(Debug, Serialize)]
struct ResolvedRow {
    key: String,
    account: String,
    provider: String,
    operation: String,
    before: &'static str,
    state: &'static str,
    why: String,
    /// The ids of what the write made, where they could be read.
    ids: Option<Value>,
}

pub(crate) async fn resolve(
    app: &mut App,
    ledger: &Ledger,
    key: Option<String>,
) -> Result<(), CliError> {
    if app.config.path.is_none() {
        return Err(CliError::Setup(app.lang.resolve_builtin()));
    }
    let accounts = app.accounts().await?;
    let named = key.is_some();
    let writes = match key {
        Some(key) => vec![named_write(app, ledger, &accounts, key).await?],
        None => {
            let wanted = |entry: &NewEntry| {
                is_of(&accounts, entry) && app.wants_provider(entry.provider.as_str())
            };
            unsettled_writes(ledger, wanted).await?
        }
    };
    let notify = notify(app.lang);
    let resolver = Resolver { context: context(ledger, &notify, None), message: &message };
    let mut rows = Vec::new();
    for stored in writes {
        let account = accounts.iter().find(|account| account.name == stored.entry.account);
        let account = account.expect("only writes of these accounts were chosen");
        // Another account under the same name would read back another vendor's state.
        let vendor = account.vendor.name;
        ledger.register_account(&account.name, vendor, &account.fingerprint).await?;
        let providers = account.providers();
        let provider = providers.iter().find(|one| *one.name() == stored.entry.provider);
        let resolved = resolver.resolve(stored, provider.map(AsRef::as_ref), named).await?;
        rows.push(row(resolved, app.lang));
    }
    print(app, &rows)
}

/// Settles a write with the outcome that somebody found at the vendor.
pub(crate) async fn settle_manually(
    app: &mut App,
    ledger: &Ledger,
    key: &str,
    outcome: ManualOutcome,
) -> Result<(), CliError> {
    let notify = notify(app.lang);
    let resolver = Resolver { context: context(ledger, &notify, None), message: &message };
    let resolved = resolver.settle_manually(key, outcome).await.map_err(|error| match error {
        ResolveError::Journal(error) => error.into(),
        ResolveError::NeverSent { key } => CliError::Usage(app.lang.never_left(key)),
    })?;
    let row = row(resolved, app.lang);
    print(app, &[row])
}

/// The write with this key, settled or not.
async fn named_write(
    app: &App,
    ledger: &Ledger,
    accounts: &[Account],
    key: String,
) -> Result<JournalEntry, CliError> {
    let found = ledger.journal_show(&key).await?;
    let stored = found.ok_or(JournalError::NoEntry { key })?;
    if !is_of(accounts, &stored.entry) {
        let said = app.lang.other_accounts_write(&stored.entry.key, &stored.entry.account);
        return Err(CliError::Usage(said));
    }
    Ok(stored)
}

fn is_of(accounts: &[Account], entry: &NewEntry) -> bool {
    accounts.iter().any(|account| account.name == entry.account)
}

/// The reason in both languages, as the journal keeps it.
fn message(reason: &Reason) -> String {
    let (english, chinese) = (journal_reason(reason, Lang::En), journal_reason(reason, Lang::Zh));
    ErrorText { english, chinese }.stored()
}

fn row(resolved: ResolvedWrite, lang: Lang) -> ResolvedRow {
    let ResolvedWrite { before, after, reason } = resolved;
    let NewEntry { key, account, provider, operation, .. } = before.entry;
    ResolvedRow {
        key,
        account: account.to_string(),
        provider: provider.to_string(),
        operation,
        before: before.state.as_str(),
        state: after.state.as_str(),
        why: reason_text(&reason, lang),
        ids: after.ids.as_deref().and_then(|ids| serde_json::from_str(ids).ok()),
    }
}

fn print(app: &mut App, resolved: &[ResolvedRow]) -> Result<(), CliError> {
    let lang = app.lang;
    let headers = [
        lang.pick("key", "流水号"),
        lang.pick("account", "账户"),
        lang.pick("operation", "操作"),
        lang.pick("before", "此前"),
        lang.pick("now", "现在"),
        lang.pick("why", "依据"),
    ];
    let mut list = app.out.list(&headers);
    for one in resolved {
        list.push(one, |one| {
            let (before, state) = (lang.state_word(one.before), lang.state_word(one.state));
            let operation = lang.verb(&one.operation);
            let texts = [&*one.key, &one.account, operation, &before, &state, &one.why];
            texts.map(str::to_owned).to_vec()
        })?;
    }
    list.finish_or(|| lang.nothing_unknown())?;
    let settled = [JournalState::Done.as_str(), JournalState::Refused.as_str()];
    match resolved.iter().filter(|one| !settled.contains(&one.state)).count() {
        0 => Ok(()),
        open => Err(CliError::Unknown(open)),
    }
}
