//! One switch.

/// A switch: its values, and where it comes from.
#[derive(Debug)]
pub struct QuirkRow {
    /// Its name on the command line: `response-data`.
    pub name: &'static str,
    /// Its values; the first is what the documents print, as far as they print any.
    pub values: &'static [&'static str],
    /// The position of the value that public clients met; where none is known, of that of the vendor's own samples.
    pub observed: usize,
    /// The contradiction that the switch stands for, by its number, or the rule that leaves it open.
    pub contradiction: &'static str,
    /// The change that the switch makes, in English.
    pub en: &'static str,
    /// The same in Chinese.
    pub zh: &'static str,
}
