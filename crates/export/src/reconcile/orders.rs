//! The order file: CSV in, lines out.

use std::io::Read;

use coupon_domain::{AccountName, beijing_date};
use csv::{Position, ReaderBuilder, StringRecord};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::{
    error::{ReconcileError, WrongCell, WrongFile},
    mapping::Mapping,
};

/// What a file says.
#[derive(Debug)]
pub(super) struct File {
    pub(super) lines: Vec<Line>,
    /// Lines with or without a coupon.
    pub(super) count: u64,
    pub(super) sha256: String,
}

/// One line: an order, or a part of one.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// In the file; the header is 1.
    pub(super) number: u64,
    pub(super) account: AccountName,
    pub(super) order_no: String,
    pub(super) day: Option<Date>,
    pub(super) amount: Option<Decimal>,
    pub(super) quantity: Option<Decimal>,
    pub(super) product: Option<String>,
    pub(super) coupon: Option<String>,
}

pub(super) fn read(
    mut from: impl Read,
    mapping: &Mapping,
    account: Option<&AccountName>,
) -> Result<File, ReconcileError> {
    if mapping.voucher_amount.is_none() && mapping.goods_quantity.is_none() {
        return Err(ReconcileError::NothingToCompare);
    }
    if mapping.account.is_none() && account.is_none() {
        return Err(ReconcileError::NoAccount);
    }
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).map_err(|error| not_csv(&error))?;
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let text = text(&bytes)?;
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter(mapping)?).from_reader(text.as_bytes());
    let columns = Columns::find(reader.headers().map_err(|error| not_csv(&error))?, mapping)?;
    let (mut lines, mut count) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record.map_err(|error| not_csv(&error))?;
        count += 1;
        lines.extend(columns.line(&record, account)?);
    }
    Ok(File { lines, count, sha256 })
}

fn text(bytes: &[u8]) -> Result<&str, ReconcileError> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if text.trim_ascii().is_empty() {
        return Err(ReconcileError::File(WrongFile::Empty));
    }
    if text.starts_with(b"PK\x03\x04") || text.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(ReconcileError::File(WrongFile::Workbook));
    }
    std::str::from_utf8(text).map_err(|error| {
        let before = &text[..error.valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        ReconcileError::File(WrongFile::NotUtf8 { line })
    })
}

fn delimiter(mapping: &Mapping) -> Result<u8, ReconcileError> {
    let given = mapping.delimiter.unwrap_or(',');
    u8::try_from(given).map_err(|_| ReconcileError::NotCsv {
        what: format!("{given:?} cannot stand between cells"),
    })
}

/// Where each column stands, with its name for errors.
struct Columns {
    order_no: Place,
    time: Option<Place>,
    amount: Option<Place>,
    quantity: Option<Place>,
    product: Option<Place>,
    coupon: Option<Place>,
    account: Option<Place>,
}

struct Place {
    index: usize,
    name: String,
}

impl Columns {
    fn find(header: &StringRecord, mapping: &Mapping) -> Result<Self, ReconcileError> {
        let place = |name: &String| {
            let mut places = (0..header.len()).filter(|place| header[*place].trim() == name);
            match (places.next(), places.next()) {
                (Some(index), None) => Ok(Place { index, name: name.clone() }),
                (Some(_), Some(_)) => {
                    Err(ReconcileError::File(WrongFile::ColumnTwice { column: name.clone() }))
                }
                (None, _) => Err(missing(header, name)),
            }
        };
        let maybe = |name: &Option<String>| name.as_ref().map(place).transpose();
        Ok(Self {
            order_no: place(&mapping.order_no)?,
            time: maybe(&mapping.time)?,
            amount: maybe(&mapping.voucher_amount)?,
            quantity: maybe(&mapping.goods_quantity)?,
            product: maybe(&mapping.product_code)?,
            coupon: maybe(&mapping.coupon)?,
            account: maybe(&mapping.account)?,
        })
    }

    /// None for a line without anything in it.
    fn line(
        &self,
        record: &StringRecord,
        account: Option<&AccountName>,
    ) -> Result<Option<Line>, ReconcileError> {
        let number = record.position().map_or(0, Position::line);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(None);
        }
        let account = match (&self.account, account) {
            (Some(place), _) => required(record, place, number)?.as_str().into(),
            (None, Some(account)) => account.clone(),
            (None, None) => return Err(ReconcileError::NoAccount),
        };
        Ok(Some(Line {
            number,
            account,
            order_no: order_no(record, &self.order_no, number)?,
            day: self.time.as_ref().map(|place| day(record, place, number)).transpose()?,
            amount: self
                .amount
                .as_ref()
                .map_or(Ok(None), |place| decimal(record, place, number))?,
            quantity: self
                .quantity
                .as_ref()
                .map_or(Ok(None), |place| decimal(record, place, number))?,
            product: self.product.as_ref().and_then(|place| cell(record, place)),
            coupon: self.coupon.as_ref().and_then(|place| cell(record, place)),
        }))
    }
}

