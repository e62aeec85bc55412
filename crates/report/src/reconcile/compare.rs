//! One reconciliation from the order file and the ledger to its result.

use std::io::{Read, Seek};

use coupon_domain::AccountName;
use coupon_ledger::{AccountRow, Ledger, LedgerTable};
use jiff::Timestamp;

use super::{
    error::ReconcileError, mapping::Mapping, matching, options::ReconcileOptions,
    orders::OrderFile, reconciliation::Reconciliation, uncompared, uses,
};

/// Compares the used coupons of a ledger with an order file: a text file or a workbook, with a header.
///
/// An order and a use belong together if they name the same order number. The order belongs to the range if its day in the file
/// does; without a line in the file, the day of the use decides. `now` becomes [`Reconciliation::at`].
///
/// # Errors
/// A file that does not fit the mapping, with line and column; a ledger that cannot be read; sums beyond 28 digits.
pub async fn reconcile(
    ledger: &Ledger,
    orders: impl Read + Seek,
    mapping: &Mapping,
    options: &ReconcileOptions,
    now: Timestamp,
) -> Result<Reconciliation, ReconcileError> {
    let file = OrderFile::read(orders, mapping, options.account.as_ref())?;
    reconcile_orders(ledger, &file, mapping, options, now).await
}

/// Does the same as [`reconcile`] with an order file that is read already.
///
/// # Errors
/// An account that is not reconciled; a ledger that cannot be read; sums beyond 28 digits.
pub async fn reconcile_orders(
    ledger: &Ledger,
    file: &OrderFile,
    mapping: &Mapping,
    options: &ReconcileOptions,
    now: Timestamp,
) -> Result<Reconciliation, ReconcileError> {
    let known = ledger.accounts().await?;
    let names_no_orders = |row: &&AccountRow| options.without_orders.contains(&row.vendor);
    let without_orders: Vec<AccountName> =
        known.iter().filter(names_no_orders).map(|row| row.name.clone()).collect();
    let accounts = match &options.account {
        Some(account) => vec![account.clone()],
        None => known.into_iter().map(|row| row.name).collect(),
    };
    let foreign = file.orders.accounts().filter(|(name, _)| !accounts.contains(name));
    if let Some((account, line)) = foreign.min_by_key(|(_, line)| *line) {
        return Err(ReconcileError::OtherAccount {
            line,
            account: account.clone(),
            known: accounts,
        });
    }
    let digest = ledger.digest(LedgerTable::Coupons, options.account.as_ref()).await?;
    let uses = uses::read(ledger, &accounts, &without_orders, mapping, options).await?;
    let matched = matching::match_up(&uses.uses, &file.orders, &without_orders, mapping, options)?;
    Ok(Reconciliation {
        version: Reconciliation::VERSION,
        at: now,
        since: options.since,
        until: options.until,
        tolerance: options.tolerance,
        accounts,
        ledger_digest: digest,
        orders_sha256: file.sha256.clone(),
        order_lines: file.orders.count_orders(),
        breaks: matched.breaks,
        days: matched.days,
        total: matched.total,
        not_reconcilable: uses.not_reconcilable,
        orders_not_reconcilable: uncompared::orders(&file.orders, &without_orders, options)?,
        undated: matched.undated,
        no_common_order: matched.no_common_order,
    })
}
