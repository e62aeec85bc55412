//! Why a signature was refused: hypotheses about mistakes, each reported only if it gives the very token that was sent.

use bytes::Bytes;
use coupon_sign::percent_encode;
use coupon_wire::{Compared, Diagnosis, DiagnosisCause, internal::first_difference};
use http::Request;
use jiff::{SignedDuration, Timestamp};

use crate::{
    account::{Account, MASK},
    diagnosis_advice::advice,
    encode::recipe,
    hypotheses::{TokenMistake, mistake, right_token},
    parsed_request::{ParsedRequest, VerifyError, parse_request},
    token_form::certain,
};

/// How far the time of a call may be off.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(10);
const ZONE: SignedDuration = SignedDuration::from_hours(8);
/// Seconds that a clock may be beside whole hours: a call takes some time.
const WHOLE_HOURS: i64 = 30;

/// Diagnoses the signature of a request. `None` if it is right, or if the request is no call of Qmai:
/// [`parse_request`](crate::parse_request) says why not.
///
/// `now` is when the request arrived; without it the time of a right signature is not judged.
pub fn diagnose(
    request: &Request<Bytes>,
    account: &Account,
    now: Option<Timestamp>,
) -> Option<Diagnosis> {
    let parsed = match parse_request(request) {
        Ok(parsed) => parsed,
        Err(VerifyError::Timestamp) => return Some(unread(DiagnosisCause::TimeForm)),
        Err(VerifyError::Envelope(_)) if std::str::from_utf8(request.body()).is_err() => {
            return Some(unread(DiagnosisCause::Gbk));
        }
        Err(_) => return None,
    };
    let expected = parsed.signed(MASK, MASK).text(recipe(account, parsed.operation.action));
    match parsed.verify(account) {
        Ok(()) => wrong_time(&parsed, &expected, now),
        Err(VerifyError::OpenId | VerifyError::GrantCode) => {
            let cause = DiagnosisCause::AnotherAccount.into();
            Some(diagnosis(cause, &expected, None, MASK.to_owned(), None))
        }
        Err(_) => Some(wrong_token(&parsed, account, &expected)),
    }
}

/// One cause, or two that only together give what was found.
#[derive(Clone, Copy)]
struct TokenCauses(DiagnosisCause, Option<DiagnosisCause>);

impl From<DiagnosisCause> for TokenCauses {
    fn from(cause: DiagnosisCause) -> Self {
        Self(cause, None)
    }
}

fn wrong_token(parsed: &ParsedRequest, account: &Account, expected: &str) -> Diagnosis {
    let found = parsed.token.expose_secret().to_owned();
    let right = percent_encode(&right_token(parsed, account));
    let Some(TokenMistake { cause, second_cause, signed }) = mistake(parsed, account) else {
        let (en, zh) = certain(&found);
        let mut unknown =
            diagnosis(DiagnosisCause::Differs.into(), expected, None, found, Some(&right));
        unknown.advice_en = format!("{en} {}", unknown.advice_en);
        unknown.advice_zh = format!("{zh}{}", unknown.advice_zh);
        return unknown;
    };
    diagnosis(TokenCauses(cause, second_cause), expected, signed, found, Some(&right))
}

/// Diagnosis of an envelope that cannot be read.
fn unread(cause: DiagnosisCause) -> Diagnosis {
    diagnosis(
        cause.into(),
        "grantCode=***&nonce=…&openId=***&timestamp=…",
        None,
        String::new(),
        None,
    )
}

/// The time of a right signature.
fn wrong_time(parsed: &ParsedRequest, expected: &str, now: Option<Timestamp>) -> Option<Diagnosis> {
    let now = now?;
    let signed = Timestamp::from_second(parsed.timestamp.parse().ok()?).ok()?;
    let off = signed.duration_since(now).abs();
    let beside = off.as_secs() % 3600;
    let cause = match off {
        _ if off <= TOLERANCE => return None,
        _ if (off - ZONE).abs() <= TOLERANCE => DiagnosisCause::Utc,
        _ if off.as_hours() <= 14 && (beside <= WHOLE_HOURS || beside >= 3600 - WHOLE_HOURS) => {
            DiagnosisCause::TimeZone
        }
        _ => DiagnosisCause::ClockOff,
    };
    let right = now.as_second().to_string();
    let found = diagnosis(cause.into(), expected, None, parsed.timestamp.clone(), Some(&right));
    Some(Diagnosis { compared: Compared::Time, ..found })
}

fn diagnosis(
    TokenCauses(cause, second_cause): TokenCauses,
    expected: &str,
    signed: Option<String>,
    found: String,
    right: Option<&str>,
) -> Diagnosis {
    let of_strings =
        signed.as_ref().and_then(|signed| first_difference(expected.as_bytes(), signed.as_bytes()));
    let of_found = right.and_then(|right| first_difference(right.as_bytes(), found.as_bytes()));
    let compared = if of_strings.is_some() { Compared::String } else { Compared::Signature };
    let (en, zh) = advice(cause);
    let (second_en, second_zh) = second_cause.map(advice).unzip();
    let joined = |first: &str, second: Option<&str>, joint: &str| {
        second.map_or_else(|| first.to_owned(), |second| [first, second].join(joint))
    };
    Diagnosis {
        cause,
        second_cause,
        expected_masked: expected.to_owned(),
        signed_masked: signed,
        found,
        compared,
        first_difference: of_strings.or(of_found),
        advice_en: joined(en, second_en, " "),
        advice_zh: joined(zh, second_zh, ""),
    }
}
