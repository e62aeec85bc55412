//! Readings of the digest in a request: the algorithm and the form in which a text gives it.

use coupon_sign::{base64, hmac_md5_hex, hmac_sha1_hex, md5_hex, sha1_hex};
use coupon_wire::DiagnosisCause;

/// An algorithm and a form that can give a digest of the length found.
pub(crate) struct DigestForm {
    /// None for lower-case hex of MD5, which is right.
    pub(crate) cause: Option<DiagnosisCause>,
    digest: Algorithm,
    render: fn(&str) -> String,
}

/// Hex digest of a text with a key.
type Algorithm = fn(&[u8], &[u8]) -> String;

const ALGORITHMS: [Algorithm; 6] = [
    |text, _| md5_hex(&[text]),
    |text, _| md5_hex(&[md5_hex(&[text]).as_bytes()]),
    |text, _| md5_hex(&[md5_hex(&[text]).to_uppercase().as_bytes()]),
    |text, key| hmac_md5_hex(key, text),
    |text, _| sha1_hex(text),
    |text, key| hmac_sha1_hex(key, text),
];

/// Forms of a digest that is given as lower-case hex.
const FORMS: [fn(&str) -> String; 9] = [
    str::to_owned,
    str::to_uppercase,
    |hex| hex.get(8..24).unwrap_or_default().to_owned(),
    |hex| hex.get(8..24).unwrap_or_default().to_uppercase(),
    |hex| base64(&bytes(hex)),
    |hex| base64(&bytes(hex)).replace('+', "-").replace('/', "_"),
    |hex| base64(hex.as_bytes()),
    |hex| pairs(hex).join(":"),
    |hex| pairs(hex).join("-"),
];

/// Forms that lose zeros, so that their length is open: of the number, and of each byte.
const SHORT_FORMS: [fn(&str) -> String; 2] = [
    |hex| hex.trim_start_matches('0').to_owned(),
    |hex| pairs(hex).iter().map(|pair| pair.strip_prefix('0').unwrap_or(pair)).collect(),
];

impl DigestForm {
    /// Every algorithm and form that can give such a digest; the right one first.
    pub(crate) fn of(found: &str) -> Vec<Self> {
        let mut forms = Vec::new();
        for (which, digest) in ALGORITHMS.into_iter().enumerate() {
            let sample = digest(b"", b"");
            for (at, render) in FORMS.into_iter().enumerate() {
                if render(&sample).len() == found.len() {
                    let cause = match (which, at) {
                        (0, 0) => None,
                        (0, 1) => Some(DiagnosisCause::UpperCaseHex),
                        (0, _) => Some(DiagnosisCause::DigestEncoding),
                        _ => Some(DiagnosisCause::OtherDigest),
                    };
                    forms.push(Self { cause, digest, render });
                }
            }
        }
        if (20..32).contains(&found.len()) {
            let cause = Some(DiagnosisCause::DigestEncoding);
            let digest = ALGORITHMS[0];
            forms.extend(SHORT_FORMS.map(|render| Self { cause, digest, render }));
        }
        forms
    }

    /// Lower-case hex of MD5.
    pub(crate) fn plain() -> Self {
        Self { cause: None, digest: ALGORITHMS[0], render: FORMS[0] }
    }

    /// Whether the text gives this digest.
    pub(crate) fn fits(&self, text: &[u8], key: &[u8], found: &str) -> bool {
        (self.render)(&(self.digest)(text, key)) == found
    }
}

fn pairs(hex: &str) -> Vec<&str> {
    (0..hex.len() / 2).map(|at| &hex[at * 2..at * 2 + 2]).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    pairs(hex).iter().filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}

/// All that is certain about a digest from its form alone, in English and Chinese.
pub(crate) fn certain(found: &str) -> (&'static str, &'static str) {
    let hex = found.bytes().all(|b| b.is_ascii_hexdigit());
    let lower = !found.bytes().any(|b| b.is_ascii_uppercase());
    match (found.len(), hex) {
        (32, true) if lower => (
            "It has the form of a digest: 32 lower-case hex digits.",
            "其形式正确：32 位小写十六进制。",
        ),
        (32, true) => (
            "It has 32 hex digits, but not all in lower case, which is asked for.",
            "它有 32 位十六进制数字，但不全是小写；应为小写。",
        ),
        (40, true) => (
            "It has 40 hex digits, the length of SHA-1; an MD5 has 32.",
            "它有 40 位十六进制数字，是 SHA-1 的长度；MD5 为 32 位。",
        ),
        (64, true) => (
            "It has 64 hex digits, the length of SHA-256; an MD5 has 32.",
            "它有 64 位十六进制数字，是 SHA-256 的长度；MD5 为 32 位。",
        ),
        (128, true) => (
            "It has 128 hex digits, the length of SHA-512; an MD5 has 32.",
            "它有 128 位十六进制数字，是 SHA-512 的长度；MD5 为 32 位。",
        ),
        (16, true) => (
            "It has 16 hex digits, half of an MD5; all 32 are asked for.",
            "它有 16 位十六进制数字，是 MD5 的一半；应为完整的 32 位。",
        ),
        (20..32, true) => (
            "It has fewer than 32 hex digits: a zero may have been lost where bytes became digits.",
            "它不足 32 位十六进制数字：字节转为十六进制时可能丢了零。",
        ),
        (24 | 28 | 44, false) if found.ends_with('=') => (
            "It is base64; 32 lower-case hex digits are asked for.",
            "它是 base64；应为 32 位小写十六进制。",
        ),
        _ => (
            "It has not the form of a digest, which is 32 lower-case hex digits.",
            "它不是签名值的形式；应为 32 位小写十六进制。",
        ),
    }
}
