//! The calls that neutral commands become, their ends, and what raw writes leave.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use coupon_domain::{
    Command, CouponRef, CustomerRef, Effect, ErrorKind, Issue, Postcondition, Provider, ReverseUse,
    RevokeCoupon, TemplateRef, UseCoupon,
};
use coupon_wxpay::request_number;
use coupon_wxpay_wire::{OPERATIONS, operation};
use support::{OPENID, Reply, asked, coupon, ok, params, wxpay};

fn of_stock() -> CouponRef {
    CouponRef { template: Some(TemplateRef::Id("9".into())), ..coupon("123") }
}

fn used() -> UseCoupon {
    UseCoupon { coupon: of_stock(), order: "D-1".to_owned(), amount: None }
}

const NUMBER: &str = "D-1-000000000007";

fn commands() -> [(Command, &'static str, &'static str); 3] {
    [
        (
            Command::Use(used()),
            "busifavor.useCoupon",
            r#"{"coupon_code":"123","stock_id":"9","appid":"wx233544546545989","use_time":"2019-04-02T20:34:20+08:00","use_request_no":"D-1-000000000007","openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}"#,
        ),
        (
            Command::Reverse(ReverseUse { coupon: of_stock(), used_as: Some(NUMBER.into()) }),
            "busifavor.returnCoupon",
            r#"{"coupon_code":"123","stock_id":"9","return_request_no":"00000000000000000000000000000007"}"#,
        ),
        (
            Command::Revoke(RevokeCoupon { coupon: of_stock() }),
            "busifavor.deactivateCoupon",
            r#"{"coupon_code":"123","stock_id":"9","deactivate_request_no":"00000000000000000000000000000007"}"#,
        ),
    ]
}

const SUCCESS: &str =
    r#"{"stock_id":"9","openid":"o","wechatpay_use_time":"2019-04-02T20:34:21+08:00"}"#;

#[tokio::test]
async fn a_command_becomes_one_call_under_the_number_that_was_recorded() {
    for (command, operation, sent) in commands() {
        let (wxpay, vendor) = wxpay(vec![ok(SUCCESS)]);
        wxpay.check(&command).unwrap();
        let number = wxpay.request_id(&command, 7).unwrap();
        let outcome = wxpay.write(&command, Some(&number)).await.unwrap();
        assert_eq!((outcome.code.as_deref(), outcome.trace.as_deref()), (Some("123"), Some("t-1")));
        assert_eq!(outcome.row.unwrap().as_str(), SUCCESS);
        let calls = asked(&vendor);
        assert_eq!((calls.len(), calls[0].operation.unwrap().name), (1, operation));
        assert_eq!(params(&vendor), [sent]);
        assert_eq!(request_number(sent), Some(number));
        // The same bits make the same number, so that a repeat of an attempt is the same call to the vendor.
        let again = wxpay.request_id(&command, 7);
        wxpay.write(&command, again.as_ref()).await.unwrap();
        assert_eq!(params(&vendor)[1], sent);
        // Without a number the provider makes one for each write.
        wxpay.write(&command, None).await.unwrap();
        wxpay.write(&command, None).await.unwrap();
        let numbers: Vec<_> = params(&vendor).iter().map(|sent| request_number(sent)).collect();
        assert!(numbers[2] != numbers[3] && numbers[2] != numbers[0]);
    }
}

