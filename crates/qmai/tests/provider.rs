//! The neutral reads, against the documents' samples and records after their tables.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod support;

use coupon_domain::{
    Coupon, CouponKey, CouponRef, CouponState, CustomerRef, DateField, Discount, ErrorKind,
    NO_BEGINNING, NO_END, PageNumber, Provider, Scope, Template, TemplateRef, TemplateState,
    Window,
};
use coupon_qmai_wire::V2Money;
use support::{asked, card, evidence, of_customer, params, qmai, qmai_answering};

const CARD: &str = "390913445498200065";

fn success(data: &str) -> String {
    format!(r#"{{"status":"true","code":"0","message":"说明","data":{data}}}"#)
}

async fn one(data: &str) -> Coupon {
    let (qmai, _) = qmai(&success(data));
    let mut page = qmai.coupons(&of_customer("1"), PageNumber::FIRST).await.unwrap();
    assert!(page.end && page.rows.len() == 1);
    page.rows.remove(0).unwrap().value
}

async fn template(record: &str, money: V2Money) -> Template {
    let body = success(&format!(r#"{{"data":{{"7":{record}}}}}"#));
    let (qmai, _) = qmai_answering(vec![Some((200, body))], money);
    let mut page = qmai.templates_by_id(&["7".into()]).await.unwrap();
    assert!(page.end && page.rows.len() == 1);
    page.rows.remove(0).unwrap().value
}

#[tokio::test]
async fn the_sample_becomes_a_coupon_with_its_text_beside_it() {
    let body = evidence("v3.getCustomerCoupons", "answer.json");
    let (qmai, vendor) = qmai(&body);
    let query = of_customer("383933091455959041");
    let page = qmai.coupons(&query, PageNumber::FIRST).await.unwrap();
    let record = page.rows[0].as_ref().unwrap();
    let coupon = &record.value;
    assert_eq!(coupon.id.as_str(), CARD);
    assert_eq!(coupon.code.as_deref(), Some(CARD));
    assert_eq!(coupon.template.as_ref().unwrap().as_str(), "951", "never couponId");
    assert_eq!(coupon.customer.as_ref().unwrap().as_str(), "383933091455959041");
    assert_eq!(coupon.state, CouponState::Available);
    let instant = |text: &str| Some(text.parse().unwrap());
    assert_eq!(coupon.begins_at, instant("2019-08-23T16:00:00Z"), "Beijing time");
    assert_eq!(coupon.ends_at, instant("2019-11-03T15:59:59Z"));
    assert_eq!(coupon.created_at, instant("2019-10-15T09:10:28Z"));
    assert_eq!(coupon.changed_at, instant("2019-10-15T09:10:02Z"), "a one-digit second");
    assert!(body.contains(record.row.as_str()) && record.row.as_str().starts_with('{'));
    assert_eq!(params(&vendor), [r#"{"customerId":"383933091455959041"}"#]);
}

#[tokio::test]
async fn the_last_day_of_the_calendar_is_no_end() {
    let never = r#"{"cardId":"7","beginAt":"0001-01-01 00:00:00","endAt":"9999-12-31 23:59:59"}"#;
    let coupon = one(&format!("[{never}]")).await;
    assert_eq!((coupon.begins_at, coupon.ends_at), (Some(NO_BEGINNING), Some(NO_END)));
    for seconds in ["253402185600", "253402271999"] {
        let record = format!(r#"{{"id":7,"start_at":1547186244,"end_at":{seconds}}}"#);
        assert_eq!(template(&record, V2Money::Fen).await.ends_at, Some(NO_END), "{seconds}");
    }
}

#[tokio::test]
async fn every_number_of_use_status_has_its_state() {
    for (number, state) in [
        ("0", CouponState::Available),
        ("1", CouponState::Used),
        ("2", CouponState::Locked),
        ("4", CouponState::Locked),
        ("5", CouponState::Locked),
        ("6", CouponState::Expired),
        ("7", CouponState::Revoked),
        ("3", CouponState::Other("3".to_owned())),
        ("\"\"", CouponState::Other("unknown".to_owned())),
    ] {
        let coupon = one(&format!(r#"{{"cardId":1,"useStatus":{number}}}"#)).await;
        assert_eq!(coupon.state, state, "{number}");
    }
}

#[tokio::test]
async fn states_are_asked_for_where_the_vendor_can_be_asked() {
    let (qmai, vendor) = qmai(&success("[]"));
    for state in CouponState::KNOWN {
        let mut query = of_customer("1");
        query.state = Some(state);
        // Questions that cannot be asked are checked below.
        let _ = qmai.coupons(&query, PageNumber::FIRST).await;
    }
    let expected = [0, 1, 6, 7].map(|n| format!(r#"{{"customerId":"1","useStatus":{n}}}"#));
    assert_eq!(params(&vendor), expected);
    let mut locked = of_customer("1");
    locked.state = Some(CouponState::Locked);
    let error = qmai.coupons(&locked, PageNumber::FIRST).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unsupported);
}

#[tokio::test]
async fn nothing_found_is_an_empty_page_in_every_form() {
    let error = evidence("v3.getCustomerCoupons", "error.json");
    for body in [error, success("[]"), success("null"), success(r#"{"id":0,"cardId":"0"}"#)] {
        let (qmai, _) = qmai(&body);
        let page = qmai.coupons(&of_customer("1"), PageNumber::FIRST).await.unwrap();
        assert!(page.rows.is_empty() && page.end, "{body}");
        assert_eq!(qmai.coupon(&card(CARD)).await.unwrap(), [], "{body}");
        assert!(qmai.templates_by_id(&["7".into()]).await.unwrap().rows.is_empty(), "{body}");
    }
}

#[tokio::test]
async fn everything_is_in_the_first_page() {
    let (qmai, vendor) = qmai(&success(r#"{"cardId":1}"#));
    let page = qmai.coupons(&of_customer("1"), PageNumber::FIRST.next()).await.unwrap();
    assert!(page.rows.is_empty() && page.end && asked(&vendor).is_empty());
    assert!(qmai.templates_by_id(&[]).await.unwrap().rows.is_empty() && asked(&vendor).is_empty());
}

#[tokio::test]
async fn a_bad_row_costs_itself() {
    let (qmai, _) = qmai(&success(r#"[{"cardId":1},{"cardId":2,"beginAt":"soon"},{"title":"x"}]"#));
    let page = qmai.coupons(&of_customer("1"), PageNumber::FIRST).await.unwrap();
    assert!(page.rows[0].is_ok());
    let bad = page.rows[1].as_ref().unwrap_err();
    assert!(bad.reason.contains("data[1].beginAt"), "{}", bad.reason);
    assert_eq!(bad.row.as_str(), r#"{"cardId":2,"beginAt":"soon"}"#);
    assert_eq!(page.rows[2].as_ref().unwrap_err().reason, "the row has no cardId");
}

#[tokio::test]
async fn one_coupon_is_the_one_that_was_asked_for() {
    let (qmai, vendor) = qmai(&success(r#"[{"cardId":"8"},{"cardId":"9","title":"券"}]"#));
    let found = qmai.coupon(&card("9")).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].value.template_name.as_deref(), Some("券"));
    let by_id = CouponRef { name: CouponKey::Id("9".into()), ..card("9") };
    assert_eq!(qmai.coupon(&by_id).await.unwrap(), found);
    assert_eq!(params(&vendor), [r#"{"customerId":"383933091455959041","cardId":"9"}"#; 2]);
    assert_eq!(qmai.coupon(&card("7")).await.unwrap(), [], "another's coupon is no answer");
}

#[tokio::test]
async fn one_coupon_that_cannot_be_read_is_not_understood() {
    let (qmai, _) = qmai(&success(r#"{"cardId":"9","endAt":"soon"}"#));
    let error = qmai.coupon(&card("9")).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::NotUnderstood);
    assert!(error.to_string().contains("endAt"), "{error}");
}

#[tokio::test]
async fn templates_are_asked_for_by_all_their_ids_at_once() {
    let (qmai, vendor) = qmai(&success(r#"{"data":{"7":{"id":7},"9":{"id":"9"}}}"#));
    let page = qmai.templates_by_id(&["7".into(), "8".into(), "9".into()]).await.unwrap();
    assert_eq!(page.rows.len(), 2);
    assert_eq!(params(&vendor), [r#"{"ids":"7,8,9"}"#]);
    assert_eq!(asked(&vendor)[0].operation.unwrap().name, "v2.user-coupons-detail.by-ids");
    for bad in ["1,2", " "] {
        let error = qmai.templates_by_id(&[bad.into()]).await.unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::Unsupported, "{bad:?}");
    }
}

const FIXED: &str = r#"{"id":7,"title":"满减券","total":0,"number":"12","used":3,"amount":"1050","coupon_type":0,
    "min_amount_use":5000,"number_of_user":2,"expire_type":0,"start_at":1547186244,"end_at":"1547272644","status":1,
    "created_at":1547000000,"updated_at":0}"#;

#[tokio::test]
async fn a_template_of_a_fixed_amount_in_either_unit() {
    let read = template(FIXED, V2Money::Fen).await;
    assert_eq!((read.id.as_str(), read.name.as_deref()), ("7", Some("满减券")));
    assert_eq!(read.discount, Some(Discount::Amount("10.50".parse().unwrap())));
    assert_eq!(read.threshold, Some("50.00".parse().unwrap()));
    assert_eq!(
        (read.total, read.per_customer, read.claimed, read.used),
        (None, Some(2), Some(12), Some(3))
    );
    assert_eq!(read.begins_at, Some("2019-01-11T05:57:24Z".parse().unwrap()));
    assert_eq!(read.changed_at, None, "0 is no time");
    assert_eq!((read.state, read.derived), (TemplateState::Open, false));

    let yuan = template(FIXED, V2Money::Yuan).await;
    assert_eq!(yuan.discount, Some(Discount::Amount(1050.into())));
    assert_eq!(yuan.threshold, Some(5000.into()));
}

#[tokio::test]
async fn what_a_template_does_not_say_is_not_made_up() {
    let days = r#"{"id":7,"coupon_type":1,"amount":85,"min_amount_use":0,"expire_type":"1","start_at":1547186244,"status":"0"}"#;
    let read = template(days, V2Money::Fen).await;
    assert_eq!(
        (read.discount, read.threshold),
        (None, None),
        "a percentage has no scale, 0 is no threshold"
    );
    assert_eq!((read.begins_at, read.ends_at), (None, None), "counted from the claim");
    assert_eq!(read.state, TemplateState::Other("0".to_owned()));
}

#[tokio::test]
async fn what_the_documents_lack_is_unsupported() {
    let (qmai, vendor) = qmai(&success("[]"));
    let window = Window { by: DateField::Created, from: None, to: None };
    let template = TemplateRef::Id("7".into());
    let mut kinds = vec![
        qmai.templates(&window, PageNumber::FIRST).await.unwrap_err(),
        qmai.customers(&template, PageNumber::FIRST).await.unwrap_err(),
        qmai.coupon(&CouponRef { customer: None, ..card("9") }).await.unwrap_err(),
        qmai.coupon(&CouponRef { customer: Some(CustomerRef::Code("C".to_owned())), ..card("9") })
            .await
            .unwrap_err(),
        qmai.write(
            &serde_json::from_str(r#"{"end_template":{"template":{"id":"7"}}}"#).unwrap(),
            None,
        )
        .await
        .unwrap_err(),
    ];
    for scope in [
        Scope::Template(template),
        Scope::Window(window),
        Scope::Customer(CustomerRef::Code("C".to_owned())),
    ] {
        let mut query = of_customer("1");
        query.scope = scope;
        kinds.push(qmai.coupons(&query, PageNumber::FIRST).await.unwrap_err());
    }
    for error in kinds {
        assert_eq!(error.kind(), &ErrorKind::Unsupported, "{error}");
    }
    assert!(asked(&vendor).is_empty());
    let can = qmai.capabilities();
    assert!(can.templates.is_empty() && !can.customers);
    assert!(!can.commands.contains(&coupon_domain::CommandKind::CreateTemplate));
    assert!(can.coupons_by_customer && can.coupon && can.coupon_needs_customer);
    assert_eq!(can.templates_by_id, Some(50));
}

/// Where the account says how V2 is signed, its templates are listed, up to the empty page; no day narrows the list.
#[tokio::test]
async fn templates_are_listed_by_v2_if_the_account_wants_it() {
    let listed = r#"{"id":"7","title":"满减","coupon_type":"0","amount":"300","min_amount_use":"1000","status":1}"#;
    let page = |rows: &str| Some((200, success(&format!(r#"{{"list":[{rows}],"total":1}}"#))));
    let whole = Window { by: DateField::Created, from: None, to: None };
    let (plain, vendor) = qmai_answering(vec![page("")], V2Money::Fen);
    assert!(!plain.capabilities().templates_whole);
    let refused = plain.templates(&whole, PageNumber::FIRST).await.unwrap_err();
    assert_eq!(refused.kind(), &ErrorKind::Unsupported);
    assert!(asked(&vendor).is_empty());

    let (qmai, vendor) = qmai_answering(vec![page(listed), page("")], V2Money::Fen);
    let qmai = qmai.listing_templates(true);
    assert!(qmai.capabilities().templates_whole && qmai.capabilities().templates.is_empty());
    let page = qmai.templates(&whole, PageNumber::FIRST).await.unwrap();
    assert!(!page.end, "whether there is more is not known before the empty page");
    let template = &page.rows[0].as_ref().unwrap().value;
    assert_eq!((template.id.as_str(), template.name.as_deref()), ("7", Some("满减")));
    assert_eq!(template.threshold, Some("10.00".parse().unwrap()));
    let day = Some("2024-01-01".parse().unwrap());
    let narrowed = Window { from: day, ..whole };
    let refused = qmai.templates(&narrowed, PageNumber::FIRST).await.unwrap_err();
    assert_eq!(refused.kind(), &ErrorKind::Unsupported);
    let last = qmai.templates(&whole, PageNumber::FIRST.next()).await.unwrap();
    assert!(last.end && last.rows.is_empty());
    assert_eq!(params(&vendor), [r#"{"page":1,"page_size":50}"#, r#"{"page":2,"page_size":50}"#]);
    assert_eq!(asked(&vendor)[0].action.as_deref(), Some("coupon.coupon-store-list"));
}
