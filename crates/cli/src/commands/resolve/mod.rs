//! `coupon journal resolve`: writes without a known outcome are looked up at the vendor and settled.

mod judge;
mod look;
mod others;

use coupon_config::Account;
use coupon_ledger::{
    JournalEntry, JournalError, JournalFilter, JournalState, Ledger, NewEntry, Settlement,
};
use coupon_transport::AttemptContext;
use jiff::SignedDuration;
use serde::Serialize;
use serde_json::Value;

use self::{
    judge::Verdict,
    look::{Case, postcondition},
};
use crate::{
    app::App,
    commands::journal::Told,
    exit::{Failure, vendor_message},
    output::say,
};

/// Between being recorded and being sent there are milliseconds, or as long as somebody else holds the ledger.
const ABOUT_TO_LEAVE: SignedDuration = SignedDuration::from_secs(60);

/// What became of one write.
#[derive(Debug, Serialize)]
struct Resolved {
    key: String,
    account: String,
    provider: String,
    operation: String,
    before: &'static str,
    state: &'static str,
    why: String,
    /// What the vendor calls what it made, where that could be read.
    ids: Option<Value>,
}

pub(crate) async fn run(
    app: &mut App,
    ledger: &Ledger,
    key: Option<String>,
) -> Result<(), Failure> {
    if app.config.path.is_none() {
        return Err(Failure::Setup(app.lang.resolve_builtin()));
    }
    let accounts = app.accounts().await?;
    let journal = ledger.journal_list(&JournalFilter::default(), u32::MAX).await?;
    let (mut resolved, named) = (Vec::new(), key.is_some());
    for stored in &chosen(app, &accounts, journal, key)? {
        let account = accounts.iter().find(|account| account.name == stored.entry.account);
        let account = account.expect("only writes of these accounts were chosen");
        // Read back through another account of that name, it would be told wrongly.
        let vendor = account.vendor.name;
        ledger.register_account(&account.name, vendor, &account.fingerprint).await?;
        let verdict = match stored.state {
            JournalState::Prepared if !named && is_young(stored) => {
                Verdict::Unclear(app.lang.seen_leaving())
            }
            JournalState::Prepared => withdrawn(app, ledger, stored).await?,
            _ => told(app, ledger, account, stored).await?,
        };
        let after = settled(app, ledger, stored, &verdict).await?;
        resolved.push(shown(app, stored, &after, verdict));
    }
    print(app, &resolved)
}

/// Settles a write as somebody says who looked at the vendor.
pub(crate) async fn by_hand(
    app: &mut App,
    ledger: &Ledger,
    key: &str,
    told: Told,
) -> Result<(), Failure> {
    let found = ledger.journal_show(key).await?;
    let stored = found.ok_or_else(|| JournalError::NoEntry { key: key.to_owned() })?;
    if stored.state.is_settled() {
        return Err(JournalError::Settled { key: key.to_owned(), state: stored.state }.into());
    }
    let verdict = match (stored.state, told) {
        (JournalState::Prepared, Told::Done) => {
            return Err(Failure::Usage(app.lang.never_left(key)));
        }
        (JournalState::Prepared, Told::NotDone) => withdrawn(app, ledger, &stored).await?,
        (_, Told::Done) => Verdict::Done(app.lang.said_by_hand(), None),
        (_, Told::NotDone) => Verdict::NotDone(app.lang.said_by_hand()),
    };
    let after = settled(app, ledger, &stored, &verdict).await?;
    let resolved = shown(app, &stored, &after, verdict);
    print(app, &[resolved])
}

/// What never left comes first, for it explains nothing about the others.
fn chosen(
    app: &App,
    accounts: &[Account],
    mut journal: Vec<JournalEntry>,
    key: Option<String>,
) -> Result<Vec<JournalEntry>, Failure> {
    let ours = |entry: &NewEntry| accounts.iter().any(|account| account.name == entry.account);
    if let Some(key) = key {
        journal.retain(|stored| stored.entry.key == key);
        let entry = &journal.first().ok_or(JournalError::NoEntry { key })?.entry;
        if !ours(entry) {
            let said = app.lang.other_accounts_write(&entry.key, &entry.account);
            return Err(Failure::Usage(said));
        }
        return Ok(journal);
    }
    journal.retain(|JournalEntry { entry, state, .. }| {
        !state.is_settled() && ours(entry) && app.wants_provider(entry.provider.as_str())
    });
    journal.sort_by_key(|stored| stored.state != JournalState::Prepared);
    Ok(journal)
}

/// Whether its process may be about to send it: that would be stopped, which only who names the write may want.
fn is_young(stored: &JournalEntry) -> bool {
    AttemptContext::from_system().now.duration_since(stored.entry.prepared_at) < ABOUT_TO_LEAVE
}

