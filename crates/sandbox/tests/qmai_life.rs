//! The life of a Qmai coupon by calls: issued, looked at, used, reversed, recycled, recovered.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use crate::support::{qmai, qmai_raw, sandbox, settings};
use coupon_sandbox::{Quirks, Sandbox, SandboxConfig};
use serde_json::{Value, json};

const ISSUE: &str = "v3.issueCouponsToCustomer";
const USE: &str = "v3.writeOffCoupon";
const REVERSE: &str = "v3.couponReverse";
const RECYCLE: &str = "v3.recycleCoupons";
const RECOVER: &str = "v3.couponRecovery";
const STATUS: &str = "v3.couponStatus";

/// A customer and a template without limits.
fn parties(sandbox: &Sandbox) -> (String, String) {
    let access = sandbox.qmai();
    (access.customers[0].clone(), access.coupon_ids[0].clone())
}

async fn issued(sandbox: &Sandbox, biz_id: &str, num: u32) -> Vec<String> {
    let (customer, template) = parties(sandbox);
    let call = json!({ "bizId": biz_id, "couponId": template, "customerId": customer, "num": num, "thirdChannel": "pos" });
    let answer = qmai(sandbox, ISSUE, call).await.unwrap();
    assert_eq!(answer["cardId"], answer["cardIdList"][0]);
    assert_eq!(answer["num"], num);
    let cards = answer["cardIdList"].as_array().unwrap().iter();
    cards.map(|card| card.as_str().unwrap().to_owned()).collect()
}

async fn status(sandbox: &Sandbox, card: &str) -> (String, String) {
    let answer = qmai(sandbox, STATUS, json!({ "id": card, "type": "1" })).await.unwrap();
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    (text("status"), text("useOrderCode"))
}

fn write_off(biz_id: &str, card: &str, order: &str) -> Value {
    json!({ "bizId": biz_id, "couponsCardList": [card], "thirdOrderNo": order, "amount": 300 })
}

fn pair(status: &str, order: &str) -> (String, String) {
    (status.to_owned(), order.to_owned())
}

#[tokio::test]
async fn a_coupon_is_issued_used_reversed_used_again_and_recycled() {
    let sandbox = sandbox();
    let (customer, _) = parties(&sandbox);
    let card = issued(&sandbox, "i-1", 1).await.remove(0);
    let listed = json!({ "customerId": customer, "cardId": card });
    let row = qmai(&sandbox, "v3.getCustomerCoupons", listed).await.unwrap();
    assert_eq!(row["useStatus"], "0");
    assert_eq!(status(&sandbox, &card).await, pair("0", ""));

    let used = qmai(&sandbox, USE, write_off("u-1", &card, "D-1")).await.unwrap();
    assert_eq!((&used["bizId"], &used["cardIdList"]), (&json!("u-1"), &json!([card])));
    assert_eq!(status(&sandbox, &card).await, pair("1", "D-1"));
    qmai(&sandbox, REVERSE, json!({ "bizId": "u-1" })).await.unwrap();
    assert_eq!(status(&sandbox, &card).await, pair("0", ""));
    qmai(&sandbox, USE, write_off("u-2", &card, "D-2")).await.unwrap();
    assert_eq!(status(&sandbox, &card).await, pair("1", "D-2"));
    let (code, _) = qmai(&sandbox, REVERSE, json!({ "bizId": "u-3" })).await.unwrap_err();
    assert_eq!(code, "20002", "no write-off has that bizId");
    let recycle = json!({ "bizId": "r-1", "customerId": customer, "cardIdList": [card] });
    qmai(&sandbox, RECYCLE, recycle.clone()).await.unwrap_err();
    qmai(&sandbox, REVERSE, json!({ "bizId": "u-2" })).await.unwrap();
    qmai(&sandbox, RECYCLE, recycle).await.unwrap();
    assert_eq!(status(&sandbox, &card).await, pair("7", ""));
}

