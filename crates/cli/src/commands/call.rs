//! `coupon call`: any operation of a vendor in the vendor's own terms, by name or by path.

use bytes::Bytes;
use coupon_config::{Account, BrokenRules, PreparedRequest, VendorOperation};
use coupon_domain::WriteOutcome;
use coupon_messages::row_reason;
use coupon_report::pretty_json;
use coupon_transport::AttemptContext;
use coupon_wire::{Answer, Certainty, OperationKind, Violation};
use coupon_write::{PendingWrite, SentWrite, baseline, read_again, write_subject};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::{
    app::App,
    commands::write::{self, WritePreview},
    error::CliError,
    input::Input,
    options::WriteArgs,
};

/// Arguments of `coupon call`.
#[derive(Debug, clap::Args)]
pub(crate) struct CallArgs {
    /// The operation: voucher.getVoucherInfos; `coupon operations` lists all
    #[arg(required_unless_present = "path", conflicts_with = "path")]
    operation: Option<String>,
    /// Instead of a name: where an operation is that no list has, as customer/v1/queryCustomer
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// With --path, where one path serves many operations: which of them
    #[arg(long, value_name = "ACTION", requires = "path")]
    action: Option<String>,
    /// With --path: it changes nothing, so it is neither confirmed nor recorded, and may be repeated
    #[arg(long, requires = "path")]
    read: bool,
    /// With --path: it may change something, which is assumed unless --read says otherwise
    #[arg(long = "write", requires = "path", conflicts_with = "read")]
    _changes: bool,
    /// The business body, verbatim: text, @FILE, or - for standard input
    #[arg(long, value_name = "JSON|@FILE|-", default_value = "{}")]
    body: Input,
    /// Print the signed request instead of sending it; it is a credential
    #[arg(long)]
    dry_run: bool,
    /// Send although rules are broken
    #[arg(long)]
    unchecked: bool,
    #[command(flatten)]
    write: WriteArgs,
}

/// The vendor's answer.
#[derive(Debug, Serialize)]
struct Answered<'a> {
    operation: &'static str,
    account: &'a str,
    /// None if the write had ended before, so that nothing was sent.
    code: Option<String>,
    message: Option<String>,
    trace: Option<String>,
    /// Verbatim.
    rows: Vec<Box<RawValue>>,
    /// Of a write: its name in the journal.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

pub(crate) async fn run(app: &mut App, args: &CallArgs) -> Result<(), CliError> {
    let unknown = |name: &str| CliError::Usage(app.lang.no_such_operation(name));
    let named = |name| coupon_config::operation(name).ok_or_else(|| unknown(name));
    let named = args.operation.as_deref().map(named).transpose()?;
    let body = args.body.read(app.lang)?;
    let text = std::str::from_utf8(&body)
        .map_err(|error| CliError::Usage(app.lang.bad_json("--body", app.lang.parse(error))))?;
    // Broken rules are told before an account is looked for.
    named.iter().try_for_each(|operation| check(app, operation, text, args.unchecked))?;
    let is_read = named.as_ref().map_or(args.read, |one| one.kind == OperationKind::Read);
    let accounts = match is_read || args.dry_run {
        true => app.accounts().await?,
        false => app.accounts_to_write().await?,
    };
    let account = account_of(app, named.as_ref(), &accounts)?;
    let operation = &match named {
        Some(operation) => operation,
        None => unlisted(app, account, args, text)?,
    };
    if operation.grade != Certainty::Documented {
        app.warn(&app.lang.undocumented(operation.name));
    }
    if args.dry_run {
        let request = account.prepare(operation, &AttemptContext::from_system(), body);
        return show(app, &PreparedRequest::from(&request));
    }
    let (answer, key) = match operation.kind {
        OperationKind::Read => (account.call_raw(operation, None, body).await?, None),
        OperationKind::Write => {
            let (answer, key) =
                write(app, operation, account, body.clone(), text, &args.write).await?;
            // Nothing is sent again for a key that has an outcome.
            let Some(answer) = answer else { return before(app, operation, account, key) };
            (answer, Some(key))
        }
    };
    print(app, operation, account, answer, key)
}

fn unlisted(
    app: &App,
    account: &Account,
    args: &CallArgs,
    body: &str,
) -> Result<VendorOperation, CliError> {
    let (path, action) = (args.path.as_deref().unwrap_or_default(), args.action.as_deref());
    let kind = if args.read { OperationKind::Read } else { OperationKind::Write };
    let operation = account.vendor.unlisted_operation(path, action, kind);
    let operation = operation.map_err(|why| {
        let why = app.lang.pick(&why.to_string(), &why.zh()).to_owned();
        CliError::Usage(app.lang.bad_path(path, why))
    })?;
    check(app, &operation, body, args.unchecked)?;
    Ok(operation)
}

/// Rules known to hold refuse, assumed ones warn.
fn check(
    app: &App,
    operation: &VendorOperation,
    body: &str,
    unchecked: bool,
) -> Result<(), CliError> {
    let BrokenRules { refused, warned } = match operation.broken_rules(body) {
        Ok(broken) => broken,
        Err(unreadable) if unchecked => {
            let why = row_reason(&unreadable.to_string(), app.lang);
            app.warn(&app.lang.rule_unchecked(why));
            return Ok(());
        }
        Err(unreadable) => return Err(operation.unreadable(unreadable).into()),
    };
    let said = |broken: &Violation| {
        let problem = app.lang.pick(&broken.problem.to_string(), &broken.problem.zh()).to_owned();
        let letter = broken.certainty.letter();
        app.lang.broken_rule(&broken.field, problem, broken.rule, letter)
    };
    for broken in &warned {
        app.warn(&app.lang.rule_warning(said(broken)));
    }
    if unchecked {
        for broken in &refused {
            app.warn(&app.lang.rule_unchecked(said(broken)));
        }
        return Ok(());
    }
    if refused.is_empty() {
        return Ok(());
    }
    Err(operation.refusal(refused).into())
}

