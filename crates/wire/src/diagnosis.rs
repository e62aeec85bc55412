//! Why a signature was refused.

use serde::Serialize;

use crate::{diagnosis_cause::DiagnosisCause, error::excerpt};

/// Longer texts are shown by their beginning and end.
const SHORT: usize = 4096;

/// Diagnosis of a signature that does not verify. Never holds a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    /// The cause. Every cause but `differs` gives the very signature that was found, or is certain from the form of the request.
    pub cause: DiagnosisCause,
    /// A second mistake, where only both together give the signature found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_cause: Option<DiagnosisCause>,
    /// The text that should have been signed, with secrets shown as `***`.
    pub expected_masked: String,
    /// The text that was signed, alike; none if no hypothesis gives the signature found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_masked: Option<String>,
    /// The signature in the request, or its time where the time is wrong.
    pub found: String,
    /// The texts in which `first_difference` is counted.
    pub compared: Compared,
    /// The first byte that differs, from 0; none where nothing differs or nothing could be compared.
    pub first_difference: Option<usize>,
    /// Advice in English.
    pub advice_en: String,
    /// Advice in Chinese.
    pub advice_zh: String,
}

impl Diagnosis {
    /// The name of the cause; of two, both: `key-with-line-end + utc`.
    pub fn causes(&self) -> String {
        let names = [Some(self.cause), self.second_cause].into_iter().flatten();
        names.map(DiagnosisCause::name).collect::<Vec<_>>().join(" + ")
    }
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

/// A finding about a signature, before it is put in words.
#[derive(Debug)]
pub struct SignatureFinding<'a> {
    /// The cause.
    pub cause: DiagnosisCause,
    /// A second mistake, where only both together give the signature found.
    pub second_cause: Option<DiagnosisCause>,
    /// The text that should have been signed, masked.
    pub expected: &'a [u8],
    /// The text that was signed, masked, where it is known.
    pub signed: Option<Vec<u8>>,
    /// The signature in the request, or its time.
    pub found: String,
    /// The right one.
    pub right: Option<&'a str>,
    /// The facts about `found` that are certain from its form, in English and Chinese.
    pub certain: Option<(&'static str, &'static str)>,
}

impl<'a> SignatureFinding<'a> {
    /// One cause; nothing is known but the text that should have been signed.
    pub fn new(cause: DiagnosisCause, expected: &'a [u8], found: String) -> Self {
        let (second_cause, signed, right, certain) = (None, None, None, None);
        Self { cause, second_cause, expected, signed, found, right, certain }
    }

    /// The diagnosis with its advice, which a vendor's crate has in English and Chinese.
    pub fn diagnosis(
        self,
        advice: fn(DiagnosisCause) -> (&'static str, &'static str),
    ) -> Diagnosis {
        let Self { cause, second_cause, expected, signed, found, right, certain } = self;
        let of_strings = signed.as_ref().and_then(|signed| first_difference(expected, signed));
        let of_found = right.and_then(|right| first_difference(right.as_bytes(), found.as_bytes()));
        let compared = if of_strings.is_some() { Compared::String } else { Compared::Signature };
        let parts = [certain, Some(advice(cause)), second_cause.map(advice)];
        let (en, zh): (Vec<_>, Vec<_>) = parts.into_iter().flatten().unzip();
        Diagnosis {
            cause,
            second_cause,
            expected_masked: shown(expected),
            signed_masked: signed.as_deref().map(shown),
            found,
            compared,
            first_difference: of_strings.or(of_found),
            advice_en: en.join(" "),
            advice_zh: zh.concat(),
        }
    }
}

/// As text; one that is too long to be read keeps its end, where key and time stand.
fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    if text.len() <= SHORT {
        return text.into_owned();
    }
    let end = text.char_indices().rev().nth(20).map_or(0, |(at, _)| at);
    format!("{}{}", excerpt(&text), &text[end..])
}

/// The first byte in which two texts differ, from 0; the length of the shorter one if it begins the longer one.
fn first_difference(a: &[u8], b: &[u8]) -> Option<usize> {
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
    fn the_first_difference_is_a_byte() {
        assert_eq!(first_difference(b"abc", b"abc"), None);
        assert_eq!(first_difference(b"abc", b"abd"), Some(2));
        assert_eq!(first_difference(b"ab", b"abc"), Some(2));
        assert_eq!(first_difference("券".as_bytes(), "到".as_bytes()), Some(2));
    }
}
