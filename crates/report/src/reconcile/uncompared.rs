//! Orders of accounts whose coupons name no order.

use coupon_domain::AccountName;
use rust_decimal::Decimal;

use super::{
    error::ReconcileError,
    options::ReconcileOptions,
    order_store::{FileOrder, OrderStore},
    reconciliation::{Measure, NotReconcilableOrders, UnmatchedOrder},
};
use crate::exact_sum::exact_sum;

/// The orders of the range that had a coupon, by account.
pub(super) fn orders(
    file: &OrderStore,
    accounts: &[AccountName],
    options: &ReconcileOptions,
) -> Result<Vec<NotReconcilableOrders>, ReconcileError> {
    let mut listed = Vec::<NotReconcilableOrders>::new();
    for order in file.orders().filter(|order| accounts.contains(order.account())) {
        let Some(found) = unmatched(order, options)? else { continue };
        match listed.last_mut().filter(|last| last.account == *order.account()) {
            Some(last) => last.orders.push(found),
            None => listed.push(NotReconcilableOrders {
                account: order.account().clone(),
                orders: vec![found],
            }),
        }
    }
    listed.sort_by(|a, b| a.account.cmp(&b.account));
    for account in &mut listed {
        account.orders.sort_by(|a, b| a.order_no.cmp(&b.order_no));
    }
    Ok(listed)
}

/// None of an order without a coupon in the range.
fn unmatched(
    order: FileOrder<'_>,
    options: &ReconcileOptions,
) -> Result<Option<UnmatchedOrder>, ReconcileError> {
    let mut found = None::<UnmatchedOrder>;
    let in_range = |day| (options.since..=options.until).contains(&day);
    for line in order.lines().filter(|line| line.day.is_none_or(in_range)) {
        let Some((measure, value)) = line.value else { continue };
        let found = found.get_or_insert_with(|| UnmatchedOrder {
            order_no: order.number().to_owned(),
            day: line.day,
            amount: None,
            quantity: None,
            lines: Vec::new(),
        });
        match measure {
            Measure::Money => add(&mut found.amount, value, order)?,
            Measure::Goods => add(&mut found.quantity, value, order)?,
        }
        if found.lines.last() != Some(&line.number) {
            found.lines.push(line.number);
        }
    }
    Ok(found)
}

fn add(
    sum: &mut Option<Decimal>,
    value: Decimal,
    order: FileOrder<'_>,
) -> Result<(), ReconcileError> {
    let added = exact_sum(sum.unwrap_or_default(), value);
    *sum = Some(added.ok_or_else(|| ReconcileError::of_order(order.number()))?);
    Ok(())
}
