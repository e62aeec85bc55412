//! Why a signature was refused: the mistakes that clients make, tried one after the other with the account's own key.

use bytes::Bytes;
use coupon_sign::md5_hex;
use coupon_wire::{
    Compared, Diagnosis, DiagnosisCause,
    internal::{excerpt, first_difference, permutations},
};
use http::Request;
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::Offset};

use crate::{
    account::Account,
    encode::digest,
    parsed_request::{ParsedRequest, VerifyError, parse_request},
    reserialize,
};

const BEIJING: Offset = Offset::constant(8);
/// How far the time of a call may be off.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(10);
const ZONE: SignedDuration = SignedDuration::from_hours(8);
/// Above it, the thousand milliseconds of a second are not tried.
const SHORT: usize = 4096;
/// The key, where it is not shown.
const MASK: &str = "***";
const KEY_ENDS: [&str; 5] = ["\n", "\r\n", " ", "\t", "\r"];

/// Diagnoses the signature of a request. `None` if it is right, or if the request is no call of Qince:
/// [`parse_request`](crate::parse_request) says why not.
///
/// `recoded` is the body in the other encoding: GBK of a body in UTF-8, UTF-8 of a body in GBK. This crate has no tables for
/// it. `now` is when the request arrived; without it the time of a right signature is not judged.
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
            Some(diagnosis(DiagnosisCause::Gbk, &expected, signed, parsed.digest, None))
        }
        Ok(()) => wrong_time(&parsed, &expected, now),
        Err(VerifyError::OpenId) => {
            Some(diagnosis(DiagnosisCause::AnotherAccount, &expected, None, MASK.to_owned(), None))
        }
        Err(_) => {
            let right = digest(&parsed.body, account.app_key(), &parsed.timestamp);
            let candidate = DigestCandidate { parsed: &parsed, account, recoded };
            let (cause, signed) = candidate.cause().unwrap_or((DiagnosisCause::WrongKey, None));
            Some(diagnosis(cause, &expected, signed, parsed.digest.clone(), Some(&right)))
        }
    }
}

/// A request whose digest is wrong.
struct DigestCandidate<'a> {
    parsed: &'a ParsedRequest,
    account: &'a Account,
    recoded: Option<&'a [u8]>,
}

/// A cause, and the text that was signed with the key made unreadable.
type DigestMistake = (DiagnosisCause, Option<Vec<u8>>);

