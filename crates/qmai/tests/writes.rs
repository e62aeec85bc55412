//! The calls that neutral commands become, their ends, and what raw writes leave.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use coupon_domain::{
    Command, CouponKey, CouponRef, CustomerRef, Effect, ErrorKind, Issue, Postcondition, Provider,
    ReverseUse, RevokeCoupon, TemplateRef, UseCoupon,
};
use coupon_qmai_wire::{OPERATIONS, V2Money};
use coupon_testkit::CannedAnswer;
use serde_json::Value;
use support::{asked, params, qmai, qmai_answering};

fn coupon() -> CouponRef {
    let customer = Some(CustomerRef::Id("7".into()));
    CouponRef { name: CouponKey::Code("390".to_owned()), customer, template: None }
}

fn issue() -> Issue {
    let issue = serde_json::json!({ "template": { "id": "951" }, "customer": { "id": "7" } });
    serde_json::from_value(issue).unwrap()
}

fn used() -> UseCoupon {
    UseCoupon { coupon: coupon(), order: "D-1".to_owned(), amount: Some("3.5".parse().unwrap()) }
}

fn commands() -> [(Command, &'static str, &'static str); 4] {
    [
        (
            Command::Issue(Box::new(issue())),
            "v3.issueCouponsToCustomer",
            r#"{"bizId":"b-1","couponId":"951","customerId":"7","num":1,"thirdChannel":"coupon"}"#,
        ),
        (
            Command::Use(used()),
            "v3.writeOffCoupon",
            r#"{"bizId":"b-1","couponsCardList":["390"],"customerId":"7","ext":{"orderNo":"D-1"},"amount":350,"thirdOrderNo":"D-1"}"#,
        ),
        (
            Command::Reverse(ReverseUse { coupon: coupon(), used_as: Some("u-1".into()) }),
            "v3.couponReverse",
            r#"{"bizId":"u-1"}"#,
        ),
        (
            Command::Revoke(RevokeCoupon { coupon: coupon() }),
            "v3.recycleCoupons",
            r#"{"bizId":"b-1","customerId":"7","cardIdList":["390"]}"#,
        ),
    ]
}

const SUCCESS: &str = r#"{"status":true,"code":0,"traceId":"t-1","data":{"cardId":"391","cardIdList":["390"],"bizId":"b-1"}}"#;

#[tokio::test]
async fn a_command_becomes_one_call_under_the_given_id() {
    for (command, operation, sent) in commands() {
        let (qmai, vendor) = qmai(SUCCESS);
        qmai.check(&command).unwrap();
        let outcome = qmai.write(&command, Some(&"b-1".into())).await.unwrap();
        assert_eq!(outcome.trace.as_deref(), Some("t-1"));
        let calls = asked(&vendor);
        assert_eq!((calls.len(), calls[0].operation.unwrap().name), (1, operation));
        assert_eq!(params(&vendor), [sent]);
        let code = match operation {
            "v3.issueCouponsToCustomer" => Some("391"),
            "v3.couponReverse" => None,
            _ => Some("390"),
        };
        assert_eq!(outcome.code.as_deref(), code, "{operation}");
    }
}

#[tokio::test]
async fn ids_are_of_the_random_bits_and_a_reversal_bears_that_of_the_use() {
    let (qmai, vendor) = qmai(SUCCESS);
    for (command, operation, _) in commands() {
        let id = qmai.request_id(&command, 7).unwrap();
        let expected = if operation == "v3.couponReverse" {
            "u-1"
        } else {
            "00000000000000000000000000000007"
        };
        assert_eq!(id.as_str(), expected, "{operation}");
    }
    // Without an id the provider makes one for each write.
    for _ in 0..2 {
        qmai.write(&Command::Use(used()), None).await.unwrap();
    }
    let ids: Vec<Value> =
        params(&vendor).iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    assert_ne!(ids[0]["bizId"], ids[1]["bizId"]);
    assert_eq!(ids[0]["bizId"].as_str().unwrap().len(), 32);
}

fn ok(body: &str) -> CannedAnswer {
    Some((200, body.to_owned()))
}