#[tokio::test]
async fn the_stock_of_a_coupon_is_looked_up_where_the_command_does_not_name_it() {
    let row = r#"{"coupon_code":"123","stock_id":"9","coupon_state":"USED"}"#;
    let without = |command: Command| match command {
        Command::Use(used) => Command::Use(UseCoupon { coupon: coupon("123"), ..used }),
        Command::Reverse(_) => {
            Command::Reverse(ReverseUse { coupon: coupon("123"), used_as: None })
        }
        _ => Command::Revoke(RevokeCoupon { coupon: coupon("123") }),
    };
    let missing = || Reply::Signed(404, r#"{"code":"RESOURCE_NOT_EXISTS"}"#.to_owned());
    for (command, operation, sent) in commands() {
        let command = without(command);
        let (vendor_knows, vendor) = wxpay(vec![ok(row), ok(SUCCESS)]);
        vendor_knows.check(&command).unwrap();
        let number = vendor_knows.request_id(&command, 7);
        vendor_knows.write(&command, number.as_ref()).await.unwrap();
        let calls = asked(&vendor);
        let names: Vec<_> = calls.iter().map(|call| call.operation.unwrap().name).collect();
        assert_eq!(names, ["busifavor.queryCoupon", operation]);
        assert_eq!(params(&vendor)[1], sent);
        for (reply, kind) in [
            (missing(), ErrorKind::Refused),
            (Reply::Bare(200, row.to_owned()), ErrorKind::NotUnderstood),
        ] {
            let (unknown, vendor) = wxpay(vec![reply]);
            let error = unknown.write(&command, number.as_ref()).await.unwrap_err();
            assert_eq!((error.kind(), error.effect()), (&kind, Effect::None), "{operation}");
            assert_eq!(asked(&vendor).len(), 1, "nothing was written");
        }
    }
}

fn refusal(status: u16, code: &str) -> Reply {
    Reply::Signed(status, format!(r#"{{"code":"{code}","message":"说明"}}"#))
}

#[tokio::test]
async fn an_answer_that_does_not_say_leaves_a_write_unknown_and_nothing_is_sent_twice() {
    use Effect::{Applied, None as Nothing, Unknown};
    use ErrorKind::{Credentials, NotUnderstood, Refused, Throttled, Unreachable};
    let bare = |status, body: &str| Reply::Bare(status, body.to_owned());
    let changed = |status, body: &str| Reply::Changed(status, body.to_owned());
    let exists = r#"{"code":"RESOURCE_ALREADY_EXISTS"}"#;
    for (reply, kind, effect) in [
        (Reply::Broken, Unreachable, Unknown),
        (bare(502, "<html>"), Unreachable, Unknown),
        (refusal(500, "SYSTEM_ERROR"), Unreachable, Unknown),
        (refusal(400, "SYSTEM_ERROR"), Unreachable, Unknown),
        (bare(200, "<html>"), NotUnderstood, Unknown),
        (bare(200, SUCCESS), NotUnderstood, Unknown),
        (changed(200, SUCCESS), NotUnderstood, Unknown),
        (changed(400, exists), NotUnderstood, Unknown),
        (bare(302, ""), NotUnderstood, Unknown),
        (ok("<html>"), NotUnderstood, Applied),
        (refusal(400, "RESOURCE_ALREADY_EXISTS"), Refused, Nothing),
        (refusal(403, "RULELIMIT"), Refused, Nothing),
        (bare(400, exists), Refused, Nothing),
        (bare(404, "<html>"), Refused, Nothing),
        (bare(401, r#"{"code":"SIGN_ERROR"}"#), Credentials, Nothing),
        (refusal(403, "NO_AUTH"), Credentials, Nothing),
        (refusal(429, "FREQUENCY_LIMITED"), Throttled, Nothing),
        (refusal(403, "FREQUENCY_LIMITED"), Throttled, Nothing),
    ] {
        for (command, operation, _) in commands() {
            let (wxpay, vendor) = wxpay(vec![reply.clone()]);
            let error = wxpay.write(&command, None).await.unwrap_err();
            assert_eq!(
                (error.kind(), error.effect()),
                (&kind, effect),
                "{operation} {reply:?} {error}"
            );
            assert_eq!(error.details().operation, Some(operation));
            // Words of ours are no message of the vendor.
            let message = error.details().message.as_deref();
            assert!(message.is_none_or(|message| message == "说明"), "{message:?}");
            assert_eq!(asked(&vendor).len(), 1, "{operation} {reply:?}");
            assert!(!error.to_string().contains("1900009191"), "{error}");
        }
    }
}

#[tokio::test]
async fn fields_that_the_vendor_cannot_be_told_are_unsupported_and_not_sent() {
    let (wxpay, vendor) = wxpay(vec![ok(SUCCESS)]);
    let alone = || CouponRef { customer: None, ..of_stock() };
    let by_code = CouponRef { customer: Some(CustomerRef::Code("C".to_owned())), ..of_stock() };
    let by_name = CouponRef { template: Some(TemplateRef::Name("券".to_owned())), ..of_stock() };
    let issue = Issue::new(TemplateRef::Id("9".into()), CustomerRef::Id(OPENID.into()));
    for command in [
        Command::Use(UseCoupon { amount: Some("1".parse().unwrap()), ..used() }),
        Command::Use(UseCoupon { order: "订单 1".to_owned(), ..used() }),
        Command::Use(UseCoupon { order: " ".to_owned(), ..used() }),
        Command::Use(UseCoupon { coupon: alone(), ..used() }),
        Command::Use(UseCoupon { coupon: by_code, ..used() }),
        Command::Reverse(ReverseUse { coupon: alone(), used_as: None }),
        Command::Revoke(RevokeCoupon { coupon: by_name }),
        Command::Issue(Box::new(issue)),
    ] {
        assert_eq!(
            wxpay.check(&command).unwrap_err().kind(),
            &ErrorKind::Unsupported,
            "{command:?}"
        );
        let error = wxpay.write(&command, None).await.unwrap_err();
        assert_eq!((error.kind(), error.effect()), (&ErrorKind::Unsupported, Effect::None));
    }
    let elsewhere = wxpay.write(&Command::Use(used()), Some(&"b-1".into())).await.unwrap_err();
    assert_eq!(elsewhere.kind(), &ErrorKind::Unsupported, "the order would be lost");
    let long = CouponRef { template: None, ..coupon(&"1".repeat(33)) };
    let broken = wxpay.check(&Command::Revoke(RevokeCoupon { coupon: long })).unwrap_err();
    assert!(matches!(broken.kind(), ErrorKind::Rule(_)));
    assert!(asked(&vendor).is_empty());
}

#[tokio::test]
async fn a_raw_use_leaves_what_the_neutral_one_leaves() {
    let (wxpay, _) = wxpay(vec![ok(SUCCESS)]);
    for (command, operation, body) in commands() {
        let left = wxpay.postcondition(operation, body);
        match operation {
            "busifavor.useCoupon" => assert_eq!(left, Some(Postcondition::from(&command))),
            // It names no user, without whom no coupon can be read.
            _ => assert_eq!(left, None, "{operation}"),
        }
    }
    for body in [
        r#"{"coupon_code":"123","use_request_no":"D-1-000000000007"}"#,
        r#"{"coupon_code":"123","openid":"o","use_request_no":"till-7"}"#,
        r#"{"openid":"o","use_request_no":"D-1-000000000007"}"#,
        "[]",
    ] {
        assert_eq!(wxpay.postcondition("busifavor.useCoupon", body), None, "{body}");
    }
    assert_eq!(wxpay.postcondition("busifavor.queryCoupon", commands()[0].2), None);
}

#[test]
fn every_write_has_a_place_in_the_neutral_commands() {
    let neutral: Vec<&str> = commands().iter().map(|(_, operation, _)| *operation).collect();
    let writes = OPERATIONS.iter().filter(|one| one.kind.is_write()).map(|one| one.name);
    assert_eq!(writes.collect::<Vec<_>>(), neutral);
}

#[tokio::test]
async fn a_call_by_name_is_checked_sent_and_read() {
    let (wxpay, vendor) = wxpay(vec![ok(SUCCESS)]);
    let by_name = operation("busifavor.returnCoupon").unwrap();
    for (body, rule) in [("{}", "RET-1"), ("", "RET-1"), ("[]", "TYP-9")] {
        let error = wxpay.call_raw(by_name, body.into(), false).await.unwrap_err();
        let ErrorKind::Rule(rules) = error.kind() else { panic!("{error}") };
        assert_eq!((rules[0].rule.as_str(), error.effect()), (rule, Effect::None), "{body}");
    }
    let answer = wxpay.call_raw(by_name, "{ }".into(), true).await.unwrap();
    assert_eq!(answer.rows[0].raw(), SUCCESS);
    assert_eq!(params(&vendor), ["{ }"], "these very bytes");
}
