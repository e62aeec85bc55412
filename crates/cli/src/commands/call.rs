//! `coupon call`: any operation of a vendor in the vendor's own terms.

use bytes::Bytes;
use coupon_config::{Account, VendorOperation};
use coupon_domain::WriteOutcome;
use coupon_transport::AttemptContext;
use coupon_wire::{Answer, OperationKind, Violation};
use coupon_write::{PendingWrite, SentWrite, baseline};
use http::Request;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::{
    app::App,
    commands::write::{self, WritePreview},
    error::CliError,
    input::Input,
    json,
    options::WriteArgs,
};

/// Arguments of `coupon call`.
#[derive(Debug, clap::Args)]
pub(crate) struct CallArgs {
    /// The operation: voucher.getVoucherInfos; `coupon operations` lists all
    operation: String,
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
    code: String,
    message: Option<String>,
    trace: Option<String>,
    /// Verbatim.
    rows: Vec<Box<RawValue>>,
    /// Of a write: its name in the journal.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

/// A request as it would be sent.
#[derive(Debug, Serialize)]
struct Prepared {
    method: String,
    url: String,
    headers: std::collections::BTreeMap<String, String>,
    body: String,
}

pub(crate) async fn run(app: &mut App, args: &CallArgs) -> Result<(), CliError> {
    let unknown = || CliError::Usage(app.lang.no_such_operation(&args.operation));
    let operation = coupon_config::operation(&args.operation).ok_or_else(unknown)?;
    let body = args.body.read(app.lang)?;
    let text = std::str::from_utf8(&body)
        .map_err(|error| CliError::Usage(app.lang.bad_json("--body", error)))?;
    let operation = &operation;
    check(app, operation, text, args.unchecked)?;
    let accounts = app.accounts().await?;
    let account = account_of(app, operation, &accounts)?;
    if args.dry_run {
        let request = account.prepare(operation, &AttemptContext::from_system(), body);
        return show(app, &prepared(&request));
    }
    let (answer, key) = match operation.kind {
        OperationKind::Read => (account.call_raw(operation, None, body).await?, None),
        OperationKind::Write => {
            let (answer, key) =
                write(app, operation, account, body.clone(), text, &args.write).await?;
            // Nothing is sent again for a key that has an outcome.
            let Some(answer) = answer else { return Ok(()) };
            (answer, Some(key))
        }
    };
    print(app, operation, account, answer, key)
}

/// Rules known to hold refuse, assumed ones warn.
fn check(
    app: &App,
    operation: &VendorOperation,
    body: &str,
    unchecked: bool,
) -> Result<(), CliError> {
    let broken = match operation.validate(if body.is_empty() { "{}" } else { body }) {
        Ok(broken) => broken,
        Err(unreadable) if unchecked => {
            app.warn(&app.lang.rule_unchecked(unreadable));
            return Ok(());
        }
        Err(unreadable) => return Err(operation.unreadable(unreadable).into()),
    };
    let said = |broken: &Violation| {
        let problem = app.lang.pick(&broken.problem.to_string(), &broken.problem.zh()).to_owned();
        format!("{}: {problem} ({} {})", broken.field, broken.rule, broken.certainty.letter())
    };
    let (refused, warned): (Vec<Violation>, Vec<Violation>) =
        broken.into_iter().partition(|broken| broken.certainty.blocks_send());
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
    let provider = provider.expect("an account has the providers of its operations");
    let preview = WritePreview {
        account: &account.name,
        provider: &name,
        operation: operation.name,
        body: text,
    };
    write::confirm(app, &preview, args)?;
    let ledger = app.ledger_for(std::slice::from_ref(account)).await?;
    let notify = write::notify(app.lang);
    let context = write::context(&ledger, &notify);
    let baseline = match provider.postcondition(operation.name, text) {
        Some(postcondition) => baseline(&context, provider.as_ref(), &postcondition).await,
        None => None,
    };
    let request_id = provider.request_id(write::random());
    let pending = PendingWrite {
        key: args.key.clone().unwrap_or_else(write::new_key),
        account: account.name.clone(),
        provider: name,
        operation: operation.name.to_owned(),
        body: text.to_owned(),
        request_id: request_id.clone(),
        baseline,
    };
    let call = || async {
        let answer = account.call_raw(operation, request_id.as_ref(), body).await?;
        let outcome = WriteOutcome { trace: answer.trace.clone(), ..WriteOutcome::default() };
        Ok((outcome, answer))
    };
    let sent = coupon_write::send(&context, &pending, call).await;
    match write::ended(app, &pending.key, sent)? {
        SentWrite::Done { value, .. } => Ok((Some(value), pending.key)),
        SentWrite::Before(_) => Ok((None, pending.key)),
    }
}

fn show(app: &mut App, prepared: &Prepared) -> Result<(), CliError> {
    if !app.out.is_table() {
        return Ok(app.out.document(prepared)?);
    }
    app.out.line(&format!("{} {}", prepared.method, prepared.url))?;
    for (name, value) in &prepared.headers {
        app.out.line(&format!("{name}: {value}"))?;
    }
    app.out.line("")?;
    Ok(app.out.line(&prepared.body)?)
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
            app.out.line(&json::pretty(row.raw()))?;
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
        code,
        message,
        trace,
        rows: rows.map_err(std::io::Error::from)?,
        key,
    };
    Ok(app.out.document(&answered)?)
}

/// The account to call through: the vendor's only one.
fn account_of<'a>(
    app: &App,
    operation: &VendorOperation,
    accounts: &'a [Account],
) -> Result<&'a Account, CliError> {
    let mut able = accounts.iter().filter(|account| account.vendor.kind == operation.vendor);
    let nobody = || CliError::Unsupported(app.lang.nobody_can(operation.name));
    let first = able.next().ok_or_else(nobody)?;
    let others: Vec<&str> = able.map(|account| account.name.as_str()).collect();
    if others.is_empty() {
        return Ok(first);
    }
    let names = format!("{}, {}", first.name, others.join(", "));
    Err(CliError::Usage(app.lang.several_accounts(names)))
}

fn prepared(request: &Request<Bytes>) -> Prepared {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let headers = request.headers().iter();
    Prepared {
        method: request.method().to_string(),
        url: request.uri().to_string(),
        headers: headers.map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect(),
        body: text(request.body()),
    }
}
