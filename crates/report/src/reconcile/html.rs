//! A reconciliation as a page.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::reconciliation::{
    Break, BreakKind, DayTotal, Measure, NotReconcilable, NotReconcilableOrders,
    NotReconcilableReason, OrderExamples, Reconciliation,
};
use crate::html::{
    PageLanguage, TableCell, document, figures, grouped_count, made_at, money, paragraph, soft,
    table, table_with_total,
};

/// Rows that a page shows of one list. Files have all of them.
const MOST_ROWS: usize = 1_000;

/// Returns a page that needs no other file and no network. It is light or dark as the reader prefers, and fit to be printed. It
/// depends on the reconciliation alone, so that a stored one gives the same page again.
pub fn reconciliation_page(run: &Reconciliation, language: PageLanguage) -> String {
    let name = language.of("Reconciliation", "核销对账");
    let body = html! {
        (made_at(language, language.of("Made", "生成于"), run.at))
        (result(run, language))
        (breaks(run, language))
        (days(run, language))
        (not_reconcilable(run, language))
        (sources(run, language))
    };
    document(language, &format!("{name} {} – {}", run.since, run.until), &body)
}

fn result(run: &Reconciliation, language: PageLanguage) -> Markup {
    let agrees = language.of("Everything that can be compared agrees.", "可比对的全部一致。");
    let differ = language.of("places do not agree.", "处不一致。");
    let difference = run.total.ledger_money.checked_sub(run.total.orders_money);
    html! {
        @if run.agrees() {
            (paragraph("notice good", agrees))
        } @else {
            (paragraph("notice bad", &format!("{} {differ}", grouped_count(run.breaks.len()))))
        }
        @if let Some(example) = &run.no_common_order {
            (paragraph("notice bad", &no_common_order(example, language)))
        }
        (figures(&[
            (money(Some(run.total.ledger_money)), language.of("yuan in the ledger", "台账抵扣（元）")),
            (money(Some(run.total.orders_money)), language.of("yuan in the orders", "订单抵扣（元）")),
            (money(difference), language.of("yuan apart", "差额（元）")),
            (grouped_count(run.total.uses), language.of("uses compared", "已比对核销")),
        ]))
    }
}

fn no_common_order(example: &OrderExamples, language: PageLanguage) -> String {
    let file = language.of(
        "No order number of the file is in the ledger. The file has ",
        "文件中的订单号在台账中一个也没有。文件中如 ",
    );
    let ledger = language.of("; the ledger has ", "；台账中如 ");
    format!("{file}{}{ledger}{}", example.orders, example.ledger)
}

fn breaks(run: &Reconciliation, language: PageLanguage) -> Markup {
    let counts = BreakKind::ALL.map(|kind| {
        let count = run.breaks.iter().filter(|found| found.kind == kind).count();
        vec![TableCell::words(kind.words(language)), TableCell::number(count)]
    });
    let headers = [
        language.of("kind", "类型"),
        language.of("account", "账户"),
        language.of("day", "日期"),
        language.of("order", "订单"),
        language.of("coupons", "券"),
        language.of("ledger", "台账"),
        language.of("orders", "订单侧"),
        language.of("lines", "文件行"),
    ];
    let shown = run.breaks.iter().take(MOST_ROWS);
    let rows: Vec<Vec<TableCell>> = shown.map(|found| break_cells(found, language)).collect();
    html! {
        h2 { (language.of("What does not agree", "不一致明细")) }
        (table(language, &[language.of("kind", "类型"), language.of("count", "数量")], &counts))
        (table(language, &headers, &rows))
        (rows_not_shown(run.breaks.len(), language))
    }
}

fn break_cells(found: &Break, language: PageLanguage) -> Vec<TableCell> {
    let value = |value: Option<Decimal>| match (found.measure, value) {
        (Measure::Goods, value) => TableCell::maybe_number(value),
        (Measure::Money, None) => TableCell::money(None),
        (Measure::Money, yuan) => TableCell::Number(format!("¥{}", money(yuan))),
    };
    let orders: Vec<&str> =
        found.order_no.iter().chain(&found.other_orders).map(String::as_str).collect();
    let product = found.product.as_ref().map(|code| format!(" · {code}")).unwrap_or_default();
    let lines: Vec<String> = found.lines.iter().map(ToString::to_string).collect();
    vec![
        TableCell::short(Some(found.kind.words(language))),
        TableCell::words(&found.account),
        TableCell::short(found.day),
        TableCell::words(format!("{}{product}", orders.join(" "))),
        TableCell::words(found.coupons.join(" ")),
        value(found.ledger),
        value(found.orders),
        TableCell::words(lines.join(" ")),
    ]
}

fn days(run: &Reconciliation, language: PageLanguage) -> Markup {
    let headers = [
        language.of("account", "账户"),
        language.of("day", "日期"),
        language.of("uses", "核销"),
        language.of("lines", "订单行"),
        language.of("ledger, yuan", "台账（元）"),
        language.of("orders, yuan", "订单（元）"),
        language.of("ledger, goods", "台账（兑货）"),
        language.of("orders, goods", "订单（兑货）"),
        language.of("breaks", "不一致"),
    ];
    let rows: Vec<Vec<TableCell>> = run.days.iter().map(|day| day_cells(day, language)).collect();
    let total = day_cells(&run.total, language);
    let undated = language.of(
        "used coupons bear no day and no order of the file, so they belong to no month",
        "张已使用的券既无日期也无对应订单，不属于任何月份",
    );
    html! {
        h2 { (language.of("By account and day", "按账户与日期")) }
        (table_with_total(language, &headers, &rows, Some(&total)))
        @if run.undated > 0 { (soft(&format!("{} {undated}", grouped_count(run.undated)))) }
    }
}

