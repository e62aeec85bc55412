//! Why a signature was refused: hypotheses about mistakes, each reported only if it gives the very signature that was sent.

use bytes::Bytes;
use coupon_wire::{
    Compared, Diagnosis, DiagnosisCause,
    internal::{excerpt, first_difference},
};
use http::Request;
use jiff::{SignedDuration, Timestamp, civil::DateTime};

use crate::{
    account::{Account, MASK},
    body_variants::foreign_encoding,
    diagnosis_advice::advice,
    digest_form::certain,
    encode::digest,
    hypotheses::{DigestMistake, mistake},
    parsed_request::{ParsedRequest, VerifyError, parse_request},
    signed_time::{BEIJING, instant},
};

/// How far the time of a call may be off.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(10);
const ZONE: SignedDuration = SignedDuration::from_hours(8);
/// How far a clock may be off that is said to be off by whole hours: a call takes some time.
const WHOLE_HOURS: i64 = 30;
/// Longer texts are shown by their beginning and end.
const SHORT: usize = 4096;

/// Diagnoses the signature of a request. `None` if it is right, or if the request is no call of Qince:
/// [`parse_request`](crate::parse_request) says why not.
///
/// `recoded` is the body in the other encoding: GBK of a body in UTF-8, UTF-8 of a body in GBK, the content of a body in gzip.
/// This crate has no tables for them. `now` is when the request arrived; without it the time of a right signature is not judged.
pub fn diagnose(
    request: &Request<Bytes>,
    account: &Account,
    now: Option<Timestamp>,
    recoded: Option<&[u8]>,
) -> Option<Diagnosis> {
    let parsed = match parse_request(request) {
        Ok(parsed) => parsed,
        Err(VerifyError::Timestamp) => return Some(bad_time(request)),
        Err(_) => return None,
    };
    let expected = masked(&parsed.body, &parsed.timestamp);
    match parsed.verify(account) {
        Ok(()) if std::str::from_utf8(&parsed.body).is_err() => {
            let signed = Some(expected.clone());
            let cause = foreign_encoding(&parsed.body).into();
            Some(diagnosis(cause, &expected, signed, parsed.digest, None))
        }
        Ok(()) => wrong_time(&parsed, &expected, now),
        Err(VerifyError::OpenId) => {
            let cause = DiagnosisCause::AnotherAccount.into();
            Some(diagnosis(cause, &expected, None, MASK.to_owned(), None))
        }
        Err(_) => Some(wrong_digest(&parsed, account, recoded, &expected)),
    }
}

/// One cause, or two that only together give what was found.
#[derive(Clone, Copy)]
struct DigestCauses(DiagnosisCause, Option<DiagnosisCause>);

impl From<DiagnosisCause> for DigestCauses {
    fn from(cause: DiagnosisCause) -> Self {
        Self(cause, None)
    }
}

fn wrong_digest(
    parsed: &ParsedRequest,
    account: &Account,
    recoded: Option<&[u8]>,
    expected: &[u8],
) -> Diagnosis {
    let right = digest(&parsed.body, account.app_key(), &parsed.timestamp);
    let found = parsed.digest.clone();
    let Some(DigestMistake { cause, second_cause, signed }) = mistake(parsed, account, recoded)
    else {
        let (en, zh) = certain(&found);
        let mut unknown =
            diagnosis(DiagnosisCause::Differs.into(), expected, None, found, Some(&right));
        unknown.advice_en = format!("{en} {}", unknown.advice_en);
        unknown.advice_zh = format!("{zh}{}", unknown.advice_zh);
        return unknown;
    };
    diagnosis(DigestCauses(cause, second_cause), expected, signed, found, Some(&right))
}

fn bad_time(request: &Request<Bytes>) -> Diagnosis {
    let time = request.uri().path().trim_end_matches('/').rsplit('/').nth(2).unwrap_or_default();
    let digits = time.bytes().all(|b| b.is_ascii_digit());
    let cause = match time.len() {
        10 if digits => DiagnosisCause::Epoch,
        _ => DiagnosisCause::TimeForm,
    };
    let expected = masked(request.body(), "yyyyMMddHHmmss");
    let signed = Some(masked(request.body(), time));
    Diagnosis {
        compared: Compared::Time,
        ..diagnosis(cause.into(), &expected, signed, time.to_owned(), None)
    }
}

/// The time of a right signature.
fn wrong_time(
    parsed: &ParsedRequest,
    expected: &[u8],
    now: Option<Timestamp>,
) -> Option<Diagnosis> {
    let time = &parsed.timestamp;
    let mut hours = 0;
    let cause = match (instant(time), now) {
        // Seconds beyond 59 are no seconds.
        (None, _) if time.len() >= 14 && minute(time) => DiagnosisCause::Milliseconds,
        (None, _) => DiagnosisCause::TimeForm,
        (Some(signed), Some(now)) => {
            let off = signed.duration_since(now);
            hours = whole_hours(off).unwrap_or_default();
            match off.abs() {
                off if off <= TOLERANCE => return None,
                off if (off - ZONE).abs() <= TOLERANCE => DiagnosisCause::Utc,
                _ if hours.abs() == 12 => DiagnosisCause::TwelveHours,
                _ if (-22..=6).contains(&hours) && hours != 0 => DiagnosisCause::TimeZone,
                _ => DiagnosisCause::ClockOff,
            }
        }
        (Some(_), None) => return None,
    };
    let right = now.map(|now| BEIJING.to_datetime(now).strftime("%Y%m%d%H%M%S").to_string());
    let right = right.filter(|_| time.len() == 14);
    let mut found = diagnosis(cause.into(), expected, None, time.clone(), right.as_deref());
    if cause == DiagnosisCause::TimeZone {
        let zone = 8 + hours;
        found.advice_en = format!("{} It is the time of UTC{zone:+03}:00.", found.advice_en);
        found.advice_zh = format!("{}这是 UTC{zone:+03}:00 的时间。", found.advice_zh);
    }
    Some(Diagnosis { compared: Compared::Time, ..found })
}

/// The hours of a difference that has no minutes.
fn whole_hours(off: SignedDuration) -> Option<i64> {
    let hours = (off.as_secs() + off.as_secs().signum() * 1800) / 3600;
    ((off.as_secs() - hours * 3600).abs() <= WHOLE_HOURS).then_some(hours)
}

/// Whether the first 12 digits are a minute: `yyyyMMddHHmm`.
fn minute(text: &str) -> bool {
    text.get(..12).is_some_and(|minute| DateTime::strptime("%Y%m%d%H%M", minute).is_ok())
}

fn masked(body: &[u8], time: &str) -> Vec<u8> {
    [body, b"|", MASK.as_bytes(), b"|", time.as_bytes()].concat()
}

fn diagnosis(
    DigestCauses(cause, second_cause): DigestCauses,
    expected: &[u8],
    signed: Option<Vec<u8>>,
    found: String,
    right: Option<&str>,
) -> Diagnosis {
    let of_strings = signed.as_ref().and_then(|signed| first_difference(expected, signed));
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
        expected_masked: shown(expected),
        signed_masked: signed.as_deref().map(shown),
        found,
        compared,
        first_difference: of_strings.or(of_found),
        advice_en: joined(en, second_en, " "),
        advice_zh: joined(zh, second_zh, ""),
    }
}

/// As text; what is too long to be read keeps its end, where key and time stand.
fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    if text.len() <= SHORT {
        return text.into_owned();
    }
    let end = text.char_indices().rev().nth(20).map_or(0, |(at, _)| at);
    format!("{}{}", excerpt(&text), &text[end..])
}
