//! A call of every operation, for the tests of the documents and of clients.

use coupon_sandbox::Sandbox;
use http::{Request, Response};
use serde_json::{Value, json};

use crate::support::{qince_account, qmai_account, send, stamp};

/// The request as it was sent, and its answer with `response_data` read; without `key` the signature is wrong.
pub(crate) async fn exchange(
    sandbox: &Sandbox,
    name: &str,
    body: &Value,
    key: bool,
) -> (Value, Value) {
    let text = body.to_string().into();
    let mut request: Request<bytes::Bytes> = match coupon_qmai_wire::operation(name) {
        Some(operation) => {
            let stamp = coupon_qmai_wire::AttemptParams::new(sandbox.now(), 7);
            coupon_qmai_wire::encode_raw(&qmai_account(sandbox), &stamp, operation, text)
        }
        None => {
            let operation = coupon_qince_wire::operation(name).unwrap();
            coupon_qince_wire::encode_raw(&qince_account(sandbox), &stamp(sandbox), operation, text)
        }
    };
    let sent: Value = serde_json::from_slice(request.body()).unwrap();
    if !key {
        spoil(&mut request);
    }
    let answer: Response<bytes::Bytes> = send(sandbox, request).await;
    let mut answer: Value = serde_json::from_slice(answer.body()).unwrap();
    if let Some(data) = answer.get("response_data").and_then(Value::as_str) {
        answer["response_data"] = serde_json::from_str(data).unwrap();
    }
    (sent, answer)
}

/// Another signature than the right one.
fn spoil(request: &mut Request<bytes::Bytes>) {
    let text = String::from_utf8(request.body().to_vec()).unwrap();
    *request.body_mut() = text.replacen(r#""token":""#, r#""token":"x"#, 1).into();
    *request.body_mut() = String::from_utf8(request.body().to_vec())
        .unwrap()
        .replacen(r#""Token":""#, r#""Token":"x"#, 1)
        .into();
    let uri = request.uri().to_string();
    if uri.contains("/api/voucher") || uri.contains("/api/coupondetail") {
        let (head, id) = uri.rsplit_once('/').unwrap();
        let (head, _) = head.rsplit_once('/').unwrap();
        *request.uri_mut() = format!("{head}/{:032x}/{id}", 1).parse().unwrap();
    }
}

/// A call of every operation that succeeds, in an order in which each finds what it needs.
pub(crate) async fn calls(sandbox: &Sandbox) -> Vec<(&'static str, Value)> {
    let (qince, qmai) = (sandbox.qince(), sandbox.qmai());
    let listed = sandbox.voucher_rows()[0].0.clone();
    let third = crate::support::creation(
        json!({ "grantType": "THIRDPARTY", "tradeRange": "2", "cmId": qince.customers[0].id }),
    );
    let (_, made) = exchange(sandbox, "voucher.addVoucherInfo", &third, true).await;
    let voucher = made["response_data"]["voucherId"].clone();
    let deal: Value = serde_json::from_str(&sandbox.coupon_rows()[0].1).unwrap();
    let (user, coupon) = qmai.user_coupons[0].clone();
    let issue = |biz_id: &str| json!({ "bizId": biz_id, "couponId": qmai.coupon_ids[0], "customerId": qmai.customers[0], "num": 3, "thirdChannel": "pos" });
    let (_, issued) = exchange(sandbox, "v3.issueCouponsToCustomer", &issue("i-1"), true).await;
    let cards = &issued["data"]["cardIdList"];
    let card = cards[0].clone();
    let mut calls = vec![
        ("voucher.getVoucherInfos", json!({ "page_number": 1, "page_length": 9 })),
        ("voucher.addVoucherInfo", crate::support::creation(json!({}))),
        ("voucher.getCmInfos", json!({ "voucher_id": listed })),
        ("voucher.queryVoucherUsedInfo", json!({ "voucherId": listed })),
        (
            "voucher.receiveVoucherInfo",
            json!({ "voucherId": voucher, "cmId": qince.customers[0].id, "receiveTime": "2026-03-01 12:00:00" }),
        ),
        ("voucher.modifyVoucherEndDate", json!({ "voucherId": voucher, "endDate": "2031-01-01" })),
        ("voucher.finishVoucher", json!({ "voucherId": voucher })),
        ("coupondetail.queryCouponDetail", json!({ "page_length": "50" })),
        (
            "coupondetail.addCoupon",
            json!({ "coupon_no": "OA-1", "deal_name": deal["deal_name"], "cm_id": qince.customers[0].id,
                "start_date": "2026-03-02", "end_date": "2030-12-31",
                "prods": [{ "product_id": qince.products[0].id, "unit_name": "箱", "num": 10 }] }),
        ),
        (
            "coupondetail.updateCouponExt",
            json!({ "coupon_no": "OA-1", "exts": [{ "ext_key": "备注", "ext_value": "已确认" }] }),
        ),
        (
            "coupondetail.approvalCoupon",
            json!({ "coupon_no": "OA-1", "coupon_status": "1", "confirm_emp": "王芳" }),
        ),
        ("v3.getCustomerCoupons", json!({ "customerId": qmai.customers[0] })),
        ("v2.user-coupons-detail.by-ids", json!({ "ids": qmai.coupon_ids[..3].join(",") })),
        ("v2.user-coupons-detail.by-user", json!({ "user_id": user, "user_coupon_id": coupon })),
        ("v3.issueCouponsToCustomer", issue("i-2")),
        (
            "v3.writeOffCoupon",
            json!({ "bizId": "u-1", "couponsCardList": [card], "thirdOrderNo": "D-1", "amount": 300,
                "ext": { "orderNo": "D-1", "multiStoreId": "1" } }),
        ),
        (
            "v2.coupons-vertify",
            json!({ "bizId": "u-2", "couponsCardList": [cards[1]], "ext": { "orderNo": "D-2" } }),
        ),
        ("v2.off-coupon", json!({ "code": cards[2] })),
        ("v3.couponStatus", json!({ "id": card, "type": "1" })),
        ("v3.couponReverse", json!({ "bizId": "u-1" })),
        ("v3.recycleCoupons", json!({ "bizId": "r-1", "cardIdList": [card] })),
        ("v3.couponRecovery", json!({ "bizId": "i-2" })),
    ];
    // An operation that is not named above is called as the sandbox's own sample has it.
    let names = coupon_qince_wire::OPERATIONS.iter().map(|one| one.name);
    for name in names.chain(coupon_qmai_wire::OPERATIONS.iter().map(|one| one.name)) {
        if calls.iter().all(|(known, _)| *known != name) {
            calls.push((name, serde_json::from_str(&sandbox.sample(name)).unwrap()));
        }
    }
    calls
}