/// Nothing is sent before it is recorded as sent, and what is refused cannot be.
async fn withdrawn(app: &App, ledger: &Ledger, stored: &JournalEntry) -> Result<Verdict, Failure> {
    let why = app.lang.seen_never_left();
    match ledger.journal_withdraw(&stored.entry.key, &why, AttemptContext::from_system().now).await
    {
        Ok(()) => Ok(Verdict::NotDone(why)),
        Err(JournalError::Settled { .. }) => Ok(Verdict::Unclear(app.lang.seen_settled())),
        Err(JournalError::Unsettled { .. }) => Ok(Verdict::Unclear(app.lang.seen_leaving())),
        Err(error) => Err(error.into()),
    }
}

/// What the vendor shows of a write that may have left. If it cannot be asked, that is why there is no way to tell.
async fn told(
    app: &App,
    ledger: &Ledger,
    account: &Account,
    stored: &JournalEntry,
) -> Result<Verdict, Failure> {
    let lang = app.lang;
    if stored.state.is_settled() {
        return Ok(Verdict::Unclear(lang.seen_settled()));
    }
    let providers = account.providers();
    let provider = providers.iter().find(|provider| *provider.name() == stored.entry.provider);
    let read = provider.and_then(|provider| {
        Some((provider, postcondition(&stored.entry, provider.as_ref())?, stored.sent_at?))
    });
    let Some((provider, postcondition, sent_at)) = read else {
        return Ok(Verdict::Unclear(lang.seen_no_reader()));
    };
    let case = Case {
        app,
        ledger,
        provider: provider.as_ref(),
        stored,
        postcondition: &postcondition,
        sent_at,
    };
    let now = AttemptContext::from_system().now;
    match case.look(now).await {
        Ok(verdict) => Ok(verdict.at(now, sent_at, lang)),
        Err(Failure::Vendor(error)) => {
            Ok(Verdict::Unclear(lang.seen_read_failed(vendor_message(&error, lang))))
        }
        Err(failure) => Err(failure),
    }
}

/// Records what is known now. Whoever sent it may have been faster.
async fn settled(
    app: &App,
    ledger: &Ledger,
    stored: &JournalEntry,
    verdict: &Verdict,
) -> Result<JournalEntry, Failure> {
    let key = &stored.entry.key;
    let (state, why, ids) = match verdict {
        Verdict::Done(why, ids) => (JournalState::Done, why, ids.as_ref()),
        Verdict::NotDone(why) => (JournalState::Refused, why, None),
        Verdict::Unclear(_) => return again(ledger, stored).await,
    };
    let end = Settlement {
        state,
        code: stored.code.clone(),
        message: Some(app.lang.looked_up(why)),
        ids: ids.map(Value::to_string),
        at: AttemptContext::from_system().now,
    };
    match ledger.journal_settle(key, end).await {
        Ok(()) | Err(JournalError::Settled { .. }) => again(ledger, stored).await,
        Err(error) => Err(error.into()),
    }
}

async fn again(ledger: &Ledger, stored: &JournalEntry) -> Result<JournalEntry, Failure> {
    let key = &stored.entry.key;
    let found = ledger.journal_show(key).await?;
    Ok(found.ok_or_else(|| JournalError::NoEntry { key: key.clone() })?)
}

fn shown(app: &App, stored: &JournalEntry, after: &JournalEntry, verdict: Verdict) -> Resolved {
    let (told, why) = match verdict {
        Verdict::Done(why, _) => (Some(JournalState::Done), why),
        Verdict::NotDone(why) => (Some(JournalState::Refused), why),
        Verdict::Unclear(why) => (None, why),
    };
    // Settled meanwhile by whoever sent it.
    let overtaken = after.state.is_settled() && told != Some(after.state);
    let NewEntry { key, account, provider, operation, .. } = stored.entry.clone();
    Resolved {
        key,
        account: account.to_string(),
        provider: provider.to_string(),
        operation,
        before: stored.state.as_str(),
        state: after.state.as_str(),
        why: if overtaken { app.lang.seen_settled() } else { why },
        ids: after.ids.as_deref().and_then(|ids| serde_json::from_str(ids).ok()),
    }
}

fn print(app: &mut App, resolved: &[Resolved]) -> Result<(), Failure> {
    let lang = app.lang;
    if resolved.is_empty() {
        say(&lang.nothing_unknown());
    }
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
            let texts = [&*one.key, &one.account, &one.operation, one.before, one.state, &one.why];
            texts.map(str::to_owned).to_vec()
        })?;
    }
    list.finish()?;
    let settled = [JournalState::Done.as_str(), JournalState::Refused.as_str()];
    match resolved.iter().filter(|one| !settled.contains(&one.state)).count() {
        0 => Ok(()),
        open => Err(Failure::Unknown(open)),
    }
}