impl DigestCandidate<'_> {
    /// The first mistake that gives the digest found.
    fn cause(&self) -> Option<DigestMistake> {
        self.upper_case()
            .or_else(|| self.key_end())
            .or_else(|| self.empty_body())
            .or_else(|| self.other_encoding())
            .or_else(|| self.other_time())
            .or_else(|| self.other_order())
            .or_else(|| self.rewritten())
    }

    fn upper_case(&self) -> Option<DigestMistake> {
        let (body, time) = (&self.parsed.body, &self.parsed.timestamp);
        self.fits(&[body, b"|", self.key(), b"|", time.as_bytes()])
            .then_some((DiagnosisCause::UpperCaseHex, None))
    }

    fn key_end(&self) -> Option<DigestMistake> {
        let (body, time) = (&self.parsed.body[..], self.parsed.timestamp.as_bytes());
        let end = KEY_ENDS
            .iter()
            .find(|end| self.fits(&[body, b"|", self.key(), end.as_bytes(), b"|", time]))?;
        let signed = [body, b"|", MASK.as_bytes(), end.as_bytes(), b"|", time].concat();
        Some((DiagnosisCause::KeyWithLineEnd, Some(signed)))
    }

    fn empty_body(&self) -> Option<DigestMistake> {
        let other: &[u8] = match &self.parsed.body[..] {
            b"" => b"{}",
            b"{}" => b"",
            _ => return None,
        };
        self.signed(other, &self.parsed.timestamp, DiagnosisCause::EmptyBody)
    }

    fn other_encoding(&self) -> Option<DigestMistake> {
        self.signed(self.recoded?, &self.parsed.timestamp, DiagnosisCause::Gbk)
    }

    fn other_time(&self) -> Option<DigestMistake> {
        let body = &self.parsed.body;
        let instant = instant(&self.parsed.timestamp)?;
        let digits = |time: DateTime| time.strftime("%Y%m%d%H%M%S").to_string();
        let utc = digits(Offset::UTC.to_datetime(instant));
        let late = digits(BEIJING.to_datetime(instant + ZONE));
        let beijing = digits(BEIJING.to_datetime(instant));
        let seconds = instant.as_second();
        let millis = if body.len() > SHORT { 1 } else { 1000 };
        self.signed(body, &utc, DiagnosisCause::Utc)
            .or_else(|| self.signed(body, &late, DiagnosisCause::Utc))
            .or_else(|| self.signed(body, &beijing, DiagnosisCause::Epoch))
            .or_else(|| self.signed(body, &seconds.to_string(), DiagnosisCause::Epoch))
            .or_else(|| {
                let mut texts = (0..millis).map(|milli| format!("{seconds}{milli:03}"));
                texts.find_map(|time| self.signed(body, &time, DiagnosisCause::Epoch))
            })
    }

    fn other_order(&self) -> Option<DigestMistake> {
        let (body, key, time) =
            (&self.parsed.body[..], self.key(), self.parsed.timestamp.as_bytes());
        let orders = permutations(&[(body, body), (key, MASK.as_bytes()), (time, time)]);
        let joined = orders.iter().flat_map(|order| ["|", "", "&"].map(|joint| (order, joint)));
        let text = |parts: Vec<&[u8]>, joint: &str| parts.join(joint.as_bytes());
        joined.into_iter().find_map(|(order, joint)| {
            let (real, shown) = order.iter().copied().unzip();
            self.fits(&[&text(real, joint)])
                .then(|| (DiagnosisCause::KeyOrder, Some(text(shown, joint))))
        })
    }

    fn rewritten(&self) -> Option<DigestMistake> {
        let (body, time) = (std::str::from_utf8(&self.parsed.body).ok()?, &self.parsed.timestamp);
        let fits =
            |body: &str| self.fits(&[body.as_bytes(), b"|", self.key(), b"|", time.as_bytes()]);
        let signed = reserialize::find(body, fits)?;
        Some((DiagnosisCause::ReserialisedBody, Some(masked(signed.as_bytes(), time))))
    }

    /// The cause, if this body was signed at this time.
    fn signed(&self, body: &[u8], time: &str, cause: DiagnosisCause) -> Option<DigestMistake> {
        self.fits(&[body, b"|", self.key(), b"|", time.as_bytes()])
            .then(|| (cause, Some(masked(body, time))))
    }

    fn fits(&self, parts: &[&[u8]]) -> bool {
        md5_hex(parts).eq_ignore_ascii_case(&self.parsed.digest)
    }

    fn key(&self) -> &[u8] {
        self.account.app_key().expose_secret().as_bytes()
    }
}

fn bad_time(request: &Request<Bytes>) -> Diagnosis {
    let time = request.uri().path().trim_end_matches('/').rsplit('/').nth(2).unwrap_or_default();
    let epoch = time.len() == 10 && time.bytes().all(|b| b.is_ascii_digit());
    let cause = if epoch { DiagnosisCause::Epoch } else { DiagnosisCause::TimeForm };
    let expected = masked(request.body(), "yyyyMMddHHmmss");
    let signed = Some(masked(request.body(), time));
    Diagnosis {
        compared: Compared::Time,
        ..diagnosis(cause, &expected, signed, time.to_owned(), None)
    }
}

/// The time of a right signature.
fn wrong_time(
    parsed: &ParsedRequest,
    expected: &[u8],
    now: Option<Timestamp>,
) -> Option<Diagnosis> {
    let cause = match (instant(&parsed.timestamp), now) {
        (None, _) => DiagnosisCause::TimeForm,
        (Some(signed), Some(now)) => {
            let off = signed.duration_since(now).abs();
            match off {
                _ if off <= TOLERANCE => return None,
                _ if (off - ZONE).abs() <= TOLERANCE => DiagnosisCause::Utc,
                _ => DiagnosisCause::ClockOff,
            }
        }
        (Some(_), None) => return None,
    };
    let right = now.map(|now| BEIJING.to_datetime(now).strftime("%Y%m%d%H%M%S").to_string());
    let right = right.filter(|_| parsed.timestamp.len() == 14);
    let found = parsed.timestamp.clone();
    let found = diagnosis(cause, expected, None, found, right.as_deref());
    Some(Diagnosis { compared: Compared::Time, ..found })
}

/// The instant of 14 digits of Beijing time, or of milliseconds.
fn instant(text: &str) -> Option<Timestamp> {
    if text.len() == 14 {
        let civil = DateTime::strptime("%Y%m%d%H%M%S", text).ok()?;
        return BEIJING.to_timestamp(civil).ok();
    }
    Timestamp::from_millisecond(text.parse().ok()?).ok()
}

