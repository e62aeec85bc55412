//! The lines of an order file, read from its cells.

use std::io::Read;

use coupon_domain::{AccountName, beijing_date};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::{
    error::{ReconcileError, WrongCell, WrongFile},
    mapping::Mapping,
    order_file,
    order_table::OrderRow,
};

/// The content of an order file.
#[derive(Debug)]
pub(super) struct OrderFile {
    pub(super) lines: Vec<OrderLine>,
    /// Number of lines, with and without a coupon.
    pub(super) count: u64,
    pub(super) sha256: String,
}

/// One line: an order, or a part of one.
#[derive(Debug, Clone)]
pub(super) struct OrderLine {
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
) -> Result<OrderFile, ReconcileError> {
    if mapping.voucher_amount.is_none() && mapping.goods_quantity.is_none() {
        return Err(ReconcileError::NothingToCompare);
    }
    if mapping.account.is_none() && account.is_none() {
        return Err(ReconcileError::NoAccount);
    }
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).map_err(|error| not_csv(&error))?;
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let table = order_file::read(&bytes, mapping)?;
    let columns = OrderColumns::find(&table.header, mapping)?;
    let mut lines = Vec::new();
    for row in &table.rows {
        lines.extend(columns.line(row, account)?);
    }
    Ok(OrderFile { lines, count: table.rows.len() as u64, sha256 })
}

/// The columns that the mapping names.
struct OrderColumns {
    order_no: OrderColumn,
    time: Option<OrderColumn>,
    amount: Option<OrderColumn>,
    quantity: Option<OrderColumn>,
    product: Option<OrderColumn>,
    coupon: Option<OrderColumn>,
    account: Option<OrderColumn>,
}

struct OrderColumn {
    index: usize,
    name: String,
}

impl OrderColumns {
    fn find(header: &[String], mapping: &Mapping) -> Result<Self, ReconcileError> {
        let place = |name: &String| {
            let mut places = (0..header.len()).filter(|place| header[*place].trim() == name);
            match (places.next(), places.next()) {
                (Some(index), None) => Ok(OrderColumn { index, name: name.clone() }),
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

    /// Reads one line. It is none if all its cells are blank.
    fn line(
        &self,
        row: &OrderRow,
        account: Option<&AccountName>,
    ) -> Result<Option<OrderLine>, ReconcileError> {
        if row.cells.iter().all(|cell| cell.as_ref().is_ok_and(|cell| cell.trim().is_empty())) {
            return Ok(None);
        }
        let account = match (&self.account, account) {
            (Some(place), _) => required(row, place)?.as_str().into(),
            (None, Some(account)) => account.clone(),
            (None, None) => return Err(ReconcileError::NoAccount),
        };
        let maybe =
            |place: &Option<OrderColumn>| place.as_ref().map_or(Ok(None), |at| cell(row, at));
        let value =
            |place: &Option<OrderColumn>| place.as_ref().map_or(Ok(None), |at| decimal(row, at));
        Ok(Some(OrderLine {
            number: row.number,
            account,
            order_no: order_no(row, &self.order_no)?,
            day: self.time.as_ref().map(|place| day(row, place)).transpose()?,
            amount: value(&self.amount)?,
            quantity: value(&self.quantity)?,
            product: maybe(&self.product)?,
            coupon: maybe(&self.coupon)?,
        }))
    }
}

fn missing(header: &[String], name: &str) -> ReconcileError {
    match header {
        [cell] if cell.contains(name) => {
            ReconcileError::File(WrongFile::OneCell { header: cell.clone() })
        }
        _ => ReconcileError::NoColumn { column: name.to_owned(), found: header.to_vec() },
    }
}

/// Reads a cell without the apostrophe that keeps spreadsheets from reading a number. It is none if blank.
fn cell(row: &OrderRow, place: &OrderColumn) -> Result<Option<String>, ReconcileError> {
    let Some(cell) = row.cells.get(place.index) else { return Ok(None) };
    let cell = cell.as_ref().map_err(|(text, what)| wrong(row, place, text, *what))?.trim();
    let cell = cell.strip_prefix('\'').unwrap_or(cell).trim();
    Ok((!cell.is_empty()).then(|| cell.to_owned()))
}

fn required(row: &OrderRow, place: &OrderColumn) -> Result<String, ReconcileError> {
    cell(row, place)?.ok_or_else(|| wrong(row, place, "", WrongCell::Blank))
}

fn order_no(row: &OrderRow, place: &OrderColumn) -> Result<String, ReconcileError> {
    let number = required(row, place)?;
    let rounded =
        number.contains(['E', 'e']) && number.contains('.') && number.parse::<f64>().is_ok();
    if rounded {
        return Err(wrong(row, place, &number, WrongCell::Rounded));
    }
    Ok(number)
}

fn decimal(row: &OrderRow, place: &OrderColumn) -> Result<Option<Decimal>, ReconcileError> {
    let Some(cell) = cell(row, place)? else { return Ok(None) };
    match number(cell.trim_start_matches(['¥', '￥']).trim()) {
        Some(value) => Ok((!value.is_zero()).then_some(value)),
        None => Err(wrong(row, place, &cell, WrongCell::NotANumber)),
    }
}

/// Reads `1234.50` or `1,234.50`. A comma that does not part thousands may be a decimal point, so `12,50` is no number.
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

/// Reads `2026-03-01 08:00:00`, `2026/3/1`, `2026年3月1日`, `20260301`, `2026-03-01T00:00:00Z`.
fn day(row: &OrderRow, place: &OrderColumn) -> Result<Date, ReconcileError> {
    let cell = required(row, place)?;
    if let Ok(instant) = cell.parse::<Timestamp>() {
        return Ok(beijing_date(instant));
    }
    civil_day(&cell).ok_or_else(|| wrong(row, place, &cell, WrongCell::NotADay))
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

fn wrong(row: &OrderRow, place: &OrderColumn, text: &str, what: WrongCell) -> ReconcileError {
    let (line, column) = (row.number, place.name.clone());
    ReconcileError::Cell { line, column, text: text.to_owned(), what }
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
