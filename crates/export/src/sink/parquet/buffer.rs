//! The values of one column until they are written.

use std::io::Write as _;

use jiff::Timestamp;
use parquet::{
    basic::{LogicalType, Repetition, TimeUnit, Type as Physical},
    column::writer::ColumnWriter,
    data_type::ByteArray,
    errors::ParquetError,
    file::writer::SerializedColumnWriter,
    schema::types::Type,
};
use rust_decimal::Decimal;

use crate::{
    schema::{ColumnField, ColumnKind},
    sink::file_sink::{BeijingTime, CellValue},
};

/// Digits of a decimal column, and how many of them stand behind the point: amounts up to 100 billion yuan, and half of what the
/// widest decimal of any reader has, so that two can be multiplied.
const PRECISION: u32 = 18;
const SCALE: u32 = 4;

pub(super) fn field(field: &ColumnField) -> Result<Type, ParquetError> {
    let (physical, logical) = match field.kind {
        ColumnKind::Text | ColumnKind::Beijing => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        ColumnKind::Instant => {
            (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS)))
        }
        ColumnKind::Decimal => {
            let decimal = LogicalType::decimal(SCALE as i32, PRECISION as i32);
            (Physical::INT64, Some(decimal))
        }
        ColumnKind::Count => (Physical::INT64, Some(LogicalType::integer(64, false))),
        ColumnKind::Flag => (Physical::BOOLEAN, None),
    };
    let builder = Type::primitive_type_builder(&field.title, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical);
    match field.kind {
        ColumnKind::Decimal => {
            builder.with_precision(PRECISION as i32).with_scale(SCALE as i32).build()
        }
        ColumnKind::Text
        | ColumnKind::Beijing
        | ColumnKind::Instant
        | ColumnKind::Count
        | ColumnKind::Flag => builder.build(),
    }
}

/// Returns the bytes of memory that a cell takes until it is written.
pub(super) fn bytes(cell: CellValue<'_>) -> usize {
    let value = match cell {
        CellValue::Nothing => 0,
        CellValue::Text(text) => text.len() + size_of::<usize>(),
        CellValue::Instant(_)
        | CellValue::Beijing(_)
        | CellValue::Count(_)
        | CellValue::Decimal(_) => size_of::<i64>(),
        CellValue::Flag(_) => 1,
    };
    value + size_of::<i16>()
}

pub(super) struct Buffer {
    values: Values,
    /// One for each row: 1 where there is a value.
    levels: Vec<i16>,
}

enum Values {
    /// All texts in one piece, and where each ends.
    Texts {
        bytes: Vec<u8>,
        ends: Vec<usize>,
    },
    /// In microseconds: as text they would take three times as much.
    Civil(Vec<i64>),
    Longs(Vec<i64>),
    /// In units of the last digit.
    Decimals(Vec<i64>),
    Flags(Vec<bool>),
}

impl Buffer {
    pub(super) fn new(kind: ColumnKind) -> Self {
        let values = match kind {
            ColumnKind::Text => Values::Texts { bytes: Vec::new(), ends: Vec::new() },
            ColumnKind::Beijing => Values::Civil(Vec::new()),
            ColumnKind::Instant | ColumnKind::Count => Values::Longs(Vec::new()),
            ColumnKind::Decimal => Values::Decimals(Vec::new()),
            ColumnKind::Flag => Values::Flags(Vec::new()),
        };
        Self { values, levels: Vec::new() }
    }

