//! The life of a 优惠券: FIN-1 to FIN-4, END-1 to END-6, RCV-1 to RCV-12, USE-1 to USE-10, and the actions that no operation takes.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::support::*;
use coupon_sandbox::{Order, QinceAction, Sandbox, SandboxConfig};
use jiff::SignedDuration;
use serde_json::{Value, json};

const FINISH: &str = "voucher.finishVoucher";
const CHANGE_END: &str = "voucher.modifyVoucherEndDate";
const RECEIVE: &str = "voucher.receiveVoucherInfo";

/// Everybody may hold 100 of it.
async fn for_everybody(sandbox: &Sandbox) -> String {
    add_voucher(sandbox, json!({"eachCmNum": 100, "num": 1000})).await
}

async fn claim(sandbox: &Sandbox, voucher: &str, code: &str) {
    let call = json!({"voucherId": voucher, "cmCode": code});
    assert_eq!(data(sandbox, RECEIVE, call).await, Value::Null, "RCV-11");
}

async fn held(sandbox: &Sandbox, voucher: &str, status: &str) -> Vec<Value> {
    let call = json!({"voucherId": voucher, "voucherStatus": status});
    let rows = data(sandbox, "voucher.queryVoucherUsedInfo", call).await;
    let rows = rows.as_array().unwrap().clone();
    assert!(status.is_empty() || rows.iter().all(|row| row["use_status"] == status), "USE-5");
    rows
}

async fn listed(sandbox: &Sandbox, voucher: &str, window: Value) -> Option<Value> {
    let all = data(sandbox, "voucher.getVoucherInfos", window).await;
    rows(&all).iter().find(|row| row["id"].as_u64() == voucher.parse().ok()).cloned()
}

#[tokio::test]
async fn fin_2_3_an_ended_one_cannot_be_claimed_and_held_ones_stay() {
    let sandbox = sandbox();
    let id = for_everybody(&sandbox).await;
    claim(&sandbox, &id, "CUS010001").await;
    let before = held(&sandbox, &id, "").await;
    sandbox.advance(SignedDuration::from_hours(48));
    assert_eq!(data(&sandbox, FINISH, json!({"voucherId": id})).await, Value::Null);
    let today = json!({"start_modify_date": "2026-03-03", "end_modify_date": "2026-03-03"});
    assert_eq!(listed(&sandbox, &id, today).await.unwrap()["isFinish"], "Y");
    assert_eq!(held(&sandbox, &id, "").await, before, "FIN-3");
    let call = json!({"voucherId": id, "cmCode": "CUS010001"});
    assert_eq!(refused(&sandbox, RECEIVE, call).await, "voucherId 优惠券已终止,不能领取(RCV-6)");
}

#[tokio::test]
async fn fin_1_4_it_is_known_and_ended_once() {
    let sandbox = sandbox();
    assert_eq!(refused(&sandbox, FINISH, json!({})).await, "voucherId 必填(FIN-1)");
    let long = json!({"voucherId": "1".repeat(33)});
    assert!(refused(&sandbox, FINISH, long).await.contains("(FIN-1)"));
    assert_eq!(refused(&sandbox, FINISH, json!({"voucherId": "7"})).await, "优惠券不存在:7");
    let id = for_everybody(&sandbox).await;
    data(&sandbox, FINISH, json!({"voucherId": id})).await;
    let again = refused(&sandbox, FINISH, json!({"voucherId": id})).await;
    assert_eq!(again, "voucherId 优惠券已终止,不能重复终止(FIN-4)");
}

#[tokio::test]
async fn end_5_6_unused_held_ones_follow_and_an_expired_one_lives_again() {
    let sandbox = sandbox();
    let id = for_everybody(&sandbox).await;
    claim(&sandbox, &id, "CUS010001").await;
    claim(&sandbox, &id, "CUS010002").await;
    let used = held(&sandbox, &id, "").await[1]["id"].as_str().unwrap().to_owned();
    sandbox
        .apply(&QinceAction::UseVoucher { held_id: used.clone(), order: Order::default() })
        .unwrap();

    // Earlier than before, and past: legal (END-3).
    sandbox.advance(SignedDuration::from_hours(10 * 24));
    let change = json!({"voucherId": id, "endDate": "2026-03-05"});
    assert_eq!(data(&sandbox, CHANGE_END, change).await, Value::Null);
    let today = json!({"start_modify_date": "2026-03-11"});
    assert_eq!(listed(&sandbox, &id, today).await.unwrap()["endDate"], "2026-03-05");
    let expired = held(&sandbox, &id, "2").await;
    assert_eq!((expired.len(), &expired[0]["end_date"]), (1, &json!("2026-03-05")));
    let used = held(&sandbox, &id, "1").await;
    assert_eq!(used[0]["end_date"], "2026-12-31", "a used one stays as it is");

    data(&sandbox, CHANGE_END, json!({"voucherId": id, "endDate": "2027-01-31"})).await;
    assert_eq!(held(&sandbox, &id, "0").await[0]["end_date"], "2027-01-31");
}

