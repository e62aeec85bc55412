//! Confirming a write, sending it once, and printing how it ended.

use std::io::{self, IsTerminal, Write};

use coupon_config::Account;
use coupon_domain::{AccountName, Command, Effect, Issue, Postcondition, Provider, ProviderName};
use coupon_ledger::{Ledger, LedgerError};
use coupon_messages::{Lang, journal_message, plan_line, row_reason, vendor_message};
use coupon_report::pretty_json;
use coupon_transport::AttemptContext;
use coupon_write::{
    Notice, PlanSources, SentWrite, WriteContext, WriteError, WriteReport, command_body, fresh_key,
    write_command,
};
use jiff::Timestamp;

use crate::{app::App, error::CliError, options::WriteArgs, output::say};

/// The parts of a write that a user confirms.
pub(crate) struct WritePreview<'a> {
    pub(crate) account: &'a AccountName,
    pub(crate) provider: &'a ProviderName,
    /// The provider that knows more of the write; none for an operation that no list has.
    pub(crate) asked: Option<&'a dyn Provider>,
    /// The kind of a neutral command, or the vendor's name of the operation.
    pub(crate) operation: &'a str,
    /// JSON.
    pub(crate) body: &'a str,
    /// The state that it leaves, where that can be told.
    pub(crate) postcondition: Option<Postcondition>,
    /// The command, if it issues a coupon.
    pub(crate) issue: Option<&'a Issue>,
    /// A line about the others of many writes.
    pub(crate) others: Option<String>,
}

impl<'a> WritePreview<'a> {
    /// Of a neutral command; `body` is the command as JSON.
    pub(crate) fn of(
        account: &'a AccountName,
        provider: &'a dyn Provider,
        command: &'a Command,
        body: &'a str,
    ) -> Self {
        let issue = match command {
            Command::Issue(issue) => Some(&**issue),
            _ => None,
        };
        let (operation, postcondition) = (command.kind().as_str(), Some(command.into()));
        let (asked, provider) = (Some(provider), provider.name());
        Self { account, provider, asked, operation, body, postcondition, issue, others: None }
    }

    /// The write in words. The JSON comes with `--verbose`, and where there are no words for it.
    async fn lines(&self, app: &App) -> Result<Vec<String>, CliError> {
        let lang = app.lang;
        let verb = lang.verb(self.operation);
        let mut lines = vec![lang.plan(verb, self.account, self.provider)];
        lines.extend(self.others.clone());
        let (Some(postcondition), Some(provider)) = (&self.postcondition, self.asked) else {
            lines.push(pretty_json(self.body));
            return Ok(lines);
        };
        let ledger = match app.ledger() {
            Err(CliError::Ledger(LedgerError::NotFound { .. })) => None,
            ledger => Some(ledger?),
        };
        let (account, now) = (self.account, now());
        let sources = PlanSources { ledger: ledger.as_ref(), account, provider, now };
        let facts = sources.facts(postcondition, self.issue).await?;
        lines.extend(facts.iter().map(|fact| plan_line(fact, lang)));
        lines.extend((app.global.verbose > 0).then(|| pretty_json(self.body)));
        Ok(lines)
    }
}

/// Sends a neutral command and prints its end. A command that cannot be sent uses up no key.
pub(crate) async fn command(
    app: &mut App,
    account: &Account,
    provider: &dyn Provider,
    command: &Command,
    args: &WriteArgs,
) -> Result<(), CliError> {
    provider.check(command)?;
    let operation = command.kind().as_str();
    let (name, body) = (provider.name(), command_body(command));
    let preview = WritePreview::of(&account.name, provider, command, &body);
    confirm(app, &preview, args).await?;
    let ledger = app.ledger_for(std::slice::from_ref(account)).await?;
    let key = args.key.clone().unwrap_or_else(new_key);
    let (notify, operator) = (notify(app.lang), args.operator());
    let context = context(&ledger, &notify, operator.as_deref());
    let sent = write_command(&context, &account.name, provider, command, key.clone()).await;
    let report = match ended(app, &key, sent)? {
        SentWrite::Before(stored) => WriteReport::before(*stored),
        SentWrite::Done { outcome, value: () } => {
            let place = (account.name.to_string(), name.to_string());
            WriteReport::done(key, place, operation, outcome)
        }
    };
    Ok(app.out.record(&report)?)
}