/// Both lists take the switch of the filter 0 alike.
#[tokio::test]
async fn a_reversed_coupon_is_unused_unless_a_switch_leaves_it_out() {
    for (value, found) in [("with-reversed", 1), ("unused-only", 0)] {
        let mut quirks = Quirks::default();
        quirks.set("use-status-zero", value).unwrap();
        let sandbox = Sandbox::new(SandboxConfig { quirks, ..settings() });
        let (customer, _) = parties(&sandbox);
        let card = issued(&sandbox, "i-1", 1).await.remove(0);
        qmai(&sandbox, USE, write_off("u-1", &card, "D-1")).await.unwrap();
        qmai(&sandbox, REVERSE, json!({ "bizId": "u-1" })).await.unwrap();
        let call = json!({ "customerId": customer, "useStatus": 0, "pageNum": 1, "pageSize": 50 });
        let listed = qmai(&sandbox, LIST, call).await.unwrap();
        let rows = listed["list"].as_array().unwrap();
        assert_eq!(rows.iter().filter(|row| row["cardId"] == card).count(), found, "{value}");
        let call = json!({ "customerId": customer, "useStatus": 0, "cardId": card });
        let one = qmai(&sandbox, "v3.getCustomerCoupons", call).await;
        assert_eq!(usize::from(one.is_ok()), found, "{value}: {one:?}");
    }
}

#[tokio::test]
async fn an_issue_is_recovered_but_for_what_was_used() {
    let sandbox = sandbox();
    let cards = issued(&sandbox, "i-1", 3).await;
    qmai(&sandbox, USE, write_off("u-1", &cards[1], "D-1")).await.unwrap();
    let only = json!({ "bizId": "i-1", "couponIds": [cards[2]] });
    let answer = qmai(&sandbox, RECOVER, only).await.unwrap();
    assert_eq!(
        (&answer["recoveryIds"], &answer["recoveryStatus"]),
        (&json!([cards[2]]), &json!(1))
    );
    let answer = qmai(&sandbox, RECOVER, json!({ "bizId": "i-1" })).await.unwrap();
    assert_eq!(answer["couponIds"], json!(cards));
    assert_eq!(
        (&answer["recoveryIds"], &answer["recoveryStatus"]),
        (&json!([cards[0]]), &json!(0))
    );
}

#[tokio::test]
async fn what_is_refused_changes_nothing() {
    let sandbox = sandbox();
    let (customer, template) = parties(&sandbox);
    let card = issued(&sandbox, "i-1", 1).await.remove(0);
    let before = sandbox.snapshot();
    let issue = |template: &str, customer: &str, num: u32| json!({ "bizId": "b", "couponId": template, "customerId": customer, "num": num });
    let two = json!({ "bizId": "b", "couponsCardList": [card, "1"], "thirdOrderNo": "D" });
    let others =
        json!({ "bizId": "b", "couponsCardList": [card], "thirdOrderNo": "D", "customerId": "1" });
    for (operation, call) in [
        (ISSUE, issue("1", &customer, 1)),
        (ISSUE, issue(&template, "1", 1)),
        (ISSUE, issue(&template, &customer, 0)),
        (ISSUE, issue(&template, &customer, 51)),
        (
            ISSUE,
            json!({ "bizId": "b", "couponId": template, "customerId": customer, "num": "18446744073709551615" }),
        ),
        (USE, two),
        (USE, json!({ "bizId": "b", "couponsCardList": [card, card], "thirdOrderNo": "D" })),
        (RECYCLE, json!({ "bizId": "b", "cardIdList": [card, card] })),
        (USE, others),
        (USE, json!({ "bizId": "b", "couponsCardList": [card] })),
        (REVERSE, json!({})),
        (RECOVER, json!({ "bizId": "i-2" })),
        (RECYCLE, json!({ "cardIdList": ["1"] })),
    ] {
        let (code, why) = qmai(&sandbox, operation, call.clone()).await.unwrap_err();
        assert_eq!(code, "20002", "{operation} {call}: {why}");
        assert_eq!(sandbox.snapshot(), before, "{operation} {call}");
    }
}

#[tokio::test]
async fn limits_of_a_template_hold() {
    let sandbox = sandbox();
    let access = sandbox.qmai();
    let mut refusals = Vec::new();
    for template in &access.coupon_ids {
        for _ in 0..4 {
            let call = json!({ "bizId": "b", "couponId": template, "customerId": access.customers[0], "num": 1 });
            refusals.extend(qmai(&sandbox, ISSUE, call).await.err().map(|(_, why)| why));
        }
    }
    for why in ["券模板已停用", "券模板已过期", "超过每人限领数量"] {
        assert!(refusals.iter().any(|refusal| refusal == why), "{why}: {refusals:?}");
    }
}

