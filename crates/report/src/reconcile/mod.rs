//! The ledger's used coupons against the shop's orders.

mod breaks_csv;
mod error;
mod html;
mod mapping;
mod matching;
mod order_table;
mod orders;
mod reconciliation;
mod totals;
mod uses;
mod workbook;

use std::io::Read;

use coupon_domain::{AccountName, ProviderName};
use coupon_ledger::{Ledger, LedgerTable};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

pub use self::{
    breaks_csv::breaks_csv,
    error::{ReconcileError, WrongCell, WrongFile},
    html::reconciliation_page,
    mapping::Mapping,
    reconciliation::{
        Break, BreakKind, DayTotal, Measure, NotReconcilable, NotReconcilableReason,
        Reconciliation, Unmatched,
    },
};

pub(crate) use self::totals::add as exact_sum;

/// What is reconciled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconcileOptions {
    /// Whose coupons; none for every account, and then the order file needs a column that says whose each order is.
    pub account: Option<AccountName>,
    /// First Beijing day.
    pub since: Date,
    /// Last Beijing day, itself included.
    pub until: Date,
    /// The most yuan that an order may differ by. Quantities must be equal.
    pub tolerance: Decimal,
    /// Providers that answer no order for a used coupon. Theirs are listed as not reconcilable.
    pub without_orders: Vec<ProviderName>,
}

/// The first and last Beijing day that an order file names; none if its mapping names no time, or it has no lines.
///
/// # Errors
/// A file that does not fit the mapping, with line and column.
pub fn order_days(
    orders: impl Read,
    mapping: &Mapping,
    account: Option<&AccountName>,
) -> Result<Option<(Date, Date)>, ReconcileError> {
    let file = orders::read(orders, mapping, account)?;
    let days = || file.lines.iter().filter_map(|line| line.day);
    Ok(days().min().zip(days().max()))
}

/// Compares the used coupons of a ledger with an order file (CSV in UTF-8, with a header). An order and a use belong together if
/// they name the same order number; the order belongs to the range if the file's day of it does, or the day of its use if the file has no line for
/// it. `now` only says when.
///
/// # Errors
/// A file that does not fit the mapping, with line and column; a ledger that cannot be read; sums beyond 28 digits.
pub async fn reconcile(
    ledger: &Ledger,
    orders: impl Read,
    mapping: &Mapping,
    terms: &ReconcileOptions,
    now: Timestamp,
) -> Result<Reconciliation, ReconcileError> {
    let file = orders::read(orders, mapping, terms.account.as_ref())?;
    let accounts = match &terms.account {
        Some(account) => vec![account.clone()],
        None => ledger.accounts().await?.into_iter().map(|row| row.name).collect(),
    };
    for line in &file.lines {
        if !accounts.contains(&line.account) {
            let known = accounts.clone();
            return Err(ReconcileError::OtherAccount {
                line: line.number,
                account: line.account.clone(),
                known,
            });
        }
    }
    let digest = ledger.digest(LedgerTable::Coupons, terms.account.as_ref()).await?;
    let uses = uses::read(ledger, &accounts, mapping, terms).await?;
    let matched = matching::match_up(&uses.uses, &file.lines, mapping, terms)?;
    Ok(Reconciliation {
        version: Reconciliation::VERSION,
        at: now,
        since: terms.since,
        until: terms.until,
        tolerance: terms.tolerance,
        accounts,
        ledger_digest: digest,
        orders_sha256: file.sha256,
        order_lines: file.count,
        breaks: matched.breaks,
        days: matched.days,
        total: matched.total,
        not_reconcilable: uses.not_reconcilable,
        undated: matched.undated,
    })
}
