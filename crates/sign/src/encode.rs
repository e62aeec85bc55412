//! Text forms of bytes.

/// Bytes as lower-case hex, two digits each.
#[must_use]
pub fn hex_lower(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: &u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    let text = bytes.iter().map(digits).collect::<Vec<_>>().into_flattened();
    String::from_utf8(text).expect("only ASCII was written")
}

/// Every UTF-8 byte but `A-Z a-z 0-9 - . _ ~` (unreserved in RFC 3986) as `%XX` with upper-case digits; a space becomes
/// `%20`, never `+`.
#[must_use]
pub fn percent_encode(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(text.len() * 3);
    let mut begin = 0;
    for (at, byte) in text.bytes().enumerate() {
        if UNRESERVED[usize::from(byte)] {
            continue;
        }
        let (high, low) = (usize::from(byte >> 4), usize::from(byte & 15));
        // Within a character nothing lies between this byte and the one before.
        encoded.push_str(text.get(begin..at).unwrap_or_default());
        encoded.extend(['%', char::from(DIGITS[high]), char::from(DIGITS[low])]);
        begin = at + 1;
    }
    encoded.push_str(text.get(begin..).unwrap_or_default());
    encoded
}

/// Which bytes stay as they are. Asking for each of them anew takes longer than writing it.
const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        let it = byte as u8;
        table[byte] = it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_lower_case_and_keeps_leading_zeros() {
        assert_eq!(hex_lower(&[0x00, 0x0f, 0xa0, 0xff]), "000fa0ff");
        assert_eq!(hex_lower(&[]), "");
    }

    #[test]
    fn only_unreserved_characters_stay() {
        let unreserved = "AZaz09-._~";
        assert_eq!(percent_encode(unreserved), unreserved);
        assert_eq!(percent_encode("+/= %券"), "%2B%2F%3D%20%25%E5%88%B8");
    }
}
