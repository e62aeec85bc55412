//! The life of a Qmai coupon by calls: issued, looked at, used, reversed, recycled, recovered.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

mod support;

use coupon_sandbox::Sandbox;
use serde_json::{Value, json};
use support::{qmai, qmai_raw, sandbox, settings};

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
