//! A fault for people.

/// One fault for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultText {
    /// Its text, with a value where it takes one.
    pub text: &'static str,
    /// The answer that the caller meets and the state afterwards, in English.
    pub en: &'static str,
    /// The same in Chinese.
    pub zh: &'static str,
}
