//! A month as a page.

use std::fmt::Display;

use coupon_domain::beijing_date;
use jiff::ToSpan as _;
use maud::{Markup, html};

use super::{
    account_value::AccountValue,
    html::{approximate, month_and_day},
    month::{MonthCount, MonthReport, TopGroups},
    notices::{age, freshness_table, missing},
};
use crate::html::{
    PageLanguage, TableCell,
    bar_chart::{Bars, bar_chart},
    document, figures, grouped_count, money, paragraph, soft, table_with_total,
};

/// Returns a page about the month that needs no other file and no network.
pub fn month_page(report: &MonthReport, language: PageLanguage) -> String {
    let (year, month) = (report.first.year(), report.first.month());
    let title = match language {
        PageLanguage::En => format!("Coupons in {year}-{month:02}"),
        PageLanguage::Zh => format!("{year} 年 {month} 月优惠券月报"),
    };
    let today = beijing_date(report.at);
    let body = html! {
        (age(language, &report.sources, report.at))
        (unfinished(report, language))
        (missing(language, &report.sources, &report.quarantined, today.min(report.last.saturating_add(1.day()))))
        (overview(report, language))
        (days(report, language))
        (by_source(report, language))
        (groups(
            language,
            language.of("By template", "按模板"),
            language.of("template", "模板"),
            &report.by_template,
        ))
        (groups(
            language,
            language.of("By customer or store, as far as the vendor names them", "按客户或门店（厂商给出名称者）"),
            language.of("customer or store", "客户或门店"),
            &report.by_customer,
        ))
        (freshness_table(language, &report.sources, today))
    };
    document(language, &title, &body)
}

/// Says so where the month is not over in the ledger.
fn unfinished(report: &MonthReport, language: PageLanguage) -> Markup {
    let text = language.of(
        "Not every source is read up to the end of the month, so the figures will still grow.",
        "并非所有来源都已读至月末，数字仍会增加。",
    );
    html! { @if !report.is_whole() { (paragraph("notice bad", text)) } }
}

fn overview(report: &MonthReport, language: PageLanguage) -> Markup {
    let MonthCount { issued, used, expired } = &report.total;
    let named = [
        (issued, language.of("issued", "发放（张）"), language.of("yuan issued", "发放金额（元）")),
        (used, language.of("used", "使用（张）"), language.of("yuan used", "使用金额（元）")),
        (
            expired,
            language.of("expired", "过期（张）"),
            language.of("yuan expired", "过期金额（元）"),
        ),
    ];
    let others: u64 = named.iter().map(|(value, _, _)| value.others).sum();
    let all = named.iter().flat_map(|(value, coupons, yuan)| {
        [(grouped_count(value.coupons()), *coupons), (money(value.money), *yuan)]
    });
    html! {
        (figures(&all.collect::<Vec<_>>()))
        @if others > 0 {
            (soft(language.of(
                "Money is that of coupons of a fixed amount; percentages and coupons for goods have none.",
                "金额仅计固定金额的券；折扣券与兑货券不计金额。",
            )))
        }
    }
}

fn days(report: &MonthReport, language: PageLanguage) -> Markup {
    let title = language.of("Issued and used, by day", "每日发放与使用");
    let names = [language.of("issued", "发放"), language.of("used", "使用")];
    let bars: Vec<Bars> = report
        .days
        .iter()
        .map(|(day, count)| Bars {
            label: month_and_day(*day),
            values: vec![count.issued.coupons(), count.used.coupons()],
        })
        .collect();
    html! {
        h2 { (title) }
        (bar_chart(language, title, &names, &bars))
        @if !report.approximate.is_empty() { (soft(&approximate(&report.approximate, language))) }
    }
}

fn by_source(report: &MonthReport, language: PageLanguage) -> Markup {
    let mut headers = vec![language.of("account", "账户"), language.of("provider", "来源")];
    headers.extend(count_headers(language));
    let row = |account: &dyn Display, provider: &dyn Display, count: &MonthCount| {
        let mut cells = vec![TableCell::words(account), TableCell::words(provider)];
        cells.extend(count_cells(count));
        cells
    };
    let rows: Vec<Vec<TableCell>> = report
        .by_source
        .iter()
        .map(|((account, provider), count)| row(account, provider, count))
        .collect();
    let total = row(&language.of("all", "合计"), &"", &report.total);
    html! {
        h2 { (language.of("By account", "按账户")) }
        (table_with_total(language, &headers, &rows, (rows.len() > 1).then_some(&total)))
    }
}

fn groups(language: PageLanguage, title: &str, name: &str, top: &TopGroups) -> Markup {
    let mut headers = vec![name, language.of("account", "账户")];
    headers.extend(count_headers(language));
    let rows: Vec<Vec<TableCell>> = top
        .groups
        .iter()
        .map(|group| {
            let mut cells = vec![TableCell::words(&group.name), TableCell::words(&group.account)];
            cells.extend(count_cells(&group.count));
            cells
        })
        .collect();
    let more = match language {
        PageLanguage::En => {
            format!("The ten most used; {} more have coupons of this month.", top.more)
        }
        PageLanguage::Zh => format!("使用最多的十个；另有 {} 个本月有券。", top.more),
    };
    html! {
        h2 { (title) }
        (table_with_total(language, &headers, &rows, None))
        @if top.more > 0 { (soft(&more)) }
    }
}

fn count_headers(language: PageLanguage) -> [&'static str; 6] {
    [
        language.of("issued", "发放"),
        language.of("yuan", "金额（元）"),
        language.of("used", "使用"),
        language.of("yuan", "金额（元）"),
        language.of("expired", "过期"),
        language.of("yuan", "金额（元）"),
    ]
}

fn count_cells(count: &MonthCount) -> impl Iterator<Item = TableCell> {
    let cells =
        |value: AccountValue| [TableCell::number(value.coupons()), TableCell::money(value.money)];
    [count.issued, count.used, count.expired].into_iter().flat_map(cells)
}
