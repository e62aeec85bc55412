//! The one place where rules, network and answers become an error of the domain.

use coupon_domain::{
    Details, Error, ErrorKind, ErrorText, FailureEvidence, RuleViolation, chinese_parse_error,
    chinese_row_error,
};
use coupon_transport::{SendError, SendErrorKind};
use coupon_wire::Violation;
use coupon_wxpay_wire::{
    Account, ApiError, AttemptParams, Error as Answered, Operation, Raw, decode_any,
};

/// The ways in which a call fails.
pub(crate) enum WxPayFailure {
    /// Rules are broken; nothing was sent.
    Rules(Vec<Violation>),
    /// The parameters are no JSON object, or a field of them has an impossible type; nothing was sent.
    Body(coupon_wire::Error),
    /// No usable answer.
    Send(SendError),
    /// An answer that could not be read, or is not the vendor's.
    Answer(Box<UnusableAnswer>),
    /// A row without which there is no result.
    Row(String),
}

/// An answer without a result.
pub(crate) struct UnusableAnswer {
    pub(crate) attempts: u32,
    pub(crate) error: Answered,
}

/// The meaning of an answer that is not 2xx, once its signature was looked at.
fn refusal(account: &Account, operation: &Operation, error: &SendError) -> Option<Answered> {
    let context = error.context();
    let attempt = AttemptParams::new(context.now, context.random);
    decode_any::<Raw>(account, &attempt, operation, error.response()?).err()
}

/// "Nothing found", signed by the vendor: another's word would hide coupons.
pub(crate) fn is_not_found(
    account: &Account,
    operation: &Operation,
    failure: &WxPayFailure,
) -> bool {
    let WxPayFailure::Send(error) = failure else { return false };
    match refusal(account, operation, error) {
        Some(Answered::Refused(refusal)) => refusal.is_signed && refusal.is_not_found(),
        _ => false,
    }
}

/// The neutral error of a failure. Its effect follows from the operation's kind and from what is known of the call.
pub(crate) fn error(account: &Account, operation: &Operation, failure: WxPayFailure) -> Error {
    let refusal = match &failure {
        WxPayFailure::Send(error) => refusal(account, operation, error),
        _ => None,
    };
    let evidence = evidence(&failure, refusal.as_ref());
    let (kind, details) = match failure {
        WxPayFailure::Rules(broken) => {
            (ErrorKind::Rule(broken.into_iter().map(rule).collect()), Details::default())
        }
        WxPayFailure::Body(unreadable) => {
            (ErrorKind::Rule(vec![unreadable_body(unreadable)]), Details::default())
        }
        WxPayFailure::Send(error) => from_network(account, error, refusal),
        WxPayFailure::Answer(answer) => {
            let UnusableAnswer { attempts, error } = *answer;
            let english = account.redact(&error.to_string());
            let own = match &error {
                Answered::Signature(why) => (english, why.zh()).into(),
                _ => unread(&english),
            };
            not_understood(own, Some(attempts))
        }
        WxPayFailure::Row(reason) => not_understood(unread(&account.redact(&reason)), None),
    };
    let provider = Some("wxpay".into());
    let details = Details { provider, operation: Some(operation.name), ..details };
    Error::new(kind, evidence.effect(operation.kind.is_write()), details)
}

fn evidence(failure: &WxPayFailure, refusal: Option<&Answered>) -> FailureEvidence {
    match failure {
        WxPayFailure::Rules(_) | WxPayFailure::Body(_) => FailureEvidence::NotSent,
        WxPayFailure::Send(error) => match refusal {
            // The vendor failed, and asks for the same call again: it does not know either.
            Some(Answered::Refused(refusal)) if refusal.may_have_happened() => {
                FailureEvidence::NoAnswer { may_have_happened: true }
            }
            Some(Answered::Signature(_)) => FailureEvidence::Unreadable,
            _ => FailureEvidence::NoAnswer { may_have_happened: error.may_have_happened() },
        },
        WxPayFailure::Answer(answer) => match answer.error {
            Answered::BadData(_) => FailureEvidence::Succeeded,
            Answered::Refused(_) => FailureEvidence::Refused,
            Answered::Signature(_) | Answered::Unreadable(_) => FailureEvidence::Unreadable,
        },
        WxPayFailure::Row(_) => FailureEvidence::Succeeded,
    }
}

