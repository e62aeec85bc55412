//! The one place where rules, network and answers become an error of the domain.

use coupon_domain::{
    Details, Error, ErrorKind, ErrorText, FailureEvidence, RuleViolation, chinese_parse_error,
    chinese_row_error,
};
use coupon_qmai_wire::{
    Account, ApiError, Error as Answered, MALFORMED, Operation, Raw, SIGNATURE_REFUSED, decode_any,
};
use coupon_transport::{SendError, SendErrorKind};
use coupon_wire::Violation;

/// The ways in which a call fails.
pub(crate) enum QmaiFailure {
    /// Rules are broken; nothing was sent.
    Rules(Vec<Violation>),
    /// The `params` are no JSON object, or a field of them has an impossible type; nothing was sent.
    Body(coupon_wire::Error),
    /// No usable answer.
    Send(SendError),
    /// A refusal, or an answer that could not be read.
    Answer(Box<FailedAnswer>),
    /// A row without which there is no result.
    Row(String),
    /// A success of a write that does not name the coupon it was for: this vendor says "nothing found" like that, too.
    NoResult(&'static str),
}

/// An answer without a result.
pub(crate) struct FailedAnswer {
    pub(crate) attempts: u32,
    /// The seconds that the own clock is ahead of the vendor's.
    pub(crate) skew: Option<i64>,
    pub(crate) error: Answered,
}

impl QmaiFailure {
    /// "Nothing found", which the vendor answers as an error.
    pub(crate) fn is_not_found(&self) -> bool {
        let Self::Answer(answer) = self else { return false };
        matches!(&answer.error, Answered::Refused(refusal) if refusal.is_not_found())
    }
}

/// The neutral error of a failure. Its effect follows from the operation's kind and from what is known of the call.
pub(crate) fn error(account: &Account, operation: &Operation, failure: QmaiFailure) -> Error {
    let evidence = evidence(&failure);
    let (kind, details) = match failure {
        QmaiFailure::Rules(broken) => {
            (ErrorKind::Rule(broken.into_iter().map(rule).collect()), Details::default())
        }
        QmaiFailure::Body(unreadable) => {
            (ErrorKind::Rule(vec![unreadable_body(unreadable)]), Details::default())
        }
        QmaiFailure::Send(error) => from_network(account, operation, error),
        QmaiFailure::Answer(answer) => from_answer(account, *answer),
        QmaiFailure::NoResult(field) => {
            let own = (
                format!("the answer is a success, and its {field} does not name the coupon"),
                format!("应答为成功，但其 {field} 没有指明这张券"),
            );
            (ErrorKind::NotUnderstood, Details { own: Some(own.into()), ..Details::default() })
        }
        QmaiFailure::Row(reason) => {
            let own = Some(unread(&account.redact(&reason)));
            (ErrorKind::NotUnderstood, Details { own, ..Details::default() })
        }
    };
    let provider = Some("qmai".into());
    let details = Details { provider, operation: Some(operation.name), ..details };
    Error::new(kind, evidence.effect(operation.kind.is_write()), details)
}

fn evidence(failure: &QmaiFailure) -> FailureEvidence {
    match failure {
        QmaiFailure::Rules(_) | QmaiFailure::Body(_) => FailureEvidence::NotSent,
        QmaiFailure::Send(error) => {
            FailureEvidence::NoAnswer { may_have_happened: error.may_have_happened() }
        }
        QmaiFailure::Answer(answer) => match answer.error {
            Answered::Refused(_) => FailureEvidence::Refused,
            Answered::Unreadable(_) => FailureEvidence::Unreadable,
            Answered::BadData(_) => FailureEvidence::Succeeded,
        },
        QmaiFailure::Row(_) => FailureEvidence::Succeeded,
        QmaiFailure::NoResult(_) => FailureEvidence::Unreadable,
    }
}

fn from_network(
    account: &Account,
    operation: &Operation,
    error: SendError,
) -> (ErrorKind, Details) {
    let refusal = error.response().and_then(|answer| {
        match decode_any::<Raw>(operation, answer) {
            Err(Answered::Refused(refusal)) => Some(refusal),
            // A page of a gateway, or a success under a status that is none: the status says enough.
            Err(Answered::Unreadable(_) | Answered::BadData(_)) | Ok(_) => None,
        }
    });
    let kind = match (error.kind(), &refusal) {
        (SendErrorKind::Throttled { .. }, _) => ErrorKind::Throttled,
        (SendErrorKind::Status(401 | 403), _) => ErrorKind::Credentials,
        (SendErrorKind::Status(400..500), Some(refusal)) => refused_kind(refusal),
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
    let said = refusal.map(|refusal| said(account, refusal)).unwrap_or_default();
    let mut own: ErrorText =
        (account.redact(&error.to_string()), account.redact(&error.chinese())).into();
    if kind == ErrorKind::Credentials
        && let Some(answer) = error.response()
        && let Some(skew) = skew_note(error.context().clock_skew(answer.headers()))
    {
        own.english += &format!("; {}", skew.english);
        own.chinese += &format!("；{}", skew.chinese);
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

fn from_answer(account: &Account, answer: FailedAnswer) -> (ErrorKind, Details) {
    let attempts = Some(answer.attempts);
    match answer.error {
        Answered::Refused(refusal) => {
            let kind = refused_kind(&refusal);
            let own = skew_note(answer.skew).filter(|_| kind == ErrorKind::Credentials);
            (kind, Details { attempts, own, ..said(account, refusal) })
        }
        Answered::Unreadable(unreadable) | Answered::BadData(unreadable) => {
            let own = Some(unread(&account.redact(&unreadable.to_string())));
            (ErrorKind::NotUnderstood, Details { own, attempts, ..Details::default() })
        }
    }
}

/// The gateway answers for signature, permission and path; only a malformed envelope is the caller's own mistake. The
/// meaning of its other codes is not public.
fn refused_kind(refusal: &ApiError) -> ErrorKind {
    let code = refusal.code.as_str();
    if refusal.is_throttled() {
        ErrorKind::Throttled
    } else if code == SIGNATURE_REFUSED || (refusal.gateway && code != MALFORMED) {
        ErrorKind::Credentials
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
    let problem_zh = format!("请求体无法读取：{}", chinese_parse_error(&unreadable.problem));
    RuleViolation {
        rule: "TYP-9".to_owned(),
        field: unreadable.path,
        value: unreadable.excerpt,
        problem: unreadable.problem,
        problem_zh,
    }
}

/// Our words of an answer, or a row of one, that could not be read.
fn unread(english: &str) -> ErrorText {
    (english, chinese_row_error(english)).into()
}

fn skew_note(skew: Option<i64>) -> Option<ErrorText> {
    skew.map(|seconds| {
        let english = format!("this clock is {seconds:+} s off the vendor's Date");
        (english, format!("本机时钟与厂商的 Date 相差 {seconds:+} 秒")).into()
    })
}
