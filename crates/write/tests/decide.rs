//! The resolution of each observation, as tables.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use coupon_domain::{
    Coupon, CouponState, CustomFieldValue, CustomerRef, Discount, ReviewDecision, Template,
    TemplateRef, TemplateState, end_of_day, start_of_day,
};
use coupon_write::{
    CouponChange, ExpectedTemplate, HoldingsDelta, Observation, Reason, Resolution, decide,
};
use jiff::Timestamp;
use serde_json::{Value, json};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// One letter: done, not done, unclear.
fn letter(resolution: &Resolution) -> char {
    match resolution {
        Resolution::Done(..) => 'd',
        Resolution::NotDone(_) => 'n',
        Resolution::Unclear(_) => '?',
    }
}

fn decided(observation: Observation) -> char {
    letter(&decide(observation))
}

#[test]
fn a_missing_effect_is_held_to_be_missing_only_after_ten_minutes() {
    let (sent, soon) = (at("2026-03-01T04:00:00Z"), at("2026-03-01T04:09:59Z"));
    let missing = || Resolution::NotDone(Reason::NoCoupon);
    let Resolution::Unclear(Reason::TooEarly { reason, until }) =
        missing().after_grace_period(soon, sent)
    else {
        panic!("too early")
    };
    assert!(matches!(*reason, Reason::NoCoupon), "{reason:?}");
    assert_eq!(until, at("2026-03-01T04:10:00Z"));
    let later = missing().after_grace_period(until, sent);
    assert!(matches!(later, Resolution::NotDone(Reason::NoCoupon)), "{later:?}");
    let there = Resolution::Done(Reason::CouponFound, None).after_grace_period(soon, sent);
    assert!(matches!(there, Resolution::Done(Reason::CouponFound, None)), "{there:?}");
}

#[test]
fn held_coupons_are_counted_against_the_baseline_and_other_writes() {
    let holdings = |before, now, in_time, done, open| {
        decided(Observation::Holdings(HoldingsDelta { before, now, in_time, done, open }))
    };
    assert_eq!(holdings(Some(2), 2, 0, 0, 0), 'n');
    assert_eq!(holdings(Some(2), 3, 1, 0, 0), 'd');
    assert_eq!(holdings(Some(2), 3, 0, 0, 0), '?', "it came at another time");
    assert_eq!(holdings(Some(2), 4, 2, 0, 0), '?', "two came");
    assert_eq!(holdings(Some(2), 1, 0, 0, 0), '?', "one went");
    assert_eq!(holdings(Some(2), 3, 1, 1, 0), 'n', "another write made it");
    assert_eq!(holdings(Some(2), 2, 0, 1, 0), '?', "one went");
    assert_eq!(holdings(Some(2), 3, 1, 0, 1), '?', "this write made it or the other");
    assert_eq!(holdings(Some(2), 4, 2, 0, 1), 'd', "both did");
    assert_eq!(holdings(Some(2), 2, 0, 0, 1), 'n', "neither did");
    assert_eq!(holdings(None, 0, 0, 0, 0), 'n');
    assert_eq!(holdings(None, 1, 1, 0, 0), '?', "nobody counted before");
}

fn a_template(id: &str, name: &str, ends: &str, yuan: i64) -> Template {
    Template {
        id: id.into(),
        name: Some(name.to_owned()),
        state: TemplateState::Open,
        discount: Some(Discount::Amount(yuan.into())),
        threshold: None,
        total: None,
        per_customer: None,
        claimed: None,
        used: None,
        begins_at: Some(start_of_day("2026-03-01".parse().unwrap())),
        ends_at: Some(end_of_day(ends.parse().unwrap())),
        created_at: None,
        changed_at: None,
        derived: false,
    }
}