fn missing(header: &StringRecord, name: &str) -> ReconcileError {
    match header.get(0) {
        Some(cell) if header.len() == 1 && cell.contains(name) => {
            ReconcileError::File(WrongFile::OneCell { header: cell.to_owned() })
        }
        _ => ReconcileError::NoColumn {
            column: name.to_owned(),
            found: header.iter().map(str::to_owned).collect(),
        },
    }
}

/// A cell without the apostrophe that keeps spreadsheets from reading a number; none if blank.
fn cell(record: &StringRecord, place: &Place) -> Option<String> {
    let cell = record.get(place.index).unwrap_or_default().trim();
    let cell = cell.strip_prefix('\'').unwrap_or(cell).trim();
    (!cell.is_empty()).then(|| cell.to_owned())
}

fn required(record: &StringRecord, place: &Place, line: u64) -> Result<String, ReconcileError> {
    cell(record, place).ok_or_else(|| wrong(place, line, "", WrongCell::Blank))
}

fn order_no(record: &StringRecord, place: &Place, line: u64) -> Result<String, ReconcileError> {
    let number = required(record, place, line)?;
    let rounded =
        number.contains(['E', 'e']) && number.contains('.') && number.parse::<f64>().is_ok();
    if rounded {
        return Err(wrong(place, line, &number, WrongCell::Rounded));
    }
    Ok(number)
}

fn decimal(
    record: &StringRecord,
    place: &Place,
    line: u64,
) -> Result<Option<Decimal>, ReconcileError> {
    let Some(cell) = cell(record, place) else { return Ok(None) };
    match number(cell.trim_start_matches(['¥', '￥']).trim()) {
        Some(value) => Ok((!value.is_zero()).then_some(value)),
        None => Err(wrong(place, line, &cell, WrongCell::NotANumber)),
    }
}

/// `1234.50` or `1,234.50`. A comma that does not part thousands may be a point: `12,50` is no number.
fn number(text: &str) -> Option<Decimal> {
    let (whole, part) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut groups = whole.split(',');
    let first = groups.next()?.trim_start_matches('-');
    let parted = whole.contains(',');
    if parted && (first.is_empty() || first.len() > 3 || !groups.all(|group| group.len() == 3)) {
        return None;
    }
    Decimal::from_str_exact(&(whole.replace(',', "") + part)).ok()
}

/// `2026-03-01 08:00:00`, `2026/3/1`, `2026年3月1日`, `20260301`, `2026-03-01T00:00:00Z`.
fn day(record: &StringRecord, place: &Place, line: u64) -> Result<Date, ReconcileError> {
    let cell = required(record, place, line)?;
    if let Ok(instant) = cell.parse::<Timestamp>() {
        return Ok(beijing_date(instant));
    }
    civil_day(&cell).ok_or_else(|| wrong(place, line, &cell, WrongCell::NotADay))
}

fn civil_day(text: &str) -> Option<Date> {
    let mut numbers =
        text.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
    let first = numbers.next()?;
    let (year, month, day) = match first.len() {
        4 => (first, numbers.next()?, numbers.next()?),
        8 | 14 => (&first[..4], &first[4..6], &first[6..8]),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn wrong(place: &Place, line: u64, text: &str, what: WrongCell) -> ReconcileError {
    ReconcileError::Cell { line, column: place.name.clone(), text: text.to_owned(), what }
}

fn not_csv(error: &impl std::fmt::Display) -> ReconcileError {
    ReconcileError::NotCsv { what: error.to_string() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_comma_parts_thousands_or_the_number_is_none() {
        for (text, value) in [
            ("1234.50", "1234.50"),
            ("1,234.50", "1234.50"),
            ("-1,234,567", "-1234567"),
            ("0.5", "0.5"),
        ] {
            assert_eq!(number(text), Some(value.parse().unwrap()), "{text}");
        }
        for text in
            ["", "12,50", "1,23,456", "1234,567", ",123", "1.234,567", "1,234,5", "4 0", "1e3"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_read_as_shops_write_them() {
        for text in
            ["2026-03-01 08:00:00", "2026/3/1 8:00", "2026年3月1日", "20260301", "20260301080000"]
        {
            assert_eq!(civil_day(text), Some(date(2026, 3, 1)), "{text}");
        }
        for text in ["", "3/1/2026", "2026-13-01", "2026-03"] {
            assert_eq!(civil_day(text), None, "{text}");
        }
    }
}