/// Recorded before it is sent, as every write.
async fn write(
    app: &App,
    operation: &VendorOperation,
    account: &Account,
    body: Bytes,
    text: &str,
    args: &WriteArgs,
) -> Result<(Option<Answer<Box<RawValue>>>, String), CliError> {
    let name = operation.provider.clone();
    let provider = account.providers().into_iter().find(|provider| *provider.name() == name);
    let postcondition = provider.as_ref().and_then(|one| one.postcondition(operation.name, text));
    let preview = WritePreview {
        account: &account.name,
        provider: &name,
        asked: provider.as_deref(),
        operation: operation.name,
        body: text,
        postcondition: postcondition.clone(),
        issue: None,
        others: None,
    };
    write::confirm(app, &preview, args).await?;
    let ledger = app.ledger_for(std::slice::from_ref(account)).await?;
    let (notify, operator) = (write::notify(app.lang), args.operator());
    let context = write::context(&ledger, &notify, operator.as_deref());
    let baseline = match (&provider, &postcondition) {
        (Some(provider), Some(left)) => baseline(&context, provider.as_ref(), left).await,
        _ => None,
    };
    let request_id = account.request_id(text, write::random());
    let pending = PendingWrite {
        key: args.key.clone().unwrap_or_else(write::new_key),
        account: account.name.clone(),
        provider: name,
        operation: operation.name.to_owned(),
        body: text.to_owned(),
        request_id: request_id.clone(),
        baseline,
        subject: postcondition.as_ref().and_then(write_subject),
    };
    let call = || async {
        let answer = account.call_raw(operation, request_id.as_ref(), body).await?;
        let outcome = WriteOutcome { trace: answer.trace.clone(), ..WriteOutcome::default() };
        Ok((outcome, answer))
    };
    let sent = coupon_write::send(&context, &pending, call).await;
    if let (Some(provider), Some(left)) = (&provider, &postcondition) {
        read_again(&context, &pending, provider.as_ref(), left, &sent).await;
    }
    match write::ended(app, &pending.key, sent)? {
        SentWrite::Done { value, .. } => Ok((Some(value), pending.key)),
        SentWrite::Before(_) => Ok((None, pending.key)),
    }
}

/// A write that had ended before, for programs; people were told already.
fn before(
    app: &mut App,
    operation: &VendorOperation,
    account: &Account,
    key: String,
) -> Result<(), CliError> {
    if app.out.is_table() {
        return Ok(());
    }
    let (operation, account, rows) = (operation.name, account.name.as_str(), Vec::new());
    let (code, message, trace, key) = (None, None, None, Some(key));
    Ok(app.out.document(&Answered { operation, account, code, message, trace, rows, key })?)
}

fn show(app: &mut App, prepared: &PreparedRequest) -> Result<(), CliError> {
    if !app.out.is_table() {
        return Ok(app.out.document(prepared)?);
    }
    Ok(app.out.line(&prepared.to_string())?)
}

fn print(
    app: &mut App,
    operation: &VendorOperation,
    account: &Account,
    answer: Answer<Box<RawValue>>,
    key: Option<String>,
) -> Result<(), CliError> {
    let Answer { rows, code, message, trace } = answer;
    if app.out.is_table() {
        for row in &rows {
            app.out.line(&pretty_json(row.raw()))?;
        }
        let message = message.map(|message| format!(" {message}")).unwrap_or_default();
        let place = format!("{} {}", account.name, operation.name);
        crate::output::say(&app.lang.answered(place, code, message, rows.len()));
        return Ok(());
    }
    // A row that is no JSON is shown as text.
    let json = |text: &str| RawValue::from_string(text.to_owned()).or_else(|_| to_raw_value(text));
    let rows: Result<_, _> = rows.iter().map(|row| json(row.raw())).collect();
    let answered = Answered {
        operation: operation.name,
        account: account.name.as_str(),
        code: Some(code),
        message,
        trace,
        rows: rows.map_err(std::io::Error::from)?,
        key,
    };
    Ok(app.out.document(&answered)?)
}

/// The account to call through: the vendor's only one, or the only one where the operation has no vendor yet.
fn account_of<'a>(
    app: &App,
    operation: Option<&VendorOperation>,
    accounts: &'a [Account],
) -> Result<&'a Account, CliError> {
    let is_able =
        |account: &&Account| operation.is_none_or(|one| account.vendor.kind == one.vendor);
    let mut able = accounts.iter().filter(is_able);
    let name = operation.map_or("--path", |operation| operation.name);
    let nobody = || CliError::Unsupported(app.lang.nobody_can(name));
    let first = able.next().ok_or_else(nobody)?;
    let others: Vec<&str> = able.map(|account| account.name.as_str()).collect();
    if others.is_empty() {
        return Ok(first);
    }
    let names = format!("{}, {}", first.name, others.join(", "));
    Err(CliError::Usage(app.lang.several_accounts(names)))
}
