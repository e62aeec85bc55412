//! Each of the fourteen operations through `coupon call`, against the sandbox.

use crate::support::{Place, Served};
use coupon_sandbox::SandboxConfig;
use serde_json::{Value, json};

fn call(place: &Place, operation: &str, body: &Value) -> Value {
    let body = body.to_string();
    let answer = place.json(&["call", operation, "--body", &body, "--yes"]);
    assert_eq!(
        (&answer["operation"], &answer["code"]),
        (&operation.into(), &"0".into()),
        "{answer}"
    );
    answer
}

/// The rows of a read.
fn rows(place: &Place, operation: &str, body: &Value) -> Vec<Value> {
    call(place, operation, body)["rows"].as_array().expect("rows are a list").clone()
}

/// A 优惠券 of ten yuan, one for each of ten customers.
fn voucher() -> Value {
    json!({
        "name": "十元券", "startDate": "2026-01-01", "endDate": "2046-12-31", "money": "10", "doorsillType": "N",
        "payType": "UNLIMITED", "grantType": "ZDLQ", "eachCmNum": 2, "num": 10, "tradeRange": "1", "prodMode": "ALL",
    })
}

#[test]
fn vouchers_are_made_listed_given_read_moved_and_ended() {
    let served = Served::new(SandboxConfig::default());
    let place = Place::of(&served);
    let customer = served.access().qince.customers[0].id.clone();

    let made = call(&place, "voucher.addVoucherInfo", &voucher());
    let id = made["rows"][0]["voucherId"].as_str().unwrap().to_owned();
    assert_eq!(made["trace"].as_str().unwrap().len(), 32, "{made}");
    let named = json!({ "voucherId": id });

    let listed = rows(&place, "voucher.getVoucherInfos", &json!({ "page_length": 1000 }));
    // This one operation answers the id as a bare number (contradiction 10).
    let is_it = |row: &&Value| row["id"].to_string().trim_matches('"') == id;
    let found = |listed: &[Value]| listed.iter().find(is_it).cloned().unwrap();
    assert_eq!(found(&listed)["name"], "十元券");
    let snake = json!({ "voucher_id": id });
    assert!(!rows(&place, "voucher.getCmInfos", &snake).is_empty());

    let give = json!({ "voucherId": id, "cmId": customer });
    call(&place, "voucher.receiveVoucherInfo", &give);
    let held = rows(&place, "voucher.queryVoucherUsedInfo", &named);
    assert_eq!((held.len(), &held[0]["cm_id"]), (1, &customer.into()), "{held:?}");

    call(
        &place,
        "voucher.modifyVoucherEndDate",
        &json!({ "voucherId": id, "endDate": "2047-01-31" }),
    );
    let listed = rows(&place, "voucher.getVoucherInfos", &json!({}));
    assert_eq!(found(&listed)["endDate"], "2047-01-31");
    call(&place, "voucher.finishVoucher", &named);
    let listed = rows(&place, "voucher.getVoucherInfos", &json!({}));
    assert_eq!(found(&listed)["isFinish"], "Y");

    // A template that is ended stays ended, and the vendor says so.
    let again =
        place.run(&["call", "voucher.finishVoucher", "--yes", "--body", &named.to_string()]);
    assert_eq!(again.code, Some(5), "{again:?}");
    assert!(again.err.contains("error[refused]") && again.err.contains("code 1"), "{}", again.err);
}

#[test]
fn exchange_coupons_are_added_queried_annotated_and_approved() {
    let served = Served::new(SandboxConfig::default());
    let place = Place::of(&served);
    let access = served.access().qince;
    let add = json!({
        "deal_name": "端午陈列协议", "coupon_no": "T-0001", "cm_id": access.customers[0].id,
        "start_date": "2026-01-01", "end_date": "2046-12-31",
        "prods": [{ "product_code": access.products[0].code, "num": 2, "unit_name": "箱" }],
        "exts": [{ "ext_key": "渠道", "ext_value": "商超" }],
    });
    let added = call(&place, "coupondetail.addCoupon", &add);
    assert_eq!(added["rows"].as_array().unwrap().len(), 1, "{added}");
    assert!(added["key"].is_string());

    let one = json!({ "coupon_no": "T-0001" });
    let query = || rows(&place, "coupondetail.queryCouponDetail", &one);
    let found = query();
    assert_eq!((found.len(), &found[0]["format_status"]), (1, &"待审批".into()), "{found:?}");
    assert_eq!(found[0]["cm_code"], access.customers[0].code);

    let ext =
        json!({ "coupon_no": "T-0001", "exts": [{ "ext_key": "渠道", "ext_value": "餐饮" }] });
    assert!(
        call(&place, "coupondetail.updateCouponExt", &ext)["rows"].as_array().unwrap().is_empty()
    );
    assert!(query()[0].to_string().contains("餐饮"), "{:?}", query());

    let pass = json!({ "coupon_no": "T-0001", "coupon_status": "1", "confirm_emp": "王经理" });
    call(&place, "coupondetail.approvalCoupon", &pass);
    assert_eq!(query()[0]["format_status"], "执行中");
}

