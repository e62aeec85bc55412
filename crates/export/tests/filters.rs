//! An export of a part of a table.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Place, coupon, exported, put_coupons};
use coupon_domain::{Coupon, CouponState};
use coupon_export::{Dataset, ExportFormat, ExportOptions};
use jiff::civil::date;

#[tokio::test]
async fn rows_are_chosen_by_state_template_and_day_and_the_manifest_says_so() {
    let place = Place::new();
    let ledger = place.ledger().await;
    let made = |id: &str, state: CouponState, template: &str, created: Option<&str>| Coupon {
        state,
        template: Some(template.into()),
        created_at: created.map(|at| at.parse().unwrap()),
        received_at: None,
        ..coupon(id)
    };
    let coupons = [
        made("1", CouponState::Used, "T1", Some("2026-03-01T00:00:00Z")),
        made("2", CouponState::Available, "T1", Some("2026-02-28T15:59:59Z")),
        made("3", CouponState::Used, "T2", Some("2026-02-28T16:00:00Z")),
        made("4", CouponState::Used, "T1", None),
    ];
    put_coupons(&ledger, "trade", "qince.voucher", coupons).await;
    let all = place.settings(Dataset::Coupons, ExportFormat::Csv);
    let used = Some(CouponState::Used);
    let (first, since) = (Some("T1".into()), Some(date(2026, 3, 1)));
    for (settings, expected) in [
        (all.clone(), vec!["1", "2", "3", "4"]),
        (ExportOptions { state: used.clone(), ..all.clone() }, vec!["1", "3", "4"]),
        (ExportOptions { template: first.clone(), ..all.clone() }, vec!["1", "2", "4"]),
        // The third was created in the first second of March in Beijing; nobody knows of the fourth.
        (ExportOptions { since, ..all.clone() }, vec!["1", "3"]),
        (ExportOptions { state: used, template: first, since, ..all }, vec!["1"]),
    ] {
        let manifest = exported(&ledger, &settings).await;
        let files = place.files(&manifest);
        let mut ids: Vec<String> = files
            .values()
            .flat_map(|bytes| {
                String::from_utf8(bytes.clone())
                    .unwrap()
                    .lines()
                    .skip(1)
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .map(|line| line.split(',').nth(2).unwrap().to_owned())
            .collect();
        ids.sort();
        assert_eq!(ids, expected, "{settings:?}");
        assert_eq!(manifest.state, settings.state);
        assert_eq!((manifest.template, manifest.since), (settings.template, settings.since));
    }
}
