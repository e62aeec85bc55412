//! Why a signature was refused: hypotheses about mistakes, each reported only if it gives the very signature that was sent.

use bytes::Bytes;
use coupon_wire::{Compared, Diagnosis, DiagnosisCause, internal::SignatureFinding};
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
            let cause = foreign_encoding(&parsed.body);
            let finding = SignatureFinding::new(cause, &expected, parsed.digest);
            Some(SignatureFinding { signed, ..finding }.diagnosis(advice))
        }
        Ok(()) => wrong_time(&parsed, &expected, now),
        Err(VerifyError::OpenId) => {
            let cause = DiagnosisCause::AnotherAccount;
            Some(SignatureFinding::new(cause, &expected, MASK.to_owned()).diagnosis(advice))
        }
        Err(_) => Some(wrong_digest(&parsed, account, recoded, &expected)),
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
    let finding = SignatureFinding {
        right: Some(&right),
        ..SignatureFinding::new(DiagnosisCause::Differs, expected, found)
    };
    let finding = match mistake(parsed, account, recoded) {
        Some(DigestMistake { cause, second_cause, signed }) => {
            SignatureFinding { cause, second_cause, signed, ..finding }
        }
        None => SignatureFinding { certain: Some(certain(&finding.found)), ..finding },
    };
    finding.diagnosis(advice)
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
    let finding = SignatureFinding::new(cause, &expected, time.to_owned());
    let found = SignatureFinding { signed, ..finding }.diagnosis(advice);
    Diagnosis { compared: Compared::Time, ..found }
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
    let finding = SignatureFinding::new(cause, expected, time.clone());
    let finding = SignatureFinding { right: right.as_deref(), ..finding };
    let mut found = finding.diagnosis(advice);
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
