//! Answers of every kind: records, lists, refusals, gateways.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{account, attempt, evidence, op, signed, unsigned};
use coupon_wxpay_wire::{
    ApiError, Error, OPERATIONS,
    busifavor::{BusiFavorState, BusiFavorUse, ListCoupons, QueryCoupon, QueryStock, StockType},
    decode,
};

fn refusal(status: u16, code: &str) -> ApiError {
    let body = format!(r#"{{"code":"{code}","message":"说明"}}"#);
    match decode::<QueryCoupon>(&account(), &attempt(), &signed(status, body)) {
        Err(Error::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_samples_of_the_documents_are_read() {
    for operation in OPERATIONS {
        let sample = evidence(operation.name, "answer.json");
        let answer = operation.decode(&account(), &attempt(), &signed(200, sample)).unwrap();
        assert_eq!(answer.rows.len(), 1, "{}", operation.name);
        assert_eq!(
            (answer.code.as_str(), answer.trace.as_deref()),
            ("200", Some("08F78BB5AF0610D302"))
        );
        for row in &answer.rows {
            operation.check_row(row.raw()).unwrap();
        }
        assert_eq!(operation.validate(&evidence(operation.name, "request.json")).unwrap(), []);
    }
    let list = signed(200, evidence("busifavor.listCoupons", "answer.json"));
    let coupon =
        decode::<ListCoupons>(&account(), &attempt(), &list).unwrap().rows[0].decode().unwrap();
    assert_eq!(coupon.coupon_state, Some(BusiFavorState::Sended));
    assert_eq!(coupon.shareable, Some(false), "sampled as text");
    assert_eq!(coupon.expire_time.unwrap().0.to_string(), "2019-12-31T05:29:35Z");
    assert_eq!(op("busifavor.listCoupons").total_count(&list), Some(100));
    let rule = coupon.coupon_use_rule.unwrap();
    assert_eq!(rule.fixed_normal_coupon.unwrap().discount_amount, Some(5));
    let valid = rule.coupon_available_time.unwrap();
    assert_eq!(valid.irregulary_avaliable_time.len(), 1);
    let week = valid.available_week.unwrap();
    assert_eq!(
        (week.week_day, week.available_day_time.len()),
        (vec!["1".to_owned(), "2".to_owned()], 1)
    );
    let stock = signed(200, evidence("busifavor.queryStock", "answer.json"));
    let stock =
        decode::<QueryStock>(&account(), &attempt(), &stock).unwrap().rows[0].decode().unwrap();
    assert_eq!(stock.stock_type, Some(StockType::Normal));
    assert_eq!(stock.stock_send_rule.unwrap().max_coupons, Some(100));
}

#[test]
fn refusals_are_told_apart_by_status_and_code() {
    assert!(refusal(404, "RESOURCE_NOT_EXISTS").is_not_found());
    assert!(!refusal(404, "USER_NOT_EXISTS").is_not_found());
    assert!(!refusal(400, "PARAM_ERROR").is_not_found());
    for (status, code, credentials) in [
        (401, "SIGN_ERROR", true),
        (403, "NO_AUTH", true),
        (400, "APPID_MCHID_NOT_MATCH", true),
        (403, "RULELIMIT", false),
        (403, "RULE_LIMIT", false),
        (400, "RESOURCE_ALREADY_EXISTS", false),
    ] {
        assert_eq!(refusal(status, code).is_about_credentials(), credentials, "{code}");
    }
    assert!(refusal(429, "FREQUENCY_LIMITED").is_throttled());
    assert!(
        refusal(403, "FREQUENCY_LIMITED").is_throttled() && !refusal(403, "NO_AUTH").is_throttled()
    );
    assert!(refusal(400, "SYSTEM_ERROR").may_have_happened());
    assert!(
        refusal(502, "BAD_GATEWAY").may_have_happened()
            && !refusal(400, "PARAM_ERROR").may_have_happened()
    );
    assert_eq!(refusal(400, "PARAM_ERROR").to_string(), "code PARAM_ERROR: 说明");
}

#[test]
fn a_refusal_without_a_signature_is_taken_and_says_so() {
    let unsigned_one =
        unsigned(401, r#"{"code":"SIGN_ERROR","detail":{"issue":"sign not match"}}"#);
    match decode::<BusiFavorUse>(&account(), &attempt(), &unsigned_one) {
        Err(Error::Refused(refused)) => assert!(!refused.is_signed && refused.message.is_none()),
        other => panic!("{other:?}"),
    }
    for body in ["<html>", "", "[]", "{}", r#"{"message":"x"}"#] {
        let page = decode::<BusiFavorUse>(&account(), &attempt(), &unsigned(502, body));
        assert!(matches!(page, Err(Error::Unreadable(_))), "{body}: {page:?}");
    }
}

#[test]
fn a_signed_success_that_cannot_be_cut_is_bad_data_and_a_bad_row_costs_itself() {
    for body in ["<html>", "[", "{\"data\":7}"] {
        let read = decode::<ListCoupons>(&account(), &attempt(), &signed(200, body));
        assert!(matches!(read, Err(Error::BadData(_))), "{body}: {read:?}");
    }
    let nothing = [r#"{"total_count":0}"#, r#"{"data":[],"total_count":0}"#, r#"{"data":null}"#];
    for body in nothing {
        let read = decode::<ListCoupons>(&account(), &attempt(), &signed(200, body)).unwrap();
        assert!(read.rows.is_empty(), "{body}");
    }
    let body = r#"{"data":[{"coupon_code":"1","expire_time":"soon"},{"coupon_code":2}]}"#;
    let rows = decode::<ListCoupons>(&account(), &attempt(), &signed(200, body)).unwrap().rows;
    let error = rows[0].decode().unwrap_err();
    assert_eq!((error.path.as_str(), error.place.vendor), ("data[0].expire_time", "wxpay"));
    assert_eq!(rows[1].decode().unwrap().coupon_code.as_deref(), Some("2"));
    let not_utf8 = signed(200, &b"{\"stock_id\":\"\xb0\xa1\"}"[..]);
    assert!(matches!(
        decode::<QueryStock>(&account(), &attempt(), &not_utf8),
        Err(Error::BadData(_))
    ));
}
