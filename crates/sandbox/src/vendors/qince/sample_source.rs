//! Records of which the sample calls of Qince are made: those that the sandbox holds now.

use jiff::{
    Span,
    civil::{Date, DateTime},
};
use serde_json::Value;

use super::{context::Context, state::QinceState};
use crate::{clock::civil, json_writer::unescaped};

/// How many records are looked at for one that fits.
const LOOKED_AT: usize = 400;

/// The account as it is now.
pub(super) struct QinceSampleSource<'a> {
    pub(super) state: &'a mut QinceState,
    pub(super) context: Context,
}

impl QinceSampleSource<'_> {
    pub(super) fn now(&self) -> DateTime {
        civil(self.context.now)
    }

    pub(super) fn today(&self) -> Date {
        self.now().date()
    }

    /// The id of the first customer.
    pub(super) fn customer(&self) -> String {
        self.state.directory.customers[0].entry.id.clone()
    }

    /// The id of the first product.
    pub(super) fn product(&self) -> String {
        self.state.directory.products[0].entry.id.clone()
    }

    /// The id of a customer whom a 优惠券 addresses.
    pub(super) fn customer_of(&self, voucher: &str) -> Option<String> {
        self.state.customers_of(voucher).pop().map(|(id, _)| id)
    }

    /// The id of a 优惠券 that was not finished, best one that still runs.
    pub(super) fn open_voucher(&mut self) -> String {
        self.voucher(|row| row["isFinish"] == "N")
    }

    /// The id of a 优惠券, best one that still runs.
    pub(super) fn any_voucher(&mut self) -> String {
        self.voucher(|_| true)
    }

    /// The id of a 优惠券 that fits, best one that still runs; of the first one if none does.
    fn voucher(&mut self, fits: impl Fn(&Value) -> bool) -> String {
        let slots = self.state.vouchers.all();
        let slots = slots[..slots.len().min(LOOKED_AT)].to_vec();
        let row = |slot| read(&unescaped(self.state.voucher_row(slot)));
        let rows: Vec<Value> = slots.into_iter().map(row).collect();
        let today = self.today().to_string();
        let begun =
            |row: &&Value| plain(&row["startDate"]) <= today && plain(&row["endDate"]) > today;
        let runs = |row: &&Value| fits(row) && begun(row);
        let found =
            rows.iter().find(runs).or_else(|| rows.iter().find(|row| fits(row))).or(rows.first());
        found.map(|row| plain(&row["id"])).unwrap_or_default()
    }

    /// A field of a 兑货券 that fits; of the first one if none does.
    pub(super) fn coupon(&mut self, fits: impl Fn(&Value) -> bool, field: &str) -> String {
        let slots = self.state.lines.all();
        let slots = slots[..slots.len().min(LOOKED_AT)].to_vec();
        let row = |slot| read(&unescaped(self.state.line(slot, self.context)));
        let rows: Vec<Value> = slots.into_iter().map(row).collect();
        let found = rows.iter().find(|row| fits(row)).or(rows.first());
        found.map(|row| plain(&row[field])).unwrap_or_default()
    }
}

fn read(row: &str) -> Value {
    serde_json::from_str(row).expect("a row of the sandbox is JSON")
}

/// A value without quotes; blank for none.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Half a year.
pub(super) fn later(day: Date) -> Date {
    day.saturating_add(Span::new().days(180))
}
