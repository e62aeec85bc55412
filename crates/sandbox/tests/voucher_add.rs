//! Making a 优惠券: ADD-1 to ADD-25.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::support::*;
use coupon_sandbox::Sandbox;
use serde_json::{Value, json};

const ADD: &str = "voucher.addVoucherInfo";

async fn broken(sandbox: &Sandbox, changes: Value) -> String {
    refused(sandbox, ADD, creation(changes)).await
}

async fn row(sandbox: &Sandbox, id: &str) -> Value {
    let all =
        data(sandbox, "voucher.getVoucherInfos", json!({"start_create_date": "2026-03-01"})).await;
    find(&all, "id", &id.parse::<u64>().unwrap().into()).clone()
}

/// Fields, their rule and values that break it.
#[tokio::test]
async fn every_rule_of_a_field_is_enforced() {
    let sandbox = sandbox();
    let before = sandbox.voucher_rows();
    let long = |n: usize| Value::from("券".repeat(n));
    let cases = [
        ("ADD-1", json!({"name": null})),
        ("ADD-1", json!({"name": long(33)})),
        ("ADD-2", json!({"startDate": ""})),
        ("ADD-2", json!({"endDate": "2026-02-30"})),
        ("ADD-2", json!({"endDate": "2026-02-28"})),
        ("ADD-3", json!({"money": null})),
        ("ADD-3", json!({"money": "0"})),
        ("TYP-13", json!({"money": "+1"})),
        ("ADD-3", json!({"money": "10元"})),
        ("ADD-4", json!({"doorsillType": "X"})),
        ("ADD-4", json!({"doorsillType": null})),
        ("ADD-4", json!({"doorsillType": "y"})),
        ("ADD-5", json!({"doorsillAmount": null})),
        ("ADD-5", json!({"doorsillAmount": -1})),
        ("ADD-5", json!({"doorsillAmount": "1.123456789"})),
        ("ADD-5", json!({"doorsillAmount": 1234567890123_u64})),
        ("ADD-6", json!({"payType": "CASH"})),
        ("ADD-7", json!({"remark": long(1001)})),
        ("ADD-7", json!({"comment": long(1001)})),
        ("ADD-8", json!({"grantType": null})),
        ("ADD-9", json!({"grantType": "ZDLQ", "tradeRange": "2", "cmCode": "CUS010001"})),
        ("ADD-10", json!({"eachCmNum": 0})),
        ("ADD-10", json!({"num": 100_000})),
        ("ADD-10", json!({"num": 1.5})),
        ("ADD-11", json!({"tradeRange": "3"})),
        ("ADD-14", json!({"tradeRange": "2"})),
        ("ADD-15", json!({"prodMode": null})),
        ("ADD-16", json!({"prodMode": "TYPE"})),
        ("ADD-16", json!({"prodMode": "BRAND"})),
        ("ADD-16", json!({"prodMode": "PRODUCT"})),
        ("ADD-19", json!({"businessFromName": long(33)})),
        ("ADD-20", json!({"autoReceive": "YES"})),
        ("ADD-21", json!({"discountsType": "GD"})),
        ("ADD-22", json!({"discountsType": "ZKBL"})),
        ("ADD-22", json!({"discountsType": "ZKBL", "discountsPercent": "1.01"})),
        ("ADD-22", json!({"discountsType": "ZKBL", "discountsPercent": "0.12345"})),
        (
            "ADD-23",
            json!({"discountsType": "ZKBL", "discountsPercent": "0.5", "maxDiscountsAmount": "x"}),
        ),
        ("ADD-18", json!({"cmLevelName": "A,Z"})),
        ("ADD-18", json!({"cmDistrictId": "1"})),
        ("ADD-18", json!({"tradeRange": "2", "cmCode": "CUS010001,CUS999999"})),
        ("ADD-18", json!({"prodMode": "PRODUCT", "prodCode": "SP1"})),
        ("ADD-18", json!({"prodMode": "BRAND", "prodBrandName": "没有"})),
    ];
    for (rule, changes) in cases {
        let message = broken(&sandbox, changes.clone()).await;
        let field =
            changes.as_object().unwrap().keys().any(|field| message.contains(field.as_str()));
        let needed = message.contains("至少填一个") || message.contains("必填");
        assert!(
            message.contains(&format!("({rule})")) && (field || needed),
            "{changes}: {message}"
        );
    }
    assert_eq!(sandbox.voucher_rows(), before, "nothing has changed");
}

#[tokio::test]
async fn err_7_all_broken_rules_and_all_unknown_things_stand_in_one_message() {
    let sandbox = sandbox();
    let message = broken(&sandbox, json!({"name": null, "num": 0, "payType": "X"})).await;
    for rule in ["(ADD-1)", "(ADD-10)", "(ADD-6)"] {
        assert!(message.contains(rule), "{message}");
    }
    let unknown =
        json!({"cmLevelName": "Z", "cmTypeName": "Y", "prodMode": "TYPE", "prodTypeName": "X"});
    let message = broken(&sandbox, unknown).await;
    let expected =
        "cmLevelName 不存在:Z(ADD-18);cmTypeName 不存在:Y(ADD-18);prodTypeName 不存在:X(ADD-18)";
    assert_eq!(message, expected);
}

#[tokio::test]
async fn typ_1_lengths_count_characters_and_the_edges_are_legal() {
    let sandbox = sandbox();
    let edges = json!({
        "name": "券".repeat(32), "startDate": "2026-03-01", "endDate": "2026-03-01", "eachCmNum": 99_999,
        "num": 99_999, "doorsillAmount": "123456789012.12345678", "remark": "说".repeat(1000),
    });
    let made = row(&sandbox, &add_voucher(&sandbox, edges).await).await;
    assert_eq!(made["name"], "券".repeat(32));
    assert_eq!(made["doorsillAmount"], "123456789012.12", "8 decimals are written, 2 read");
}

