//! The breaks as a file for a spreadsheet.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::reconciliation::{Break, Reconciliation};

const HEADER: [&str; 11] = [
    "kind",
    "account",
    "day",
    "order_no",
    "other_orders",
    "coupons",
    "product",
    "measure",
    "ledger",
    "orders",
    "lines",
];

/// Writes the breaks of a reconciliation as CSV: UTF-8 with a byte order mark, one line per break. Texts that a spreadsheet would
/// change or run as a formula get an apostrophe in front. Several values of one cell are separated by spaces.
///
/// # Errors
/// Those of the writer.
pub fn breaks_csv(run: &Reconciliation, mut to: impl Write) -> io::Result<()> {
    to.write_all(b"\xef\xbb\xbf")?;
    let mut to = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(to);
    to.write_record(HEADER)?;
    for found in &run.breaks {
        to.write_record(cells(found))?;
    }
    to.flush()
}

fn cells(found: &Break) -> [String; 11] {
    let text = |text: &str| {
        let guard = if guarded(text) { "'" } else { "" };
        format!("{guard}{text}")
    };
    let lines: Vec<_> = found.lines.iter().map(u64::to_string).collect();
    [
        found.kind.as_str().to_owned(),
        text(found.account.as_str()),
        found.day.map(|day| day.to_string()).unwrap_or_default(),
        text(found.order_no.as_deref().unwrap_or_default()),
        text(&found.other_orders.join(" ")),
        text(&found.coupons.join(" ")),
        text(found.product.as_deref().unwrap_or_default()),
        found.measure.as_str().to_owned(),
        found.ledger.map(|value| value.to_string()).unwrap_or_default(),
        found.orders.map(|value| value.to_string()).unwrap_or_default(),
        text(&lines.join(" ")),
    ]
}

/// Returns whether a text gets an apostrophe in front: a program could run it as a formula, or a spreadsheet would read it as a
/// number or a date. A text that begins with an apostrophe gets another one, so that removing one gives every text back.
fn guarded(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let visible = text.trim_start().chars().next().unwrap_or(first);
    first == '\''
        || first.is_control()
        || matches!(visible, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
        || looks_like_a_number(text, visible)
}

/// Matches `8144100181735612578`, `007`, `1E5`, `3月1日`, `¥5`, and `SEP2`, which is a date to a spreadsheet.
fn looks_like_a_number(text: &str, visible: char) -> bool {
    visible.is_numeric()
        || matches!(visible, '.' | '¥' | '￥' | '$')
        || (text.is_ascii() && text.bytes().any(|byte| byte.is_ascii_digit()))
}
