//! 兑货券: CPQ-1 to CPQ-13, CPA-1 to CPA-16, CPX-1 to CPX-3, CPR-1 to CPR-6, and the actions that no operation takes.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::support::*;
use coupon_sandbox::{Order, QinceAction, Sandbox, SandboxConfig};
use jiff::SignedDuration;
use serde_json::{Value, json};

const QUERY: &str = "coupondetail.queryCouponDetail";
const ADD: &str = "coupondetail.addCoupon";
const WRITE: &str = "coupondetail.updateCouponExt";
const REVIEW: &str = "coupondetail.approvalCoupon";

fn creation(changes: Value) -> Value {
    let mut body = json!({
        "coupon_no": "DH-1", "deal_name": "测试协议名称", "cm_code": "CUS010001",
        "start_date": "2026-03-10", "end_date": "2026-03-20",
        "prods": [{"product_code": "SP202108240001", "unit_name": "箱", "num": 10}],
    });
    for (field, value) in changes.as_object().unwrap() {
        body[field] = value.clone();
    }
    body
}

async fn add(sandbox: &Sandbox, changes: Value) -> Value {
    data(sandbox, ADD, creation(changes)).await
}

async fn query(sandbox: &Sandbox, body: Value) -> Vec<Value> {
    data(sandbox, QUERY, body).await.as_array().unwrap().clone()
}

/// The first row of a coupon.
async fn shown(sandbox: &Sandbox, no: &str) -> Value {
    query(sandbox, json!({"coupon_no": no})).await.swap_remove(0)
}

async fn review(sandbox: &Sandbox, no: &str, opinion: &str) {
    data(
        sandbox,
        REVIEW,
        json!({"coupon_no": no, "coupon_status": opinion, "confirm_emp": "王芳"}),
    )
    .await;
}

#[tokio::test]
async fn every_rule_of_a_creation_is_enforced() {
    let sandbox = sandbox();
    add(&sandbox, json!({})).await;
    let before = sandbox.coupon_rows();
    let long = |n: usize| Value::from("券".repeat(n));
    let prod = |line: Value| json!({"coupon_no": null, "prods": [line]});
    let cases = [
        ("CPA-1", json!({"coupon_no": long(101)})),
        ("CPA-2", json!({"coupon_no": "DH-1"})),
        ("CPA-3", json!({"deal_name": null})),
        ("CPA-3", json!({"deal_name": long(101)})),
        ("CPA-4", json!({"cm_code": null})),
        ("CPA-4", json!({"cm_code": long(101)})),
        ("CPA-4", json!({"cm_id": "7", "coupon_no": null})),
        ("CPA-5", json!({"start_date": null})),
        ("CPA-5", json!({"end_date": "2026-03-09"})),
        ("CPA-5", json!({"end_date": "2026/03/09"})),
        ("CPA-6", json!({"promotion_name": long(101)})),
        ("CPA-7", json!({"recycle_date": "-1"})),
        ("CPA-7", json!({"recycle_date": "10天"})),
        ("CPA-8", json!({"doorsill_percent": "100.5"})),
        ("CPA-8", json!({"doorsill_percent": "80%"})),
        ("CPA-8", json!({"doorsill_percent": "1.234"})),
        ("CPA-9", json!({"exts": [{"ext_key": "k"}]})),
        ("CPA-9", json!({"exts": [{"ext_key": long(33), "ext_value": "v"}]})),
        (
            "CPA-9",
            json!({"exts": [{"ext_key": "k", "ext_value": "v"}, {"ext_key": "k", "ext_value": "w"}]}),
        ),
        ("CPA-11", json!({"prods": []})),
        ("CPA-12", prod(json!({"unit_name": "箱", "num": 1}))),
        ("CPA-12", prod(json!({"product_code": "SP1", "unit_name": "箱", "num": 1}))),
        ("CPA-13", prod(json!({"product_code": "SP202108240001", "num": 1}))),
        ("CPA-14", prod(json!({"product_code": "SP202108240001", "unit_name": "箱"}))),
        ("CPA-14", prod(json!({"product_code": "SP202108240001", "unit_name": "箱", "num": 0}))),
        (
            "CPA-14",
            prod(
                json!({"product_code": "SP202108240001", "unit_name": "箱", "num": "1.123456789"}),
            ),
        ),
        (
            "CPA-14",
            prod(
                json!({"product_code": "SP202108240001", "unit_name": "箱", "num": 12345678901_u64}),
            ),
        ),
    ];
    for (rule, changes) in cases {
        let message = refused(&sandbox, ADD, creation(changes.clone())).await;
        assert!(message.contains(&format!("({rule})")), "{changes}: {message}");
    }
    assert_eq!(sandbox.coupon_rows(), before, "nothing has changed");
}