/// Shows the write and asks for a yes, unless `--yes` was given.
pub(crate) async fn confirm(
    app: &App,
    write: &WritePreview<'_>,
    args: &WriteArgs,
) -> Result<(), CliError> {
    if args.yes {
        return Ok(());
    }
    for line in write.lines(app).await? {
        say(&line);
    }
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(CliError::Usage(app.lang.not_confirmed()));
    }
    let _ = write!(io::stderr(), "{}", app.lang.confirm());
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" | "是" => Ok(()),
        _ => Err(CliError::Usage(app.lang.declined())),
    }
}

/// The clock and the randomness of the system, for writes.
pub(crate) fn context<'a>(
    ledger: &'a Ledger,
    notify: &'a (dyn Fn(Notice<'_>) + Sync),
    operator: Option<&'a str>,
) -> WriteContext<'a> {
    WriteContext { ledger, now: &now, random: &random, operator, notify }
}

pub(crate) fn now() -> Timestamp {
    AttemptContext::from_system().now
}

pub(crate) fn random() -> u128 {
    AttemptContext::from_system().random
}

pub(crate) fn new_key() -> String {
    fresh_key(random())
}

/// Says the key of a write before it is sent, and everything else as a warning.
pub(crate) fn notify(lang: Lang) -> impl Fn(Notice<'_>) + Sync {
    move |notice| match notice {
        Notice::Sending { key } => say(&lang.key_line(key)),
        notice => say_warning(lang, &notice),
    }
}

/// Says the warning of a notice, if it is one.
pub(crate) fn say_warning(lang: Lang, notice: &Notice<'_>) {
    let text = match notice {
        Notice::AlreadyDone(stored) => {
            lang.already_done(&stored.entry.key, lang.state_word(stored.state.as_str()))
        }
        Notice::NotRecorded { key, error } => {
            lang.settled_not_kept(key, journal_message(error, lang))
        }
        Notice::BaselineFailed(error) => lang.baseline_failed(vendor_message(error, lang)),
        Notice::BaselinesIncomplete => lang.bulk_no_baseline(),
        Notice::UnreadableRow(row) => row_reason(&row.reason, lang),
        Notice::NotReadAgain(WriteError::Provider(error)) => {
            lang.not_read_again(vendor_message(error, lang))
        }
        Notice::NotReadAgain(WriteError::Journal(error)) => {
            lang.not_read_again(journal_message(error, lang))
        }
        Notice::NotReadAgain(other) => lang.not_read_again(other),
        Notice::Sending { .. } => return,
    };
    say(&lang.warning(text));
}

/// The end of a single write. A lost answer comes with the command that resolves it.
pub(crate) fn ended<T>(
    app: &App,
    key: &str,
    sent: Result<SentWrite<T>, WriteError>,
) -> Result<SentWrite<T>, CliError> {
    sent.map_err(|error| {
        if let WriteError::Provider(error) = &error
            && error.effect() == Effect::Unknown
        {
            app.warn(&app.lang.resolve_hint(key));
        }
        failure(error, app.lang)
    })
}

pub(crate) fn failure(error: WriteError, lang: Lang) -> CliError {
    match error {
        WriteError::Journal(error) => error.into(),
        WriteError::Provider(error) => error.into(),
        WriteError::AlreadyRefused(stored) => CliError::Usage(
            lang.already_done(&stored.entry.key, lang.state_word(stored.state.as_str())),
        ),
    }
}
