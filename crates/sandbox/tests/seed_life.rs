//! Seeded data that could be real: every row of twenty seeds, its times in order and within its dates.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::support::settings;
use coupon_sandbox::{RecordText, Sandbox, SandboxConfig};
use serde_json::Value;

/// The last instant of the seeded past: nothing happened later, but on the first day after it.
const LAST: &str = "2026-01-01 99";

fn rows(texts: Vec<RecordText>) -> Vec<Value> {
    texts.iter().map(|(_, text)| serde_json::from_str(text).unwrap()).collect()
}

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_else(|| panic!("{name}: {row}"))
}

/// Texts of times are in their order as far as both go.
fn ordered(row: &Value, times: &[&str]) {
    for pair in times.windows(2) {
        let common = pair[0].len().min(pair[1].len());
        assert!(pair[0][..common] <= pair[1][..common], "{times:?}: {row}");
    }
}

fn amount(row: &Value, name: &str) -> f64 {
    text(row, name).parse().unwrap_or_default()
}

fn seeds() -> impl Iterator<Item = Sandbox> {
    (1..=20).map(|seed| Sandbox::new(SandboxConfig { seed, coupons: 900, ..settings() }))
}

#[test]
fn a_voucher_is_taken_before_its_end_and_used_within_its_dates() {
    let mut used = 0;
    for sandbox in seeds() {
        for row in rows(sandbox.held_rows()) {
            let (start, end) = (text(&row, "start_date"), text(&row, "end_date"));
            let received = text(&row, "receive_time");
            ordered(&row, &[received, end]);
            ordered(&row, &[received, LAST]);
            if text(&row, "order_no").is_empty() {
                continue;
            }
            let ordered_at = text(&row, "order_create_time");
            ordered(&row, &[received, ordered_at, end]);
            ordered(&row, &[start, ordered_at, LAST]);
            assert!(amount(&row, "order_amount") >= amount(&row, "doorsill_amount"), "{row}");
            assert!(amount(&row, "order_amount") >= amount(&row, "voucher_amount"), "{row}");
            used += 1;
        }
        for row in rows(sandbox.voucher_rows()) {
            ordered(&row, &[text(&row, "startDate"), text(&row, "endDate")]);
            let (threshold, money) = (amount(&row, "doorsillAmount"), amount(&row, "money"));
            assert!(threshold == 0.0 || threshold >= money, "{row}");
        }
    }
    assert!(used > 1000, "{used}");
}

#[test]
fn a_goods_coupon_is_used_within_its_dates_and_recovered_after_that() {
    let (mut used, mut recovered) = (0, 0);
    for sandbox in seeds() {
        for row in rows(sandbox.coupon_rows()) {
            let (start, end) = text(&row, "effect_date").split_once('~').unwrap();
            let (made, used_at) = (text(&row, "create_time"), text(&row, "used_time"));
            ordered(&row, &[made, text(&row, "modify_time"), LAST]);
            ordered(&row, &[&made[..10], start, end]);
            if !used_at.is_empty() {
                ordered(&row, &[made, used_at, end]);
                ordered(&row, &[start, used_at, LAST]);
                used += 1;
            }
            let signed_at = text(&row, "sign_time");
            if !signed_at.is_empty() {
                ordered(&row, &[used_at, signed_at, LAST]);
                recovered += 1;
            }
        }
    }
    assert!(used > 1000 && recovered > 300, "{used} {recovered}");
}

#[test]
fn a_coupon_of_qmai_is_used_within_its_dates_and_its_template_lives_when_it_is_made() {
    let mut used = 0;
    for sandbox in seeds() {
        let templates = rows(sandbox.template_rows());
        for row in rows(sandbox.qmai_rows()) {
            let [made, updated, begin, end] =
                ["createdAt", "updatedAt", "beginAt", "endAt"].map(|name| text(&row, name));
            ordered(&row, &[made, updated, LAST]);
            ordered(&row, &[made, end]);
            if ["1", "3"].contains(&text(&row, "useStatus")) {
                ordered(&row, &[begin, updated, end]);
                used += 1;
            }
            let template = templates.iter().find(|one| one["id"] == row["templateId"]).unwrap();
            let end: i64 = text(template, "end_at").parse().unwrap_or(i64::MAX);
            let end = jiff::Timestamp::from_second(end).unwrap_or(jiff::Timestamp::MAX);
            let made: jiff::civil::DateTime = made.parse().unwrap();
            let made = jiff::tz::Offset::constant(8).to_timestamp(made).unwrap();
            assert!(made <= end, "{row} {template}");
        }
        for row in &templates {
            let [threshold, money, made, updated] =
                ["min_amount_use", "amount", "created_at", "updated_at"]
                    .map(|name| amount(row, name));
            let percent = text(row, "title").contains('折');
            assert!(percent || threshold == 0.0 || threshold >= money, "{row}");
            assert!(made <= updated, "{row}");
        }
    }
    assert!(used > 1000, "{used}");
}

#[test]
fn data_around_today_was_issued_and_used_lately_and_some_of_it_ends_soon() {
    let now = "2026-11-27T04:00:00Z".parse().unwrap();
    let sandbox =
        Sandbox::new(SandboxConfig { coupons: 3000, ..SandboxConfig::default() }.until(now));
    let held = rows(sandbox.held_rows());
    let within = |name: &str, from: &str, to: &str| {
        held.iter().filter(|row| (from..to).contains(&text(row, name))).count()
    };
    assert!(within("receive_time", "2026-10-28", "2026-11-27") > 0);
    assert!(within("order_create_time", "2026-10-28", "2026-11-28") > 0);
    assert_eq!(within("receive_time", "2026-11-27 24", "9"), 0);
    let ending = |row: &Value| {
        let (_, end) = text(row, "effect_date").split_once('~').unwrap();
        ("2026-11-27".."2026-12-27").contains(&end)
    };
    assert!(rows(sandbox.coupon_rows()).iter().any(ending));
    let ending = |row: &Value| ("2026-11-27".."2026-12-27").contains(&text(row, "endAt"));
    assert!(rows(sandbox.qmai_rows()).iter().any(ending));
}