#[test]
fn one_template_of_the_day_with_name_days_and_amount_is_the_one() {
    let of = |templates: &[Template], duplicate_requests| {
        let expected = ExpectedTemplate {
            name: "满减".to_owned(),
            begins: "2026-03-01".parse().unwrap(),
            ends: "2026-12-31".parse().unwrap(),
            discount: Discount::Amount("10.00".parse().unwrap()),
        };
        let templates = templates.to_vec();
        decide(Observation::NewTemplates { expected, templates, duplicate_requests })
    };
    let it = || a_template("1", "满减", "2026-12-31", 10);
    let others = [
        a_template("2", "满减", "2026-12-30", 10),
        a_template("3", "满减", "2026-12-31", 11),
        a_template("4", "满减 2", "2026-12-31", 10),
    ];
    let Resolution::Done(_, Some(ids)) = of(&[it()], 0) else { panic!("it is there") };
    assert_eq!(ids, json!({ "template": "1" }));
    assert_eq!(letter(&of(&[], 0)), 'n');
    assert_eq!(letter(&of(&others[2..], 0)), 'n', "another name");
    assert_eq!(letter(&of(&others[..1], 0)), '?', "its days may have been moved since");
    assert_eq!(letter(&of(&others[1..2], 0)), '?', "another amount");
    assert_eq!(letter(&of(&[it(), it()], 0)), '?', "two are there");
    assert_eq!(letter(&of(&[it()], 1)), '?', "another write asked for the same");
}

#[test]
fn the_state_of_a_template_tells_unless_a_later_write_may_have_changed_it() {
    let template = a_template("1", "满减", "2026-12-31", 10);
    let is = |day: &str, template: Option<&Template>, later: Option<&str>| {
        decided(Observation::TemplateEndDate {
            expected: day.parse().unwrap(),
            template: template.cloned(),
            later_write: later.map(str::to_owned),
        })
    };
    let it = Some(&template);
    assert_eq!((is("2026-12-31", it, None), is("2026-12-30", it, None)), ('d', 'n'));
    assert_eq!(is("2026-12-30", it, Some("k2")), '?');
    assert_eq!(is("2026-12-31", it, Some("k2")), 'd');
    assert_eq!(is("2026-12-31", None, None), '?');
    let ended = |template| decided(Observation::TemplateEnd { template });
    assert_eq!(ended(Some(template.clone())), 'n');
    let over = Template { state: TemplateState::Ended, ..template };
    assert_eq!((ended(Some(over)), ended(None)), ('d', '?'));
}

#[test]
fn the_state_of_a_coupon_tells_how_it_was_reviewed() {
    let reviewed = |expected, state| decided(Observation::ReviewedCoupon { expected, state });
    for (state, letters) in [
        (CouponState::PendingReview, ['n', 'n']),
        (CouponState::SentBack, ['n', 'd']),
        (CouponState::Available, ['d', 'n']),
        (CouponState::Used, ['d', 'n']),
        (CouponState::Expired, ['d', 'n']),
        (CouponState::Revoked, ['?', '?']),
        (CouponState::Other("复核中".to_owned()), ['?', '?']),
    ] {
        let decisions = [ReviewDecision::Approve, ReviewDecision::SendBack];
        let found = decisions.map(|expected| reviewed(expected, Some(state.clone())));
        assert_eq!(found, letters, "{state}");
    }
    assert_eq!(reviewed(ReviewDecision::Approve, None), '?');
}

#[test]
fn all_fields_must_be_as_they_were_set() {
    let field =
        |key: &str, value: &str| CustomFieldValue { key: key.to_owned(), value: value.to_owned() };
    let of = |fields: Option<&[CustomFieldValue]>, later: Option<&str>| {
        decided(Observation::CustomFields {
            expected: vec![field("渠道", "餐饮"), field("区域", "华东")],
            fields: fields.map(<[_]>::to_vec),
            later_write: later.map(str::to_owned),
        })
    };
    let more = [field("区域", "华东"), field("备注", "x"), field("渠道", "餐饮")];
    assert_eq!(of(Some(&more), None), 'd');
    assert_eq!((of(Some(&more[..2]), None), of(Some(&[]), None), of(None, None)), ('n', 'n', '?'));
    assert_eq!((of(Some(&more), Some("k2")), of(Some(&[]), Some("k2"))), ('d', '?'));
    assert_eq!(decided(Observation::NoCouponForFields), '?');
}