#[tokio::test]
async fn end_1_to_4_known_dated_not_before_its_start_and_not_ended() {
    let sandbox = sandbox();
    let id = for_everybody(&sandbox).await;
    let message = refused(&sandbox, CHANGE_END, json!({})).await;
    assert_eq!(message, "voucherId 必填(END-1);endDate 必填(END-2)");
    let dated = |date: &str| json!({"voucherId": id, "endDate": date});
    assert!(refused(&sandbox, CHANGE_END, dated("2026-9-1")).await.contains("(END-2)"));
    let message = refused(&sandbox, CHANGE_END, dated("2026-02-28")).await;
    assert_eq!(message, "endDate 不能早于开始日期 2026-03-01(END-3)");
    data(&sandbox, CHANGE_END, dated("2026-03-01")).await;
    data(&sandbox, FINISH, json!({"voucherId": id})).await;
    let message = refused(&sandbox, CHANGE_END, dated("2026-12-01")).await;
    assert_eq!(message, "voucherId 优惠券已终止,不能变更截止日期(END-4)");
}

#[tokio::test]
async fn rcv_1_to_5_what_is_claimed_and_by_whom() {
    let sandbox = sandbox();
    let access = sandbox.qince();
    let id = for_everybody(&sandbox).await;
    let message = refused(&sandbox, RECEIVE, json!({})).await;
    assert!(message.contains("(RCV-1)") && message.contains("(RCV-2)"), "{message}");
    let long = json!({"voucherId": id, "cmCode": "x".repeat(33)});
    assert!(refused(&sandbox, RECEIVE, long).await.contains("(RCV-3)"));
    let time = json!({"voucherId": id, "cmCode": "CUS010001", "receiveTime": "2026-03-01 12:00"});
    assert!(refused(&sandbox, RECEIVE, time).await.contains("(RCV-4)"));

    let all_three = json!({"voucherId": id, "cmId": access.customers[1].id, "cmCode": "CUS010003", "cmSourceCode": "x"});
    data(&sandbox, RECEIVE, all_three).await;
    let source = held(&sandbox, &id, "").await[0]["cm_source_code"].clone();
    let by_source = json!({"voucherId": id, "voucherName": "not read", "cmSourceCode": source});
    data(&sandbox, RECEIVE, by_source).await;
    let all = held(&sandbox, &id, "").await;
    let code = &access.customers[1].code;
    assert!(all.len() == 2 && all.iter().all(|row| row["cm_code"] == *code), "RCV-2");

    for (field, value) in [("cmId", "CUS010001"), ("cmCode", "nobody"), ("cmSourceCode", "nobody")]
    {
        let message = refused(&sandbox, RECEIVE, json!({"voucherId": id, field: value})).await;
        assert_eq!(message, format!("{field} 客户不存在:{value}(RCV-5)"));
    }
    let message =
        refused(&sandbox, RECEIVE, json!({"voucherId": "7", "cmCode": "CUS010001"})).await;
    assert_eq!(message, "优惠券不存在:7");
}

#[tokio::test]
async fn rcv_1_a_name_alone_must_fit_exactly_one() {
    let sandbox = sandbox();
    let id = add_voucher(&sandbox, json!({"name": "独一无二"})).await;
    let call = json!({"voucherName": "独一无二", "cmCode": "CUS010001"});
    data(&sandbox, RECEIVE, call.clone()).await;
    assert_eq!(held(&sandbox, &id, "").await.len(), 1);
    add_voucher(&sandbox, json!({"name": "独一无二"})).await;
    assert!(refused(&sandbox, RECEIVE, call).await.contains("有多个优惠券名为 独一无二"));
    let call = json!({"voucherName": "没有", "cmCode": "CUS010001"});
    assert_eq!(refused(&sandbox, RECEIVE, call).await, "voucherName 优惠券不存在:没有(RCV-5)");
}

