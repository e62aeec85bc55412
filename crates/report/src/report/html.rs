//! The report as a page.

use std::{collections::BTreeMap, fmt::Display};

use coupon_domain::{CouponState, ProviderName, beijing_date};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{
    account_value::AccountValue,
    count::Report,
    notices::{age, freshness_table, missing},
};
use crate::html::{
    PageLanguage, TableCell,
    bar_chart::{Bars, bar_chart},
    document, figures, grouped_count, money, soft, table_with_total,
};

/// Returns a page that needs no other file and no network. It is light or dark as the reader prefers, and fit to be printed.
pub fn report_page(report: &Report, language: PageLanguage) -> String {
    let body = html! {
        (age(language, &report.sources, report.at))
        (missing(language, &report.sources, &report.quarantined, beijing_date(report.at)))
        (overview(report, language))
        (states(report, language))
        (days(report, language))
        (ending(report, language))
        (at_stake(report, language))
        (freshness_table(language, &report.sources, beijing_date(report.at)))
    };
    document(language, language.of("Coupons", "优惠券概况"), &body)
}

fn overview(report: &Report, language: PageLanguage) -> Markup {
    let count = |wanted: CouponState| -> u64 {
        let found = report.states.iter().filter(|((_, _, state), _)| *state == wanted);
        found.map(|(_, count)| count).sum()
    };
    let used = count(CouponState::Used) + count(CouponState::Recovered);
    let ending = sum(report.ending.values());
    figures(&[
        (grouped_count(report.states.values().sum::<u64>()), language.of("coupons", "券（张）")),
        (grouped_count(count(CouponState::Available)), language.of("can be used", "可用（张）")),
        (grouped_count(used), language.of("used or recovered", "已使用或回收（张）")),
        (
            grouped_count(ending.fixed + ending.others),
            language.of("end within 30 days", "30 天内到期（张）"),
        ),
        (
            money(sum(report.at_stake.values()).money),
            language.of("yuan at stake", "未使用金额（元）"),
        ),
    ])
}

fn states(report: &Report, language: PageLanguage) -> Markup {
    let mut rows = BTreeMap::<_, BTreeMap<&CouponState, u64>>::new();
    let mut sums = BTreeMap::<&CouponState, u64>::new();
    for ((account, provider, state), count) in &report.states {
        *rows.entry((account, provider)).or_default().entry(state).or_default() += count;
        *sums.entry(state).or_default() += count;
    }
    let names: Vec<String> = sums.keys().map(|state| state_name(state, language)).collect();
    let mut headers = vec![language.of("account", "账户"), language.of("provider", "来源")];
    headers.extend(names.iter().map(String::as_str));
    headers.push(language.of("all", "合计"));
    let cells: Vec<Vec<TableCell>> = rows
        .iter()
        .map(|((account, provider), counts)| state_cells(account, provider, &sums, counts))
        .collect();
    let total = state_cells(&language.of("all", "合计"), &"", &sums, &sums);
    html! {
        h2 { (language.of("By account and state", "按账户与状态")) }
        (table_with_total(language, &headers, &cells, (cells.len() > 1).then_some(&total)))
    }
}

/// Returns one row, with a cell for each state of `columns`.
fn state_cells(
    account: &dyn Display,
    provider: &dyn Display,
    columns: &BTreeMap<&CouponState, u64>,
    counts: &BTreeMap<&CouponState, u64>,
) -> Vec<TableCell> {
    let mut cells = vec![TableCell::words(account), TableCell::words(provider)];
    cells.extend(columns.keys().map(|state| TableCell::number(counts.get(state).unwrap_or(&0))));
    cells.push(TableCell::number(counts.values().sum::<u64>()));
    cells
}

fn state_name(state: &CouponState, language: PageLanguage) -> String {
    if let Some(word) = state.vendors_word() {
        return format!("{word}{}", language.of(" (the vendor's word)", "（厂商原词）"));
    }
    let name = match state {
        CouponState::PendingReview => language.of("to be approved", "待审批"),
        CouponState::SentBack => language.of("sent back", "被打回"),
        CouponState::Available => language.of("can be used", "可用"),
        CouponState::Locked => language.of("locked", "锁定"),
        CouponState::Used => language.of("used", "已使用"),
        CouponState::Recovered => language.of("recovered", "已回收"),
        CouponState::Expired => language.of("expired", "已过期"),
        CouponState::Revoked => language.of("revoked", "已作废"),
        CouponState::Other(_) => language.of("unknown", "未知"),
    };
    name.to_owned()
}

