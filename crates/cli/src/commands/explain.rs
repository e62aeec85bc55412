//! `coupon explain`: why a captured request's signature is refused, without sending anything.

use std::{env, fs, str::FromStr};

use bytes::Bytes;
use coupon_qince_wire as qince;
use coupon_qmai_wire as qmai;
use coupon_sandbox::diagnose_qince;
use coupon_sign::Secret;
use coupon_wire::{Compared, Diagnosis};
use http::Request;
use jiff::Timestamp;
use serde::Serialize;

use super::sign::V2;
use crate::{app::App, captured, exit::Failure, input::Input, table::visible, text::Lang};

/// Arguments of `coupon explain`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("request").required(true), group = clap::ArgGroup::new("key").required(true))]
pub(crate) struct ExplainArgs {
    /// A curl command, as a browser or a log gives it
    #[arg(long, value_name = "FILE|-", group = "request")]
    curl: Option<String>,
    /// A request as it goes over the wire: request line, headers, empty line, body
    #[arg(long, value_name = "FILE|-", group = "request")]
    raw: Option<String>,
    /// The URL of a request, with --body
    #[arg(long, value_name = "URL", group = "request", requires = "body")]
    url: Option<String>,
    /// The body, verbatim: text, @FILE, or - for standard input
    #[arg(long, value_name = "TEXT|@FILE|-", requires = "url")]
    body: Option<Input>,
    /// Qince's key: the key itself, env:NAME, or @FILE
    #[arg(long, value_name = "KEY|env:NAME|@FILE", group = "key")]
    app_key: Option<Key>,
    /// Qmai's key, alike
    #[arg(long, value_name = "KEY|env:NAME|@FILE", group = "key")]
    open_key: Option<Key>,
    /// How V2 calls of Qmai should be signed
    #[arg(long, value_enum, default_value_t = V2::PascalCase)]
    v2: V2,
    /// When it was sent, as 2024-01-02T03:04:05+08:00; without it the time of a right signature is not judged
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
}

/// Where a key comes from.
#[derive(Debug, Clone)]
enum Key {
    Plain(Secret),
    Env(String),
    File(String),
}

#[derive(Serialize)]
struct Explained {
    vendor: &'static str,
    operation: Option<&'static str>,
    right: bool,
    diagnosis: Option<Diagnosis>,
}

pub(crate) fn run(app: &mut App, args: &ExplainArgs) -> Result<(), Failure> {
    let request = request(args, app.lang)?;
    let explained = match (&args.app_key, &args.open_key) {
        (Some(key), _) => of_qince(&request, key.read(app.lang)?, args, app.lang)?,
        (_, Some(key)) => of_qmai(&request, key.read(app.lang)?, args, app.lang)?,
        (None, None) => return Err(Failure::Usage(app.lang.explain_no_key())),
    };
    if app.out.is_table() {
        show(app, &explained)?;
    } else {
        app.out.document(&explained)?;
    }
    match explained.diagnosis {
        None => Ok(()),
        Some(diagnosis) => Err(Failure::Signature(app.lang.explain_wrong(diagnosis.cause.name()))),
    }
}

fn request(args: &ExplainArgs, lang: Lang) -> Result<Request<Bytes>, Failure> {
    let read = |file: &String| {
        let input = if file == "-" { Input::Stdin } else { Input::File(file.into()) };
        input.read(lang)
    };
    match (&args.curl, &args.raw, &args.url, &args.body) {
        (Some(file), ..) => captured::from_curl("--curl", &read(file)?, lang),
        (_, Some(file), ..) => captured::from_raw("--raw", &read(file)?, lang),
        (_, _, Some(url), Some(body)) => captured::request(url, body.read(lang)?, lang),
        _ => Err(Failure::Usage(lang.captured_no_url("--url"))),
    }
}

