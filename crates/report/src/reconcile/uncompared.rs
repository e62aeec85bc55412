//! Orders of accounts whose coupons name no order.

use std::collections::BTreeMap;

use coupon_domain::AccountName;
use rust_decimal::Decimal;

use super::{
    error::ReconcileError,
    options::ReconcileOptions,
    orders::OrderLine,
    reconciliation::{NotReconcilableOrders, UnmatchedOrder},
};
use crate::exact_sum::exact_sum;

/// The orders of the range that had a coupon, by account.
pub(super) fn orders(
    lines: &[&OrderLine],
    options: &ReconcileOptions,
) -> Result<Vec<NotReconcilableOrders>, ReconcileError> {
    let mut accounts = BTreeMap::<&AccountName, BTreeMap<&str, UnmatchedOrder>>::new();
    for line in lines {
        let has_coupon = line.amount.is_some() || line.quantity.is_some();
        let in_range = |day| (options.since..=options.until).contains(&day);
        if !has_coupon || !line.day.is_none_or(in_range) {
            continue;
        }
        let orders = accounts.entry(&line.account).or_default();
        let order = orders.entry(&line.order_no).or_insert_with(|| UnmatchedOrder {
            order_no: line.order_no.clone(),
            day: line.day,
            amount: None,
            quantity: None,
            lines: Vec::new(),
        });
        add(&mut order.amount, line.amount, line)?;
        add(&mut order.quantity, line.quantity, line)?;
        order.lines.push(line.number);
    }
    let listed = |(account, orders): (&AccountName, BTreeMap<_, _>)| NotReconcilableOrders {
        account: account.clone(),
        orders: orders.into_values().collect(),
    };
    Ok(accounts.into_iter().map(listed).collect())
}

fn add(
    sum: &mut Option<Decimal>,
    value: Option<Decimal>,
    line: &OrderLine,
) -> Result<(), ReconcileError> {
    let Some(value) = value else { return Ok(()) };
    let added = exact_sum(sum.unwrap_or_default(), value);
    *sum =
        Some(added.ok_or_else(|| ReconcileError::TooLarge {
            what: format!("order {}", line.order_no),
        })?);
    Ok(())
}
