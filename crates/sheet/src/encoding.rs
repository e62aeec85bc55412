//! Strict decoding of UTF-8, GB18030 and UTF-16, in pieces.

use std::io::{self, Read, SeekFrom};

use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::{
    error::SheetError,
    lines::LineCounter,
    source::{FileSource, head, rewind, unreadable},
    table::TextEncoding,
};

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";
/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;
/// Forgotten bytes that are let go at once.
const FORGOTTEN: u64 = 4 * PIECE as u64;

/// The encoding of a text file, and the length of its byte order mark.
///
/// # Errors
/// `NotText` with the first line that is in no encoding; another encoding than UTF-8 can turn out to be wrong later.
pub(crate) fn detect(file: FileSource<'_>) -> Result<(TextEncoding, u64), SheetError> {
    let begin = head(file, 3)?;
    Ok(match &begin[..] {
        [0xff, 0xfe, ..] => (TextEncoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => (TextEncoding::Utf16Be, 2),
        begin => {
            let mark = if begin == UTF8_MARK { 3 } else { 0 };
            file.seek(SeekFrom::Start(mark)).map_err(|error| unreadable(&error))?;
            (without_wide_mark(file)?, mark)
        }
    })
}

fn without_wide_mark(file: FileSource<'_>) -> Result<TextEncoding, SheetError> {
    let (mut piece, mut kept) = (vec![0; PIECE], 0);
    // A three-byte character is Chinese in UTF-8, and hardly ever valid by chance in GB18030.
    let (mut lines, mut is_chinese) = (LineCounter::default(), false);
    loop {
        let read = file.read(&mut piece[kept..]).map_err(|error| unreadable(&error))?;
        let end = kept + read;
        let (valid, wrong) = match std::str::from_utf8(&piece[..end]) {
            Ok(_) => (end, false),
            Err(error) => (error.valid_up_to(), error.error_len().is_some() || read == 0),
        };
        if let Some(at) = piece[..valid].iter().position(|byte| *byte == 0) {
            lines.add(&piece[..at]);
            return Err(SheetError::NotText { line: 1 + lines.breaks });
        }
        lines.add(&piece[..valid]);
        is_chinese |= piece[..valid].iter().any(|byte| *byte >= 0xe0);
        match (wrong, is_chinese) {
            (true, true) => return Err(SheetError::NotText { line: 1 + lines.breaks }),
            (true, false) => return Ok(TextEncoding::Gb18030),
            (false, _) if read == 0 => return Ok(TextEncoding::Utf8),
            (false, _) => {}
        }
        piece.copy_within(valid..end, 0);
        kept = end - valid;
    }
}

/// Reads a text file as UTF-8 without its byte order mark, and keeps the last part of it.
pub(crate) struct TextReader<'a> {
    file: FileSource<'a>,
    /// None of a file that is in UTF-8.
    decoder: Option<Decoder>,
    piece: Vec<u8>,
    /// A piece that is decoded, and how much of it was read.
    decoded: Vec<u8>,
    given: usize,
    has_ended: bool,
    lines: LineCounter,
    /// The first line that is no text, once it is met.
    wrong: Option<u64>,
    /// The text from `kept_from` on.
    kept: Vec<u8>,
    kept_from: u64,
    /// The most bytes that are kept.
    limit: u64,
}

impl<'a> TextReader<'a> {
    /// # Errors
    /// Those of the file.
    pub(crate) fn new(
        file: FileSource<'a>,
        encoding: TextEncoding,
        mark: u64,
    ) -> Result<Self, SheetError> {
        rewind(file)?;
        file.seek(SeekFrom::Start(mark)).map_err(|error| unreadable(&error))?;
        let decoder = |encoding: &'static Encoding| encoding.new_decoder_without_bom_handling();
        let (decoder, piece) = match encoding {
            TextEncoding::Utf8 => (None, Vec::new()),
            TextEncoding::Gb18030 => (Some(decoder(GB18030)), vec![0; PIECE]),
            TextEncoding::Utf16Le => (Some(decoder(UTF_16LE)), vec![0; PIECE]),
            TextEncoding::Utf16Be => (Some(decoder(UTF_16BE)), vec![0; PIECE]),
        };
        Ok(Self {
            file,
            decoder,
            piece,
            decoded: Vec::new(),
            given: 0,
            has_ended: false,
            lines: LineCounter::default(),
            wrong: None,
            kept: Vec::new(),
            kept_from: 0,
            limit: u64::MAX,
        })
    }

    /// This text, of which reading fails once more than so many bytes stand behind the last forgotten place. Some forgotten bytes
    /// are kept as well.
    pub(crate) fn within(self, limit: u64) -> Self {
        Self { limit: limit.saturating_add(2 * FORGOTTEN), ..self }
    }

    /// True once more text is kept than the limit allows.
    pub(crate) fn is_full(&self) -> bool {
        self.kept.len() as u64 > self.limit
    }