#[tokio::test]
async fn cpa_15_16_it_awaits_approval_with_one_row_for_each_product() {
    let sandbox = sandbox();
    let access = sandbox.qince();
    let two = json!([
        {"product_code": access.products[0].code, "unit_name": "箱", "num": 10},
        {"product_id": access.products[1].id, "product_code": "not read", "unit_name": "kg", "num": "2.50"},
    ]);
    let terms = json!({
        "prods": two, "recycle_date": "10", "doorsill_percent": "80", "promotion_name": "春茶节",
        "exts": [{"ext_key": "业务员", "ext_value": "李\"强"}],
    });
    let made = add(&sandbox, terms).await;
    assert_eq!(made, json!([{"id": made[0]["id"], "code": "DH-1"}]), "CPA-16");
    let rows = query(&sandbox, json!({"coupon_no": "DH-1"})).await;
    let expected = json!({
        "id": rows[0]["id"], "status": "1", "coupon_no": "DH-1", "create_time": "2026-03-01 12:00",
        "modify_time": "2026-03-01 12:00:00.000", "effect_date": "2026-03-10~2026-03-20",
        "format_status": "待审批", "doorsill_value": "80.00%", "recycle_sign_time": "10天",
        "deal_name": "测试协议名称", "deal_id": rows[0]["deal_id"], "cm_id": access.customers[0].id,
        "cm_name": rows[0]["cm_name"], "cm_code": "CUS010001", "prod_id": access.products[0].id,
        "prod_code": access.products[0].code, "prod_name": "茉莉花茶500ml", "num": "10箱", "price": "9.50",
        "is_used": "未使用", "used_time": "", "order_no": "", "order_id": "", "supply_code": "", "supply_name": "",
        "is_back": "未回收", "sign_num": "", "sign_time": "",
        "exts": [{"ext_key": "业务员", "ext_value": "李\"强"}],
    });
    assert_eq!(rows[0], expected, "CPA-15, CPQ-9, CPQ-10");
    assert_eq!(
        (rows.len(), &rows[1]["num"], &rows[1]["coupon_no"]),
        (2, &json!("2.5kg"), &json!("DH-1")),
        "CPQ-4"
    );
    assert_ne!(rows[0]["id"], rows[1]["id"]);
    let by_id = query(&sandbox, json!({"coupon_id": made[0]["id"]})).await;
    assert_eq!(by_id, rows, "the coupon's own id is a filter");

    add(&sandbox, json!({"coupon_no": "DH-2"})).await;
    let other = shown(&sandbox, "DH-2").await;
    let unlimited = [&other["doorsill_value"], &other["recycle_sign_time"]];
    assert_eq!(unlimited, [&json!("不限制"); 2], "CPQ-9");
    assert_eq!(other["deal_id"], rows[0]["deal_id"], "CPQ-12");
}

#[tokio::test]
async fn cpa_1_a_blank_number_is_made_and_a_long_one_is_legal() {
    let sandbox = sandbox();
    let made = add(&sandbox, json!({"coupon_no": ""})).await;
    assert_eq!(made[0]["code"], "DH20260301000001");
    let made = add(&sandbox, json!({"coupon_no": null})).await;
    assert_eq!(made[0]["code"], "DH20260301000002");
    let long = "x".repeat(100);
    assert_eq!(add(&sandbox, json!({"coupon_no": long})).await[0]["code"], long);
    assert!(refused(&sandbox, QUERY, json!({"coupon_no": long})).await.contains("(CPQ-2)"));
}

