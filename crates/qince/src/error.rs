//! The one place where rules, network and answers become an error of the domain.

use coupon_domain::{
    Details, Effect, Error, ErrorKind, ErrorText, FailureEvidence, ProviderName, RequestId,
    RuleViolation, chinese_parse_error, chinese_row_error,
};
use coupon_qince_wire::{Account, Error as Answered};
use coupon_transport::{SendError, SendErrorKind};
use coupon_wire::{OperationKind, Violation};

/// The ways in which a call fails.
pub(crate) enum QinceFailure<'a> {
    /// Rules are broken; nothing was sent.
    Rules(Vec<Violation>),
    /// The body is no JSON object, or a field of it has an impossible type; nothing was sent.
    Body(coupon_wire::Error),
    /// The request id is none that the vendor takes; nothing was sent.
    RequestId(RequestId),
    /// No usable answer. `trace` is the `msg_id` of the last attempt.
    Send { account: &'a Account, kind: OperationKind, trace: String, error: SendError },
    /// A refusal, or an answer that could not be read. `skew` are the seconds that the own clock is ahead.
    Answer {
        account: &'a Account,
        kind: OperationKind,
        trace: String,
        attempts: u32,
        skew: Option<i64>,
        error: Answered,
    },
    /// A row of a successful write's answer.
    Row(coupon_wire::Error),
    /// A row of a read's answer, where it was the only one.
    ReadRow(coupon_wire::Error),
}

/// The neutral error of a failure: its kind, its effect, and everything known about it.
pub(crate) fn error(operation: &'static str, failure: QinceFailure<'_>) -> Error {
    let details = Details {
        provider: Some(provider(operation)),
        operation: Some(operation),
        ..Details::default()
    };
    match failure {
        QinceFailure::Rules(broken) => {
            let rules = broken.into_iter().map(rule).collect();
            Error::new(ErrorKind::Rule(rules), not_sent(), details)
        }
        QinceFailure::Body(unreadable) => {
            let problem_zh =
                format!("请求体无法读取：{}", chinese_parse_error(&unreadable.problem));
            let rule = RuleViolation {
                rule: "TYP-9".to_owned(),
                field: unreadable.path,
                value: unreadable.excerpt,
                problem: unreadable.problem,
                problem_zh,
            };
            Error::new(ErrorKind::Rule(vec![rule]), not_sent(), details)
        }
        QinceFailure::RequestId(id) => {
            let own = (
                format!("the request id {id:?}: 1 to 32 letters, digits, - or _ are sent"),
                format!("请求编号 {id:?}：应为 1 到 32 个字母、数字、- 或 _"),
            );
            let details = Details { own: Some(own.into()), ..details };
            Error::new(ErrorKind::Unsupported, not_sent(), details)
        }
        QinceFailure::Send { account, kind, trace, error } => {
            from_network(account, kind, error, Details { trace: Some(trace), ..details })
        }
        QinceFailure::Answer { account, kind, trace, attempts, skew, error } => {
            let details = Details { trace: Some(trace), attempts: Some(attempts), ..details };
            from_answer(account, kind, skew, error, details)
        }
        QinceFailure::Row(unreadable) => bad_row(OperationKind::Write, unreadable, details),
        QinceFailure::ReadRow(unreadable) => bad_row(OperationKind::Read, unreadable, details),
    }
}

fn not_sent() -> Effect {
    FailureEvidence::NotSent.effect(true)
}

fn bad_row(kind: OperationKind, unreadable: coupon_wire::Error, details: Details) -> Error {
    let details = Details { own: Some(unread(&unreadable.to_string())), ..details };
    let effect = FailureEvidence::Succeeded.effect(kind.is_write());
    Error::new(ErrorKind::NotUnderstood, effect, details)
}

/// Our words of an answer, or a row of one, that could not be read.
fn unread(english: &str) -> ErrorText {
    (english, chinese_row_error(english)).into()
}

fn from_network(
    account: &Account,
    operation: OperationKind,
    error: SendError,
    details: Details,
) -> Error {
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
    let evidence = FailureEvidence::NoAnswer { may_have_happened: error.may_have_happened() };
    let effect = evidence.effect(operation.is_write());
    let mut own: ErrorText =
        (account.redact(&error.to_string()), account.redact(&error.chinese())).into();
    if kind == ErrorKind::Credentials
        && let Some(answer) = error.response()
        && let Some(skew) = skew_note(error.context().clock_skew(answer.headers()))
    {
        own.english += &format!(" ({})", skew.english);
        own.chinese += &format!("（{}）", skew.chinese);
    }
    let details = Details {
        own: Some(own),
        status: error.status(),
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
    skew: Option<i64>,
    error: Answered,
    details: Details,
) -> Error {
    let effect = |evidence: FailureEvidence| evidence.effect(kind.is_write());
    match error {
        Answered::Refused(refusal) => {
            let kind = match refusal.code.as_str() {
                "1" => ErrorKind::Refused,
                _ => ErrorKind::Credentials,
            };
            let message = refusal.message.as_deref().map(|message| account.redact(message));
            let message = message.filter(|message| !message.is_empty());
            let own = skew_note(skew).filter(|_| kind == ErrorKind::Credentials);
            let code = Some(account.redact(&refusal.code));
            let details = Details { code, message, own, ..details };
            Error::new(kind, effect(FailureEvidence::Refused), details)
        }
        Answered::NotMine { .. } => Error::new(
            ErrorKind::NotUnderstood,
            effect(FailureEvidence::Unreadable),
            Details { own: Some(unread(&account.redact(&error.to_string()))), ..details },
        ),
        Answered::Unreadable(unreadable) => Error::new(
            ErrorKind::NotUnderstood,
            effect(FailureEvidence::Unreadable),
            Details { own: Some(unread(&account.redact(&unreadable.to_string()))), ..details },
        ),
        Answered::BadData(unreadable) => Error::new(
            ErrorKind::NotUnderstood,
            effect(FailureEvidence::Succeeded),
            Details { own: Some(unread(&account.redact(&unreadable.to_string()))), ..details },
        ),
    }
}

/// "qince.voucher" of "voucher.getVoucherInfos", and "qince.customer" of "customer/v1/queryCustomer".
fn provider(operation: &'static str) -> ProviderName {
    let module = operation.split_once(['.', '/']).map_or(operation, |(module, _)| module);
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

fn skew_note(skew: Option<i64>) -> Option<ErrorText> {
    skew.map(|seconds| {
        let english = format!("this clock is {seconds:+} s off the vendor's Date");
        (english, format!("本机时钟与厂商的 Date 相差 {seconds:+} 秒")).into()
    })
}
