//! Line numbers as an editor counts them.

/// Number of line breaks: LF, CRLF and CR each count once.
pub(crate) fn breaks(text: &[u8]) -> u64 {
    let after = text.iter().skip(1).copied().map(Some).chain([None]);
    let ends =
        |(byte, next): (&u8, Option<u8>)| *byte == b'\n' || (*byte == b'\r' && next != Some(b'\n'));
    text.iter().zip(after).filter(|pair| ends(*pair)).count() as u64
}

/// Length of the line breaks at the beginning.
pub(crate) fn leading_breaks(text: &[u8]) -> usize {
    text.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_break_counts_once() {
        for (text, count) in
            [("", 0), ("a", 0), ("a\nb", 1), ("a\r\nb\r\n", 2), ("a\rb\r", 2), ("\r\r\n\n", 3)]
        {
            assert_eq!(breaks(text.as_bytes()), count, "{text:?}");
        }
    }
}
