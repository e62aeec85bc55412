//! The vendor's signature of an answer: `Wechatpay-Timestamp`, `-Nonce`, `-Signature` and `-Serial`.

use bytes::Bytes;
use coupon_sign::RsaSigningKey;
use http::{HeaderMap, HeaderName, HeaderValue, Response};
use jiff::{SignedDuration, Timestamp};

use crate::{account::Account, attempt_params::AttemptParams};

const TIMESTAMP: HeaderName = HeaderName::from_static("wechatpay-timestamp");
const NONCE: HeaderName = HeaderName::from_static("wechatpay-nonce");
const SIGNATURE: HeaderName = HeaderName::from_static("wechatpay-signature");
pub(crate) const SERIAL: HeaderName = HeaderName::from_static("wechatpay-serial");

/// How far the time of an answer may be from that of its request. The vendor's own clients take five minutes.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// Why an answer is not the vendor's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerSignatureError {
    /// A success that is not signed. The documents call it forged.
    #[error("the answer is a success and has no {0}: an unsigned success is not the vendor's")]
    Missing(&'static str),
    /// Another key signed than the account knows.
    #[error(
        "the answer is signed with another key of the vendor: platform_serial and platform_key name one that is not in use"
    )]
    Serial,
    /// The time of the signature is too far from the request's.
    #[error("the answer was signed more than five minutes from the time of the request")]
    Time,
    /// Body, time or random text was changed, or another key signed.
    #[error("the signature of the answer is not that of the vendor's key")]
    Differs,
}

impl AnswerSignatureError {
    /// The same in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Missing(name) => format!("应答成功却没有 {name}：未签名的成功应答不是厂商发出的"),
            Self::Serial => {
                "应答由厂商的另一把密钥签名：platform_serial 与 platform_key 所指的密钥未在使用"
                    .to_owned()
            }
            Self::Time => "应答的签名时间与请求相差超过五分钟".to_owned(),
            Self::Differs => "应答的签名与厂商的密钥不符".to_owned(),
        }
    }
}

/// The text that the vendor signs.
pub fn answer_string(timestamp: &str, nonce: &str, body: &[u8]) -> Vec<u8> {
    [timestamp.as_bytes(), b"\n", nonce.as_bytes(), b"\n", body, b"\n"].concat()
}

/// Whether the answer to this attempt is signed: every answer that bears a signature must bear the right one, and a success must
/// bear one. A refusal without one is taken: the vendor signs no answer to a request whose own signature is wrong.
pub(crate) fn is_signed(
    account: &Account,
    attempt: &AttemptParams,
    answer: &Response<Bytes>,
) -> Result<bool, AnswerSignatureError> {
    let headers = answer.headers();
    if headers.get(SIGNATURE).is_none() && !answer.status().is_success() {
        return Ok(false);
    }
    let signature = header(headers, SIGNATURE, "Wechatpay-Signature")?;
    let serial = header(headers, SERIAL, "Wechatpay-Serial")?;
    let timestamp = header(headers, TIMESTAMP, "Wechatpay-Timestamp")?;
    let nonce = header(headers, NONCE, "Wechatpay-Nonce")?;
    if !serial.eq_ignore_ascii_case(account.platform_serial()) {
        return Err(AnswerSignatureError::Serial);
    }
    if !account.platform_key().verifies(&answer_string(timestamp, nonce, answer.body()), signature)
    {
        return Err(AnswerSignatureError::Differs);
    }
    let signed_at = timestamp.parse().ok().and_then(|at| Timestamp::from_second(at).ok());
    let off = signed_at.map(|at| at.duration_since(attempt.time()).abs());
    if off.is_none_or(|off| off > TOLERANCE) {
        return Err(AnswerSignatureError::Time);
    }
    Ok(true)
}

fn header<'a>(
    headers: &'a HeaderMap,
    name: HeaderName,
    shown: &'static str,
) -> Result<&'a str, AnswerSignatureError> {
    let text = headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    text.filter(|text| !text.is_empty()).ok_or(AnswerSignatureError::Missing(shown))
}

/// The same answer with the four headers of a signature: the server's side.
#[must_use]
pub fn sign_answer(
    key: &RsaSigningKey,
    serial: &str,
    attempt: &AttemptParams,
    mut answer: Response<Bytes>,
) -> Response<Bytes> {
    let timestamp = attempt.time().as_second().to_string();
    let text = answer_string(&timestamp, attempt.nonce(), answer.body());
    let headers = [
        (TIMESTAMP, timestamp.as_str()),
        (NONCE, attempt.nonce()),
        (SIGNATURE, &key.sign_base64(&text)),
        (SERIAL, serial),
    ];
    for (name, value) in headers {
        // A serial number that no header can hold is left out, which the client refuses.
        if let Ok(value) = HeaderValue::from_str(value) {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}
