//! The findings of a reconciliation, as they are printed.

use coupon_report::{NotReconcilableReason, Reconciliation};

use crate::{app::App, error::CliError};

pub(crate) fn print(app: &mut App, run: &Reconciliation) -> Result<(), CliError> {
    if !app.out.is_table() {
        return Ok(app.out.document(run)?);
    }
    let lang = app.lang;
    let accounts: Vec<_> = run.accounts.iter().map(|name| name.as_str()).collect();
    app.out.line(&lang.reconciled(run.since, run.until, accounts.join(", "), run.order_lines))?;
    if let Some(example) = &run.no_common_order {
        app.out.line(&lang.no_common_order(&example.orders, &example.ledger))?;
    }
    breaks(app, run)?;
    days(app, run)?;
    for group in &run.not_reconcilable {
        let (count, place) = (group.coupons.len(), format!("{} {}", group.account, group.provider));
        app.out.line(&match group.why {
            NotReconcilableReason::NoOrders => lang.used_without_numbers(place, count),
            NotReconcilableReason::NoColumn => lang.used_without_column(place, count),
        })?;
    }
    for group in &run.orders_not_reconcilable {
        app.out.line(&lang.orders_without_uses(&group.account, group.orders.len()))?;
    }
    if run.undated > 0 {
        app.out.line(&lang.undated(run.undated))?;
    }
    if run.agrees() {
        app.out.line(&lang.agrees())?;
    }
    Ok(())
}

fn breaks(app: &mut App, run: &Reconciliation) -> Result<(), CliError> {
    if run.agrees() {
        return Ok(());
    }
    let lang = app.lang;
    let headers = [
        lang.pick("break", "类型"),
        lang.pick("account", "账户"),
        lang.pick("day", "日期"),
        lang.pick("order", "订单"),
        lang.pick("coupons", "券"),
        lang.pick("product", "商品"),
        lang.pick("ledger", "台账"),
        lang.pick("orders", "订单侧"),
        lang.pick("lines", "文件行"),
    ];
    let mut list = app.out.list(&headers);
    for found in &run.breaks {
        list.push(found, |found| found.text_cells(lang.into()))?;
    }
    list.finish()?;
    Ok(app.out.line("")?)
}

fn days(app: &mut App, run: &Reconciliation) -> Result<(), CliError> {
    let lang = app.lang;
    let headers = [
        lang.pick("account", "账户"),
        lang.pick("day", "日期"),
        lang.pick("uses", "核销"),
        lang.pick("lines", "订单行"),
        lang.pick("ledger, yuan", "台账（元）"),
        lang.pick("orders, yuan", "订单（元）"),
        lang.pick("ledger, goods", "台账（兑货）"),
        lang.pick("orders, goods", "订单（兑货）"),
        lang.pick("breaks", "不一致"),
    ];
    let mut list = app.out.list(&headers);
    for day in run.days.iter().chain([&run.total]) {
        list.push(day, |day| day.text_cells(lang.pick("all", "合计")))?;
    }
    Ok(list.finish()?)
}
