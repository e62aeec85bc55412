//! A reconciliation as a page.

use coupon_domain::to_beijing;
use rust_decimal::Decimal;

use super::reconciliation::{
    Break, BreakKind, DayTotal, Measure, NotReconcilable, NotReconcilableReason, Reconciliation,
};
use crate::html::{
    PageLanguage, Td, Text, document, figures, grouped, heading, money, paragraph, put, table,
    table_with_total,
};

/// Rows that a page shows of one list; files have them all.
const SHOWN: usize = 1_000;

/// A page that needs no other file and no network: light and dark as the reader prefers, and fit to be printed. It shows the run as
/// it was, whenever it is made.
pub fn reconciliation_page(run: &Reconciliation, lang: PageLanguage) -> String {
    let title = format!("{} {} – {}", lang.of("Reconciliation", "核销对账"), run.since, run.until);
    let mut html = String::new();
    put(&mut html, format_args!("<h1>{title}</h1>\n"));
    let at = to_beijing(run.at);
    let made = lang.of("Made", "生成于");
    let made = format!(
        "{made} {} {:02}:{:02}{}",
        at.date(),
        at.hour(),
        at.minute(),
        lang.of(", Beijing time", "（北京时间）")
    );
    paragraph(&mut html, "soft", &made);
    verdict(&mut html, run, lang);
    breaks(&mut html, run, lang);
    days(&mut html, run, lang);
    not_reconcilable(&mut html, run, lang);
    sources(&mut html, run, lang);
    document(lang, &title, &html)
}

fn verdict(html: &mut String, run: &Reconciliation, lang: PageLanguage) {
    if run.agrees() {
        paragraph(
            html,
            "notice good",
            lang.of("Everything that can be compared agrees.", "可比对的全部一致。"),
        );
    } else {
        let differ = lang.of("places do not agree.", "处不一致。");
        let count = grouped(&run.breaks.len().to_string());
        paragraph(html, "notice bad", &format!("{count} {differ}"));
    }
    let difference = run.total.ledger_money.checked_sub(run.total.orders_money);
    figures(
        html,
        &[
            (money(Some(run.total.ledger_money)), lang.of("yuan in the ledger", "台账抵扣（元）")),
            (money(Some(run.total.orders_money)), lang.of("yuan in the orders", "订单抵扣（元）")),
            (money(difference), lang.of("yuan apart", "差额（元）")),
            (grouped(&run.total.uses.to_string()), lang.of("uses compared", "已比对核销")),
        ],
    );
}

fn breaks(html: &mut String, run: &Reconciliation, lang: PageLanguage) {
    heading(html, lang.of("What does not agree", "不一致明细"));
    let counts: Vec<Vec<Td>> = BreakKind::ALL
        .into_iter()
        .map(|kind| {
            let count = run.breaks.iter().filter(|found| found.kind == kind).count();
            vec![Td::words(kind_name(kind, lang)), Td::number(count)]
        })
        .collect();
    table(html, lang, &[lang.of("kind", "类型"), lang.of("count", "数量")], &counts);
    let headers = [
        lang.of("kind", "类型"),
        lang.of("account", "账户"),
        lang.of("day", "日期"),
        lang.of("order", "订单"),
        lang.of("coupons", "券"),
        lang.of("ledger", "台账"),
        lang.of("orders", "订单侧"),
        lang.of("lines", "文件行"),
    ];
    let rows: Vec<Vec<Td>> =
        run.breaks.iter().take(SHOWN).map(|found| break_cells(found, lang)).collect();
    table(html, lang, &headers, &rows);
    the_rest(html, run.breaks.len(), lang);
}

fn break_cells(found: &Break, lang: PageLanguage) -> Vec<Td> {
    let value = |value: Option<Decimal>| match found.measure {
        Measure::Money => {
            Td::Number(value.map_or_else(|| money(None), |yuan| format!("¥{}", money(Some(yuan)))))
        }
        Measure::Goods => Td::maybe_number(value),
    };
    let orders: Vec<&str> =
        found.order_no.iter().chain(&found.other_orders).map(String::as_str).collect();
    let product = found.product.as_ref().map(|code| format!(" · {code}")).unwrap_or_default();
    let lines: Vec<String> = found.lines.iter().map(ToString::to_string).collect();
    vec![
        Td::short(Some(kind_name(found.kind, lang))),
        Td::words(&found.account),
        Td::short(found.day),
        Td::words(format!("{}{product}", orders.join(" "))),
        Td::words(found.coupons.join(" ")),
        value(found.ledger),
        value(found.orders),
        Td::words(lines.join(" ")),
    ]
}

fn kind_name(kind: BreakKind, lang: PageLanguage) -> &'static str {
    match kind {
        BreakKind::AmountDiffers => lang.of("amount differs", "金额或数量不符"),
        BreakKind::UsedWithoutOrder => lang.of("used without order", "已核销无订单"),
        BreakKind::OrderWithoutUse => lang.of("order without use", "有订单未核销"),
        BreakKind::UsedTwice => lang.of("used twice", "重复核销"),
        BreakKind::UsedOutsideDates => lang.of("used outside its dates", "有效期外核销"),
    }
}