fn days(report: &Report, language: PageLanguage) -> Markup {
    let title = days_title(report, language);
    let names = [language.of("issued", "发放"), language.of("used", "使用")];
    let bars: Vec<Bars> = report
        .days
        .iter()
        .map(|(day, counts)| Bars {
            label: month_and_day(*day),
            values: vec![counts.issued, counts.used],
        })
        .collect();
    html! {
        h2 { (title) }
        (bar_chart(language, &title, &names, &bars))
        @if !report.approximate.is_empty() { (soft(&approximate(&report.approximate, language))) }
    }
}

/// Names the last day where it is not today: where nothing happened since.
fn days_title(report: &Report, language: PageLanguage) -> String {
    let last = report.days.last_key_value().map(|(day, _)| *day);
    match (last.filter(|day| *day != beijing_date(report.at)), language) {
        (None, PageLanguage::En) => "Issued and used, the last 30 days".to_owned(),
        (None, PageLanguage::Zh) => "近 30 天发放与使用".to_owned(),
        (Some(day), PageLanguage::En) => {
            format!("Issued and used, the 30 days up to {day}; nothing since")
        }
        (Some(day), PageLanguage::Zh) => format!("截至 {day} 的 30 天发放与使用；此后没有"),
    }
}

pub(super) fn approximate(providers: &[ProviderName], language: PageLanguage) -> String {
    let names: Vec<&str> = providers.iter().map(|name| name.as_str()).collect();
    let note = language.of(
        "Approximate: the vendor tells no time of use, so it is the day of the last change for ",
        "近似值：下列来源不提供使用时间，以最后变更日期计：",
    );
    format!("{note}{}", names.join(language.of(", ", "、")))
}

fn ending(report: &Report, language: PageLanguage) -> Markup {
    let title = language.of("Ending in the next 30 days", "未来 30 天到期");
    let names = [language.of("coupons that can still be used", "仍可使用的券")];
    let bars: Vec<Bars> = report
        .ending
        .iter()
        .map(|(day, value)| Bars {
            label: month_and_day(*day),
            values: vec![value.fixed + value.others],
        })
        .collect();
    let all = sum(report.ending.values());
    html! {
        h2 { (title) }
        (bar_chart(language, title, &names, &bars))
        @if all.fixed + all.others > 0 { (soft(&in_words(&all, language))) }
    }
}

fn in_words(value: &AccountValue, language: PageLanguage) -> String {
    let (fixed, others) = (grouped_count(value.fixed), grouped_count(value.others));
    let money = money(value.money);
    match language {
        PageLanguage::En => {
            format!("{fixed} of a fixed amount, together {money} yuan; {others} others.")
        }
        PageLanguage::Zh => format!("其中固定金额 {fixed} 张，合计 {money} 元；其他 {others} 张。"),
    }
}

fn at_stake(report: &Report, language: PageLanguage) -> Markup {
    let headers = [
        language.of("account", "账户"),
        language.of("provider", "来源"),
        language.of("of a fixed amount", "固定金额（张）"),
        language.of("yuan", "金额（元）"),
        language.of("others", "其他（张）"),
    ];
    let rows: Vec<Vec<TableCell>> = report
        .at_stake
        .iter()
        .map(|((account, provider), value)| value_cells(account, provider, value))
        .collect();
    let all = sum(report.at_stake.values());
    let total = value_cells(&language.of("all", "合计"), &"", &all);
    html! {
        h2 { (language.of("Money at stake", "未使用金额")) }
        (table_with_total(language, &headers, &rows, (rows.len() > 1).then_some(&total)))
    }
}

fn value_cells(
    account: &dyn Display,
    provider: &dyn Display,
    value: &AccountValue,
) -> Vec<TableCell> {
    vec![
        TableCell::words(account),
        TableCell::words(provider),
        TableCell::number(value.fixed),
        TableCell::money(value.money),
        TableCell::number(value.others),
    ]
}

fn sum<'a>(values: impl Iterator<Item = &'a AccountValue>) -> AccountValue {
    values.fold(AccountValue::default(), |sum, value| sum.plus(value))
}

pub(super) fn month_and_day(day: Date) -> String {
    format!("{:02}-{:02}", day.month(), day.day())
}