#[tokio::test]
async fn cpr_1_to_3_who_judges_what_and_only_once() {
    let sandbox = sandbox();
    add(&sandbox, json!({})).await;
    let message = refused(&sandbox, REVIEW, json!({})).await;
    assert!(message.contains("coupon_no 必填(CPR-1)") && message.contains("(CPR-2)"), "{message}");
    let call = |no: &str, opinion: &str| json!({"coupon_no": no, "coupon_status": opinion, "confirm_emp": "王芳"});
    assert!(refused(&sandbox, REVIEW, call("DH-1", "3")).await.contains("(CPR-2)"));
    let message = refused(&sandbox, REVIEW, call("DH-9", "1")).await;
    assert_eq!(message, "coupon_no 兑货券不存在:DH-9(CPR-3)");
    review(&sandbox, "DH-1", "1").await;
    let message = refused(&sandbox, REVIEW, call("DH-1", "2")).await;
    assert_eq!(message, "coupon_no 兑货券不在待审批状态(CPR-3)");
}

#[tokio::test]
async fn cpr_4_cpq_11_a_passed_one_moves_with_the_day() {
    let sandbox = sandbox();
    add(&sandbox, json!({})).await;
    sandbox.advance(SignedDuration::from_mins(5));
    review(&sandbox, "DH-1", "1").await;
    let first = shown(&sandbox, "DH-1").await;
    assert_eq!(
        (&first["format_status"], &first["modify_time"]),
        (&json!("未开始"), &json!("2026-03-01 12:05:00.000"))
    );
    for (day, state) in [
        ("2026-03-09T15:59:59Z", "未开始"),
        ("2026-03-09T16:00:00Z", "执行中"),
        ("2026-03-20T15:59:59Z", "执行中"),
        ("2026-03-20T16:00:00Z", "已结束"),
        ("2026-03-12T00:00:00Z", "执行中"),
    ] {
        sandbox.set_clock(day.parse().unwrap());
        let now = shown(&sandbox, "DH-1").await;
        assert_eq!(
            (&now["format_status"], &now["modify_time"]),
            (&json!(state), &first["modify_time"]),
            "{day}"
        );
    }
}

#[tokio::test]
async fn cpr_5_a_sent_back_one_stays_so() {
    let sandbox = sandbox();
    add(&sandbox, json!({})).await;
    review(&sandbox, "DH-1", "2").await;
    sandbox.set_clock("2026-03-15T00:00:00Z".parse().unwrap());
    assert_eq!(shown(&sandbox, "DH-1").await["format_status"], "被打回");
    let step = QinceAction::UseCoupon { coupon_no: "DH-1".to_owned(), order: Order::default() };
    assert!(sandbox.apply(&step).is_err());
}

#[tokio::test]
async fn cpx_named_fields_get_the_new_value_and_the_others_stay() {
    let sandbox = sandbox();
    let fields = json!([{"ext_key": "a", "ext_value": "1"}, {"ext_key": "b", "ext_value": "2"}]);
    add(&sandbox, json!({"exts": fields})).await;
    assert!(refused(&sandbox, WRITE, json!({"coupon_no": "DH-1"})).await.contains("(CPX-2)"));
    let clear = json!({"coupon_no": "DH-1", "exts": [{"ext_key": "a", "ext_value": ""}]});
    assert!(refused(&sandbox, WRITE, clear).await.contains("(CPX-2)"));
    let unknown = json!({"coupon_no": "DH-9", "exts": [{"ext_key": "a", "ext_value": "1"}]});
    assert_eq!(refused(&sandbox, WRITE, unknown).await, "coupon_no 兑货券不存在:DH-9(CPX-1)");
    sandbox.advance(SignedDuration::from_hours(24));
    let call = json!({"coupon_no": "DH-1", "exts": [{"ext_key": "b", "ext_value": "3"}, {"ext_key": "c", "ext_value": "4"}]});
    data(&sandbox, WRITE, call).await;
    let now = shown(&sandbox, "DH-1").await;
    let expected = json!([
        {"ext_key": "a", "ext_value": "1"}, {"ext_key": "b", "ext_value": "3"}, {"ext_key": "c", "ext_value": "4"},
    ]);
    assert_eq!(
        (&now["exts"], &now["modify_time"]),
        (&expected, &json!("2026-03-02 12:00:00.000")),
        "CPX-3"
    );
}