    /// The text between two places, of which none lies before a forgotten one.
    pub(crate) fn text(&self, from: u64, to: u64) -> &[u8] {
        let place = |at: u64| (at - self.kept_from) as usize;
        &self.kept[place(from)..place(to)]
    }

    /// The text that was read, from a place on.
    pub(crate) fn text_from(&self, from: u64) -> &[u8] {
        &self.kept[(from - self.kept_from) as usize..]
    }

    /// Lets the text before a place go.
    pub(crate) fn forget(&mut self, before: u64) {
        let count = (before - self.kept_from) as usize;
        if count as u64 >= FORGOTTEN {
            self.kept.drain(..count);
            self.kept_from = before;
        }
    }

    /// The error behind an error of reading.
    pub(crate) fn error(&self, error: &io::Error) -> SheetError {
        self.wrong.map_or_else(|| unreadable(error), |line| SheetError::NotText { line })
    }

    /// Decodes the next piece, unless a decoded one is left.
    fn decode(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        while self.given == self.decoded.len() && !self.has_ended {
            if self.wrong.is_some() {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let read = self.file.read(&mut self.piece)?;
            self.has_ended = read == 0;
            // A byte becomes three at most, and some may be left of the last piece.
            self.decoded.resize(3 * read + 16, 0);
            self.given = 0;
            let (result, _, written) = decoder.decode_to_utf8_without_replacement(
                &self.piece[..read],
                &mut self.decoded,
                self.has_ended,
            );
            let nul = self.decoded[..written].iter().position(|byte| *byte == 0);
            self.decoded.truncate(nul.unwrap_or(written));
            self.lines.add(&self.decoded);
            if nul.is_some() || matches!(result, DecoderResult::Malformed(..)) {
                self.wrong = Some(1 + self.lines.breaks);
                // The error follows what stands before it.
                self.has_ended = false;
            }
        }
        Ok(())
    }
}

impl Read for TextReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = match self.decoder {
            None => self.file.read(out)?,
            Some(_) => {
                self.decode()?;
                let count = (&self.decoded[self.given..]).read(out)?;
                self.given += count;
                count
            }
        };
        self.kept.extend_from_slice(&out[..count]);
        match self.is_full() {
            true => Err(io::ErrorKind::FileTooLarge.into()),
            false => Ok(count),
        }
    }
}

/// A text of two bytes a letter, the low one first.
pub(crate) fn wide_text(bytes: &[u8]) -> String {
    UTF_16LE.decode_without_bom_handling(bytes).0.into_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn decoded(bytes: &[u8]) -> Result<(String, TextEncoding), SheetError> {
        let mut file = Cursor::new(bytes);
        let (encoding, mark) = detect(&mut file)?;
        let (mut reader, mut text) = (TextReader::new(&mut file, encoding, mark)?, Vec::new());
        let mut piece = [0; 8];
        loop {
            match reader.read(&mut piece) {
                Ok(0) => return Ok((String::from_utf8(text).unwrap(), encoding)),
                Ok(count) => text.extend_from_slice(&piece[..count]),
                Err(error) => return Err(reader.error(&error)),
            }
        }
    }

    #[test]
    fn encodings_are_told_apart() {
        for (bytes, text, encoding) in [
            (&b"a"[..], "a", TextEncoding::Utf8),
            ("\u{feff}订单".as_bytes(), "订单", TextEncoding::Utf8),
            (b"\xb6\xa9\xb5\xa5", "订单", TextEncoding::Gb18030),
            (b"\xff\xfe\xa2\x8b", "订", TextEncoding::Utf16Le),
            (b"\xfe\xff\x8b\xa2", "订", TextEncoding::Utf16Be),
        ] {
            assert_eq!(decoded(bytes), Ok((text.to_owned(), encoding)));
        }
    }

    #[test]
    fn text_in_no_encoding_is_refused_with_its_line() {
        for (bytes, line) in [
            (b"a\r\nb\xff\n".to_vec(), 2),
            ("订单\r\n".bytes().chain(*b"x\r\n\xb5\xa5").collect(), 3),
            (b"a\nb\0".to_vec(), 2),
            (b"\xb5\xa5\n\0".to_vec(), 2),
            (b"\xff\xfea".to_vec(), 1),
            (b"\xff\xfea\0\n\0\0\0".to_vec(), 2),
        ] {
            assert_eq!(decoded(&bytes), Err(SheetError::NotText { line }));
        }
    }

    #[test]
    fn a_character_may_lie_on_the_border_of_two_pieces() {
        for border in PIECE - 2..=PIECE + 1 {
            let text = format!("{}订单,茶\n", "a".repeat(border));
            assert_eq!(decoded(text.as_bytes()).unwrap(), (text.clone(), TextEncoding::Utf8));
            let bytes = GB18030.encode(&text).0;
            assert_eq!(decoded(&bytes).unwrap(), (text, TextEncoding::Gb18030));
        }
    }
}