#[test]
fn a_coupon_of_our_code_is_ours_unless_it_is_older_or_somebody_elses() {
    let sent_at = at("2026-03-01T04:00:00Z");
    let made = |change: Value| -> Coupon {
        let mut coupon = json!({
            "id": "1", "code": "N-1", "state": "pending_review", "template_name": "协议", "customer": "7",
            "customer_code": "C7", "created_at": "2026-03-01T04:00:00Z",
        });
        coupon.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        serde_json::from_value(coupon).unwrap()
    };
    let of = |customer: &CustomerRef, coupon: Option<Coupon>, competing: Option<&str>| {
        decide(Observation::CouponWithCode {
            template: TemplateRef::Name("协议".to_owned()),
            customer: customer.clone(),
            sent_at,
            coupon: coupon.map(Box::new),
            competing_write: competing.map(str::to_owned),
        })
    };
    let (by_id, by_code) = (CustomerRef::Id("7".into()), CustomerRef::Code("C7".to_owned()));
    let Resolution::Done(_, Some(ids)) = of(&by_id, Some(made(json!({}))), None) else {
        panic!("it is there")
    };
    assert_eq!(ids, json!({ "code": "N-1", "customer": "7" }));
    assert_eq!(letter(&of(&by_code, Some(made(json!({}))), None)), 'd');
    assert_eq!(letter(&of(&by_id, Some(made(json!({ "customer": null }))), None)), 'd');
    assert_eq!(letter(&of(&by_id, None, None)), 'n');
    for other in [
        json!({ "customer": "8" }),
        json!({ "template_name": "另一协议" }),
        json!({ "created_at": "2026-03-01T03:49:59Z" }),
    ] {
        assert_eq!(letter(&of(&by_id, Some(made(other.clone())), None)), '?', "{other}");
    }
    assert_eq!(letter(&of(&by_id, Some(made(json!({}))), Some("k2"))), '?');
}

#[test]
fn a_write_that_cannot_be_read_back_whole_stays_unclear() {
    assert_eq!(decided(Observation::Incomplete), '?');
    assert_eq!(decided(Observation::NotAddressable), '?');
}

#[test]
fn a_coupon_that_was_to_change_is_judged_by_its_state_and_its_order() {
    use CouponState::{Available, Expired, Locked, Recovered, Revoked, Used};
    let changed = |expected: CouponChange, state: CouponState, order: Option<&str>, later: bool| {
        let coupon =
            Coupon { order_no: order.map(str::to_owned), ..Coupon::new("1".into(), state) };
        let later_write = later.then(|| "k2".to_owned());
        decided(Observation::ChangedCoupon {
            expected,
            coupon: Some(Box::new(coupon)),
            later_write,
        })
    };
    let used = || CouponChange::Used { order: "D-1".to_owned() };
    for (state, order, letter) in [
        (Used, Some("D-1"), 'd'),
        (Used, Some("D-2"), 'n'),
        (Used, None, '?'),
        (Available, None, 'n'),
        (Locked, None, 'n'),
        (Expired, None, 'n'),
        (Revoked, None, '?'),
        (Recovered, Some("D-1"), '?'),
        (CouponState::Other("9".to_owned()), None, '?'),
    ] {
        assert_eq!(changed(used(), state.clone(), order, false), letter, "used, {state} {order:?}");
    }
    for (state, reversed, revoked) in [
        (Available, 'd', 'n'),
        (Used, 'n', 'n'),
        (Locked, '?', 'n'),
        (Expired, '?', 'n'),
        (Revoked, '?', 'd'),
        (Recovered, '?', '?'),
    ] {
        assert_eq!(
            changed(CouponChange::Reversed, state.clone(), None, false),
            reversed,
            "{state}"
        );
        assert_eq!(changed(CouponChange::Revoked, state.clone(), None, false), revoked, "{state}");
    }
    assert_eq!(changed(used(), Available, None, true), '?', "a later write of ours reversed it");
    assert_eq!(changed(used(), Used, Some("D-1"), true), 'd');
    let none = Observation::ChangedCoupon { expected: used(), coupon: None, later_write: None };
    assert_eq!(decided(none), '?', "the vendor does not know the coupon");
}
