//! Why a signature was refused.

use serde::Serialize;

use crate::diagnosis_cause::DiagnosisCause;

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
    fn the_first_difference_is_a_byte() {
        assert_eq!(first_difference(b"abc", b"abc"), None);
        assert_eq!(first_difference(b"abc", b"abd"), Some(2));
        assert_eq!(first_difference(b"ab", b"abc"), Some(2));
        assert_eq!(first_difference("券".as_bytes(), "到".as_bytes()), Some(2));
    }
}