#[tokio::test]
async fn rcv_4_10_12_each_claim_is_one_more_row_and_nothing_stops_a_second_one() {
    let sandbox = sandbox();
    let id = for_everybody(&sandbox).await;
    claim(&sandbox, &id, "CUS010001").await;
    let dated =
        json!({"voucherId": id, "cmCode": "CUS010001", "receiveTime": "2026-02-27 08:30:59"});
    data(&sandbox, RECEIVE, dated).await;
    let all = held(&sandbox, &id, "0").await;
    let times: Vec<&str> = all.iter().map(|row| row["receive_time"].as_str().unwrap()).collect();
    assert_eq!(times, ["2026-03-01 12:00", "2026-02-27 08:30"], "RCV-4: blank is now");
    assert_ne!(all[0]["id"], all[1]["id"]);
}

#[tokio::test]
async fn rcv_6_7_only_in_time_and_only_within_the_range() {
    let sandbox = sandbox();
    let later =
        json!({"startDate": "2026-04-01", "tradeRange": "2", "cmCode": "CUS010001,CUS010002"});
    let id = add_voucher(&sandbox, later).await;
    claim(&sandbox, &id, "CUS010001").await;
    let outside = json!({"voucherId": id, "cmCode": "CUS010003"});
    assert_eq!(refused(&sandbox, RECEIVE, outside).await, "客户不在优惠券的客户范围内(RCV-7)");
    sandbox.set_clock("2026-12-31T15:59:59Z".parse().unwrap());
    claim(&sandbox, &id, "CUS010002").await;
    sandbox.set_clock("2026-12-31T16:00:00Z".parse().unwrap());
    let late = json!({"voucherId": id, "cmCode": "CUS010001"});
    let message = refused(&sandbox, RECEIVE, late).await;
    assert_eq!(message, "voucherId 优惠券已于 2026-12-31 截止,不能领取(RCV-6)");
}

#[tokio::test]
async fn rcv_8_quotas_count_used_ones() {
    let sandbox = sandbox();
    let id = add_voucher(&sandbox, json!({"eachCmNum": 2, "num": 3})).await;
    claim(&sandbox, &id, "CUS010001").await;
    claim(&sandbox, &id, "CUS010001").await;
    let used = held(&sandbox, &id, "").await[0]["id"].as_str().unwrap().to_owned();
    sandbox.apply(&QinceAction::UseVoucher { held_id: used, order: Order::default() }).unwrap();
    let call = |code: &str| json!({"voucherId": id, "cmCode": code});
    let message = refused(&sandbox, RECEIVE, call("CUS010001")).await;
    assert_eq!(message, "客户已领取 2 张,达到单客户限领数量 2(RCV-8)");
    claim(&sandbox, &id, "CUS010002").await;
    let message = refused(&sandbox, RECEIVE, call("CUS010003")).await;
    assert_eq!(message, "优惠券已领完,总数量 3(RCV-8)");
}

#[tokio::test]
async fn use_1_2_the_voucher_is_required_and_known_and_the_state_a_documented_one() {
    let sandbox = sandbox();
    let query = "voucher.queryVoucherUsedInfo";
    assert_eq!(refused(&sandbox, query, json!({})).await, "voucherId 必填(USE-1)");
    assert_eq!(refused(&sandbox, query, json!({"voucherId": 7})).await, "优惠券不存在:7");
    let call = json!({"voucherId": open_voucher(&sandbox).await, "voucherStatus": "3"});
    assert!(refused(&sandbox, query, call).await.contains("(USE-2)"));
}

#[tokio::test]
async fn use_3_to_10_rows_agree_with_their_voucher() {
    let sandbox = Sandbox::new(SandboxConfig { coupons: 2000, ..settings() });
    let mut states = [0; 3];
    for voucher in rows(&data(&sandbox, "voucher.getVoucherInfos", json!({})).await) {
        let id = voucher["id"].to_string();
        let all = held(&sandbox, &id, "").await;
        let parts = [
            held(&sandbox, &id, "0").await,
            held(&sandbox, &id, "1").await,
            held(&sandbox, &id, "2").await,
        ];
        assert_eq!(parts.iter().map(Vec::len).sum::<usize>(), all.len(), "USE-3");
        for (state, part) in parts.iter().enumerate() {
            states[state] += part.len();
        }
        let number = |row: &Value, field: &str| {
            row[field].as_str().unwrap().parse::<f64>().unwrap_or_default()
        };
        for row in &all {
            assert!(
                row["voucher_id"] == id.as_str() && row["voucher_name"] == voucher["name"],
                "USE-4"
            );
            let used = row["use_status"] == "1";
            for field in
                ["order_id", "order_no", "order_create_time", "order_amount", "voucher_amount"]
            {
                assert_eq!(row[field] != "", used, "USE-6 {field}");
            }
            let most =
                if row["discounts_type"] == "ZKBL" { "max_discounts_amount" } else { "money" };
            assert!(
                !used || row[most] == "" || number(row, "voucher_amount") <= number(row, most),
                "USE-7"
            );
            assert!(
                !used || number(row, "order_amount") >= number(row, "doorsill_amount"),
                "USE-7"
            );
            assert_eq!(row["discounts_percent"] != "", row["discounts_type"] == "ZKBL", "USE-8");
            assert!(number(row, "discounts_percent") <= 100.0, "USE-8");
            let expected = if voucher["sourceFrom"] == "XF" { "XF" } else { "ZZ" };
            assert_eq!(row["create_type"], expected, "USE-9");
        }
    }
    assert!(states.iter().all(|&count| count > 20), "every state is there: {states:?}");
}

