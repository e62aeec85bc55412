//! The report as a page.

use std::{collections::BTreeMap, fmt::Display};

use coupon_domain::{CouponState, beijing_date, to_beijing};

use super::{AccountValue, Report};
use crate::html::{
    PageLanguage, Td, bar_chart, bar_chart::Bars, document, figures, grouped, heading, money,
    paragraph, table, table_with_total,
};

/// A page that needs no other file and no network: light and dark as the reader prefers, and fit to be printed.
pub fn report_page(report: &Report, lang: PageLanguage) -> String {
    let title = lang.of("Coupons", "优惠券概况");
    let mut html = String::new();
    crate::html::put(&mut html, format_args!("<h1>{title}</h1>\n"));
    let at = to_beijing(report.at);
    let as_of =
        format!("{} {} {:02}:{:02}", lang.of("As of", "截至"), at.date(), at.hour(), at.minute());
    paragraph(&mut html, "soft", &format!("{as_of}{}", lang.of(", Beijing time", "（北京时间）")));
    overview(&mut html, report, lang);
    states(&mut html, report, lang);
    days(&mut html, report, lang);
    ending(&mut html, report, lang);
    at_stake(&mut html, report, lang);
    reading(&mut html, report, lang);
    document(lang, title, &html)
}

fn overview(html: &mut String, report: &Report, lang: PageLanguage) {
    let count = |wanted: CouponState| -> u64 {
        report
            .states
            .iter()
            .filter(|((_, _, state), _)| *state == wanted)
            .map(|(_, count)| count)
            .sum()
    };
    let used = count(CouponState::Used) + count(CouponState::Recovered);
    let ending = all(report.ending.values());
    let number = |number: u64| grouped(&number.to_string());
    figures(
        html,
        &[
            (number(report.states.values().sum()), lang.of("coupons", "券（张）")),
            (number(count(CouponState::Available)), lang.of("can be used", "可用（张）")),
            (number(used), lang.of("used or recovered", "已使用或回收（张）")),
            (
                number(ending.fixed + ending.others),
                lang.of("end within 30 days", "30 天内到期（张）"),
            ),
            (
                money(all(report.at_stake.values()).money),
                lang.of("yuan at stake", "未使用金额（元）"),
            ),
        ],
    );
}

fn states(html: &mut String, report: &Report, lang: PageLanguage) {
    heading(html, lang.of("By account and state", "按账户与状态"));
    let mut rows = BTreeMap::<_, BTreeMap<&CouponState, u64>>::new();
    for ((account, provider, state), count) in &report.states {
        *rows.entry((account, provider)).or_default().entry(state).or_default() += count;
    }
    let mut known: Vec<&CouponState> = report.states.keys().map(|(_, _, state)| state).collect();
    known.sort();
    known.dedup();
    let mut headers = vec![lang.of("account", "账户"), lang.of("provider", "来源")];
    headers.extend(known.iter().map(|state| state_name(state, lang)));
    headers.push(lang.of("all", "合计"));
    let cells: Vec<Vec<Td>> = rows
        .iter()
        .map(|((account, provider), counts)| state_cells(account, provider, &known, counts))
        .collect();
    let mut sums = BTreeMap::<&CouponState, u64>::new();
    for ((_, _, state), count) in &report.states {
        *sums.entry(state).or_default() += count;
    }
    let total = state_cells(&lang.of("all", "合计"), &"", &known, &sums);
    table_with_total(html, lang, &headers, &cells, (cells.len() > 1).then_some(&total));
}

fn state_cells(
    account: &dyn Display,
    provider: &dyn Display,
    known: &[&CouponState],
    counts: &BTreeMap<&CouponState, u64>,
) -> Vec<Td> {
    let mut cells = vec![Td::words(account), Td::words(provider)];
    cells.extend(known.iter().map(|state| Td::number(counts.get(state).unwrap_or(&0))));
    cells.push(Td::number(counts.values().sum::<u64>()));
    cells
}

fn state_name(state: &CouponState, lang: PageLanguage) -> &str {
    match state {
        CouponState::PendingReview => lang.of("to be approved", "待审批"),
        CouponState::SentBack => lang.of("sent back", "被打回"),
        CouponState::Available => lang.of("can be used", "可用"),
        CouponState::Locked => lang.of("locked", "锁定"),
        CouponState::Used => lang.of("used", "已使用"),
        CouponState::Recovered => lang.of("recovered", "已回收"),
        CouponState::Expired => lang.of("expired", "已过期"),
        CouponState::Revoked => lang.of("revoked", "已作废"),
        CouponState::Other(word) => word,
    }
}