#[test]
fn qmai_answers_by_customer_by_ids_and_by_user() {
    let served = Served::new(SandboxConfig::default());
    let place = Place::of(&served);
    let access = served.access().qmai;

    let customer = &access.customers[0];
    let held = rows(&place, "v3.getCustomerCoupons", &json!({ "customerId": customer }));
    assert!(!held.is_empty());
    assert!(
        held.iter().all(|row| row["customerId"].to_string().contains(customer.as_str())),
        "{held:?}"
    );

    let ids = access.coupon_ids[..2].join(",");
    let templates = rows(&place, "v2.user-coupons-detail.by-ids", &json!({ "ids": ids }));
    let found: Vec<String> =
        templates.iter().map(|row| row["id"].to_string().replace('"', "")).collect();
    assert_eq!(found, access.coupon_ids[..2]);

    let (user, coupon) = &access.user_coupons[0];
    let by_user = json!({ "user_id": user.parse::<u64>().unwrap(), "user_coupon_id": coupon });
    let one = rows(&place, "v2.user-coupons-detail.by-user", &by_user);
    assert_eq!((one.len(), one[0]["coupon"].is_object()), (1, true), "{one:?}");

    // "Nothing found" is the vendor's own no here; neutral reads make an empty page of it.
    let nobody = place.run(&["call", "v3.getCustomerCoupons", "--body", "{\"customerId\":\"1\"}"]);
    assert_eq!(nobody.code, Some(5), "{nobody:?}");
}

#[test]
fn a_dry_run_shows_the_request_and_sends_nothing() {
    let served = Served::new(SandboxConfig::default());
    let place = Place::of(&served);
    let shown = place.json(&[
        "call",
        "voucher.addVoucherInfo",
        "--dry-run",
        "--body",
        &voucher().to_string(),
    ]);
    assert_eq!(shown["method"], "POST");
    assert_eq!(shown["body"], voucher().to_string(), "the body is sent as it was given");
    let openid = served.access().qince.openid;
    let place_of_id = format!("/api/voucher/v1/addVoucherInfo/{openid}/");
    assert!(shown["url"].as_str().unwrap().contains(&place_of_id), "{shown}");
    assert!(shown["headers"]["content-type"].as_str().unwrap().starts_with("application/json"));
    assert_eq!(place.run(&["journal", "list"]).code, Some(3), "nothing was recorded either");
    let listed = rows(&place, "voucher.getVoucherInfos", &json!({}));
    assert!(listed.iter().all(|row| row["name"] != "十元券"));
}

#[test]
fn broken_rules_refuse_unless_unchecked_and_assumed_ones_warn() {
    let served = Served::new(SandboxConfig::default());
    let place = Place::of(&served);
    let bad = "{\"page_length\":1001,\"start_create_date\":\"2024-02-30\"}";
    let ran = place.run(&["call", "voucher.getVoucherInfos", "--body", bad]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    for part in ["error[rule]", "start_create_date", "LST-1", "page_length", "QIN-3"] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    let ran = place.run(&["call", "voucher.getVoucherInfos", "--body", bad, "--unchecked"]);
    assert_eq!(ran.code, Some(5), "sent, and refused by the vendor: {ran:?}");

    let assumed = "{\"page_number\":0}";
    let ran = place.run(&["call", "voucher.getVoucherInfos", "--body", assumed]);
    assert!(ran.err.contains("warning") && ran.err.contains("QIN-2"), "{ran:?}");
    assert_ne!(ran.code, Some(4));
    assert_eq!(place.run(&["call", "voucher.nothing"]).code, Some(2));
    assert_eq!(place.run(&["call", "voucher.getVoucherInfos", "--body", "[1"]).code, Some(4));
}

#[test]
fn a_body_may_come_from_a_file_or_from_standard_input() {
    let served = Served::new(SandboxConfig::default());
    let place = Place::of(&served);
    place.write("body.json", "{\"page_number\": 1,\r\n \"page_length\": 1}");
    let from_file = place.json(&["call", "voucher.getVoucherInfos", "--body", "@body.json"]);
    let mut command =
        place.command(&["call", "voucher.getVoucherInfos", "--body", "-", "--output", "json"]);
    command.stdin(std::fs::File::open(place.path("body.json")).unwrap());
    let from_stdin: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    assert_eq!(from_file["rows"], from_stdin["rows"]);
    assert_eq!(from_file["rows"].as_array().unwrap().len(), 1);
}
