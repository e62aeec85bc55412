//! Errors of reading, and excerpts for messages.

/// Where an answer comes from, for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// "qince", "qmai".
    pub vendor: &'static str,
    /// "voucher.getVoucherInfos".
    pub operation: &'static str,
}

/// An answer, or one row of it, that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} {}: {path}: {problem}, at {excerpt:?}", place.vendor, place.operation)]
pub struct Error {
    /// Vendor and operation.
    pub place: Location,
    /// JSON path from the envelope down: `response_data[3].startDate`.
    pub path: String,
    /// The expected value and the one found.
    pub problem: String,
    /// The beginning of the text that could not be read.
    pub excerpt: String,
}

const EXCERPT: usize = 80;

/// The first 80 characters, with a sign that more follows.
pub fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(EXCERPT).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A text that is no value of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is no value of this type")]
pub struct InvalidScalar;

/// An excerpt of a page that is not the vendor's JSON. Gateways print the path they were asked for, and Qince puts openid
/// and digest into the path, so words of ten and more letters or digits that hold a digit become `***`.
pub fn masked_excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(8 * EXCERPT)]);
    let mut masked = String::new();
    for word in text.split_inclusive(|c: char| !is_word(c)) {
        let end = word.trim_end_matches(|c: char| !is_word(c)).len();
        let (letters, rest) = word.split_at(end);
        if letters.len() >= 10 && letters.contains(|c: char| c.is_ascii_digit()) {
            masked.push_str("***");
        } else {
            masked.push_str(letters);
        }
        masked.push_str(rest);
    }
    excerpt(&masked)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '%' | '-' | '_' | '+' | '=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_page_is_shown_without_the_path_it_was_asked_for() {
        let page =
            b"<h1>404</h1>/api/voucher/v1/getVoucherInfos/5465103569540931532/20240102030405/\
                     ad2e4c8e9297e46ab1aa91769b471fac/ORG00001";
        let shown = masked_excerpt(page);
        assert_eq!(shown, "<h1>404</h1>/api/voucher/v1/getVoucherInfos/***/***/***/ORG00001");
    }
}
