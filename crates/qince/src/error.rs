//! The one place where rules, network and answers become an error of the domain.

use coupon_domain::{Details, Effect, Error, ErrorKind, ProviderName, RuleViolation};
use coupon_qince_wire::{Account, Error as Answered};
use coupon_transport::{AttemptContext, Reply, SendError, SendErrorKind};
use coupon_wire::{OperationKind, Violation};
use http::{HeaderMap, header};
use jiff::fmt::rfc2822;

use crate::client::stamp;

/// Clocks that differ by less are not worth a word.
const SKEW_SECONDS: i64 = 30;

/// Everything that can go wrong with a call.
pub(crate) enum Failure<'a> {
    /// Rules are broken; nothing was sent.
    Rules(Vec<Violation>),
    /// The body is no JSON object, or a field of it has an impossible type; nothing was sent.
    Body(coupon_wire::Error),
    /// The network.
    Send { account: &'a Account, error: SendError },
    /// The answer.
    Answer { account: &'a Account, kind: OperationKind, reply: &'a Reply, error: Answered },
    /// A row of a successful write's answer.
    Row(coupon_wire::Error),
    /// A row of a read's answer, where it was the only one.
    ReadRow(coupon_wire::Error),
}

/// Says what the caller can do and what may have happened.
pub(crate) fn error(operation: &'static str, failure: Failure<'_>) -> Error {
    let details = Details {
        provider: Some(provider(operation)),
        operation: Some(operation),
        ..Details::default()
    };
    match failure {
        Failure::Rules(broken) => {
            let rules = broken.into_iter().map(rule).collect();
            Error::new(ErrorKind::Rule(rules), Effect::None, details)
        }
        Failure::Body(unreadable) => {
            let problem_zh = format!("请求体无法读取:{}", unreadable.problem);
            let rule = RuleViolation {
                rule: "TYP-9".to_owned(),
                field: unreadable.path,
                value: unreadable.excerpt,
                problem: unreadable.problem,
                problem_zh,
            };
            Error::new(ErrorKind::Rule(vec![rule]), Effect::None, details)
        }
        Failure::Send { account, error } => from_network(account, error, details),
        Failure::Answer { account, kind, reply, error } => {
            from_answer(account, kind, reply, error, details)
        }
        Failure::Row(unreadable) => not_understood(Effect::Applied, unreadable, details),
        Failure::ReadRow(unreadable) => not_understood(Effect::None, unreadable, details),
    }
}

fn not_understood(effect: Effect, unreadable: coupon_wire::Error, details: Details) -> Error {
    let details = Details { message: Some(unreadable.to_string()), ..details };
    Error::new(ErrorKind::NotUnderstood, effect, details)
}

fn from_network(account: &Account, error: SendError, details: Details) -> Error {
    let kind = match error.kind() {
        SendErrorKind::Throttled { .. } => ErrorKind::Throttled,
        SendErrorKind::Status(401 | 403) => ErrorKind::Credentials,
        SendErrorKind::Status(400..500) => ErrorKind::Refused,
        SendErrorKind::TooLarge | SendErrorKind::NotMine | SendErrorKind::Status(300..400) => {
            ErrorKind::NotUnderstood
        }
        SendErrorKind::Unreachable
        | SendErrorKind::Timeout
        | SendErrorKind::Broken
        | SendErrorKind::Withheld
        | SendErrorKind::Status(_) => ErrorKind::Unreachable,
    };
    let effect = if error.may_have_happened() { Effect::Unknown } else { Effect::None };
    let mut message = account.redact(&error.to_string());
    if kind == ErrorKind::Credentials
        && let Some(answer) = error.response()
    {
        message.push_str(&skew(&error.context(), answer.headers()));
    }
    let details = Details {
        message: Some(message),
        status: error.status(),
        trace: Some(stamp(&error.context()).msg_id().to_owned()),
        attempts: Some(error.attempts()),
        source: Some(Box::new(error)),
        ..details
    };
    Error::new(kind, effect, details)
}

/// Code 1 is a failure of the operation. No list of the others is public; they are about the call itself: signature,
/// openid, time, grant or path (ERR-2, assumed).
fn from_answer(
    account: &Account,
    kind: OperationKind,
    reply: &Reply,
    error: Answered,
    details: Details,
) -> Error {
    let (applied, unknown) = match kind {
        OperationKind::Read => (Effect::None, Effect::None),
        OperationKind::Write => (Effect::Applied, Effect::Unknown),
    };
    let details = Details {
        trace: Some(stamp(&reply.context).msg_id().to_owned()),
        attempts: Some(reply.attempts),
        ..details
    };
    match error {
        Answered::Refused(refusal) => {
            let kind = match refusal.code.as_str() {
                "1" => ErrorKind::Refused,
                _ => ErrorKind::Credentials,
            };
            let mut message = account.redact(refusal.message.as_deref().unwrap_or_default());
            if kind == ErrorKind::Credentials {
                message.push_str(&skew(&reply.context, reply.response.headers()));
            }
            let message = Some(message).filter(|message| !message.is_empty());
            let details = Details { code: Some(account.redact(&refusal.code)), message, ..details };
            Error::new(kind, Effect::None, details)
        }
        Answered::NotMine { .. } => Error::new(
            ErrorKind::NotUnderstood,
            unknown,
            Details { message: Some(account.redact(&error.to_string())), ..details },
        ),
        Answered::Unreadable(unreadable) => Error::new(
            ErrorKind::NotUnderstood,
            unknown,
            Details { message: Some(account.redact(&unreadable.to_string())), ..details },
        ),
        Answered::BadData(unreadable) => Error::new(
            ErrorKind::NotUnderstood,
            applied,
            Details { message: Some(account.redact(&unreadable.to_string())), ..details },
        ),
    }
}

/// "qince.voucher" of "voucher.getVoucherInfos".
fn provider(operation: &'static str) -> ProviderName {
    let module = operation.split_once('.').map_or(operation, |(module, _)| module);
    ProviderName::new(format!("qince.{module}"))
}

fn rule(broken: Violation) -> RuleViolation {
    RuleViolation {
        rule: broken.rule.to_owned(),
        field: broken.field,
        value: broken.value,
        problem: broken.problem.to_string(),
        problem_zh: broken.problem.zh(),
    }
}

/// A signature covers the time, so a refusal may come from a wrong clock: the answer's own date tells.
fn skew(context: &AttemptContext, headers: &HeaderMap) -> String {
    let date = headers.get(header::DATE).and_then(|date| date.to_str().ok());
    let Some(theirs) = date.and_then(|date| rfc2822::parse(date).ok()) else {
        return String::new();
    };
    let seconds = context.now.as_second() - theirs.timestamp().as_second();
    match seconds.abs() > SKEW_SECONDS {
        true => format!(" (this clock is {seconds:+} s off the vendor's Date)"),
        false => String::new(),
    }
}
