//! The order file: rows in, lines out.

use std::{collections::BTreeMap, io::Read};

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
};

/// An order file, read whole.
#[derive(Debug)]
pub struct OrderFile {
    pub(super) lines: Vec<OrderLine>,
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

/// One line: an order, or a part of one.
#[derive(Debug, Clone)]
pub(super) struct OrderLine {
    /// In the file, counted from 1.
    pub(super) number: u64,
    pub(super) account: AccountName,
    pub(super) order_no: String,
    pub(super) day: Option<Date>,
    pub(super) amount: Option<Decimal>,
    pub(super) quantity: Option<Decimal>,
    pub(super) product: Option<String>,
    pub(super) coupon: Option<String>,
}

impl OrderFile {
    /// Reads an order file. `account` is that of every line if the mapping names no column for it.
    ///
    /// # Errors
    /// A file that does not fit the mapping, with line and column.
    pub fn read(
        mut from: impl Read,
        mapping: &Mapping,
        account: Option<&AccountName>,
    ) -> Result<Self, ReconcileError> {
        if mapping.voucher_amount.is_none() && mapping.goods_quantity.is_none() {
            return Err(ReconcileError::NothingToCompare);
        }
        if mapping.account.is_none() && account.is_none() {
            return Err(ReconcileError::NoAccount);
        }
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).map_err(|error| {
            ReconcileError::File(SheetError::BrokenWorkbook { reason: error.to_string() })
        })?;
        let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let columns = OrderColumns::new(mapping);
        let (mut lines, mut excluded, mut first_error) = (Vec::new(), 0, None);
        let mut take = |expected: usize, row: SheetRow| -> Result<(), ReconcileError> {
            if row.width != expected {
                let (line, found) = (row.line, row.width);
                return Err(ReconcileError::NotCsv { line, found, expected });
            }
            match counts(&columns, &row, mapping)? {
                true => lines.extend(line(&columns, &row, mapping, account)?),
                false => excluded += 1,
            }
            Ok(())
        };
        let mut each = |expected, row| {
            if first_error.is_none() {
                first_error = take(expected, row).err();
            }
        };
        let table = read_rows(&bytes, &columns.options(mapping), &mut each).map_err(refused)?;
        if let Some(error) = first_error {
            return Err(error);
        }
        if mapping.amount_per == AmountPer::Order {
            count_amounts_once(&mut lines)?;
        }
        let mut days = BTreeMap::new();
        for line in &lines {
            if let Some(day) = line.day {
                days.entry(day).or_insert((line.number, 0)).1 += 1;
            }
        }
        let time = mapping.time.clone().unwrap_or_default();
        Ok(Self { lines, sha256, notes: table.notes, excluded, days, time })
    }

    /// How the file was read, and what was left out.
    pub fn notes(&self) -> &TableNotes {
        &self.notes
    }

    /// Number of lines that the conditions of the mapping, `where`, leave out.
    pub fn excluded_lines(&self) -> u64 {
        self.excluded
    }

    /// Number of orders. Several lines of one order are one.
    pub(super) fn count_orders(&self) -> u64 {
        let mut orders: Vec<(&AccountName, &str)> =
            self.lines.iter().map(|line| (&line.account, line.order_no.as_str())).collect();
        orders.sort_unstable();
        orders.dedup();
        orders.len() as u64
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
    account: Option<&AccountName>,
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
    let account = match (&columns.account, account) {
        (Some(column), _) => required(row, column, text)?.as_str().into(),
        (None, Some(account)) => account.clone(),
        (None, None) => return Err(ReconcileError::NoAccount),
    };
    let order_no = order_no.ok_or_else(|| wrong(row, &columns.order_no, CellError::Blank))?;
    let day = columns.time.as_ref().map(|column| required(row, column, day)).transpose()?;
    Ok(Some(OrderLine {
        number: row.line,
        account,
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

/// Leaves the amount of an order on its first line alone.
fn count_amounts_once(lines: &mut [OrderLine]) -> Result<(), ReconcileError> {
    let mut seen = BTreeMap::<(AccountName, String), (u64, Decimal)>::new();
    for line in lines {
        let Some(amount) = line.amount else { continue };
        let order = (line.account.clone(), line.order_no.clone());
        match seen.get(&order) {
            None => drop(seen.insert(order, (line.number, amount))),
            Some((_, first)) if *first == amount => line.amount = None,
            Some((first, _)) => {
                let order_no = line.order_no.clone();
                return Err(ReconcileError::OtherAmount {
                    line: line.number,
                    first: *first,
                    order_no,
                });
            }
        }
    }
    Ok(())
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