fn masked(body: &[u8], time: &str) -> Vec<u8> {
    [body, b"|", MASK.as_bytes(), b"|", time.as_bytes()].concat()
}

fn diagnosis(
    cause: DiagnosisCause,
    expected: &[u8],
    signed: Option<Vec<u8>>,
    found: String,
    right: Option<&str>,
) -> Diagnosis {
    let of_strings = signed.as_ref().and_then(|signed| first_difference(expected, signed));
    let of_found = right.and_then(|right| first_difference(right.as_bytes(), found.as_bytes()));
    let compared = if of_strings.is_some() { Compared::String } else { Compared::Signature };
    let (advice_en, advice_zh) = advice(cause);
    Diagnosis {
        cause,
        expected_masked: shown(expected),
        signed_masked: signed.as_deref().map(shown),
        found,
        compared,
        first_difference: of_strings.or(of_found),
        advice_en,
        advice_zh,
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

fn advice(cause: DiagnosisCause) -> (&'static str, &'static str) {
    match cause {
        DiagnosisCause::ReserialisedBody => (
            "Another text was signed than was sent: the body was written anew in between, with other spaces, escapes, order or line end. Make the bytes once, sign them, and send those very bytes.",
            "签名的文本与发送的正文不同:签名之后正文被重新序列化(空格、转义、字段顺序或行尾不同)。请只生成一次字节,对其签名,并原样发送这些字节。",
        ),
        DiagnosisCause::Gbk => (
            "Body and digest are not both over UTF-8 bytes: one of them was made with GBK. In Java say getBytes(StandardCharsets.UTF_8) in both places; do not rely on the platform's default.",
            "正文与签名没有都使用 UTF-8 字节:其中一处用了 GBK。Java 中两处都写 getBytes(StandardCharsets.UTF_8),不要依赖平台默认编码。",
        ),
        DiagnosisCause::EmptyBody => (
            "An empty call is the two bytes {}: sign and send those, never a body of no bytes.",
            "空请求是 {} 这两个字节:签名和发送都用它,不能是零长度的正文。",
        ),
        DiagnosisCause::Utc => (
            "The time is 8 hours off: the 14 digits are Beijing time (+08:00) whatever the server's zone, and the same text stands in path and digest.",
            "时间相差 8 小时:14 位数字是北京时间(+08:00),与服务器所在时区无关;路径与签名中必须是同一文本。",
        ),
        DiagnosisCause::Epoch => (
            "Seconds or milliseconds since 1970 were used. Write the time as 14 digits of Beijing time, yyyyMMddHHmmss, the same text in path and digest.",
            "使用了 1970 年以来的秒或毫秒。时间应写成北京时间的 14 位数字 yyyyMMddHHmmss,路径与签名中为同一文本。",
        ),
        DiagnosisCause::TimeForm => (
            "The time is no day and time in 14 digits. Write Beijing time as yyyyMMddHHmmss.",
            "时间不是有效的 14 位日期时间。请写北京时间 yyyyMMddHHmmss。",
        ),
        DiagnosisCause::ClockOff => (
            "The signature is right, but its time is more than 10 minutes off. Set the clock of the machine, and sign anew for every attempt.",
            "签名本身正确,但时间相差超过 10 分钟。请校准本机时钟,并且每次发送都重新签名。",
        ),
        DiagnosisCause::UpperCaseHex => (
            "The digest is right, but must be in lower-case hex.",
            "签名值正确,但必须用小写十六进制。",
        ),
        DiagnosisCause::KeyOrder => (
            "The right parts were joined wrongly. Sign body, key and time in this order with | between them: body|appkey|timestamp.",
            "拼接顺序或分隔符不对。请按 正文|appkey|timestamp 的顺序用 | 连接后签名。",
        ),
        DiagnosisCause::KeyWithLineEnd => (
            "The key was used with a line end or space behind it. Cut it off where the key is read from its file or variable.",
            "密钥末尾带有换行或空格。请在从文件或环境变量读取密钥处去掉。",
        ),
        DiagnosisCause::AnotherAccount => (
            "The openid in the path is not this account's. Take openid and key from the same place.",
            "路径中的 openid 不属于此账号。请使用同一账号的 openid 与密钥。",
        ),
        // The others are mistakes that a Qince call cannot make.
        _ => (
            "None of the known mistakes gives this digest, so the key is most likely another one. Compare it with the vendor's console, character by character; else the body was changed on the way.",
            "已知的各种错误都算不出此签名,很可能是密钥不对。请与控制台中的密钥逐字符核对;否则就是正文在途中被改动。",
        ),
    }
}