fn day_cells(day: &DayTotal, language: PageLanguage) -> Vec<TableCell> {
    let account = day.account.as_ref().map(ToString::to_string);
    vec![
        TableCell::words(account.unwrap_or_else(|| language.of("all", "合计").to_owned())),
        TableCell::short(day.day),
        TableCell::number(day.uses),
        TableCell::number(day.lines),
        TableCell::money(Some(day.ledger_money)),
        TableCell::money(Some(day.orders_money)),
        TableCell::number(day.ledger_goods),
        TableCell::number(day.orders_goods),
        TableCell::number(day.breaks),
    ]
}

fn not_reconcilable(run: &Reconciliation, language: PageLanguage) -> Markup {
    let headers = [
        language.of("account", "账户"),
        language.of("provider", "来源"),
        language.of("why", "原因"),
        language.of("coupons", "张数"),
    ];
    let groups = &run.not_reconcilable;
    let rows: Vec<Vec<TableCell>> =
        groups.iter().map(|group| group_cells(group, language)).collect();
    html! {
        h2 { (language.of("Used, but not reconcilable", "已使用但无法对账")) }
        (table(language, &headers, &rows))
        @for group in groups { (coupons_of(group, language)) }
        @for group in &run.orders_not_reconcilable { (orders_of(group, language)) }
    }
}

fn group_cells(group: &NotReconcilable, language: PageLanguage) -> Vec<TableCell> {
    let why = match group.why {
        NotReconcilableReason::NoOrders => {
            language.of("the vendor names no order", "厂商不提供订单")
        }
        NotReconcilableReason::NoColumn => {
            language.of("the mapping names no column for it", "映射未给出对应列")
        }
    };
    vec![
        TableCell::words(&group.account),
        TableCell::words(&group.provider),
        TableCell::words(why),
        TableCell::number(group.coupons.len()),
    ]
}

fn coupons_of(group: &NotReconcilable, language: PageLanguage) -> Markup {
    let headers = [
        language.of("coupon", "券"),
        language.of("day", "日期"),
        language.of("face value, yuan", "面额（元）"),
    ];
    let rows: Vec<Vec<TableCell>> = group
        .coupons
        .iter()
        .take(MOST_ROWS)
        .map(|coupon| {
            let about = if coupon.approximate { "≈ " } else { "" };
            vec![
                TableCell::words(&coupon.coupon),
                TableCell::short(coupon.day.map(|day| format!("{about}{day}"))),
                TableCell::money(coupon.amount),
            ]
        })
        .collect();
    html! {
        details.more-rows {
            summary { (group.account) " · " (group.provider) }
            (table(language, &headers, &rows))
            (rows_not_shown(group.coupons.len(), language))
        }
    }
}

fn orders_of(group: &NotReconcilableOrders, language: PageLanguage) -> Markup {
    let headers = [
        language.of("order", "订单"),
        language.of("day", "日期"),
        language.of("discount, yuan", "抵扣（元）"),
        language.of("goods", "兑货"),
    ];
    let shown = group.orders.iter().take(MOST_ROWS).map(|order| {
        vec![
            TableCell::words(&order.order_no),
            TableCell::short(order.day),
            TableCell::money(order.amount),
            TableCell::maybe_number(order.quantity),
        ]
    });
    let rows: Vec<Vec<TableCell>> = shown.collect();
    let count = grouped_count(group.orders.len());
    let orders = language.of("orders: the vendor names none", "个订单：厂商不提供订单");
    html! {
        details.more-rows {
            summary { (group.account) " · " (count) " " (orders) }
            (table(language, &headers, &rows))
            (rows_not_shown(group.orders.len(), language))
        }
    }
}

fn rows_not_shown(all: usize, language: PageLanguage) -> Markup {
    let more = all.saturating_sub(MOST_ROWS);
    let text = language.of("more are in the run itself", "条未在此页列出，见对账结果文件");
    html! {
        @if more > 0 { (soft(&format!("{} {text}", grouped_count(more)))) }
    }
}

fn sources(run: &Reconciliation, language: PageLanguage) -> Markup {
    let accounts: Vec<&str> = run.accounts.iter().map(|name| name.as_str()).collect();
    let rows = [
        (language.of("accounts", "账户"), accounts.join(", ")),
        (language.of("tolerance, yuan an order", "每单容差（元）"), run.tolerance.to_string()),
        (language.of("orders in the file", "订单文件中的订单数"), run.order_lines.to_string()),
        (language.of("SHA-256 of the order file", "订单文件 SHA-256"), run.orders_sha256.clone()),
        (language.of("digest of the ledger", "台账摘要"), run.ledger_digest.clone()),
    ];
    let rows = rows.map(|(name, value)| vec![TableCell::words(name), TableCell::words(value)]);
    html! {
        h2 { (language.of("What was compared", "对账依据")) }
        (table(language, &["", ""], &rows))
    }
}