fn from_network(
    account: &Account,
    error: SendError,
    refusal: Option<Answered>,
) -> (ErrorKind, Details) {
    let (refused, forged) = match refusal {
        Some(Answered::Refused(refusal)) => (Some(refusal), None),
        Some(Answered::Signature(why)) => (None, Some(why)),
        // A page of a gateway: the status says enough.
        Some(Answered::Unreadable(_) | Answered::BadData(_)) | None => (None, None),
    };
    let kind = match (error.kind(), &refused) {
        (SendErrorKind::Throttled { .. }, _) => ErrorKind::Throttled,
        (SendErrorKind::Status(_), _) if forged.is_some() => ErrorKind::NotUnderstood,
        (SendErrorKind::Status(400..500), Some(refusal)) => refused_kind(refusal),
        (SendErrorKind::Status(401 | 403), None) => ErrorKind::Credentials,
        (SendErrorKind::Status(400..500), None) => ErrorKind::Refused,
        (SendErrorKind::TooLarge | SendErrorKind::NotMine | SendErrorKind::Status(300..400), _) => {
            ErrorKind::NotUnderstood
        }
        (
            SendErrorKind::Unreachable
            | SendErrorKind::Timeout
            | SendErrorKind::Broken
            | SendErrorKind::Withheld
            | SendErrorKind::Status(_),
            _,
        ) => ErrorKind::Unreachable,
    };
    let said = refused.map(|refusal| said(account, refusal)).unwrap_or_default();
    let mut own: ErrorText =
        (account.redact(&error.to_string()), account.redact(&error.chinese())).into();
    if let Some(why) = forged {
        own.english = format!("{why} ({})", own.english);
        own.chinese = format!("{}（{}）", why.zh(), own.chinese);
    }
    if kind == ErrorKind::Credentials
        && let Some(answer) = error.response()
        && let Some(seconds) = error.context().clock_skew(answer.headers())
    {
        own.english += &format!("; this clock is {seconds:+} s off the vendor's Date");
        own.chinese += &format!("；本机时钟与厂商的 Date 相差 {seconds:+} 秒");
    }
    let details = Details {
        own: Some(own),
        status: error.status(),
        attempts: Some(error.attempts()),
        source: Some(Box::new(error)),
        ..said
    };
    (kind, details)
}

fn not_understood(own: ErrorText, attempts: Option<u32>) -> (ErrorKind, Details) {
    (ErrorKind::NotUnderstood, Details { own: Some(own), attempts, ..Details::default() })
}

/// Our words of an answer, or a row of one, that could not be read.
fn unread(english: &str) -> ErrorText {
    (english, chinese_row_error(english)).into()
}

fn refused_kind(refusal: &ApiError) -> ErrorKind {
    if refusal.is_throttled() {
        ErrorKind::Throttled
    } else if refusal.is_about_credentials() {
        ErrorKind::Credentials
    } else if refusal.may_have_happened() {
        ErrorKind::Unreachable
    } else {
        ErrorKind::Refused
    }
}

/// The vendor's own words.
fn said(account: &Account, refusal: ApiError) -> Details {
    let redact = |text: String| account.redact(&text);
    Details {
        code: Some(redact(refusal.code)),
        message: refusal.message.map(redact),
        trace: refusal.trace.map(redact),
        ..Details::default()
    }
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

fn unreadable_body(unreadable: coupon_wire::Error) -> RuleViolation {
    let problem_zh = format!("请求参数无法读取：{}", chinese_parse_error(&unreadable.problem));
    RuleViolation {
        rule: "TYP-9".to_owned(),
        field: unreadable.path,
        value: unreadable.excerpt,
        problem: unreadable.problem,
        problem_zh,
    }
}