#[tokio::test]
async fn cpq_13_use_and_recovery_move_no_date_and_a_deletion_does() {
    let sandbox = sandbox();
    let no = running_coupon(&sandbox);
    let before = shown(&sandbox, &no).await;
    let order =
        Order { no: Some("CK0076".to_owned()), id: Some("66".to_owned()), ..Order::default() };
    let used = QinceAction::UseCoupon { coupon_no: no.clone(), order };
    let back =
        QinceAction::RecoverCoupon { coupon_no: no.clone(), quantity: Some(1.into()), time: None };
    assert!(sandbox.apply(&back).is_err(), "it was not used");
    sandbox.apply(&used).unwrap();
    sandbox.advance(SignedDuration::from_hours(48));
    sandbox.apply(&back).unwrap();
    let after = shown(&sandbox, &no).await;
    let fields =
        ["is_used", "used_time", "order_no", "order_id", "is_back", "sign_time", "modify_time"];
    let modified = before["modify_time"].as_str().unwrap();
    let expected =
        ["已使用", "2026-03-01 12:00", "CK0076", "66", "已回收", "2026-03-03 12:00", modified];
    assert_eq!(fields.map(|field| after[field].as_str().unwrap()), expected, "CPQ-7, CPQ-8");
    assert!(after["sign_num"].as_str().unwrap().starts_with('1') && after["supply_code"] != "");
    assert!(sandbox.apply(&used).is_err() && sandbox.apply(&back).is_err(), "once");

    sandbox.apply(&QinceAction::DeleteCoupon { coupon_no: no.clone() }).unwrap();
    let deleted = shown(&sandbox, &no).await;
    assert_eq!(
        (&deleted["status"], &deleted["modify_time"]),
        (&json!("0"), &json!("2026-03-03 12:00:00.000"))
    );
    assert!(sandbox.apply(&QinceAction::DeleteCoupon { coupon_no: no.clone() }).is_err());
    sandbox.apply(&QinceAction::ChangeCoupon { coupon_no: no.clone() }).unwrap();
    let all =
        QinceAction::RecoverCoupon { coupon_no: "DH-9".to_owned(), quantity: None, time: None };
    assert_eq!(sandbox.apply(&all).unwrap_err().to_string(), r#"there is no 兑货券 "DH-9""#);
}

#[tokio::test]
async fn cpq_1_2_3_filters_are_exact_and_all_must_hold() {
    let sandbox = Sandbox::new(SandboxConfig { coupons: 900, ..settings() });
    let all = query(&sandbox, json!({})).await;
    assert!(all.len() > 300, "several products");
    let first = &all[0];
    let matching = |field: &str| all.iter().filter(|row| row[field] == first[field]).count();
    let deal = json!({"deal_name": first["deal_name"]});
    assert_eq!(query(&sandbox, deal).await.len(), matching("deal_name"));
    let both = json!({"deal_name": first["deal_name"], "coupon_no": first["coupon_no"], "status": first["status"]});
    assert_eq!(query(&sandbox, both).await.len(), matching("coupon_no"));
    let (deleted, normal) = (
        query(&sandbox, json!({"status": "0"})).await,
        query(&sandbox, json!({"status": "1"})).await,
    );
    assert!(!deleted.is_empty() && deleted.iter().all(|row| row["status"] == "0"));
    assert_eq!(deleted.len() + normal.len(), all.len(), "CPQ-3: blank is both");
    let mut of_departments = 0;
    for code in ["BM001", "BM002", "BM003", "BM004"] {
        of_departments += query(&sandbox, json!({"cm_dept_code": code})).await.len();
    }
    assert_eq!(of_departments, all.len());
    let other = all.iter().find(|row| row["coupon_no"] != first["coupon_no"]).unwrap();
    for none in [
        json!({"deal_name": "没有"}),
        json!({"coupon_no": "没有"}),
        json!({"cm_dept_code": "没有"}),
        json!({"coupon_id": first["id"]}),
        json!({"coupon_no": first["coupon_no"], "deal_name": "没有"}),
        json!({"coupon_no": other["coupon_no"], "create_end": "2023-12-31"}),
    ] {
        assert!(query(&sandbox, none.clone()).await.is_empty(), "{none}");
    }
    for (field, value) in
        [("status", "2"), ("deal_name", &*"x".repeat(33)), ("coupon_id", &*"1".repeat(33))]
    {
        let message = refused(&sandbox, QUERY, json!({field: value})).await;
        assert!(message.contains("(CPQ-"), "{message}");
    }
    for field in ["create_start", "create_end", "modify_start", "modify_end"] {
        assert!(refused(&sandbox, QUERY, json!({field: "2024-1-1"})).await.contains("(CPQ-1)"));
    }
}

#[tokio::test]
async fn cpq_windows_and_pages_cut_the_same_order() {
    let sandbox = Sandbox::new(SandboxConfig { coupons: 900, ..settings() });
    let all = query(&sandbox, json!({})).await;
    for (field, from, to) in [
        ("create_time", "create_start", "create_end"),
        ("modify_time", "modify_start", "modify_end"),
    ] {
        let window = query(&sandbox, json!({from: "2024-06-01", to: "2024-06-30"})).await;
        let within = |row: &&Value| row[field].as_str().unwrap().starts_with("2024-06");
        let expected: Vec<Value> = all.iter().filter(within).cloned().collect();
        assert!(expected.len() > 5, "{field}");
        assert_eq!(window, expected);
        let page =
            json!({from: "2024-06-01", to: "2024-06-30", "page_number": 2, "page_length": 3});
        assert_eq!(query(&sandbox, page).await, expected[3..6]);
        let deleted = json!({from: "2024-06-01", to: "2024-06-30", "status": "1", "page_length": 2, "page_number": 2});
        let normal: Vec<&Value> = expected.iter().filter(|row| row["status"] == "1").collect();
        assert_eq!(query(&sandbox, deleted).await.iter().collect::<Vec<_>>(), normal[2..4]);
    }
}

#[tokio::test]
async fn cpq_5_to_8_seeded_rows_show_every_state_and_agree_with_themselves() {
    let sandbox = sandbox();
    let all = query(&sandbox, json!({})).await;
    let has = |field: &str, value: &str| all.iter().any(|row| row[field] == value);
    for state in ["待审批", "被打回", "未开始", "执行中", "已结束"] {
        assert!(has("format_status", state), "CPQ-5 {state}");
    }
    for (field, values) in
        [("is_used", ["未使用", "已使用", "已回收"]), ("is_back", ["已回收", "未回收", "未回收"])]
    {
        assert!(values.iter().all(|value| has(field, value)), "CPQ-6 {field}");
    }
    assert!(all.iter().any(|row| !rows(&row["exts"]).is_empty()));
    for row in &all {
        let used = row["is_used"] != "未使用";
        assert!(
            ["used_time", "order_no", "order_id"].iter().all(|field| (row[*field] != "") == used),
            "CPQ-7"
        );
        let back = row["is_back"] == "已回收";
        let recovered = ["sign_num", "sign_time", "supply_code", "supply_name"];
        assert!(
            recovered.iter().all(|field| (row[*field] != "") == back) && (used || !back),
            "CPQ-8"
        );
        assert!(row["create_time"].as_str() <= row["modify_time"].as_str());
        assert!(
            row["coupon_no"].as_str().unwrap().len() <= 32
                && row["id"].as_str().unwrap().len() == 19
        );
    }
}