fn days(html: &mut String, report: &Report, lang: PageLanguage) {
    let title = lang.of("Issued and used, the last 30 days", "近 30 天发放与使用");
    heading(html, title);
    let bars: Vec<Bars> = report
        .days
        .iter()
        .map(|(day, counts)| Bars { label: short(*day), values: vec![counts.issued, counts.used] })
        .collect();
    bar_chart::bars(
        html,
        lang,
        title,
        &[lang.of("issued", "发放"), lang.of("used", "使用")],
        &bars,
    );
    if !report.approximate.is_empty() {
        let names: Vec<&str> = report.approximate.iter().map(|name| name.as_str()).collect();
        let note = lang.of(
            "Approximate: the vendor tells no time of use, so it is the day of the last change for",
            "近似值：下列来源不提供使用时间，以最后变更日期计：",
        );
        let names = names.join(lang.of(", ", "、"));
        paragraph(html, "soft", &format!("{note}{}{names}", lang.of(" ", "")));
    }
}

fn ending(html: &mut String, report: &Report, lang: PageLanguage) {
    let title = lang.of("Ending in the next 30 days", "未来 30 天到期");
    heading(html, title);
    let bars: Vec<Bars> = report
        .ending
        .iter()
        .map(|(day, worth)| Bars { label: short(*day), values: vec![worth.fixed + worth.others] })
        .collect();
    bar_chart::bars(
        html,
        lang,
        title,
        &[lang.of("coupons that can still be used", "仍可使用的券")],
        &bars,
    );
    let all = all(report.ending.values());
    if all.fixed + all.others > 0 {
        let (fixed, others) = (grouped(&all.fixed.to_string()), grouped(&all.others.to_string()));
        let money = money(all.money);
        let text = match lang {
            PageLanguage::En => {
                format!("{fixed} of a fixed amount, together {money} yuan; {others} others.")
            }
            PageLanguage::Zh => {
                format!("其中固定金额 {fixed} 张，合计 {money} 元；其他 {others} 张。")
            }
        };
        paragraph(html, "soft", &text);
    }
}

fn at_stake(html: &mut String, report: &Report, lang: PageLanguage) {
    heading(html, lang.of("Money at stake", "未使用金额"));
    let mut headers = vec![lang.of("account", "账户"), lang.of("provider", "来源")];
    headers.extend(worth_headers(lang));
    let rows: Vec<Vec<Td>> = report
        .at_stake
        .iter()
        .map(|((account, provider), worth)| {
            [Td::words(account), Td::words(provider)]
                .into_iter()
                .chain(worth_cells(worth))
                .collect()
        })
        .collect();
    let mut total = vec![Td::words(lang.of("all", "合计")), Td::words("")];
    total.extend(worth_cells(&all(report.at_stake.values())));
    table_with_total(html, lang, &headers, &rows, (rows.len() > 1).then_some(&total));
}

fn all<'a>(worths: impl Iterator<Item = &'a AccountValue>) -> AccountValue {
    worths.fold(AccountValue::default(), |sum, worth| sum.plus(worth))
}

fn worth_headers(lang: PageLanguage) -> [&'static str; 3] {
    [
        lang.of("of a fixed amount", "固定金额（张）"),
        lang.of("yuan", "金额（元）"),
        lang.of("others", "其他（张）"),
    ]
}

fn worth_cells(worth: &AccountValue) -> Vec<Td> {
    vec![Td::number(worth.fixed), Td::money(worth.money), Td::number(worth.others)]
}

fn reading(html: &mut String, report: &Report, lang: PageLanguage) {
    heading(html, lang.of("Last reading", "最近同步"));
    let headers = [
        lang.of("account", "账户"),
        lang.of("provider", "来源"),
        lang.of("stream", "数据流"),
        lang.of("read up to", "已读至"),
        lang.of("days behind", "落后天数"),
    ];
    let yesterday = beijing_date(report.at).yesterday().unwrap_or(beijing_date(report.at));
    let rows: Vec<Vec<Td>> = report
        .checkpoints
        .iter()
        .map(|row| {
            let behind = (yesterday - row.day).get_days().max(0);
            vec![
                Td::words(&row.account),
                Td::words(&row.provider),
                Td::words(&row.stream),
                Td::short(Some(row.day)),
                Td::number(behind),
            ]
        })
        .collect();
    table(html, lang, &headers, &rows);
    for (account, rows) in &report.quarantined {
        let text = lang.of("rows could not be read and are not counted", "行无法读取，未计入");
        let text = format!("{account}: {} {text}", grouped(&rows.to_string()));
        paragraph(html, "notice bad", &text);
    }
}

fn short(day: jiff::civil::Date) -> String {
    format!("{:02}-{:02}", day.month(), day.day())
}