#[tokio::test]
async fn add_24_it_is_listed_at_once_with_the_fields_sent() {
    let sandbox = sandbox();
    let id = add_voucher(&sandbox, json!({"remark": "说\"明\\", "money": "12.5"})).await;
    let made = row(&sandbox, &id).await;
    let expected = json!({
        "id": id.parse::<u64>().unwrap(), "name": "满100减10元优惠券", "startDate": "2026-03-01",
        "endDate": "2026-12-31", "money": "12.50", "num": 5, "payType": "UNLIMITED", "tradeRange": "1",
        "cmLevels": [], "cmTypes": [], "cmDepts": [], "cmLabels": [], "cmDistricts": [], "cmInfos": [],
        "prodMode": "ALL", "pdInfos": [], "prodBrands": [], "prodTypes": [], "remark": "说\"明\\",
        "requiredAllnum": "0.000", "sourceFrom": "ZZ", "requiredType": "", "isFinish": "N",
        "doorsillAmount": "100.00", "doorsillType": "Y", "eachCmNum": 2, "hasRequired": "N",
        "discountsType": "GDMZ", "discountsPercent": "", "maxDiscountsAmount": "",
    });
    assert_eq!(made, expected);
    let uses = data(&sandbox, "voucher.queryVoucherUsedInfo", json!({"voucherId": id})).await;
    assert_eq!(uses, json!([]), "nobody holds it");
}

#[tokio::test]
async fn qin_12_the_same_call_twice_makes_two() {
    let sandbox = sandbox();
    assert_ne!(add_voucher(&sandbox, json!({})).await, add_voucher(&sandbox, json!({})).await);
}

#[tokio::test]
async fn add_12_14_16_names_codes_and_ids_reach_the_row_and_ids_come_first() {
    let sandbox = sandbox();
    let access = sandbox.qince();
    let named = json!({
        "tradeRange": "2", "grantType": "THIRDPARTY", "cmId": access.customers[1].id,
        "cmCode": "not read", "prodMode": "PRODUCT", "prodId": null, "prodCode": access.products[0].code,
    });
    let made = row(&sandbox, &add_voucher(&sandbox, named).await).await;
    assert_eq!(made["cmInfos"][0]["code"], access.customers[1].code);
    assert_eq!(rows(&made["cmInfos"]).len(), 1);
    assert_eq!(made["pdInfos"][0]["pdId"], access.products[0].id);

    let by_name = json!({"cmLevelName": "A,B", "cmTypeName": "茶馆", "prodMode": "BRAND", "prodBrandName": "老茶客"});
    let made = row(&sandbox, &add_voucher(&sandbox, by_name).await).await;
    let level = made["cmLevels"][1]["cmLevelId"].clone();
    assert_eq!(made["cmLevels"][1]["cmLevelName"], "B");
    assert_eq!(made["cmTypes"][0]["cmTypeName"], "茶馆");
    assert_eq!(made["prodBrands"][0]["prodBrandName"], "老茶客");
    let by_id = json!({"cmLevelId": level, "cmLevelName": "not read", "prodMode": "TYPE", "prodTypeName": "礼盒"});
    let made = row(&sandbox, &add_voucher(&sandbox, by_id).await).await;
    assert_eq!((&made["cmLevels"][0]["cmLevelId"], rows(&made["cmLevels"]).len()), (&level, 1));
    assert_eq!(made["prodTypes"][0]["prodTypeName"], "礼盒");
}

#[tokio::test]
async fn add_17_fields_of_what_was_not_chosen_are_not_read() {
    let sandbox = sandbox();
    let other = json!({
        "cmId": "nobody", "prodTypeName": "nothing", "doorsillType": "N", "doorsillAmount": -1,
        "discountsPercent": "7", "discountsType": "GDMZ",
    });
    let made = row(&sandbox, &add_voucher(&sandbox, other).await).await;
    assert_eq!((&made["doorsillType"], &made["doorsillAmount"]), (&json!("N"), &json!("0.00")));
    let percent = json!({
        "discountsType": "ZKBL", "discountsPercent": "0.85", "money": "x", "maxDiscountsAmount": "20",
        "tradeRange": "2", "cmCode": "CUS010001", "cmLevelName": "not read",
    });
    let made = row(&sandbox, &add_voucher(&sandbox, percent).await).await;
    let shown = ["discountsType", "discountsPercent", "maxDiscountsAmount", "money"];
    assert_eq!(shown.map(|field| made[field].as_str().unwrap()), ["ZKBL", "0.85", "20.00", ""]);
}

#[tokio::test]
async fn add_25_with_auto_receive_everybody_in_the_range_gets_one_as_long_as_there_are_any() {
    let sandbox = sandbox();
    let held = async |changes: Value| {
        let id = add_voucher(&sandbox, changes).await;
        rows(&data(&sandbox, "voucher.queryVoucherUsedInfo", json!({"voucherId": id})).await)
            .to_vec()
    };
    let few = json!({"autoReceive": "Y", "tradeRange": "2", "cmCode": "CUS010001,CUS010002"});
    let few = held(few).await;
    assert_eq!(few.len(), 2);
    assert_eq!(few[0]["create_type"], "OPENAPI", "USE-9");
    assert_eq!(held(json!({"autoReceive": "Y", "num": 3})).await.len(), 3, "within num");
    assert!(held(json!({"autoReceive": "N"})).await.is_empty());
}