fn days(html: &mut String, run: &Reconciliation, lang: PageLanguage) {
    heading(html, lang.of("By account and day", "按账户与日期"));
    let headers = [
        lang.of("account", "账户"),
        lang.of("day", "日期"),
        lang.of("uses", "核销"),
        lang.of("lines", "订单行"),
        lang.of("ledger, yuan", "台账（元）"),
        lang.of("orders, yuan", "订单（元）"),
        lang.of("ledger, goods", "台账（兑货）"),
        lang.of("orders, goods", "订单（兑货）"),
        lang.of("breaks", "不一致"),
    ];
    let rows: Vec<Vec<Td>> = run.days.iter().map(|day| day_cells(day, lang)).collect();
    let total = day_cells(&run.total, lang);
    table_with_total(html, lang, &headers, &rows, Some(&total));
    if run.undated > 0 {
        let text = lang.of(
            "used coupons bear no day and no order of the file, so they belong to no month",
            "张已使用的券既无日期也无对应订单，不属于任何月份",
        );
        paragraph(html, "soft", &format!("{} {text}", grouped(&run.undated.to_string())));
    }
}

fn day_cells(day: &DayTotal, lang: PageLanguage) -> Vec<Td> {
    let account = day.account.as_ref().map(ToString::to_string);
    vec![
        Td::words(account.unwrap_or_else(|| lang.of("all", "合计").to_owned())),
        Td::short(day.day),
        Td::number(day.uses),
        Td::number(day.lines),
        Td::money(Some(day.ledger_money)),
        Td::money(Some(day.orders_money)),
        Td::number(day.ledger_goods),
        Td::number(day.orders_goods),
        Td::number(day.breaks),
    ]
}

fn not_reconcilable(html: &mut String, run: &Reconciliation, lang: PageLanguage) {
    heading(html, lang.of("Used, but not reconcilable", "已使用但无法对账"));
    let headers = [
        lang.of("account", "账户"),
        lang.of("provider", "来源"),
        lang.of("why", "原因"),
        lang.of("coupons", "张数"),
    ];
    let rows: Vec<Vec<Td>> =
        run.not_reconcilable.iter().map(|group| group_cells(group, lang)).collect();
    table(html, lang, &headers, &rows);
    for group in &run.not_reconcilable {
        list(html, group, lang);
    }
}

fn group_cells(group: &NotReconcilable, lang: PageLanguage) -> Vec<Td> {
    let why = match group.why {
        NotReconcilableReason::NoOrders => lang.of("the vendor names no order", "供应商不提供订单"),
        NotReconcilableReason::NoColumn => {
            lang.of("the mapping names no column for it", "映射未给出对应列")
        }
    };
    vec![
        Td::words(&group.account),
        Td::words(&group.provider),
        Td::words(why),
        Td::number(group.coupons.len()),
    ]
}

fn list(html: &mut String, group: &NotReconcilable, lang: PageLanguage) {
    let title = format!("{} · {}", group.account, group.provider);
    put(html, format_args!("<details class=\"more-rows\"><summary>{}</summary>\n", Text(title)));
    let headers = [
        lang.of("coupon", "券"),
        lang.of("day", "日期"),
        lang.of("face value, yuan", "面额（元）"),
    ];
    let rows: Vec<Vec<Td>> = group
        .coupons
        .iter()
        .take(SHOWN)
        .map(|coupon| {
            let about = if coupon.approximate { "≈ " } else { "" };
            vec![
                Td::words(&coupon.coupon),
                Td::short(coupon.day.map(|day| format!("{about}{day}"))),
                Td::money(coupon.amount),
            ]
        })
        .collect();
    table(html, lang, &headers, &rows);
    the_rest(html, group.coupons.len(), lang);
    html.push_str("</details>\n");
}

fn the_rest(html: &mut String, all: usize, lang: PageLanguage) {
    if let Some(more) = all.checked_sub(SHOWN).filter(|more| *more > 0) {
        let text = lang.of("more are in the run itself", "条未在此页列出，见对账结果文件");
        paragraph(html, "soft", &format!("{} {text}", grouped(&more.to_string())));
    }
}

fn sources(html: &mut String, run: &Reconciliation, lang: PageLanguage) {
    heading(html, lang.of("What was compared", "对账依据"));
    let accounts: Vec<&str> = run.accounts.iter().map(|name| name.as_str()).collect();
    let rows = [
        (lang.of("accounts", "账户"), accounts.join(", ")),
        (lang.of("tolerance, yuan an order", "每单容差（元）"), run.tolerance.to_string()),
        (lang.of("lines of the order file", "订单文件行数"), run.order_lines.to_string()),
        (lang.of("SHA-256 of the order file", "订单文件 SHA-256"), run.orders_sha256.clone()),
        (lang.of("digest of the ledger", "台账摘要"), run.ledger_digest.clone()),
    ];
    let rows: Vec<Vec<Td>> =
        rows.into_iter().map(|(name, value)| vec![Td::words(name), Td::words(value)]).collect();
    table(html, lang, &["", ""], &rows);
}
