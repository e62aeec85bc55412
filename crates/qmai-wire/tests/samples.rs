//! The documents' samples, verbatim, through the decoder.

use crate::common::{OPERATIONS, answer, claim_of, evidence, json, op};
use coupon_qmai_wire::{
    Error, decode,
    v2::{TemplateDetail, UserCoupon, UserCouponsDetailByIds},
    v3::{CouponType, CustomerCoupon, GetCustomerCoupons, UseStatus},
};

#[test]
fn get_customer_coupons_answers_one_coupon() {
    let page = answer(evidence("v3.getCustomerCoupons", "answer.json"));
    let answer = decode::<GetCustomerCoupons>(&page).unwrap();
    assert_eq!((answer.code.as_str(), answer.message.as_deref()), ("0", Some("说明")));
    let [row] = answer.rows.as_slice() else { panic!("one row") };
    let coupon = row.decode().unwrap();
    let text = |value: &str| Some(value.to_owned());
    assert_eq!(
        coupon,
        CustomerCoupon {
            begin_at: Some("2019-08-24 00:00:00".parse().unwrap()),
            card_id: text("390913445498200065"),
            channel: text("naixue"),
            coupon_id: text("390913445519171584"),
            coupon_type: Some(CouponType::CashOrPercent),
            created_at: Some("2019-10-15 17:10:28".parse().unwrap()),
            customer_id: text("383933091455959041"),
            title: None,
            updated_at: Some("2019-10-15 17:10:02".parse().unwrap()),
            use_status: Some(UseStatus::Unused),
            template_id: text("951"),
            end_at: Some("2019-11-03 23:59:59".parse().unwrap()),
            extra: None,
        }
    );
}

#[test]
fn by_ids_answers_a_map_whose_values_are_blank_but_two() {
    let page = answer(evidence("v2.user-coupons-detail.by-ids", "answer.json"));
    let answer = decode::<UserCouponsDetailByIds>(&page).unwrap();
    let [row] = answer.rows.as_slice() else { panic!("one row") };
    let detail = row.decode().unwrap();
    assert_eq!(detail.poly_status.as_deref(), Some("0"));
    assert_eq!(detail.auto_dispatch_config.len(), 1);
    assert_eq!(detail.auto_dispatch_config[0].r#type, ["2"]);
    assert_eq!(detail.auto_dispatch_config[0].pay_config, Some(Default::default()));
    let rest = TemplateDetail { poly_status: None, auto_dispatch_config: Vec::new(), ..detail };
    assert_eq!(rest, TemplateDetail::default(), "everything else is blank");
}

/// The sample's blank `coupon_id` is what other interfaces of this vendor send for "nothing found". The record itself is
/// readable all the same.
#[test]
fn by_user_samples_a_record_of_blanks_which_stands_for_nothing() {
    let (name, text) = (
        "v2.user-coupons-detail.by-user",
        evidence("v2.user-coupons-detail.by-user", "answer.json"),
    );
    assert!(op(name).decode(&answer(text.clone())).unwrap().rows.is_empty());

    let filled = text.replacen(r#""coupon_id": """#, r#""coupon_id": "951""#, 1);
    let answer = op(name).decode(&answer(filled)).unwrap();
    let coupon: UserCoupon = serde_json::from_str(answer.rows[0].raw()).unwrap();
    assert_eq!(coupon.coupon, Some(Default::default()), "every value is blank");
    assert_eq!(
        coupon,
        UserCoupon {
            coupon_id: Some("951".to_owned()),
            coupon: Some(Default::default()),
            ..Default::default()
        }
    );
}

#[test]
fn not_found_and_gateway_errors_are_told_apart() {
    for name in OPERATIONS {
        let refused = |file| match op(name).decode(&answer(evidence(name, file))) {
            Err(Error::Refused(refusal)) => refusal,
            other => panic!("{name}: {other:?}"),
        };
        let found = refused("error.json");
        assert!(!found.gateway && found.is_not_found() && !found.is_throttled(), "{name}");
        assert_eq!(found.code, "异常编码,根据不同的业务返回编码");
        let gateway = refused("gateway-error.json");
        assert!(gateway.gateway && !gateway.is_not_found(), "{name}");
    }
}

/// The samples' time and nonce are text in V3 too, and their token is whole.
#[test]
fn request_samples_are_claims_of_their_operation() {
    for name in OPERATIONS {
        let text = evidence(name, "request.json");
        let parsed = claim_of(name, text.clone()).unwrap();
        assert_eq!(parsed.operation.unwrap().name, name);
        assert_eq!(parsed.open_id.expose_secret(), "6dc05b4ac175cf316d226252b05cf685");
        assert_eq!((parsed.timestamp.as_str(), parsed.nonce.as_str()), ("1547186244", "658965"));
        let params = if name.starts_with("v3") { "params" } else { "Params" };
        let sent = std::str::from_utf8(&parsed.params).unwrap();
        assert_eq!(json(sent), json(&text)[params]);
    }
}

#[test]
fn request_samples_break_no_rule_but_where_they_are_blank() {
    let broken = |name| {
        let parsed = claim_of(name, evidence(name, "request.json")).unwrap();
        let broken = op(name).validate(std::str::from_utf8(&parsed.params).unwrap()).unwrap();
        broken.iter().map(|broken| broken.rule).collect::<Vec<_>>()
    };
    assert!(broken(OPERATIONS[0]).is_empty());
    assert!(broken(OPERATIONS[1]).is_empty());
    assert_eq!(broken(OPERATIONS[2]), ["USR-1", "USR-2"]);
}
