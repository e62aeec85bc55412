//! Why a signature was refused.

use serde::Serialize;

/// Diagnosis of a signature that does not verify. Never holds a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    /// The likely cause.
    pub cause: DiagnosisCause,
    /// The text that should have been signed, with secrets shown as `***`.
    pub expected_masked: String,
    /// The text that was signed, alike; none if no candidate gives the signature found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_masked: Option<String>,
    /// The signature in the request, or its time where the time is wrong.
    pub found: String,
    /// The texts in which `first_difference` is counted.
    pub compared: Compared,
    /// The first byte that differs, from 0; none where nothing differs or nothing could be compared.
    pub first_difference: Option<usize>,
    /// Advice in English.
    pub advice_en: &'static str,
    /// Advice in Chinese.
    pub advice_zh: &'static str,
}

/// The two texts that were compared byte by byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compared {
    /// The text that should have been signed and the one that was.
    String,
    /// The right signature and the one found, where the signed text is not known.
    Signature,
    /// The time in the request and the server's.
    Time,
}

/// Why a signature does not verify. Serialised as [`DiagnosisCause::name`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiagnosisCause {
    /// The body was written anew after signing: other spaces, escapes, order of keys, blanks left out, a line end.
    ReserialisedBody,
    /// Signed in one encoding and sent in another, or sent in GBK.
    Gbk,
    /// An empty body: signed as nothing and sent as `{}`, or the other way round.
    EmptyBody,
    /// A time of UTC where Beijing time is meant, or the other way round.
    Utc,
    /// Seconds or milliseconds since 1970 where 14 digits are meant.
    Epoch,
    /// A time in another form than the one asked for.
    TimeForm,
    /// The signature is right, and its time is not the server's.
    ClockOff,
    /// The token stands in the request without percent-encoding.
    NotPercentEncoded,
    /// The token was percent-encoded twice.
    EncodedTwice,
    /// `%2b` where `%2B` is meant.
    LowerCaseHex,
    /// A digest in upper-case letters where lower-case ones are meant.
    UpperCaseHex,
    /// The right parts were signed in another order, or joined in another way.
    KeyOrder,
    /// Fields were signed that the recipe does not sign.
    ParamsSigned,
    /// The key has a line end or a space at its end.
    KeyWithLineEnd,
    /// The recipe of another version of the interface.
    V2Strategy,
    /// Another account than this one.
    AnotherAccount,
    /// None of the others: another key, or a mistake that no candidate makes.
    WrongKey,
}

impl DiagnosisCause {
    /// Every cause.
    pub const ALL: [Self; 17] = [
        Self::ReserialisedBody,
        Self::Gbk,
        Self::EmptyBody,
        Self::Utc,
        Self::Epoch,
        Self::TimeForm,
        Self::ClockOff,
        Self::NotPercentEncoded,
        Self::EncodedTwice,
        Self::LowerCaseHex,
        Self::UpperCaseHex,
        Self::KeyOrder,
        Self::ParamsSigned,
        Self::KeyWithLineEnd,
        Self::V2Strategy,
        Self::AnotherAccount,
        Self::WrongKey,
    ];

    /// Its name: `reserialised-body`.
    pub fn name(self) -> &'static str {
        match self {
            Self::ReserialisedBody => "reserialised-body",
            Self::Gbk => "gbk",
            Self::EmptyBody => "empty-body",
            Self::Utc => "utc",
            Self::Epoch => "epoch",
            Self::TimeForm => "time-form",
            Self::ClockOff => "clock-off",
            Self::NotPercentEncoded => "not-percent-encoded",
            Self::EncodedTwice => "encoded-twice",
            Self::LowerCaseHex => "lower-case-hex",
            Self::UpperCaseHex => "upper-case-hex",
            Self::KeyOrder => "key-order",
            Self::ParamsSigned => "params-signed",
            Self::KeyWithLineEnd => "key-with-line-end",
            Self::V2Strategy => "v2-strategy",
            Self::AnotherAccount => "another-account",
            Self::WrongKey => "wrong-key",
        }
    }
}

/// The first byte in which two texts differ, from 0; the length of the shorter one if it begins the longer one.
pub fn first_difference(a: &[u8], b: &[u8]) -> Option<usize> {
    let common = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    (a != b).then_some(common)
}

/// Every order of the things.
pub fn permutations<T: Clone>(things: &[T]) -> Vec<Vec<T>> {
    let Some((last, before)) = things.split_last() else { return vec![Vec::new()] };
    let insert = |order: &Vec<T>, at: usize| {
        let mut order = order.clone();
        order.insert(at, last.clone());
        order
    };
    let shorter = permutations(before);
    shorter.iter().flat_map(|order| (0..=order.len()).map(|at| insert(order, at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_serialised_as_its_name() {
        for cause in DiagnosisCause::ALL {
            assert_eq!(serde_json::to_string(&cause).unwrap(), format!("\"{}\"", cause.name()));
        }
    }

    #[test]
    fn the_first_difference_is_a_byte() {
        assert_eq!(first_difference(b"abc", b"abc"), None);
        assert_eq!(first_difference(b"abc", b"abd"), Some(2));
        assert_eq!(first_difference(b"ab", b"abc"), Some(2));
        assert_eq!(first_difference("券".as_bytes(), "到".as_bytes()), Some(2));
    }
}