fn of_qince(
    request: &Request<Bytes>,
    app_key: Secret,
    args: &ExplainArgs,
    lang: Lang,
) -> Result<Explained, Failure> {
    let claimed = match qince::parse_request(request) {
        Ok(claim) => Some(claim),
        // What is wrong with the time has a diagnosis of its own.
        Err(qince::VerifyError::Timestamp) => None,
        Err(why) => return Err(Failure::Usage(lang.explain_no_call("Qince", why))),
    };
    let account = qince::Account::new(qince::AccountConfig {
        base_url: qince::base_url::PRODUCTION.to_owned(),
        openid: Secret::new(claimed.as_ref().map_or("unread", |claim| claim.openid.as_str())),
        app_key,
        timestamp: qince::TimestampForm::Beijing,
        allow_http: false,
    });
    let account = account.map_err(|error| Failure::Usage(error.to_string()))?;
    let diagnosis = diagnose_qince(request, &account, args.at);
    let operation = claimed.map(|claim| claim.operation.name);
    Ok(Explained { vendor: "qince", operation, right: diagnosis.is_none(), diagnosis })
}

fn of_qmai(
    request: &Request<Bytes>,
    open_key: Secret,
    args: &ExplainArgs,
    lang: Lang,
) -> Result<Explained, Failure> {
    let claimed = qmai::parse_request(request);
    let unread = || Secret::new("unread");
    let (open_id, grant_code) = match &claimed {
        Ok(claim) => (claim.open_id.clone(), claim.grant_code.clone()),
        Err(_) => (unread(), unread()),
    };
    let account = qmai::Account::new(qmai::AccountConfig {
        base_url: qmai::base_url::PRODUCTION.to_owned(),
        open_id,
        grant_code,
        open_key,
        v2_signing: args.v2.signing(),
        v2_money: qmai::V2Money::default(),
        allow_http: false,
    });
    let account = account.map_err(|error| Failure::Usage(error.to_string()))?;
    let diagnosis = qmai::diagnose(request, &account, args.at);
    let operation = match (claimed, &diagnosis) {
        (Ok(claim), _) => Some(claim.operation.name),
        (Err(_), Some(_)) => None,
        // Its words hold the path; of a Qince call that would be openid and digest.
        (Err(qmai::VerifyError::Path(_)), None) => {
            return Err(Failure::Usage(lang.explain_other_path()));
        }
        (Err(why), None) => return Err(Failure::Usage(lang.explain_no_call("Qmai", why))),
    };
    Ok(Explained { vendor: "qmai", operation, right: diagnosis.is_none(), diagnosis })
}

fn show(app: &mut App, explained: &Explained) -> Result<(), Failure> {
    let lang = app.lang;
    if let Some(operation) = explained.operation {
        app.out.line(&lang.explain_operation(operation, explained.vendor))?;
    }
    let Some(diagnosis) = &explained.diagnosis else {
        return Ok(app.out.line(&lang.explain_right())?);
    };
    app.out.line(&lang.explain_cause(diagnosis.cause.name()))?;
    app.out.line(&lang.explain_expected(visible(&diagnosis.expected_masked)))?;
    if let Some(signed) = &diagnosis.signed_masked {
        app.out.line(&lang.explain_signed(visible(signed)))?;
    }
    if let Some(at) = diagnosis.first_difference {
        let of = match diagnosis.compared {
            Compared::String => lang.pick("what is signed", "签名原文"),
            Compared::Signature => lang.pick("the signature", "签名值"),
            Compared::Time => lang.pick("the time", "时间"),
        };
        app.out.line(&lang.explain_difference(at, of))?;
    }
    Ok(app.out.line(lang.pick(diagnosis.advice_en, diagnosis.advice_zh))?)
}

impl FromStr for Key {
    type Err = std::convert::Infallible;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        Ok(match (given.strip_prefix("env:"), given.strip_prefix('@')) {
            (Some(name), _) => Self::Env(name.to_owned()),
            (_, Some(path)) => Self::File(path.to_owned()),
            _ => Self::Plain(Secret::new(given)),
        })
    }
}

impl Key {
    /// The key, without the line end that a file ends with.
    fn read(&self, lang: Lang) -> Result<Secret, Failure> {
        let found = match self {
            Self::Plain(key) => return Ok(key.clone()),
            Self::Env(name) => env::var(name).map_err(|error| format!("env:{name}: {error}")),
            Self::File(path) => {
                fs::read_to_string(path).map_err(|error| format!("@{path}: {error}"))
            }
        };
        let text = found.map_err(|why| Failure::Usage(lang.unreadable_file("key", why)))?;
        Ok(Secret::new(text.trim_end_matches(['\r', '\n'])))
    }
}
