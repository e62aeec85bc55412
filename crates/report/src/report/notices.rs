//! The age of the figures of a page, and the gaps in them. A page says both before the figures.

use std::collections::BTreeMap;

use coupon_domain::AccountName;
use jiff::{Timestamp, civil::Date};
use maud::{Markup, html};

use crate::{
    freshness::{SourceFreshness, as_of},
    html::{PageLanguage, TableCell, grouped_count, made_at, paragraph, table},
};

/// Returns the lines below the title: the instant up to which everything is known, and when the page was made.
pub(super) fn age(language: PageLanguage, sources: &[SourceFreshness], at: Timestamp) -> Markup {
    html! {
        @if let Some(oldest) = as_of(sources) {
            (made_at(language, language.of("As of", "数据截至"), oldest))
        }
        (made_at(language, language.of("Made", "制作于"), at))
    }
}

/// Returns a notice for each thing that is missing in the figures of the page.
pub(super) fn missing(
    language: PageLanguage,
    sources: &[SourceFreshness],
    quarantined: &BTreeMap<AccountName, u64>,
    today: Date,
) -> Markup {
    let bad = |text: String| paragraph("notice bad", &text);
    html! {
        @for source in sources {
            @let name = format!("{} {}", source.account, source.provider);
            @match source.read_until {
                None => { (bad(never(language, &name))) }
                Some(day) if source.days_behind(today) > Some(0) => {
                    (bad(behind(language, &name, day)))
                }
                Some(_) => {}
            }
        }
        @for (account, rows) in quarantined {
            (bad(unreadable(language, account, *rows)))
        }
    }
}

fn never(language: PageLanguage, name: &str) -> String {
    match language {
        PageLanguage::En => format!("{name} was never read in full: its figures are too small."),
        PageLanguage::Zh => format!("{name} 从未完整读取：其数字偏小。"),
    }
}

fn behind(language: PageLanguage, name: &str, day: Date) -> String {
    match language {
        PageLanguage::En => {
            format!("{name} is read up to {day} alone: what came since is missing.")
        }
        PageLanguage::Zh => format!("{name} 只读至 {day}：此后的数据缺失。"),
    }
}

fn unreadable(language: PageLanguage, account: &AccountName, rows: u64) -> String {
    let rows = grouped_count(rows);
    match language {
        PageLanguage::En => {
            format!("{account}: {rows} rows could not be read and are not counted.")
        }
        PageLanguage::Zh => format!("{account}：{rows} 行无法读取，未计入。"),
    }
}

/// Returns the section about the age of each source.
pub(super) fn freshness_table(
    language: PageLanguage,
    sources: &[SourceFreshness],
    today: Date,
) -> Markup {
    let headers = [
        language.of("account", "账户"),
        language.of("provider", "来源"),
        language.of("complete up to", "完整至"),
        language.of("days behind", "落后天数"),
        language.of("furthest behind", "最落后的数据流"),
    ];
    let rows: Vec<Vec<TableCell>> = sources
        .iter()
        .map(|source| {
            vec![
                TableCell::words(&source.account),
                TableCell::words(&source.provider),
                TableCell::short(source.read_until),
                TableCell::maybe_number(source.days_behind(today)),
                TableCell::words(source.stream.as_deref().unwrap_or_default()),
            ]
        })
        .collect();
    html! {
        h2 { (language.of("How old the data are", "数据时效")) }
        (table(language, &headers, &rows))
    }
}