#[tokio::test]
async fn use_8_a_share_is_shown_out_of_a_hundred() {
    let sandbox = sandbox();
    for (share, shown) in [("0.85", "85"), ("0.1234", "12.34"), ("1", "100"), ("0", "0")] {
        let percent =
            json!({"discountsType": "ZKBL", "discountsPercent": share, "autoReceive": "Y"});
        let id = add_voucher(&sandbox, percent).await;
        assert_eq!(held(&sandbox, &id, "").await[0]["discounts_percent"], shown);
    }
}

#[tokio::test]
async fn the_clock_expires_an_unused_one_and_a_used_one_stays_used() {
    let sandbox = sandbox();
    let id = for_everybody(&sandbox).await;
    claim(&sandbox, &id, "CUS010001").await;
    claim(&sandbox, &id, "CUS010002").await;
    let first = held(&sandbox, &id, "0").await[0]["id"].as_str().unwrap().to_owned();
    let order = Order { no: Some("DD7".to_owned()), ..Order::default() };
    sandbox.apply(&QinceAction::UseVoucher { held_id: first.clone(), order }).unwrap();
    let used = held(&sandbox, &id, "1").await;
    assert_eq!(
        (&used[0]["order_no"], &used[0]["order_create_time"]),
        (&json!("DD7"), &json!("2026-03-01 12:00:00"))
    );
    sandbox.set_clock("2026-12-31T16:00:00Z".parse().unwrap());
    assert_eq!(held(&sandbox, &id, "1").await, used);
    let expired = held(&sandbox, &id, "2").await;
    assert_eq!(expired.len(), 1);
    let step =
        |id: &str| QinceAction::UseVoucher { held_id: id.to_owned(), order: Order::default() };
    assert!(sandbox.apply(&step(expired[0]["id"].as_str().unwrap())).is_err(), "it is over");
    assert!(sandbox.apply(&step(&first)).is_err(), "it is used");
    assert!(sandbox.apply(&step("7")).is_err(), "nobody holds it");
}

#[tokio::test]
async fn an_order_must_reach_the_threshold_and_a_coupon_takes_off_no_more_than_it_may() {
    let sandbox = sandbox();
    let id = for_everybody(&sandbox).await;
    claim(&sandbox, &id, "CUS010001").await;
    let held_id = held(&sandbox, &id, "").await[0]["id"].as_str().unwrap().to_owned();
    let step = |amount: i64, discount: i64| {
        let order = Order {
            amount: Some(amount.into()),
            discount: Some(discount.into()),
            ..Order::default()
        };
        QinceAction::UseVoucher { held_id: held_id.clone(), order }
    };
    let why = sandbox.apply(&step(99, 5)).unwrap_err().to_string();
    assert_eq!(why, "the order comes to 99 and must reach 100");
    assert_eq!(
        sandbox.apply(&step(100, 11)).unwrap_err().to_string(),
        "the coupon takes off at most 10.00"
    );
    sandbox.apply(&step(100, 5)).unwrap();
    assert_eq!(held(&sandbox, &id, "1").await[0]["voucher_amount"], "5.00");
}

#[tokio::test]
async fn a_change_moves_the_change_date_and_use_moves_none() {
    let sandbox = sandbox();
    let id = for_everybody(&sandbox).await;
    claim(&sandbox, &id, "CUS010001").await;
    let held_id = held(&sandbox, &id, "").await[0]["id"].as_str().unwrap().to_owned();
    sandbox.advance(SignedDuration::from_hours(24));
    let today = json!({"start_modify_date": "2026-03-02"});
    sandbox.apply(&QinceAction::UseVoucher { held_id, order: Order::default() }).unwrap();
    assert_eq!(listed(&sandbox, &id, today.clone()).await, None);
    sandbox.apply(&QinceAction::ChangeVoucher { voucher_id: id.clone() }).unwrap();
    assert_eq!(listed(&sandbox, &id, today).await.unwrap()["remark"], "2026-03-02 12:00:00变更");
}
