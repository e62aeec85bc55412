//! The order file: rows in, lines out.

use std::{
    collections::BTreeMap,
    io::{Read, Seek, SeekFrom},
};

use coupon_domain::{AccountName, beijing_date};
use coupon_sheet::{
    CellDay, CellError, SheetCell, SheetError, SheetRow, TableNotes, amount, day, excerpt, id,
    read_rows, text,
};
use jiff::{ToSpan as _, civil::Date};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::{
    columns::{OrderColumn, OrderColumns},
    error::ReconcileError,
    mapping::{AmountPer, Mapping},
    order_line::OrderLine,
    order_store::OrderStore,
};

/// An order file that is read.
#[derive(Debug)]
pub struct OrderFile {
    pub(super) orders: OrderStore,
    pub(super) sha256: String,
    notes: TableNotes,
    /// Lines that the conditions of the mapping leave out.
    excluded: u64,
    /// The first line of each day, and how many lines the day has.
    days: BTreeMap<Date, (u64, u64)>,
    time: String,
}

/// A line without which the range of the file would be shorter by more than a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WideningLine {
    /// The line in the file, counted from 1.
    pub line: u64,
    /// Its Beijing day.
    pub day: Date,
    /// The nearest day of another line.
    pub next: Date,
}

impl OrderFile {
    /// Reads an order file, twice: for its digest and for its lines. `account` is that of every line if the mapping names no column
    /// for it.
    ///
    /// # Errors
    /// A file that does not fit the mapping, with line and column.
    pub fn read(
        mut from: impl Read + Seek,
        mapping: &Mapping,
        account: Option<&AccountName>,
    ) -> Result<Self, ReconcileError> {
        if mapping.voucher_amount.is_none() && mapping.goods_quantity.is_none() {
            return Err(ReconcileError::NothingToCompare);
        }
        if mapping.account.is_none() && account.is_none() {
            return Err(ReconcileError::NoAccount);
        }
        let sha256 = sha256(&mut from).map_err(|error| {
            ReconcileError::File(SheetError::Unreadable {
                kind: error.kind(),
                reason: error.to_string(),
            })
        })?;
        let columns = OrderColumns::new(mapping);
        let once = mapping.amount_per == AmountPer::Order;
        let (mut orders, mut excluded, mut first_error) = (OrderStore::default(), 0, None);
        let mut days = BTreeMap::new();
        let mut take = |expected: usize, row: &SheetRow| -> Result<(), ReconcileError> {
            if row.width != expected {
                let (line, found) = (row.line, row.width);
                return Err(ReconcileError::NotCsv { line, found, expected });
            }
            if !counts(&columns, row, mapping)? {
                excluded += 1;
                return Ok(());
            }
            let Some(line) = line(&columns, row, mapping)? else { return Ok(()) };
            let named = columns.account.as_ref().map(|column| required(row, column, text));
            let named = named.transpose()?;
            let account = named.as_deref().or(account.map(AccountName::as_str));
            let account = account.ok_or(ReconcileError::NoAccount)?;
            if let Some(day) = line.day {
                days.entry(day).or_insert((line.number, 0)).1 += 1;
            }
            let (number, order_no) = (line.number, &line.order_no);
            orders.add(account, &line, once).map_err(|first| ReconcileError::OtherAmount {
                line: number,
                first,
                order_no: order_no.clone(),
            })
        };
        let mut each = |expected, row: &SheetRow| {
            if first_error.is_none() {
                first_error = take(expected, row).err();
            }
        };
        let table = read_rows(from, &columns.options(mapping), &mut each).map_err(refused)?;
        if let Some(error) = first_error {
            return Err(error);
        }
        let time = mapping.time.clone().unwrap_or_default();
        Ok(Self { orders, sha256, notes: table.notes, excluded, days, time })
    }

    /// How the file was read, and what was left out.
    pub fn notes(&self) -> &TableNotes {
        &self.notes
    }

    /// Number of lines that the conditions of the mapping, `where`, leave out.
    pub fn excluded_lines(&self) -> u64 {
        self.excluded
    }

    /// The lines that stand alone more than a month before every other line, or behind it.
    pub fn widening_lines(&self) -> Vec<WideningLine> {
        if self.days.values().map(|(_, count)| count).sum::<u64>() < 3 {
            return Vec::new();
        }
        let forwards = self.days.iter().take(2).collect::<Vec<_>>();
        let backwards = self.days.iter().rev().take(2).collect::<Vec<_>>();
        let alone = |ends: Vec<(&Date, &(u64, u64))>| match ends[..] {
            [(day, (line, 1)), (next, _)] => {
                let (early, late) = (*day.min(next), *day.max(next));
                let limit = early.checked_add(1.month()).ok()?;
                (late > limit).then_some(WideningLine { line: *line, day: *day, next: *next })
            }
            _ => None,
        };
        [forwards, backwards].into_iter().filter_map(alone).collect()
    }

