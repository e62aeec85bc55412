//! Line numbers as an editor counts them.

/// Number of line breaks: LF, CRLF and CR each count once.
pub(crate) fn breaks(text: &[u8]) -> u64 {
    let mut counter = LineCounter::default();
    counter.add(text);
    counter.breaks
}

/// Counts the line breaks of a text that comes in pieces.
#[derive(Debug, Default)]
pub(crate) struct LineCounter {
    pub(crate) breaks: u64,
    /// True if the last piece ends with CR.
    after_return: bool,
}

impl LineCounter {
    pub(crate) fn add(&mut self, piece: &[u8]) {
        let Some(last) = piece.last() else { return };
        let count = |letter: u8| piece.iter().filter(|byte| **byte == letter).count() as u64;
        self.breaks += count(b'\n');
        let pairs = u64::from(self.after_return && piece[0] == b'\n');
        if piece.contains(&b'\r') {
            self.breaks += count(b'\r');
            self.breaks -= piece.windows(2).filter(|pair| *pair == b"\r\n").count() as u64;
        }
        self.breaks -= pairs;
        self.after_return = *last == b'\r';
    }
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
            let mut counter = LineCounter::default();
            text.as_bytes().chunks(1).for_each(|piece| counter.add(piece));
            assert_eq!(counter.breaks, count, "{text:?} letter by letter");
        }
    }
}