#[tokio::test]
async fn a_repeated_biz_id_repeats_or_does_nothing_by_a_switch_also_after_a_snapshot() {
    for (value, issued_in_all) in [("repeats", 2), ("deduplicates", 1)] {
        let sandbox = sandbox();
        sandbox.set_quirk("qmai-biz-id", value).unwrap();
        let before = sandbox.qmai_rows().len();
        let first = issued(&sandbox, "i-1", 1).await;
        let restored = Sandbox::new(settings());
        restored.restore(&sandbox.snapshot()).unwrap();
        let again = issued(&restored, "i-1", 1).await;
        assert_eq!(again == first, value == "deduplicates");
        assert_eq!(restored.qmai_rows().len() - before, issued_in_all, "{value}");
        let call = write_off("u-1", &first[0], "D-1").to_string();
        let answers =
            [qmai_raw(&restored, USE, &call).await, qmai_raw(&restored, USE, &call).await];
        assert_eq!(answers[0] == answers[1], value == "deduplicates", "{answers:?}");
    }
}

const LIST: &str = "v3.getCustomerCouponList";

/// Pages of the template list are full to the last but one, name every template once, and end with an empty one.
#[tokio::test]
async fn templates_are_listed_page_by_page() {
    let sandbox = sandbox();
    let access = sandbox.qmai();
    let mut found = Vec::new();
    for page in 1.. {
        let call = json!({ "page": page, "page_size": 3 });
        let data = qmai(&sandbox, "v2.coupon-store-list", call).await.unwrap();
        assert_eq!(data["total"], access.coupon_ids.len());
        let rows = data["list"].as_array().unwrap();
        if rows.is_empty() {
            break;
        }
        found.extend(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
    }
    assert_eq!(found, access.coupon_ids);
    let call = json!({ "exclude_ids": access.coupon_ids[1..].join(",") });
    let data = qmai(&sandbox, "v2.coupon-store-list", call).await.unwrap();
    assert_eq!(data["list"][0]["id"], access.coupon_ids[0].as_str());
    assert_eq!(data["total"], 1);
    let (_, why) =
        qmai(&sandbox, "v2.coupon-store-list", json!({ "page_size": 51 })).await.unwrap_err();
    assert!(why.contains("CSL-2"), "{why}");
}

#[tokio::test]
async fn one_template_is_found_by_each_of_its_calls() {
    let sandbox = sandbox();
    let id = sandbox.qmai().coupon_ids[1].clone();
    let by_v2 = json!({ "bizType": "10", "id": id });
    let by_v2 = qmai(&sandbox, "v2.coupon-template-detail", by_v2).await.unwrap();
    assert_eq!(by_v2["id"], id.as_str());
    let by_v3 = qmai(&sandbox, "v3.getTemplateDetail", json!({ "id": id })).await.unwrap();
    assert_eq!((&by_v3["templateId"], &by_v3["templateName"]), (&by_v2["id"], &by_v2["title"]));
    let several = json!({ "templateIds": [id, "1"] });
    let several = qmai(&sandbox, "v3.getCouponTemplateListByIds", several).await.unwrap();
    assert_eq!(several, json!([by_v3]));
    for (name, call) in [
        ("v2.coupon-template-detail", json!({ "bizType": "10", "id": "1" })),
        ("v3.getTemplateDetail", json!({ "id": "1" })),
        ("v3.getCouponTemplateListByIds", json!({ "templateIds": ["1"] })),
    ] {
        let (_, why) = qmai(&sandbox, name, call).await.unwrap_err();
        assert_eq!(why, "查询的信息不存在", "{name}");
    }
}

#[tokio::test]
async fn a_customers_coupons_are_the_same_by_each_of_their_calls() {
    let sandbox = sandbox();
    let (customer, _) = parties(&sandbox);
    issued(&sandbox, "i-1", 12).await;
    let all = json!({ "customerId": customer, "pageSize": 50 });
    let listed = qmai(&sandbox, LIST, all.clone()).await.unwrap();
    let cards = |rows: &Value, name: &str| -> Vec<String> {
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row[name].as_str().unwrap().to_owned()).collect()
    };
    let whole = cards(&listed["list"], "cardId");
    assert!(whole.len() >= 12 && listed["total"] == whole.len());
    let second = json!({ "customerId": customer, "pageNum": 2 });
    let second = qmai(&sandbox, LIST, second).await.unwrap();
    assert_eq!(cards(&second["list"], "cardId"), whole[10..], "ten a page unless the call says");
    let used = qmai(&sandbox, LIST, json!({ "customerId": customer, "useStatus": 1 })).await;
    assert!(used.unwrap()["total"].as_u64().unwrap() < whole.len() as u64);
    let info = qmai(&sandbox, "v3.allCustomerInfo", all).await.unwrap();
    assert_eq!(cards(&info["coupons"]["list"], "cardId"), whole);
    let of_user = qmai(&sandbox, "v2.user-coupon-list", json!({ "user_id": customer })).await;
    assert_eq!(cards(&of_user.unwrap()["item_list"], "verify_code"), whole);
    let one = json!({ "userCouponCode": whole[0] });
    let one = qmai(&sandbox, "v3.getCouponDetail", one).await.unwrap();
    assert_eq!(one["cardId"], whole[0].as_str());
}