    /// False if a decimal has more digits than the column; it is then nothing.
    pub(super) fn push(&mut self, cell: CellValue<'_>) -> bool {
        let fits = match (&mut self.values, cell) {
            (_, CellValue::Nothing) => {
                self.levels.push(0);
                return true;
            }
            (Values::Texts { bytes, ends }, CellValue::Text(text)) => {
                bytes.extend_from_slice(text.as_bytes());
                ends.push(bytes.len());
                true
            }
            (Values::Longs(longs), CellValue::Instant(at))
            | (Values::Civil(longs), CellValue::Beijing(at)) => {
                longs.push(at.as_microsecond());
                true
            }
            (Values::Longs(longs), CellValue::Count(count)) => {
                // The column is unsigned; the bits are the same.
                longs.push(count.cast_signed());
                true
            }
            (Values::Flags(flags), CellValue::Flag(flag)) => {
                flags.push(flag);
                true
            }
            (Values::Decimals(decimals), CellValue::Decimal(value)) => {
                let unscaled = unscaled(value);
                decimals.extend(unscaled);
                unscaled.is_some()
            }
            _ => unreachable!("cells come in the order of the columns, with their kinds"),
        };
        self.levels.push(i16::from(fits));
        fits
    }

    /// Writes all values and gives their memory back: hundreds of files may be open.
    pub(super) fn write(
        &mut self,
        to: &mut SerializedColumnWriter<'_>,
    ) -> Result<(), ParquetError> {
        let levels = std::mem::take(&mut self.levels);
        let levels = Some(levels.as_slice());
        match (&mut self.values, to.untyped()) {
            (Values::Texts { bytes, ends }, ColumnWriter::ByteArrayColumnWriter(writer)) => {
                let texts = texts(std::mem::take(bytes), std::mem::take(ends));
                writer.write_batch(&texts, levels, None)?;
            }
            (Values::Civil(longs), ColumnWriter::ByteArrayColumnWriter(writer)) => {
                let (bytes, ends) = civil(std::mem::take(longs));
                writer.write_batch(&texts(bytes, ends), levels, None)?;
            }
            (
                Values::Longs(longs) | Values::Decimals(longs),
                ColumnWriter::Int64ColumnWriter(writer),
            ) => {
                writer.write_batch(&std::mem::take(longs), levels, None)?;
            }
            (Values::Flags(flags), ColumnWriter::BoolColumnWriter(writer)) => {
                writer.write_batch(&std::mem::take(flags), levels, None)?;
            }
            _ => unreachable!("the schema is made of the same columns"),
        }
        Ok(())
    }
}

/// The texts that stand in one piece, without a copy.
fn texts(bytes: Vec<u8>, ends: Vec<usize>) -> Vec<ByteArray> {
    let (whole, mut start) = (ByteArray::from(bytes), 0);
    let slice = |end| {
        let text = whole.slice(start, end - start);
        start = end;
        text
    };
    ends.into_iter().map(slice).collect()
}

fn civil(longs: Vec<i64>) -> (Vec<u8>, Vec<usize>) {
    let (mut bytes, mut ends) = (Vec::new(), Vec::with_capacity(longs.len()));
    for long in longs {
        let at = Timestamp::from_microsecond(long).expect("it was an instant");
        write!(bytes, "{}", BeijingTime(at)).expect("memory takes text");
        ends.push(bytes.len());
    }
    (bytes, ends)
}

/// The value in units of the column's last digit.
fn unscaled(value: Decimal) -> Option<i64> {
    let value = value.normalize();
    let missing = SCALE.checked_sub(value.scale())?;
    let unscaled = value.mantissa().checked_mul(10_i128.pow(missing))?;
    let fits = unscaled.unsigned_abs() < 10_u128.pow(PRECISION);
    fits.then(|| i64::try_from(unscaled).expect("18 digits fit"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<i64> {
        unscaled(text.parse().unwrap())
    }

    #[test]
    fn a_decimal_is_scaled_exactly_or_not_at_all() {
        assert_eq!(of("12.50"), Some(125_000));
        assert_eq!(of("-0.0001"), Some(-1));
        assert_eq!(of("0.00010000"), Some(1));
        assert_eq!(of("0.00001"), None);
        assert_eq!(of("99999999999999.9999"), Some(10_i64.pow(18) - 1));
        assert_eq!(of("-99999999999999.9999"), Some(1 - 10_i64.pow(18)));
        assert_eq!(of("100000000000000"), None);
        assert_eq!(of("79228162514264337593543950335"), None);
    }
}
