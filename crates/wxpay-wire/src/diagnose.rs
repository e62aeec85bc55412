//! Why a signature was refused: hypotheses about mistakes, each reported only if it gives the very signature that was sent.

use bytes::Bytes;
use coupon_wire::{Diagnosis, DiagnosisCause, internal::SignatureFinding};
use http::Request;
use jiff::{SignedDuration, Timestamp};

use crate::{
    account::{Account, MASK},
    encode::signed_text,
    parsed_request::{ParsedRequest, VerifyError, parse_request},
};

/// How far the time of a call may be off. The documents say "long ago"; the vendor's own clients take five minutes of answers.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// Diagnoses the signature of a request. `None` if it is right, or if the request is no call of this vendor:
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
        Err(VerifyError::Timestamp) => {
            let expected = b"METHOD\nURL\nseconds\nrandom text\nbody\n";
            let finding = SignatureFinding::new(DiagnosisCause::TimeForm, expected, String::new());
            return Some(finding.diagnosis(advice));
        }
        Err(_) => return None,
    };
    let ParsedRequest { method, target, timestamp, nonce, body, .. } = &parsed;
    let expected = signed_text(method, target, timestamp, nonce, body);
    match parsed.verify(account) {
        Ok(()) => clock_off(timestamp, &expected, now?),
        Err(VerifyError::Mchid | VerifyError::SerialNo) => {
            let cause = DiagnosisCause::AnotherAccount;
            let finding = SignatureFinding::new(cause, &expected, MASK.to_owned());
            Some(finding.diagnosis(advice))
        }
        Err(_) => Some(differs(&parsed, account, request, &expected)),
    }
}

fn differs(
    parsed: &ParsedRequest,
    account: &Account,
    request: &Request<Bytes>,
    expected: &[u8],
) -> Diagnosis {
    let found = parsed.signature.expose_secret().to_owned();
    let finding = SignatureFinding::new(DiagnosisCause::Differs, expected, found);
    let mistake = mistakes(parsed, request)
        .into_iter()
        .find(|(_, signed)| parsed.is_signature_of(account, signed));
    let finding = match mistake {
        Some((cause, signed)) => SignatureFinding { cause, signed: Some(signed), ..finding },
        None => finding,
    };
    finding.diagnosis(advice)
}

/// Texts that clients sign by mistake.
fn mistakes(parsed: &ParsedRequest, request: &Request<Bytes>) -> Vec<(DiagnosisCause, Vec<u8>)> {
    let ParsedRequest { method, target, timestamp, nonce, body, .. } = parsed;
    let right = || signed_text(method, target, timestamp, nonce, body);
    let with_target = |target: &str| signed_text(method, target, timestamp, nonce, body);
    let path = target.split('?').next().unwrap_or_default();
    let without_last = |mut text: Vec<u8>| {
        text.pop();
        text
    };
    let mut mistakes = vec![
        (DiagnosisCause::LineEnds, without_last(right())),
        (DiagnosisCause::LineEnds, [&right()[..], b"\n"].concat()),
        (DiagnosisCause::KeyOrder, with_target(&request.uri().to_string())),
        (DiagnosisCause::KeyOrder, with_target(path)),
        (DiagnosisCause::EmptyBody, signed_text(method, target, timestamp, nonce, b"")),
        (DiagnosisCause::EmptyBody, signed_text(method, target, timestamp, nonce, b"{}")),
    ];
    if let Ok(value) = serde_json::from_slice::<serde_json::Value>(body) {
        let texts = [serde_json::to_vec(&value), serde_json::to_vec_pretty(&value)];
        mistakes.extend(texts.into_iter().flatten().map(|text| {
            let signed = signed_text(method, target, timestamp, nonce, &text);
            (DiagnosisCause::ReserialisedBody, signed)
        }));
    }
    if let Ok(seconds) = timestamp.parse::<i64>() {
        mistakes.extend([-2, -1, 1, 2].map(|off| {
            let signed = signed_text(method, target, &(seconds + off).to_string(), nonce, body);
            (DiagnosisCause::TimeTakenTwice, signed)
        }));
    }
    mistakes
}

/// The time of a right signature.
fn clock_off(timestamp: &str, expected: &[u8], now: Timestamp) -> Option<Diagnosis> {
    let signed = Timestamp::from_second(timestamp.parse().ok()?).ok()?;
    if signed.duration_since(now).abs() <= TOLERANCE {
        return None;
    }
    let mut diagnosis =
        SignatureFinding::new(DiagnosisCause::ClockOff, expected, timestamp.to_owned())
            .diagnosis(advice);
    diagnosis.compared = coupon_wire::Compared::Time;
    Some(diagnosis)
}

/// The advice for a cause, in English and Chinese.
fn advice(cause: DiagnosisCause) -> (&'static str, &'static str) {
    match cause {
        DiagnosisCause::LineEnds => (
            "Each of the five lines ends with a line feed, the last one too, and nothing follows it. A body that ends with one keeps it.",
            "签名串共五行，每行以换行结束，最后一行也是，其后没有别的内容；正文本身以换行结尾时，也要保留。",
        ),
        DiagnosisCause::KeyOrder => (
            "The URL in the text is that of the request without scheme and host, with the question mark and all parameters, encoded as it was sent.",
            "签名串中的地址去掉协议与域名，保留问号与全部查询参数，编码与实际发送的一致。",
        ),
        DiagnosisCause::EmptyBody => (
            "The body in the text is the one that was sent: nothing for a GET, the very bytes of the JSON for a POST.",
            "签名串中的正文即实际发送的正文：GET 为空，POST 为 JSON 的原始字节。",
        ),
        DiagnosisCause::ReserialisedBody => (
            "The body was written anew between signing and sending. Write the JSON once, sign these bytes and send them.",
            "签名之后正文被重新序列化。请只序列化一次，对这些字节签名并原样发送。",
        ),
        DiagnosisCause::TimeTakenTwice => (
            "The clock was read twice. Take the time once and use it in the text and in the header.",
            "取了两次时间。请只取一次，签名串与请求头用同一个值。",
        ),
        DiagnosisCause::TimeForm => (
            "The time is Unix time in whole seconds, 10 digits, the same in the text and in the header; no milliseconds.",
            "时间为 10 位的 Unix 秒，签名串与请求头相同；不能用毫秒。",
        ),
        DiagnosisCause::ClockOff => (
            "The signature is right, and its time is more than five minutes off. Set the clock of the computer.",
            "签名正确，但时间相差超过五分钟。请校准计算机时钟。",
        ),
        DiagnosisCause::AnotherAccount => (
            "The mchid or the serial_no in the header is not this account's. The serial number is that of the certificate whose key signs.",
            "请求头中的 mchid 或 serial_no 不是该账户的。序列号须为签名所用私钥对应的证书的序列号。",
        ),
        _ => (
            "No mistake that is known gives this signature. Compare the text with the one that the client signs, line by line, and check that the private key belongs to the certificate of serial_no.",
            "没有已知的错误能得出这个签名。请逐行比较两边的签名串，并确认私钥与 serial_no 所指的证书相配。",
        ),
    }
}
