//! `coupon sign`: how a call is signed, step by step. What it prints is a credential; that is what it is for.

use clap::{Subcommand, ValueEnum};
use coupon_qince_wire as qince;
use coupon_qmai_wire as qmai;
use coupon_sign::Secret;
use jiff::{Timestamp, civil::DateTime};
use serde::Serialize;

use crate::{app::App, exit::Failure, input::Input};

/// Whose signature.
#[derive(Debug, Subcommand)]
pub(crate) enum SignCommand {
    /// Qince: MD5 over body, key and time
    Qince(QinceArgs),
    /// Qmai: HMAC-SHA1 over ids, nonce and time
    Qmai(QmaiArgs),
}

/// Arguments of `coupon sign qince`.
#[derive(Debug, clap::Args)]
pub(crate) struct QinceArgs {
    /// The key that signs
    #[arg(long, value_name = "KEY")]
    app_key: String,
    /// The time as it stands in the path: 14 digits of Beijing time, or epoch milliseconds
    #[arg(long, value_name = "TIME")]
    timestamp: String,
    /// The body, verbatim: text, @FILE, or - for standard input
    #[arg(long, value_name = "JSON|@FILE|-")]
    body: Input,
    /// The tenant, for a URL
    #[arg(long, requires_all = ["msg_id", "operation"])]
    openid: Option<String>,
    /// The name of the call, for a URL
    #[arg(long, requires_all = ["openid", "operation"])]
    msg_id: Option<String>,
    /// The operation, for a URL: voucher.getVoucherInfos
    #[arg(long, value_name = "NAME", requires_all = ["openid", "msg_id"])]
    operation: Option<String>,
    /// The host, for a URL
    #[arg(long, value_name = "URL", default_value = qince::base_url::PRODUCTION)]
    base_url: String,
}

/// Arguments of `coupon sign qmai`.
#[derive(Debug, clap::Args)]
pub(crate) struct QmaiArgs {
    /// The id that goes with the key
    #[arg(long, value_name = "ID")]
    open_id: String,
    /// What the merchant granted
    #[arg(long, value_name = "CODE")]
    grant_code: String,
    /// The key that signs
    #[arg(long, value_name = "KEY")]
    open_key: String,
    /// A positive whole number
    #[arg(long)]
    nonce: std::num::NonZeroU64,
    /// Unix seconds
    #[arg(long, value_name = "SECONDS")]
    timestamp: i64,
    /// Sign as a V2 call, in one of the assumed ways [default: as a V3 call]
    #[arg(long, value_enum)]
    v2: Option<V2>,
}

/// The assumed ways to sign V2 calls.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum V2 {
    PascalCase,
    CamelCase,
    PascalCaseWithAction,
}

impl V2 {
    pub(crate) fn signing(self) -> qmai::V2Signing {
        match self {
            Self::PascalCase => qmai::V2Signing::PascalCase,
            Self::CamelCase => qmai::V2Signing::CamelCase,
            Self::PascalCaseWithAction => qmai::V2Signing::PascalCaseWithAction,
        }
    }
}

#[derive(Serialize)]
struct QinceSigned {
    digest: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    string_to_sign: String,
}

#[derive(Serialize)]
struct QmaiSigned {
    token: String,
    string_to_sign: String,
}

pub(crate) fn run(app: &mut App, command: &SignCommand) -> Result<(), Failure> {
    match command {
        SignCommand::Qince(args) => sign_qince(app, args),
        SignCommand::Qmai(args) => sign_qmai(app, args),
    }
}

fn sign_qince(app: &mut App, args: &QinceArgs) -> Result<(), Failure> {
    let mut body = args.body.read(app.lang)?;
    if body.is_empty() && args.openid.is_some() {
        // What is sent is never empty.
        body = "{}".into();
    }
    let signed = QinceSigned {
        digest: qince::digest(&body, &Secret::new(args.app_key.as_str()), &args.timestamp),
        url: qince_url(app, args, body.clone())?,
        string_to_sign: qince::masked_string_to_sign(&body, &args.timestamp),
    };
    if !app.out.is_table() {
        return Ok(app.out.document(&signed)?);
    }
    app.out.line(&format!("string to sign: {}", signed.string_to_sign))?;
    app.out.line(&format!("digest: {}", signed.digest))?;
    signed.url.map_or(Ok(()), |url| Ok(app.out.line(&format!("url: {url}"))?))
}

fn qince_url(app: &App, args: &QinceArgs, body: bytes::Bytes) -> Result<Option<String>, Failure> {
    let (Some(openid), Some(msg_id), Some(name)) = (&args.openid, &args.msg_id, &args.operation)
    else {
        return Ok(None);
    };
    let usage = |text: String| Failure::Usage(text);
    let operation =
        qince::operation(name).ok_or_else(|| usage(app.lang.no_such_operation(name)))?;
    let (time, form) =
        qince_time(&args.timestamp).ok_or_else(|| usage(app.lang.sign_timestamp()))?;
    let account = qince::Account::new(qince::AccountConfig {
        base_url: args.base_url.clone(),
        openid: Secret::new(openid.as_str()),
        app_key: Secret::new(args.app_key.as_str()),
        timestamp: form,
        allow_http: true,
    });
    let account = account.map_err(|error| usage(error.to_string()))?;
    let stamp = qince::AttemptParams::with_msg_id(time, msg_id)
        .ok_or_else(|| usage(app.lang.sign_msg_id()))?;
    Ok(Some(qince::encode_raw(&account, &stamp, operation, body).uri().to_string()))
}

fn qince_time(text: &str) -> Option<(Timestamp, qince::TimestampForm)> {
    if text.len() == 13 {
        let time = Timestamp::from_millisecond(text.parse().ok()?).ok()?;
        return Some((time, qince::TimestampForm::EpochMillis));
    }
    let civil = DateTime::strptime("%Y%m%d%H%M%S", text).ok()?;
    Some((coupon_domain::from_beijing(civil)?, qince::TimestampForm::Beijing))
}

fn sign_qmai(app: &mut App, args: &QmaiArgs) -> Result<(), Failure> {
    let account = qmai::Account::new(qmai::AccountConfig {
        base_url: qmai::base_url::PRODUCTION.to_owned(),
        open_id: Secret::new(args.open_id.as_str()),
        grant_code: Secret::new(args.grant_code.as_str()),
        open_key: Secret::new(args.open_key.as_str()),
        v2_signing: args.v2.map_or(qmai::V2Signing::PascalCase, V2::signing),
        v2_money: qmai::V2Money::default(),
        allow_http: false,
    });
    let account = account.map_err(|error| Failure::Usage(error.to_string()))?;
    let time = Timestamp::from_second(args.timestamp)
        .map_err(|error| Failure::Usage(format!("--timestamp: {error}")))?;
    let stamp = qmai::AttemptParams::with_nonce(time, args.nonce);
    let name = match args.v2 {
        None => "v3.getCustomerCoupons",
        Some(_) => "v2.user-coupons-detail.by-ids",
    };
    let operation = qmai::operation(name).expect("both names are in the table of operations");
    let signed = QmaiSigned {
        token: qmai::token(&account, &stamp, operation),
        string_to_sign: qmai::string_to_sign(&account, &stamp, operation),
    };
    if !app.out.is_table() {
        return Ok(app.out.document(&signed)?);
    }
    app.out.line(&format!("string to sign: {}", signed.string_to_sign))?;
    Ok(app.out.line(&format!("token: {}", signed.token))?)
}
