//! Why a signature was refused: hypotheses about mistakes, each reported only if it gives the very token that was sent.

use bytes::Bytes;
use coupon_sign::percent_encode;
use coupon_wire::{Compared, Diagnosis, DiagnosisCause, internal::SignatureFinding};
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
    let expected = parsed.signed(MASK, MASK).text(recipe(account, parsed.action.as_deref()));
    match parsed.verify(account) {
        Ok(()) => wrong_time(&parsed, &expected, now),
        Err(VerifyError::OpenId | VerifyError::GrantCode) => {
            let cause = DiagnosisCause::AnotherAccount;
            let finding = SignatureFinding::new(cause, expected.as_bytes(), MASK.to_owned());
            Some(finding.diagnosis(advice))
        }
        Err(_) => Some(wrong_token(&parsed, account, &expected)),
    }
}

fn wrong_token(parsed: &ParsedRequest, account: &Account, expected: &str) -> Diagnosis {
    let found = parsed.token.expose_secret().to_owned();
    let right = percent_encode(&right_token(parsed, account));
    let finding = SignatureFinding {
        right: Some(&right),
        ..SignatureFinding::new(DiagnosisCause::Differs, expected.as_bytes(), found)
    };
    let finding = match mistake(parsed, account) {
        Some(TokenMistake { cause, second_cause, signed }) => {
            let signed = signed.map(String::into_bytes);
            SignatureFinding { cause, second_cause, signed, ..finding }
        }
        None => SignatureFinding { certain: Some(certain(&finding.found)), ..finding },
    };
    finding.diagnosis(advice)
}

/// Diagnosis of an envelope that cannot be read.
fn unread(cause: DiagnosisCause) -> Diagnosis {
    let expected = "grantCode=***&nonce=…&openId=***&timestamp=…";
    SignatureFinding::new(cause, expected.as_bytes(), String::new()).diagnosis(advice)
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
    let finding = SignatureFinding::new(cause, expected.as_bytes(), parsed.timestamp.clone());
    let found = SignatureFinding { right: Some(&right), ..finding }.diagnosis(advice);
    Some(Diagnosis { compared: Compared::Time, ..found })
}
