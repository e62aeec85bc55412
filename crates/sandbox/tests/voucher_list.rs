//! Lists of 优惠券 and their customers: LST-1 to LST-10, CMS-1 to CMS-4, QIN-2 to QIN-11.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::support::*;
use coupon_sandbox::{Sandbox, SandboxConfig};
use serde_json::{Value, json};

const LIST: &str = "voucher.getVoucherInfos";
const CUSTOMERS: &str = "voucher.getCmInfos";

/// A sandbox with one 优惠券 made on each of five days from 2026-03-01, and their ids.
async fn five_days(settings: SandboxConfig) -> (Sandbox, Vec<String>) {
    let sandbox = Sandbox::new(SandboxConfig { coupons: 0, ..settings });
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(add_voucher(&sandbox, json!({})).await);
        sandbox.advance(jiff::SignedDuration::from_hours(24));
    }
    (sandbox, ids)
}

async fn listed(sandbox: &Sandbox, body: Value) -> Vec<String> {
    rows(&data(sandbox, LIST, body).await).iter().map(|row| row["id"].to_string()).collect()
}

#[tokio::test]
async fn qin_2_3_4_11_pages_follow_each_other_to_an_empty_one() {
    let sandbox = Sandbox::new(SandboxConfig { coupons: 3000, ..settings() });
    let all = listed(&sandbox, json!({})).await;
    assert_eq!(all.len(), 12 + 1000 / 25);
    let mut paged = Vec::new();
    for page in 1..=6 {
        paged.extend(listed(&sandbox, json!({"page_number": page, "page_length": 10})).await);
    }
    assert_eq!(paged, all);
    let past = r#"{"page_number": 7, "page_length": 10}"#;
    assert!(qince_raw(&sandbox, LIST, past).await.contains(r#""response_data":"[]""#));
}

#[tokio::test]
async fn qin_3_a_page_has_at_most_1000_rows_and_as_many_as_the_settings_say() {
    let many = SandboxConfig { coupons: 100_000, ..settings() };
    let sandbox = Sandbox::new(many.clone());
    assert_eq!(listed(&sandbox, json!({})).await.len(), 1000);
    assert_eq!(listed(&sandbox, json!({"page_length": 5000})).await.len(), 1000);
    let short = Sandbox::new(SandboxConfig { page_length: 10, ..many });
    assert_eq!(listed(&short, json!({})).await.len(), 10);
    for length in [json!(0), json!(-1), json!("x"), json!(1.5)] {
        let message = refused(&sandbox, LIST, json!({"page_length": length})).await;
        assert!(message.contains("page_length") && message.contains("(QIN-3)"), "{message}");
    }
    for number in [0, -1] {
        let message = refused(&sandbox, LIST, json!({"page_number": number})).await;
        assert!(message.contains("(QIN-2)"), "{message}");
    }
}

#[tokio::test]
async fn qin_5_the_order_is_that_of_creation_and_a_change_does_not_move_a_row() {
    let (sandbox, ids) = five_days(settings()).await;
    assert_eq!(listed(&sandbox, json!({})).await, ids);
    data(&sandbox, "voucher.finishVoucher", json!({"voucherId": ids[2]})).await;
    assert_eq!(listed(&sandbox, json!({})).await, ids);
}

#[tokio::test]
async fn qin_6_to_9_windows_are_whole_beijing_days() {
    let (sandbox, ids) = five_days(settings()).await;
    let created = async |from: &str, to: &str| {
        listed(&sandbox, json!({"start_create_date": from, "end_create_date": to})).await
    };
    assert_eq!(created("2026-03-02", "2026-03-04").await, ids[1..4]);
    assert_eq!(created("2026-03-03", "").await, ids[2..], "QIN-6");
    assert_eq!(created("", "2026-03-03").await, ids[..3], "QIN-6");
    assert_eq!(created("2026-03-04", "2026-03-04").await, ids[3..4], "QIN-7");
    assert!(created("2026-03-04", "2026-03-03").await.is_empty(), "QIN-8");
    // On the sixth day the first is changed.
    data(&sandbox, "voucher.finishVoucher", json!({"voucherId": ids[0]})).await;
    let changed = json!({"start_modify_date": "2026-03-06", "end_modify_date": "2026-03-06"});
    assert_eq!(listed(&sandbox, changed).await, ids[..1]);
    let both = json!({"start_create_date": "2026-03-02", "start_modify_date": "2026-03-04"});
    assert_eq!(listed(&sandbox, both).await, ids[3..], "QIN-9");
}

#[tokio::test]
async fn qin_7_the_end_of_a_window_may_be_left_out_by_a_switch() {
    let (sandbox, ids) = five_days(settings()).await;
    sandbox.set_quirk("window-end", "exclusive").unwrap();
    let window = json!({"start_create_date": "2026-03-02", "end_create_date": "2026-03-04"});
    assert_eq!(listed(&sandbox, window).await, ids[1..3]);
    let window = json!({"start_modify_date": "2026-03-02", "end_modify_date": "2026-03-02"});
    assert!(listed(&sandbox, window).await.is_empty());
}

#[tokio::test]
async fn lst_1_dates_are_days_and_blank_ones_no_filter() {
    let sandbox = sandbox();
    for date in ["2024-02-30", "2024-1-1", "20240101", "01/02/2024", "2024-01-01 00:00:00"] {
        let message = refused(&sandbox, LIST, json!({"end_modify_date": date})).await;
        assert!(
            message.starts_with("end_modify_date ") && message.ends_with("(LST-1)"),
            "{message}"
        );
    }
    let blank = json!({"start_create_date": "", "end_create_date": null, "unknown": {"x": 1}});
    assert_eq!(listed(&sandbox, blank).await, listed(&sandbox, json!({})).await);
}

#[tokio::test]
async fn lst_3_to_10_seeded_rows_show_every_value_and_keep_to_the_table() {
    let sandbox = Sandbox::new(SandboxConfig { coupons: 2000, ..settings() });
    let all = data(&sandbox, LIST, json!({})).await;
    for row in rows(&all) {
        assert!(row["id"].is_u64() && row["id"].to_string().len() == 19, "LST-10");
        let lists = ["cmLevels", "cmTypes", "cmDepts", "cmLabels", "cmDistricts"];
        let attributes = lists.iter().any(|list| !rows(&row[*list]).is_empty());
        let named = !rows(&row["cmInfos"]).is_empty();
        match row["tradeRange"].as_str().unwrap() {
            "1" => assert!(!named, "LST-4"),
            "2" => assert!(named && !attributes, "LST-5"),
            other => panic!("tradeRange {other}"),
        }
        let filled =
            ["pdInfos", "prodBrands", "prodTypes"].map(|list| !rows(&row[list]).is_empty());
        let expected = match row["prodMode"].as_str().unwrap() {
            "PRODUCT" => [true, false, false],
            "BRAND" => [false, true, false],
            "TYPE" => [false, false, true],
            "ALL" => [false, false, false],
            other => panic!("prodMode {other}"),
        };
        assert_eq!(filled, expected, "LST-6");
        let must = row["prodMode"] == "PRODUCT" && row["sourceFrom"] == "XF";
        assert_eq!(row["requiredType"] != "", must, "LST-7");
        assert_eq!(row["hasRequired"], if must { "Y" } else { "N" });
        for hidden in ["grantType", "autoReceive", "businessFromName", "comment"] {
            assert!(row.get(hidden).is_none(), "LST-9");
        }
        assert!(row["name"].as_str().unwrap().chars().count() <= 32, "TYP-2");
        assert!(row["startDate"].as_str() <= row["endDate"].as_str());
    }
    let values = |field: &str| {
        let mut values: Vec<&str> =
            rows(&all).iter().map(|row| row[field].as_str().unwrap()).collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    assert_eq!(values("doorsillType"), ["N", "Y"], "LST-8");
    assert_eq!(values("payType"), ["ONLINE", "UNLIMITED"], "LST-8");
    assert_eq!(values("sourceFrom"), ["XF", "ZZ"], "LST-8");
    assert_eq!(values("isFinish"), ["N", "Y"], "LST-8, LST-3");
    assert_eq!(values("discountsType"), ["", "GDMZ", "ZKBL"], "LST-8");
    assert_eq!(values("requiredType"), ["", "ALL", "ANYONE"], "LST-7");
    assert!(rows(&all).iter().any(|row| row["endDate"].as_str() < Some("2026-01-01")), "LST-3");
}

#[tokio::test]
async fn cms_1_the_voucher_is_required_and_known() {
    let sandbox = sandbox();
    assert_eq!(refused(&sandbox, CUSTOMERS, json!({})).await, "voucher_id 必填(CMS-1)");
    let camel = json!({"voucherId": open_voucher(&sandbox).await});
    assert_eq!(refused(&sandbox, CUSTOMERS, camel).await, "voucher_id 必填(CMS-1)");
    for id in ["1", "0708742168422351694", "+1", "x"] {
        let message = refused(&sandbox, CUSTOMERS, json!({"voucher_id": id})).await;
        assert_eq!(message, format!("优惠券不存在:{id}"));
    }
}

#[tokio::test]
async fn cms_2_to_4_everybody_in_the_range_is_listed_once_and_every_holder_among_them() {
    let sandbox = Sandbox::new(SandboxConfig { coupons: 2000, ..settings() });
    for id in listed(&sandbox, json!({})).await {
        let all = data(&sandbox, CUSTOMERS, json!({"voucher_id": id})).await;
        let ids: Vec<&str> = rows(&all).iter().map(|row| row["id"].as_str().unwrap()).collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len());
        let uses = data(&sandbox, "voucher.queryVoucherUsedInfo", json!({"voucherId": id})).await;
        for held in rows(&uses) {
            assert!(
                ids.contains(&held["cm_id"].as_str().unwrap()),
                "{id}: a holder is in the range"
            );
        }
        let page = json!({"voucher_id": id, "page_number": 2, "page_length": 3});
        let page = data(&sandbox, CUSTOMERS, page).await;
        assert_eq!(rows(&page), &rows(&all)[3.min(ids.len())..6.min(ids.len())]);
    }
}

/// Values of one pair: any; pairs together: all; none: everybody (ADD-13). Seen through who is listed.
#[tokio::test]
async fn add_13_a_range_is_any_value_of_a_pair_and_all_pairs() {
    let sandbox = sandbox();
    let listed = async |range: Value| {
        let id = add_voucher(&sandbox, range).await;
        rows(&data(&sandbox, CUSTOMERS, json!({"voucher_id": id})).await).len()
    };
    let everybody = listed(json!({"tradeRange": "1"})).await;
    let a = listed(json!({"cmLevelName": "A"})).await;
    let b = listed(json!({"cmLevelName": "B"})).await;
    assert!(a > 0 && b > 0 && a + b < everybody);
    assert_eq!(listed(json!({"cmLevelName": "A, B,A"})).await, a + b, "TYP-10, TYP-11");
    assert_eq!(listed(json!({"cmLevelName": "A,B,C,D"})).await, everybody);
    let a_and_tea = listed(json!({"cmLevelName": "A", "cmTypeName": "茶馆"})).await;
    assert!(0 < a_and_tea && a_and_tea < a);
}