#[tokio::test]
async fn an_exchange_code_gives_one_coupon_once_and_v2_uses_it() {
    let sandbox = sandbox();
    let (customer, template) = parties(&sandbox);
    let code = format!("DH{template}07");
    let exchange = |biz_id: &str, code: &str| json!({ "bizId": biz_id, "customerId": customer, "customerPhone": "1", "exchangeCode": code });
    let state = async || {
        let call = json!({ "id": code, "type": "2" });
        qmai(&sandbox, STATUS, call).await.unwrap()["status"].clone()
    };
    assert_eq!(state().await, "0");
    let given = qmai(&sandbox, "v2.coupon-exchange", exchange("e-1", &code)).await.unwrap();
    let card = given["cardId"].as_str().unwrap().to_owned();
    assert_eq!(state().await, "1");
    assert_eq!(status(&sandbox, &card).await, pair("0", ""));
    for code in [code.as_str(), "DH107", "DH8950x", "x"] {
        let call = exchange("e-2", code);
        qmai(&sandbox, "v2.coupon-exchange", call).await.unwrap_err();
    }
    let used = json!({ "bizId": "u-1", "couponsCardList": [card], "ext": { "orderNo": "D-1" } });
    let used = qmai(&sandbox, "v2.coupons-vertify", used).await.unwrap();
    assert_eq!(used["cardIdList"], json!([card]));
    assert_eq!(status(&sandbox, &card).await, pair("1", "D-1"));
    qmai(&sandbox, "v2.off-coupon", json!({ "code": card })).await.unwrap_err();
    let other = issued(&sandbox, "i-1", 1).await.remove(0);
    qmai(&sandbox, "v2.off-coupon", json!({ "code": other })).await.unwrap();
    assert_eq!(status(&sandbox, &other).await, pair("1", ""));
    let text = sandbox.snapshot();
    sandbox.restore(&text).unwrap();
    assert_eq!(state().await, "1", "a snapshot knows which codes were exchanged");
}

/// Both readings of a repeated bizId for the writes after an issue.
#[tokio::test]
async fn a_repeated_use_and_exchange_are_done_again_or_not_as_the_switch_says() {
    for (switch, again) in [("repeats", true), ("deduplicates", false)] {
        let sandbox = sandbox();
        sandbox.set_quirk("qmai-biz-id", switch).unwrap();
        let (customer, template) = parties(&sandbox);
        let issue = json!({ "bizId": "b", "couponId": template, "customerId": customer, "num": 1 });
        let first = qmai(&sandbox, ISSUE, issue).await.unwrap();
        let card = first["cardId"].as_str().unwrap();
        let off = write_off("b", card, "D-1");
        let done = qmai(&sandbox, USE, off.clone()).await.unwrap();
        assert_eq!(qmai(&sandbox, USE, off).await.ok(), (!again).then_some(done), "{switch}");
        let code = |n: u32| json!({ "bizId": "b", "customerId": customer, "customerPhone": "1", "exchangeCode": format!("DH{template}{n:02}") });
        let one = qmai(&sandbox, "v2.coupon-exchange", code(0)).await.unwrap();
        let two = qmai(&sandbox, "v2.coupon-exchange", code(1)).await.unwrap();
        assert_eq!(two != one, again, "{switch}");
    }
}