#[tokio::test]
async fn what_an_answer_does_not_say_is_unknown_and_nothing_is_sent_twice() {
    let nothing = r#"{"status":true,"code":0,"data":null}"#;
    for (command, operation, _) in commands() {
        let documented = ["v3.issueCouponsToCustomer", "v3.writeOffCoupon"].contains(&operation);
        for (answer, kind, effect) in [
            (None, ErrorKind::Unreachable, Effect::Unknown),
            (Some((502, "<html>".to_owned())), ErrorKind::Unreachable, Effect::Unknown),
            (ok("<html>"), ErrorKind::NotUnderstood, Effect::Unknown),
            (ok(r#"{"status":true}"#), ErrorKind::NotUnderstood, Effect::Unknown),
            (
                ok(r#"{"status":true,"code":"20002","message":"不可用"}"#),
                ErrorKind::Refused,
                Effect::None,
            ),
            (ok(r#"{"status":false,"code":"110004"}"#), ErrorKind::Credentials, Effect::None),
            (Some((429, String::new())), ErrorKind::Throttled, Effect::None),
        ] {
            let (qmai, vendor) = qmai_answering(vec![answer.clone()], V2Money::Fen);
            let error = qmai.write(&command, None).await.unwrap_err();
            assert_eq!((error.kind(), error.effect()), (&kind, effect), "{operation} {answer:?}");
            assert_eq!(asked(&vendor).len(), 1, "{operation} {answer:?}");
        }
        let (qmai, _) = qmai_answering(vec![ok(nothing)], V2Money::Fen);
        let ended = qmai.write(&command, None).await;
        let unknown = ended.as_ref().err().map(|error| error.effect()) == Some(Effect::Unknown);
        assert_eq!(unknown, documented, "a success that names no coupon: {operation} {ended:?}");
    }
}

#[tokio::test]
async fn what_the_vendor_cannot_be_told_is_unsupported_and_not_sent() {
    let (qmai, vendor) = qmai(SUCCESS);
    let alone = || CouponRef { customer: None, ..coupon() };
    let of_name = Issue { template: TemplateRef::Name("券".to_owned()), ..issue() };
    let by_code = Issue { customer: CustomerRef::Code("C7".to_owned()), ..issue() };
    let with_code = Issue { code: Some("X".to_owned()), ..issue() };
    for command in [
        Command::Issue(Box::new(of_name)),
        Command::Issue(Box::new(by_code)),
        Command::Issue(Box::new(with_code)),
        Command::Use(UseCoupon { coupon: alone(), ..used() }),
        Command::Use(UseCoupon { amount: Some("0.005".parse().unwrap()), ..used() }),
        Command::Use(UseCoupon { amount: Some("-1".parse().unwrap()), ..used() }),
        Command::Use(UseCoupon { amount: Some(rust_decimal::Decimal::MAX), ..used() }),
        Command::Revoke(RevokeCoupon { coupon: alone() }),
        Command::Reverse(ReverseUse { coupon: coupon(), used_as: None }),
    ] {
        assert_eq!(
            qmai.check(&command).unwrap_err().kind(),
            &ErrorKind::Unsupported,
            "{command:?}"
        );
        let error = qmai.write(&command, None).await.unwrap_err();
        assert_eq!((error.kind(), error.effect()), (&ErrorKind::Unsupported, Effect::None));
    }
    let blank = Command::Use(UseCoupon { order: " ".to_owned(), ..used() });
    assert!(matches!(qmai.check(&blank).unwrap_err().kind(), ErrorKind::Rule(_)));
    assert!(asked(&vendor).is_empty());
}

#[tokio::test]
async fn a_raw_write_leaves_what_the_neutral_one_leaves() {
    let (qmai, _) = qmai(SUCCESS);
    for (command, operation, body) in commands() {
        let left = qmai.postcondition(operation, body);
        match operation {
            // It names no coupon.
            "v3.couponReverse" => assert_eq!(left, None),
            _ => assert_eq!(left, Some(Postcondition::from(&command)), "{operation}"),
        }
    }
    let by_v2 =
        r#"{"bizId":"b","couponsCardList":["390"],"customerId":"7","ext":{"orderNo":"D-1"}}"#;
    let left = qmai.postcondition("v2.coupons-vertify", by_v2);
    assert_eq!(left, Some(Postcondition::from(&Command::Use(used()))));
    for (operation, body) in [
        ("v2.off-coupon", r#"{"code":"390"}"#),
        ("v3.issueCouponsToCustomer", r#"{"couponId":"951","customerId":"7","num":2}"#),
        (
            "v3.writeOffCoupon",
            r#"{"couponsCardList":["390","391"],"customerId":"7","thirdOrderNo":"D-1"}"#,
        ),
        ("v3.writeOffCoupon", r#"{"couponsCardList":["390"],"thirdOrderNo":"D-1"}"#),
        ("v3.getCustomerCoupons", r#"{"customerId":"7"}"#),
        ("v3.writeOffCoupon", "[]"),
    ] {
        assert_eq!(qmai.postcondition(operation, body), None, "{operation} {body}");
    }
}

#[tokio::test]
async fn a_used_coupon_is_shown_with_its_order_where_the_vendor_tells_it() {
    let row = |status: u8| {
        format!(
            r#"{{"status":true,"code":0,"data":{{"cardId":"390","customerId":"7","useStatus":{status}}}}}"#
        )
    };
    let usage = r#"{"status":true,"code":0,"data":{"status":1,"useOrderCode":"D-1"}}"#;
    let no_grant = r#"{"status":false,"code":"110005","message":"没有接口权限"}"#;
    for (status, second, order, calls) in
        [(1, usage, Some("D-1"), 2), (1, no_grant, None, 2), (0, usage, None, 1)]
    {
        let (qmai, vendor) = qmai_answering(vec![ok(&row(status)), ok(second)], V2Money::Fen);
        let found = qmai.coupon(&coupon()).await.unwrap().remove(0);
        assert_eq!(found.value.order_no.as_deref(), order);
        assert_eq!(asked(&vendor).len(), calls);
    }
}

#[test]
fn every_write_has_a_place_in_the_neutral_commands_or_is_called_by_name() {
    let neutral: Vec<&str> = commands().iter().map(|(_, operation, _)| *operation).collect();
    let writes = OPERATIONS.iter().filter(|one| one.kind.is_write()).map(|one| one.name);
    let others: Vec<&str> = writes.filter(|name| !neutral.contains(name)).collect();
    let by_name =
        ["v3.couponRecovery", "v2.coupons-vertify", "v2.off-coupon", "v2.coupon-exchange"];
    assert_eq!(others, by_name);
}
