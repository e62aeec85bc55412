//! Readings of the token in a request: the form in which a digest stands in it.

use coupon_sign::{base64, percent_encode};
use coupon_wire::DiagnosisCause;

/// A way in which clients encode a token, and the mistake.
type TokenEncoding = (Option<DiagnosisCause>, fn(&str) -> String);

/// Every such way; the right one first.
const ENCODINGS: [TokenEncoding; 12] = [
    (None, percent_encode),
    (Some(DiagnosisCause::NotPercentEncoded), str::to_owned),
    (Some(DiagnosisCause::NotPercentEncoded), |token| token.replace('+', " ")),
    (Some(DiagnosisCause::LowerCaseHex), lower),
    (Some(DiagnosisCause::EncodedTwice), |token| percent_encode(&percent_encode(token))),
    (Some(DiagnosisCause::EncodedTwice), |token| {
        percent_encode(&percent_encode(&percent_encode(token)))
    }),
    (Some(DiagnosisCause::EncodedTwice), |token| percent_encode(&lower(token))),
    // Python's quote, JavaScript's escape, Go's PathEscape, and the plus sign alone.
    (Some(DiagnosisCause::PartlyEncoded), |token| percent_encode(token).replace("%2F", "/")),
    (Some(DiagnosisCause::PartlyEncoded), |token| {
        percent_encode(token).replace("%2F", "/").replace("%2B", "+")
    }),
    (Some(DiagnosisCause::PartlyEncoded), |token| token.replace('/', "%2F")),
    (Some(DiagnosisCause::PartlyEncoded), |token| token.replace('+', "%2B")),
    (Some(DiagnosisCause::PartlyEncoded), |token| token.replace('+', "%2B").replace('/', "%2F")),
];

/// How the digest of these hex digits stands in the token found; none if it is another digest. Inside, the mistake, if the form is wrong.
pub(crate) fn form(found: &str, hex: &str) -> Option<Option<DiagnosisCause>> {
    let plain = base64(&bytes(hex));
    // Every way of encoding leaves letters and digits as they are.
    let head = plain.split(['+', '/', '=']).next().unwrap_or_default();
    if found.starts_with(head) {
        for (cause, encode) in ENCODINGS {
            if encode(&plain) == found {
                return Some(cause);
            }
        }
        let url_safe = plain.replace('+', "-").replace('/', "_");
        if found.trim_end_matches("%3D").trim_end_matches('=') == url_safe.trim_end_matches('=') {
            return Some(Some(DiagnosisCause::DigestEncoding));
        }
    }
    let of_hex = found.len() > hex.len() && {
        let text = base64(hex.as_bytes());
        found == text || found == percent_encode(&text)
    };
    (of_hex || found.eq_ignore_ascii_case(hex)).then_some(Some(DiagnosisCause::DigestEncoding))
}

fn lower(token: &str) -> String {
    percent_encode(token).replace("%2B", "%2b").replace("%2F", "%2f").replace("%3D", "%3d")
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = (0..hex.len() / 2).map(|at| &hex[at * 2..at * 2 + 2]);
    pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}

/// All that is certain about a token from its form alone, in English and Chinese.
pub(crate) fn certain(found: &str) -> (&'static str, &'static str) {
    let mut plain = found.to_owned();
    let mut encoded = 0;
    while plain.contains('%') && encoded < 5 {
        let once = ["2B", "2F", "3D"].iter().zip(["+", "/", "="]).fold(
            plain.clone(),
            |text, (hex, sign)| {
                text.replace(&format!("%{hex}"), sign)
                    .replace(&format!("%{}", hex.to_lowercase()), sign)
            },
        );
        plain = once.replace("%25", "%");
        encoded += 1;
    }
    let hex = plain.bytes().all(|b| b.is_ascii_hexdigit());
    let base64 = |length| plain.len() == length && plain.ends_with('=');
    match plain.len() {
        _ if encoded > 1 => ("It is percent-encoded more than once.", "它做了多次百分号编码。"),
        28 if base64(28) && encoded == 1 => (
            "It has the form of a token: base64 of 20 bytes, percent-encoded.",
            "其形式正确：20 字节的 base64，并做了百分号编码。",
        ),
        28 if base64(28) => (
            "It is base64 of 20 bytes, but not percent-encoded, which is asked for.",
            "它是 20 字节的 base64，但没有做百分号编码。",
        ),
        40 if hex => (
            "It has 40 hex digits, the length of SHA-1; base64 of the 20 bytes is asked for, percent-encoded.",
            "它是 40 位十六进制，是 SHA-1 的长度；应为 20 字节的 base64 并做百分号编码。",
        ),
        44 if base64(44) => (
            "It is base64 of 32 bytes, the length of SHA-256; HMAC-SHA1 gives 20 bytes.",
            "它是 32 字节的 base64，是 SHA-256 的长度；HMAC-SHA1 为 20 字节。",
        ),
        64 if hex => (
            "It has 64 hex digits, the length of SHA-256; HMAC-SHA1 gives 20 bytes, written in base64.",
            "它是 64 位十六进制，是 SHA-256 的长度；HMAC-SHA1 为 20 字节，写作 base64。",
        ),
        32 if hex => (
            "It has 32 hex digits, the length of MD5; HMAC-SHA1 gives 20 bytes, written in base64.",
            "它是 32 位十六进制，是 MD5 的长度；HMAC-SHA1 为 20 字节，写作 base64。",
        ),
        56 if base64(56) => (
            "It is base64 of 40 characters: most likely of the hex digits. Base64 of the 20 bytes is asked for.",
            "它是 40 个字符的 base64，很可能是对十六进制文本做的；应对 20 个字节做 base64。",
        ),
        _ => (
            "It has not the form of a token, which is base64 of 20 bytes, percent-encoded.",
            "它不是签名值的形式；应为 20 字节的 base64 并做百分号编码。",
        ),
    }
}
