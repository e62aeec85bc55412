//! The neutral reads, against the documents' samples and records after their tables.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod support;

use coupon_domain::{
    CouponKey, CouponQuery, CouponRef, CouponState, CustomerRef, DateField, Discount, ErrorKind,
    PageNumber, Provider, TemplateRef, TemplateState, Window, collect_pages,
};
use coupon_wxpay::MerchantRole;
use support::{OPENID, Reply, asked, coupon, evidence, of_customer, ok, params, wxpay};

#[tokio::test]
async fn the_sample_becomes_a_coupon_with_its_text_beside_it() {
    let body = evidence("busifavor.listCoupons", "answer.json");
    let (wxpay, vendor) = wxpay(vec![ok(&body)]);
    let page = wxpay.coupons(&of_customer(OPENID), PageNumber::FIRST).await.unwrap();
    assert!(!page.end, "there are 100 in all");
    let record = page.rows[0].as_ref().unwrap();
    let one = &record.value;
    assert_eq!((one.id.as_str(), one.code.as_deref()), ("123446565767", Some("123446565767")));
    assert_eq!(one.template.as_ref().unwrap().as_str(), "1002323");
    assert_eq!(one.customer.as_ref().unwrap().as_str(), OPENID, "the row does not name the user");
    assert_eq!(one.state, CouponState::Available);
    assert_eq!(one.amount, Some("0.05".parse().unwrap()), "fen");
    assert_eq!(one.threshold, Some("1.00".parse().unwrap()));
    let instant = |text: &str| Some(text.parse().unwrap());
    assert_eq!(one.ends_at, instant("2019-12-31T05:29:35Z"));
    assert_eq!((one.used_at, one.order_no.as_deref()), (None, None), "it is not used");
    assert!(body.contains(record.row.as_str()) && record.row.as_str().starts_with('{'));
    let call = &asked(&vendor)[0];
    assert_eq!(call.operation.unwrap().name, "busifavor.listCoupons");
    let sent: serde_json::Value = serde_json::from_slice(&call.params).unwrap();
    let expected = serde_json::json!({
        "openid": OPENID, "appid": "wx233544546545989", "creator_merchant": "1900009191", "offset": "0", "limit": "20"
    });
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn every_state_and_every_discount_is_read_and_a_bad_row_costs_itself() {
    let row = |state: &str, rule: &str| {
        format!(
            r#"{{"coupon_code":"1","stock_id":"9","coupon_state":"{state}","coupon_use_rule":{rule}}}"#
        )
    };
    let off = r#"{"discount_coupon":{"discount_percent":88,"transaction_minimum":0}}"#;
    let price = r#"{"exchange_coupon":{"exchange_price":100,"transaction_minimum":200}}"#;
    let rows = [
        row("SENDED", off),
        row("USED", price),
        row("EXPIRED", "{}"),
        row("DELETED", "{}"),
        row("DEACTIVATED", "null"),
        row("PENDING_REDEEM", "{}"),
        r#"{"coupon_code":"2","expire_time":"soon"}"#.to_owned(),
        r#"{"stock_id":"9"}"#.to_owned(),
    ];
    let body = format!(r#"{{"data":[{}],"total_count":8}}"#, rows.join(","));
    let (wxpay, _) = wxpay(vec![ok(&body)]);
    let page = wxpay.coupons(&of_customer(OPENID), PageNumber::FIRST).await.unwrap();
    assert!(page.end, "8 of 8");
    let states: Vec<_> = page.rows.iter().flatten().map(|one| one.value.state.clone()).collect();
    assert_eq!(
        states,
        [
            CouponState::Available,
            CouponState::Used,
            CouponState::Expired,
            CouponState::Revoked,
            CouponState::Revoked,
            CouponState::Other("PENDING_REDEEM".to_owned()),
        ]
    );
    let first = &page.rows[0].as_ref().unwrap().value;
    assert_eq!((first.share, first.threshold), (Some("0.88".parse().unwrap()), None));
    let second = &page.rows[1].as_ref().unwrap().value;
    assert_eq!((second.share, second.threshold), (None, Some("2.00".parse().unwrap())));
    assert_eq!(page.rows[6].as_ref().unwrap_err().id.as_deref(), Some("2"));
    assert!(page.rows[7].as_ref().unwrap_err().reason.contains("coupon_code"));
}

/// A vendor of `total` coupons, which reads `offset` as the number of a page or as an offset of rows.
fn pages(total: usize, by_rows: bool) -> Vec<Reply> {
    let page = |index: usize| {
        let first = if by_rows { index } else { index * 20 };
        let rows = (first..total.min(first + 20)).map(|n| format!(r#"{{"coupon_code":"{n}"}}"#));
        let rows: Vec<_> = rows.collect();
        ok(&format!(r#"{{"data":[{}],"total_count":{total}}}"#, rows.join(",")))
    };
    (0..=total).map(page).collect()
}

#[tokio::test]
async fn no_coupon_is_missed_however_offset_counts() {
    for (total, by_rows, calls) in [
        (0, false, 1),
        (20, false, 1),
        (45, false, 4),
        (45, true, 26),
        (20, true, 1),
        (21, true, 2),
    ] {
        let (wxpay, vendor) = wxpay(pages(total, by_rows));
        let query = of_customer(OPENID);
        let read = collect_pages(|page| wxpay.coupons(&query, page), |_| {}).await.unwrap();
        let mut codes: Vec<usize> =
            read.records.iter().map(|one| one.value.id.as_str().parse().unwrap()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes, (0..total).collect::<Vec<_>>(), "{total} {by_rows}");
        assert_eq!(asked(&vendor).len(), calls, "{total} {by_rows}");
    }
}

#[tokio::test]
async fn a_list_names_the_merchant_in_its_role_and_the_state_that_is_asked_for() {
    for (role, field) in [
        (MerchantRole::Creator, "creator_merchant"),
        (MerchantRole::Owner, "belong_merchant"),
        (MerchantRole::Sender, "sender_merchant"),
    ] {
        let (wxpay, vendor) = wxpay(vec![ok(r#"{"total_count":0}"#)]);
        let wxpay = wxpay.listing_as(role);
        let query = CouponQuery { state: Some(CouponState::Used), ..of_customer(OPENID) };
        let page = wxpay.coupons(&query, PageNumber::FIRST).await.unwrap();
        assert!(page.end && page.rows.is_empty());
        let sent: serde_json::Value = serde_json::from_str(&params(&vendor)[0]).unwrap();
        assert_eq!((&sent[field], &sent["coupon_state"]), (&"1900009191".into(), &"USED".into()));
    }
}

#[tokio::test]
async fn one_coupon_is_asked_for_by_its_user_and_shows_its_order_while_it_is_used() {
    let row = |state: &str, number: &str, rest: &str| {
        format!(
            r#"{{"coupon_code":"123","stock_id":"9","coupon_state":"{state}","use_request_no":"{number}","use_time":"2019-12-30T13:29:35+08:00"{rest}}}"#
        )
    };
    let associated = r#","associate_out_trade_no":"W-9""#;
    for (body, order) in [
        (row("USED", "D-1-0123456789ab", ""), Some("D-1")),
        (row("USED", "D-1-0123456789ab", associated), Some("D-1")),
        (row("USED", "MCHUSE202003101234", associated), Some("W-9")),
        (row("USED", "MCHUSE202003101234", ""), None),
        (row("SENDED", "D-1-0123456789ab", associated), None),
    ] {
        let (wxpay, vendor) = wxpay(vec![ok(&body)]);
        let found = wxpay.coupon(&coupon("123")).await.unwrap().remove(0).value;
        assert_eq!(found.order_no.as_deref(), order, "{body}");
        assert_eq!(found.used_at.is_some(), body.contains("\"USED\""));
        let path =
            format!("/v3/marketing/busifavor/users/{OPENID}/coupons/123/appids/wx233544546545989");
        assert_eq!(vendor.requests()[0].uri().path(), path);
    }
    let (wxpay, vendor) = wxpay(vec![ok(&row("USED", "n", ""))]);
    let error = wxpay.coupon(&coupon("124")).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::NotUnderstood, "an answer about another coupon");
    let alone = CouponRef { customer: None, ..coupon("123") };
    assert_eq!(wxpay.coupon(&alone).await.unwrap_err().kind(), &ErrorKind::Unsupported);
    let by_id = CouponRef { name: CouponKey::Id("123".into()), ..coupon("123") };
    assert_eq!(wxpay.coupon(&by_id).await.unwrap().len(), 1);
    assert_eq!(asked(&vendor).len(), 2);
}

#[tokio::test]
async fn nothing_found_is_believed_if_the_vendor_signed_it() {
    let missing = r#"{"code":"RESOURCE_NOT_EXISTS","message":"查询的资源不存在"}"#.to_owned();
    let (signed, _) = wxpay(vec![Reply::Signed(404, missing.clone())]);
    assert!(signed.coupon(&coupon("1")).await.unwrap().is_empty());
    assert!(signed.templates_by_id(&["9".into()]).await.unwrap().rows.is_empty());
    assert!(signed.coupons(&of_customer(OPENID), PageNumber::FIRST).await.unwrap().end);
    let (bare, _) = wxpay(vec![Reply::Bare(404, missing)]);
    assert_eq!(bare.coupon(&coupon("1")).await.unwrap_err().kind(), &ErrorKind::Refused);
    let user = r#"{"code":"USER_NOT_EXISTS","message":"openid 不正确"}"#.to_owned();
    let (other, _) = wxpay(vec![Reply::Signed(404, user)]);
    let error = other.coupons(&of_customer("o"), PageNumber::FIRST).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Refused, "a user of another appid is no empty page");
}

#[tokio::test]
async fn stocks_are_templates_each_asked_for_by_its_id() {
    let body = evidence("busifavor.queryStock", "answer.json");
    let paused = r#"{"stock_id":"8","stock_state":"PAUSED","coupon_use_rule":{"discount_coupon":{"discount_percent":85}}}"#;
    let missing = r#"{"code":"RESOURCE_NOT_EXISTS"}"#.to_owned();
    let (wxpay, vendor) = wxpay(vec![ok(&body), Reply::Signed(404, missing), ok(paused)]);
    let ids = ["1212".into(), "7".into(), "8".into()];
    let page = wxpay.templates_by_id(&ids).await.unwrap();
    assert!(page.end && page.rows.len() == 2 && asked(&vendor).len() == 3);
    let first = &page.rows[0].as_ref().unwrap().value;
    assert_eq!((first.id.as_str(), &first.state), ("1212", &TemplateState::Open));
    assert_eq!(first.discount, Some(Discount::Amount("0.05".parse().unwrap())));
    assert_eq!((first.total, first.per_customer, first.claimed), (Some(100), Some(5), None));
    let second = &page.rows[1].as_ref().unwrap().value;
    assert_eq!(second.state, TemplateState::Other("PAUSED".to_owned()));
    let share = Discount::Percent { share: "0.85".parse().unwrap(), at_most: None };
    assert_eq!(second.discount, Some(share));
}

#[tokio::test]
async fn questions_that_the_vendor_does_not_take_are_unsupported() {
    let (wxpay, vendor) = wxpay(vec![ok("{}")]);
    let window = Window { by: DateField::Created, from: None, to: None };
    let first = PageNumber::FIRST;
    let template = TemplateRef::Id("9".into());
    let mut kinds = vec![
        wxpay.templates(&window, first).await.map(drop),
        wxpay.customers(&template, first).await.map(drop),
    ];
    for scope in [
        coupon_domain::Scope::Template(template),
        coupon_domain::Scope::Window(window),
        coupon_domain::Scope::Customer(CustomerRef::Code("C7".to_owned())),
    ] {
        let query = CouponQuery { scope, state: None };
        kinds.push(wxpay.coupons(&query, first).await.map(drop));
    }
    for state in [CouponState::Revoked, CouponState::Locked, CouponState::Other("X".to_owned())] {
        let query = CouponQuery { state: Some(state), ..of_customer(OPENID) };
        kinds.push(wxpay.coupons(&query, first).await.map(drop));
    }
    for ended in kinds {
        assert_eq!(ended.unwrap_err().kind(), &ErrorKind::Unsupported);
    }
    assert!(asked(&vendor).is_empty());
}
