//! The records of an XLSB part.

use crate::{archive::broken, encoding::wide_text, error::SheetError};

/// The records of a part: their kinds and contents. A part that ends within a record ends with an error.
pub(crate) struct XlsbRecords<'a> {
    rest: &'a [u8],
}

impl<'a> XlsbRecords<'a> {
    pub(crate) fn new(part: &'a [u8]) -> Self {
        Self { rest: part }
    }

    /// # Errors
    /// A part without a record of the kind that ends it.
    pub(crate) fn until(part: &'a [u8], end: u32) -> Result<Self, SheetError> {
        let is_end =
            |record: Result<(u32, &[u8]), SheetError>| record.is_ok_and(|(kind, _)| kind == end);
        let is_whole = Self::new(part).any(is_end);
        is_whole.then(|| Self::new(part)).ok_or_else(cut)
    }

    fn record(&mut self) -> Option<(u32, &'a [u8])> {
        let first = *self.rest.first()?;
        self.rest = &self.rest[1..];
        let kind = match first & 0x80 {
            0 => u32::from(first),
            _ => {
                let (second, rest) = self.rest.split_first()?;
                self.rest = rest;
                u32::from(first & 0x7f) | u32::from(second & 0x7f) << 7
            }
        };
        let length = self.number(4)? as usize;
        let (record, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some((kind, record))
    }

    /// A number of at most `most` bytes, seven bits in each.
    fn number(&mut self, most: usize) -> Option<u32> {
        let mut number = 0;
        for place in 0..most {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u32::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

impl<'a> Iterator for XlsbRecords<'a> {
    type Item = Result<(u32, &'a [u8]), SheetError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let record = self.record();
        if record.is_none() {
            self.rest = &[];
        }
        Some(record.ok_or_else(cut))
    }
}

/// The error of a part that ends within a record, or of a record that is too short for what it holds.
pub(crate) fn cut() -> SheetError {
    broken(&"a record breaks off")
}

/// The two bytes at a place.
pub(crate) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// The four bytes at a place.
pub(crate) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// The eight bytes at a place as a number with a fraction.
pub(crate) fn double(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

/// The shortened number at a place: 30 bits of a whole number or of a fraction, perhaps a hundredth of it.
pub(crate) fn shortened(bytes: &[u8], at: usize) -> Option<f64> {
    let stored = long(bytes, at)?;
    let number = match stored & 2 {
        0 => f64::from_bits(u64::from(stored & !3) << 32),
        _ => f64::from(stored.cast_signed() >> 2),
    };
    Some(if stored & 1 == 1 { number / 100.0 } else { number })
}

/// The text at a place and the place behind it.
pub(crate) fn text(bytes: &[u8], at: usize) -> Option<(String, usize)> {
    let length = (long(bytes, at)? as usize).checked_mul(2)?;
    let end = (at + 4).checked_add(length)?;
    Some((wide_text(bytes.get(at + 4..end)?), end))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn records_and_numbers_are_read() {
        let part = [0x81, 0x01, 0x02, 7, 8, 0x05, 0x00];
        let records: Vec<_> = XlsbRecords::new(&part).map(Result::unwrap).collect();
        assert_eq!(records, [(129, &[7, 8][..]), (5, &[][..])]);
        for end in [1, 2, 3, 4, 6] {
            assert!(XlsbRecords::new(&part[..end]).last().unwrap().is_err(), "{end}");
        }
        for (stored, number) in [(0x00a2_u32, 40.0), (0x3ff8_0000, 1.5), (0x04d3 << 2 | 3, 12.35)] {
            assert_eq!(shortened(&stored.to_le_bytes(), 0), Some(number), "{stored:x}");
        }
        assert_eq!(text(b"\x02\0\0\0a\0b\0", 0), Some(("ab".into(), 8)));
        assert_eq!(text(b"\x03\0\0\0a\0b\0", 0), None);
    }
}