    /// The first and last Beijing day that the file names; none if its mapping names no time, or it has no lines. `today` is
    /// the Beijing day.
    ///
    /// # Errors
    /// A day before 2000 or after next year, with its line.
    pub fn days(&self, today: Date) -> Result<Option<(Date, Date)>, ReconcileError> {
        let ends = self.days.first_key_value().zip(self.days.last_key_value());
        let Some(((first, (before, _)), (last, (after, _)))) = ends else { return Ok(None) };
        let far = (first.year() < 2000).then_some((first, before));
        if let Some((day, line)) = far.or((last.year() > today.year() + 1).then_some((last, after)))
        {
            return Err(ReconcileError::Cell {
                line: *line,
                column: self.time.clone(),
                text: day.to_string(),
                what: CellError::FarDay,
            });
        }
        Ok(Some((*first, *last)))
    }
}

/// SHA-256 of a file, 64 hex digits. The file is then read from its beginning again.
fn sha256(from: &mut (impl Read + Seek)) -> std::io::Result<String> {
    let (mut hasher, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match from.read(&mut piece)? {
            0 => break,
            count => hasher.update(&piece[..count]),
        }
    }
    from.seek(SeekFrom::Start(0))?;
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The errors that concern the mapping have their own advice.
fn refused(error: SheetError) -> ReconcileError {
    match error {
        SheetError::NoColumn { column, found, .. } => ReconcileError::NoColumn { column, found },
        other => ReconcileError::File(other),
    }
}

/// Whether the conditions of the mapping hold for a row.
fn counts(
    columns: &OrderColumns,
    row: &SheetRow,
    mapping: &Mapping,
) -> Result<bool, ReconcileError> {
    for (column, texts) in columns.conditions.iter().zip(mapping.conditions.values()) {
        let value = read(row, column, text)?.unwrap_or_default();
        if !texts.contains(&value) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// None for a line that names neither an order nor a value.
fn line(
    columns: &OrderColumns,
    row: &SheetRow,
    mapping: &Mapping,
) -> Result<Option<OrderLine>, ReconcileError> {
    let turned = match (&columns.sign, &mapping.sign) {
        (Some(column), Some(sign)) => {
            read(row, column, text)?.is_some_and(|value| sign.negative.contains(&value))
        }
        _ => false,
    };
    let value = |column: &Option<OrderColumn>| -> Result<Option<Decimal>, ReconcileError> {
        let value = maybe(row, column, amount)?.filter(|value| !value.is_zero());
        Ok(value.map(|value| if turned { -value } else { value }))
    };
    let (amount, quantity) = (value(&columns.amount)?, value(&columns.quantity)?);
    let order_no = read(row, &columns.order_no, id)?;
    // A fee or a withdrawal has neither, and belongs to no order.
    if order_no.is_none() && amount.is_none() && quantity.is_none() {
        return Ok(None);
    }
    let order_no = order_no.ok_or_else(|| wrong(row, &columns.order_no, CellError::Blank))?;
    let day = columns.time.as_ref().map(|column| required(row, column, day)).transpose()?;
    Ok(Some(OrderLine {
        number: row.line,
        order_no: stripped(order_no, mapping.strip.as_deref()),
        day: day.map(|day| match day {
            CellDay::Civil(day) => day,
            CellDay::Instant(at) => beijing_date(at),
        }),
        amount,
        quantity,
        product: maybe(row, &columns.product, id)?,
        coupon: maybe(row, &columns.coupon, id)?,
    }))
}

/// The order number without the separator and the digits behind it.
fn stripped(order_no: String, separator: Option<&str>) -> String {
    match separator.and_then(|separator| order_no.rsplit_once(separator)) {
        Some((order, part))
            if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            order.to_owned()
        }
        _ => order_no,
    }
}

type ReadCell<T> = fn(&SheetCell) -> Result<Option<T>, CellError>;

fn read<T>(
    row: &SheetRow,
    column: &OrderColumn,
    reader: ReadCell<T>,
) -> Result<Option<T>, ReconcileError> {
    reader(&row.cells[column.index]).map_err(|what| wrong(row, column, what))
}

fn maybe<T>(
    row: &SheetRow,
    column: &Option<OrderColumn>,
    reader: ReadCell<T>,
) -> Result<Option<T>, ReconcileError> {
    column.as_ref().map_or(Ok(None), |column| read(row, column, reader))
}

fn required<T>(
    row: &SheetRow,
    column: &OrderColumn,
    reader: ReadCell<T>,
) -> Result<T, ReconcileError> {
    read(row, column, reader)?.ok_or_else(|| wrong(row, column, CellError::Blank))
}

fn wrong(row: &SheetRow, column: &OrderColumn, what: CellError) -> ReconcileError {
    let text = match what {
        CellError::Blank => String::new(),
        _ => excerpt(row.cells[column.index].shown().trim()),
    };
    ReconcileError::Cell { line: row.line, column: column.name.clone(), text, what }
}
