//! Where the documents contradict themselves (`vendor-facts`, 1 to 9 and 33 to 36): both readings.

use crate::common::{OPERATIONS, account, answer, attempt, claim_of, json, op, row, rows};
use coupon_qmai_wire::{
    Endpoint, Error, VerifyError, decode, encode,
    v2::{
        Category, DiscountForm, GoodsLimit, GoodsRange, Scene, ShopRange,
        UserCouponsDetailByIds as ByIds, UserCouponsDetailByUser as ByUser,
    },
    v3::{CouponType, GetCustomerCoupons as Coupons, UseStatus},
};
use coupon_wire::Number;

fn customer(use_status: Option<Number>) -> Coupons {
    Coupons { customer_id: Some("1".to_owned()), use_status, card_id: None }
}

#[test]
fn contradiction_01_two_legends_of_use_status() {
    for (text, status) in [
        ("0", UseStatus::Unused),
        ("1", UseStatus::Used),
        ("2", UseStatus::Frozen),
        ("6", UseStatus::Invalid),
        ("7", UseStatus::Deleted),
    ] {
        assert!(customer(Some(Number::from(text.parse::<u32>().unwrap()))).validate().is_empty());
        assert_eq!(
            row::<Coupons>(&format!(r#"{{"cardId":1,"useStatus":{text}}}"#)).use_status,
            Some(status)
        );
    }
    for (number, status) in [
        (4, UseStatus::Transferring),
        (5, UseStatus::TransferTimedOut),
        (3, UseStatus::Other("3".to_owned())),
    ] {
        assert_eq!(customer(Some(number.into())).validate().len(), 1, "no documented filter");
        let data = format!(r#"{{"cardId":1,"useStatus":"{number}"}}"#);
        assert_eq!(row::<Coupons>(&data).use_status, Some(status));
    }
}

#[test]
fn contradiction_02_status_is_no_success_flag() {
    let decode = |status: &str, code: &str| {
        decode::<Coupons>(&answer(format!(
            r#"{{"status":{status},"code":{code},"data":{{"cardId":1}}}}"#
        )))
    };
    for (status, code) in [(r#""true""#, r#""0""#), ("true", "0"), ("1", r#""0""#), ("null", "0")] {
        assert_eq!(decode(status, code).unwrap().rows.len(), 1, "{status}");
    }
    for (status, gateway) in
        [("true", false), (r#""true""#, false), ("false", true), (r#""false""#, true), ("0", true)]
    {
        match decode(status, "300001") {
            Err(Error::Refused(refusal)) => assert_eq!(refusal.gateway, gateway, "{status}"),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(decode("false", "0"), Err(Error::Refused(_))));
}

#[test]
fn contradiction_03_ints_as_text_and_blanks_for_none() {
    let bare = row::<Coupons>(r#"{"cardId":390913445498200065,"templateId":951,"useStatus":0}"#);
    let text =
        row::<Coupons>(r#"{"cardId":"390913445498200065","templateId":"951","useStatus":"0"}"#);
    assert_eq!(bare, text);
    let blank = row::<ByIds>(r#"{"data":{"7":{"id":"7","total":"","number":0,"used":null}}}"#);
    assert_eq!((blank.total, blank.number, blank.used), (None, Some(0), None));
    let asked: Coupons = serde_json::from_str(r#"{"customerId":"1","useStatus":""}"#).unwrap();
    assert_eq!(asked, customer(None), "blank is no filter");
    let zero: Coupons = serde_json::from_str(r#"{"customerId":"1","useStatus":"0"}"#).unwrap();
    assert_eq!(zero, customer(Some(0.into())), "0 is one");
}

#[test]
fn contradiction_04_one_action_two_operations() {
    assert_eq!((ByIds::PATH, ByIds::ACTION), (ByUser::PATH, ByUser::ACTION));
    let ids = encode(&account(), &attempt(), &ByIds { ids: Some("1,2".to_owned()) });
    let call = ByUser { user_id: Some(7.into()), user_coupon_id: Some("C".to_owned()) };
    let user = encode(&account(), &attempt(), &call);
    assert_eq!(ids.uri(), user.uri());
    for (request, name) in [(ids, ByIds::NAME), (user, ByUser::NAME)] {
        assert_eq!(claim_of(name, request.into_body()).unwrap().operation.unwrap().name, name);
    }
}

#[test]
fn contradiction_05_number_is_a_count_or_an_amount() {
    let template = row::<ByIds>(r#"{"data":{"7":{"id":7,"number":12,"amount":"8.5"}}}"#);
    assert_eq!((template.number, template.amount), (Some(12), Some("8.5".parse().unwrap())));
    let held = row::<ByUser>(r#"{"coupon_id":7,"coupon":{"id":7,"number":"8.5"}}"#).coupon.unwrap();
    assert_eq!(held.number, Some("8.5".parse().unwrap()));
}

#[test]
fn contradiction_06_array_means_object_list_or_map() {
    for data in [
        r#"{"data":{"7":{"id":7},"9":{"id":9}}}"#,
        r#"{"data":[{"id":7},{"id":9}]}"#,
        r#"{"7":{"id":7},"9":{"id":9}}"#,
        r#"[{"id":7},{"id":9}]"#,
        r#"{"list":[{"id":7},{"id":9}],"total":2}"#,
    ] {
        let rows = rows::<ByIds>(data);
        let ids: Vec<_> = rows.iter().map(|row| row.decode().unwrap().id.unwrap()).collect();
        assert_eq!(ids, ["7", "9"], "{data}");
    }
    assert_eq!(row::<ByIds>(r#"{"id":7}"#).id.as_deref(), Some("7"));
    for coupon in [r#"{"id":7}"#, r#"[{"id":7}]"#] {
        let held = row::<ByUser>(&format!(r#"{{"coupon_id":7,"coupon":{coupon}}}"#));
        assert_eq!(held.coupon.unwrap().id.as_deref(), Some("7"));
    }
    for (kinds, pay) in [
        (r#"["2",3]"#, r#"{"pay_money":1200,"pay_num":"1"}"#),
        (r#"["2",3]"#, r#"[{"pay_money":"1200","pay_num":1}]"#),
    ] {
        let data = format!(
            r#"{{"data":{{"7":{{"auto_dispatch_config":[{{"type":{kinds},"pay_config":{pay}}}]}}}}}}"#
        );
        let config = row::<ByIds>(&data).auto_dispatch_config.remove(0);
        assert_eq!(config.r#type, ["2", "3"]);
        let pay = config.pay_config.unwrap();
        assert_eq!((pay.pay_money, pay.pay_num), (Some(1200.into()), Some(1)));
    }
    let sent = encode(&account(), &attempt(), &customer(None)).into_body();
    assert!(json(std::str::from_utf8(&sent).unwrap())["params"].is_object());
}

#[test]
fn contradiction_07_two_envelopes() {
    let v3 = encode(&account(), &attempt(), &customer(None)).into_body();
    let v2 = encode(&account(), &attempt(), &ByIds { ids: Some("1".to_owned()) }).into_body();
    let keys = |body: &[u8]| -> Vec<String> {
        json(std::str::from_utf8(body).unwrap()).as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(keys(&v3), ["grantCode", "nonce", "openId", "params", "timestamp", "token"]);
    assert_eq!(
        keys(&v2),
        ["Action", "GrantCode", "Nonce", "OpenId", "Params", "Timestamp", "Token"]
    );
    assert_eq!(claim_of(OPERATIONS[1], v3).unwrap_err(), VerifyError::Missing("Action"));
    assert_eq!(claim_of(OPERATIONS[0], v2).unwrap_err(), VerifyError::Missing("openId"));
}

#[test]
fn contradiction_08_one_digit_second() {
    for (text, expected) in [
        ("2019-10-15 17:10:2", "2019-10-15T17:10:02"),
        ("2019-10-15 17:10:02", "2019-10-15T17:10:02"),
    ] {
        let coupon = row::<Coupons>(&format!(r#"{{"cardId":1,"updatedAt":"{text}"}}"#));
        assert_eq!(coupon.updated_at.unwrap().to_string(), expected);
    }
}

#[test]
fn contradiction_09_one_name_two_lists_of_values() {
    let template = row::<ByIds>(r#"{"data":{"7":{"goods_range_type":1,"show_page":1}}}"#);
    assert_eq!(template.goods_range_type, Some(GoodsRange::Categories));
    assert_eq!(template.show_page.as_deref(), Some("1"));
    let held = row::<ByUser>(r#"{"coupon_id":7,"coupon":{"goods_range_type":"1","show_page":1}}"#);
    let held = held.coupon.unwrap();
    assert_eq!(held.goods_range_type, Some(GoodsLimit::Goods));
    assert_eq!(held.show_page, Some(Scene::TakeAway));
    // And the list of the one under the shape of the other costs no row.
    let crossed = row::<ByIds>(r#"{"data":{"7":{"show_page":7}}}"#);
    assert_eq!(crossed.show_page.as_deref(), Some("7"));
    let crossed = row::<ByUser>(r#"{"coupon_id":7,"coupon":{"goods_range_type":3,"show_page":0}}"#);
    assert_eq!(crossed.coupon.unwrap().goods_range_type, Some(GoodsLimit::Other("3".to_owned())));
}

#[test]
fn contradiction_33_three_vocabularies_of_kinds() {
    let kind =
        |n| row::<Coupons>(&format!(r#"{{"cardId":1,"couponType":{n}}}"#)).coupon_type.unwrap();
    assert_eq!(kind(0), CouponType::CashOrPercent);
    assert_eq!(kind(1), CouponType::Other("1".to_owned()));
    assert_eq!(kind(2), CouponType::LimitedItemsFree);
    assert_eq!(kind(8), CouponType::Parking);
    let template = row::<ByIds>(r#"{"data":{"7":{"coupon_type":"1"}}}"#);
    assert_eq!(template.coupon_type, Some(DiscountForm::Percent));
    let held = row::<ByUser>(r#"{"coupon_id":7,"coupon":{"coupon_type":0,"category":"1"}}"#)
        .coupon
        .unwrap();
    assert_eq!(
        (held.coupon_type, held.category),
        (Some(DiscountForm::Amount), Some(Category::BuyAndGet))
    );
}

#[test]
fn contradiction_34_shops_under_two_names_and_of_an_odd_type() {
    let template = row::<ByIds>(r#"{"data":{"7":{"shop_range_type":"2"}}}"#);
    assert_eq!(template.shop_range_type, Some(ShopRange::AllBut));
    for (shops, expected) in [
        ("12", &["12"][..]),
        (r#""12""#, &["12"]),
        (r#""12, 15""#, &["12", "15"]),
        (r#"[12,"15"]"#, &["12", "15"]),
        (r#""""#, &[]),
        ("null", &[]),
    ] {
        let data =
            format!(r#"{{"coupon_id":7,"coupon":{{"multi_range_type":1,"shop_ids":{shops}}}}}"#);
        let held = row::<ByUser>(&data).coupon.unwrap();
        assert_eq!(held.multi_range_type, Some(ShopRange::Only));
        assert_eq!(held.shop_ids, expected, "{shops}");
    }
}

#[test]
fn contradiction_35_one_coupon_or_many() {
    for (data, count) in [
        (r#"{"cardId":"1"}"#, 1),
        (r#"[{"cardId":"1"},{"cardId":"2"}]"#, 2),
        (r#"{"list":[{"cardId":"1"},{"cardId":"2"}],"total":2}"#, 2),
        (r#"{"list":[],"total":0}"#, 0),
    ] {
        assert_eq!(rows::<Coupons>(data).len(), count, "{data}");
    }
    assert_eq!(op(OPERATIONS[0]).name, Coupons::NAME);
}

#[test]
fn contradiction_36_begin_at_a_date_or_a_time() {
    for (text, expected) in
        [("2019-08-24", "2019-08-24T00:00:00"), ("2019-08-24 09:30:00", "2019-08-24T09:30:00")]
    {
        let coupon = row::<Coupons>(&format!(r#"{{"cardId":1,"beginAt":"{text}"}}"#));
        assert_eq!(coupon.begin_at.unwrap().to_string(), expected);
    }
}
