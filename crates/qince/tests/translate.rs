//! The printed samples in neutral terms, and the requests of neutral writes.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

mod support;

use std::sync::Arc;

use coupon_domain::{
    Audience, BadRow, Command, Coupon, CouponPage, CouponQuery, CouponState, CreateTemplate,
    CustomerRef, DateField, Discount, ErrorKind, Grant, IdsOrNames, Issue, LineItem, NO_BEGINNING,
    NO_END, PageNumber, ProductRef, ProductScope, Provider, Record, Scope, TemplateRef,
    TemplateState, Window, end_of_day, start_of_day,
};
use coupon_qince::{CouponDetails, Vouchers};
use serde_json::{Value, json};

use support::qince;

fn evidence(operation: &str) -> Value {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/qince");
    let text = std::fs::read_to_string(format!("{root}/{operation}/evidence/data.json")).unwrap();
    // Parsing rounds no digits here: ids in the samples fit u64.
    serde_json::from_str(&text).unwrap()
}

fn answer(data: &Value) -> Option<String> {
    Some(json!({ "return_code": "0", "response_data": data.to_string() }).to_string())
}

const ANY_DAY: Window = Window { by: DateField::Created, from: None, to: None };

async fn exchange_coupon(change: &[(&str, &str)]) -> Coupon {
    let mut data = evidence("coupondetail.queryCouponDetail");
    for (key, value) in change {
        data[0][*key] = (*value).into();
    }
    let provider = CouponDetails::new(qince(answer(&data)).0, 1000);
    let query = CouponQuery { scope: Scope::Window(ANY_DAY), state: None };
    only_coupon(&provider, &query).await.value
}

/// The one row of an answer, read after its id and template were told from its text.
async fn only_coupon(provider: &dyn Provider, query: &CouponQuery) -> Record<Coupon> {
    let page = provider.coupon_page(query, PageNumber::FIRST).await.unwrap();
    let CouponPage::Unread(unread) = page else { panic!("the ids are at hand") };
    let key = &unread.rows()[0];
    let record = unread.read(key).unwrap();
    assert_eq!((&key.id[..], &key.template), (record.value.id.as_str(), &record.value.template));
    record
}

async fn held_coupon(change: &[(&str, &str)]) -> Record<Coupon> {
    let mut data = evidence("voucher.queryVoucherUsedInfo");
    for (key, value) in change {
        data[0][*key] = (*value).into();
    }
    let provider = Vouchers::new(qince(answer(&data)).0, 1000);
    let scope = Scope::Template(TemplateRef::Id("7087421684223516948".into()));
    let query = CouponQuery { scope, state: None };
    only_coupon(&provider, &query).await
}

#[tokio::test]
async fn the_sampled_template() {
    let provider = Vouchers::new(qince(answer(&evidence("voucher.getVoucherInfos"))).0, 1000);
    let page = provider.templates(&ANY_DAY, PageNumber::FIRST).await.unwrap();
    assert!(!page.end, "only an empty page is the end");
    let Record { value, row } = page.rows[0].clone().unwrap();
    assert_eq!(value.id.as_str(), "6856083179295188426");
    assert!(row.as_str().contains("6856083179295188426"));
    assert_eq!(value.state, TemplateState::Open);
    assert_eq!(value.discount, Some(Discount::Amount("111.00".parse().unwrap())));
    assert_eq!(value.threshold, Some("222.00".parse().unwrap()));
    assert_eq!((value.total, value.per_customer), (Some(2), Some(1)));
    assert_eq!(value.ends_at.unwrap().to_string(), "2021-05-28T15:59:59Z");
}

#[tokio::test]
async fn percentages_in_both_scales_are_one_share() {
    for (written, kind) in [("0.85", "ZKBL"), ("85", "ZKBL")] {
        let mut data = evidence("voucher.getVoucherInfos");
        data[0]["discountsType"] = kind.into();
        data[0]["discountsPercent"] = written.into();
        let provider = Vouchers::new(qince(answer(&data)).0, 1000);
        let page = provider.templates(&ANY_DAY, PageNumber::FIRST).await.unwrap();
        let Discount::Percent { share, .. } = page.rows[0].clone().unwrap().value.discount.unwrap()
        else {
            panic!("a percentage")
        };
        assert_eq!(share, "0.85".parse().unwrap(), "{written}");
    }
}

/// A held coupon tells its threshold and its share; 0 is no threshold, and a percentage is no amount.
#[tokio::test]
async fn a_held_coupon_tells_what_an_order_must_reach_and_what_it_takes_off() {
    let decimal = |text: &str| Some(text.parse().unwrap());
    let terms = async |change: &[(&'static str, &'static str)]| {
        let coupon = held_coupon(change).await.value;
        (coupon.amount, coupon.share, coupon.threshold)
    };
    let fixed = [("discounts_type", "GDMZ"), ("money", "10.00"), ("doorsill_amount", "100.00")];
    assert_eq!(terms(&fixed).await, (decimal("10.00"), None, decimal("100.00")));
    for percent in ["85", "0.85"] {
        let change = [
            ("discounts_type", "ZKBL"),
            ("discounts_percent", percent),
            ("doorsill_amount", "0.00"),
        ];
        assert_eq!(terms(&change).await, (None, decimal("0.85"), None), "{percent}");
    }
}

#[tokio::test]
async fn the_sampled_use_has_an_order_and_no_status_so_it_is_used() {
    let coupon = held_coupon(&[]).await.value;
    assert_eq!(coupon.state, CouponState::Used);
    assert_eq!(coupon.order_no.as_deref(), Some("DD20221020000017"));
    assert_eq!(coupon.used_at.unwrap().to_string(), "2022-10-20T05:27:20Z");
    assert_eq!(coupon.used_amount, Some("10.00".parse().unwrap()));
    assert_eq!(held_coupon(&[("use_status", "0")]).await.value.state, CouponState::Available);
    assert_eq!(held_coupon(&[("use_status", "2")]).await.value.state, CouponState::Expired);
    assert_eq!(
        held_coupon(&[("use_status", "7")]).await.value.state,
        CouponState::Other("7".into())
    );
}

#[tokio::test]
async fn of_the_four_words_of_a_state_the_strongest_wins() {
    let unused: &[_] = &[("is_used", "未使用"), ("is_back", "未回收")];
    let state = async |change: &[(&'static str, &'static str)]| {
        let all: Vec<_> = unused.iter().chain(change).copied().collect();
        exchange_coupon(&all).await.state
    };
    assert_eq!(exchange_coupon(&[]).await.state, CouponState::Recovered, "已使用 and 已回收");
    assert_eq!(state(&[("is_used", "已回收")]).await, CouponState::Recovered);
    assert_eq!(state(&[("is_used", "已使用")]).await, CouponState::Used);
    assert_eq!(state(&[]).await, CouponState::Available);
    assert_eq!(state(&[("format_status", "未开始")]).await, CouponState::Available);
    assert_eq!(state(&[("format_status", "已结束")]).await, CouponState::Expired);
    assert_eq!(state(&[("format_status", "待审批")]).await, CouponState::PendingReview);
    assert_eq!(state(&[("format_status", "被打回")]).await, CouponState::SentBack);
    assert_eq!(state(&[("format_status", "冻结")]).await, CouponState::Other("冻结".into()));
    assert_eq!(state(&[("status", "0"), ("is_used", "已使用")]).await, CouponState::Revoked);
}

#[tokio::test]
async fn the_sampled_exchange_coupon() {
    let coupon = exchange_coupon(&[]).await;
    assert_eq!(coupon.code.as_deref(), Some("00015684"));
    assert_eq!(coupon.changed_at.unwrap().to_string(), "2019-12-05T06:25:35.143Z");
    let item = coupon.item.unwrap();
    assert_eq!((item.quantity, item.unit.as_deref()), (Some(10.into()), Some("箱")));
    assert_eq!(coupon.recovered_quantity, Some(1.into()));
    assert_eq!(coupon.begins_at.unwrap().to_string(), "2019-11-04T16:00:00Z");
}

/// The sampled 兑货券 once for each of the values of a field: the coupon, or the reason why this row alone is unreadable.
async fn each_of(field: &str, values: &[&str]) -> Vec<Result<Coupon, String>> {
    let sample = evidence("coupondetail.queryCouponDetail")[0].clone();
    let row = |value: &&str| {
        let mut row = sample.clone();
        row[field] = (*value).into();
        row
    };
    let data = Value::Array(values.iter().map(row).collect());
    let provider = CouponDetails::new(qince(answer(&data)).0, 1000);
    let query = CouponQuery { scope: Scope::Window(ANY_DAY), state: None };
    let page = provider.coupons(&query, PageNumber::FIRST).await.unwrap();
    assert_eq!(page.rows.len(), values.len());
    let read = |row: Result<Record<Coupon>, BadRow>| match row {
        Ok(record) => Ok(record.value),
        Err(bad) => Err(bad.reason),
    };
    page.rows.into_iter().map(read).collect()
}

#[tokio::test]
async fn a_quantity_is_read_whole_or_costs_its_row() {
    let good = [
        ("1,000箱", "1000", Some("箱")),
        ("1E+3箱", "1000", Some("箱")),
        ("10e5箱", "1000000", Some("箱")),
        ("１０箱", "10", Some("箱")),
        ("10箱(12瓶)", "10", Some("箱(12瓶)")),
        ("10个/箱", "10", Some("个/箱")),
        ("7", "7", None),
    ];
    let coupons = each_of("num", &good.map(|(text, ..)| text)).await;
    for (coupon, (text, amount, unit)) in coupons.into_iter().zip(good) {
        let item = coupon.unwrap().item.unwrap();
        assert_eq!(item.quantity, Some(amount.parse().unwrap()), "{text}");
        assert_eq!(item.unit.as_deref(), unit, "{text}");
    }
    let recovered = each_of("sign_num", &["1,200箱", "1E+3箱", "-"]).await.into_iter();
    let recovered = recovered.map(|coupon| coupon.unwrap().recovered_quantity);
    let recovered: Vec<_> = recovered.map(|amount| amount.map(|a| a.to_string())).collect();
    assert_eq!(recovered, [Some("1200".to_owned()), Some("1000".to_owned()), None]);
    for field in ["num", "sign_num"] {
        let bad = ["1箱2盒", "10*12瓶", "10x12瓶", "12,50箱", "10万箱"];
        for (read, text) in each_of(field, &bad).await.into_iter().zip(bad) {
            let reason = read.unwrap_err();
            assert!(reason.contains(&format!("].{field}")) && reason.contains(text), "{reason}");
        }
    }
}

#[tokio::test]
async fn a_price_is_read_whole_or_costs_its_row() {
    let good = ["1,000.00", "¥12.50", "12.50元", "-"];
    let prices = each_of("price", &good).await.into_iter();
    let prices = prices.map(|coupon| coupon.unwrap().item.unwrap().price.map(|p| p.to_string()));
    let expected = [Some("1000.00"), Some("12.50"), Some("12.50"), None];
    assert_eq!(Vec::from_iter(prices), expected.map(|price| price.map(str::to_owned)));
    let bad = ["12,50", "(5.00)", "NaN", "0x10"];
    for (read, text) in each_of("price", &bad).await.into_iter().zip(bad) {
        assert!(read.unwrap_err().contains("].price"), "{text}");
    }
}

#[tokio::test]
async fn the_last_day_of_the_calendar_is_no_end_and_the_first_no_beginning() {
    let ranges = ["2021-03-01~9999-12-31", "0001-01-01~2021-03-01", "0001-01-01 ~ 9999-12-31"];
    let coupons = each_of("effect_date", &ranges).await.into_iter();
    let ends = coupons.map(|coupon| coupon.unwrap()).map(|c| (c.begins_at, c.ends_at));
    let day = "2021-03-01".parse().unwrap();
    let expected = [
        (Some(start_of_day(day)), Some(NO_END)),
        (Some(NO_BEGINNING), Some(end_of_day(day))),
        (Some(NO_BEGINNING), Some(NO_END)),
    ];
    assert_eq!(Vec::from_iter(ends), expected);
    let used = each_of("used_time", &["9999-12-31 23:59:59.999", "9999-12-31 00:00"]).await;
    assert!(used.into_iter().all(|coupon| coupon.unwrap().used_at == Some(NO_END)));
}

fn issue() -> Issue {
    Issue {
        template: TemplateRef::Name("测试协议名称".into()),
        customer: CustomerRef::Code("0008106267".into()),
        code: Some("MINE-1".into()),
        begins: Some("2024-01-01".parse().unwrap()),
        ends: Some("2024-12-31".parse().unwrap()),
        lines: vec![LineItem {
            product: ProductRef::Code("1HBSKLSD".into()),
            quantity: "1.50".parse().unwrap(),
            unit: "箱".into(),
        }],
        threshold_percent: Some(80.into()),
        recovery_days: Some(10),
        fields: Vec::new(),
        received_at: None,
    }
}

#[tokio::test]
async fn issuing_sends_what_was_given_and_refuses_what_cannot_be_carried() {
    let (account, canned) =
        qince(Some(r#"{"return_code":"0","response_data":[{"id":"9"}]}"#.into()));
    let provider = CouponDetails::new(Arc::clone(&account), 1000);
    let outcome = provider.write(&Command::Issue(Box::new(issue())), None).await.unwrap();
    assert_eq!((outcome.coupon.unwrap().as_str(), outcome.code.as_deref()), ("9", Some("MINE-1")));
    let sent = canned.requests()[0].body().clone();
    assert_eq!(
        std::str::from_utf8(&sent).unwrap(),
        r#"{"coupon_no":"MINE-1","deal_name":"测试协议名称","cm_code":"0008106267","start_date":"2024-01-01","end_date":"2024-12-31","recycle_date":"10","doorsill_percent":"80","prods":[{"product_code":"1HBSKLSD","unit_name":"箱","num":1.50}]}"#
    );
    let vouchers = Vouchers::new(account, 1000);
    let error = vouchers.write(&Command::Issue(Box::new(issue())), None).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unsupported, "{error}");
    assert!(provider.check(&Command::Issue(Box::new(issue()))).is_ok());
    assert!(vouchers.check(&Command::Issue(Box::new(issue()))).is_err());
    for broken in [
        Issue { code: None, ..issue() },
        Issue { template: TemplateRef::Id("1".into()), ..issue() },
        Issue { customer: CustomerRef::SourceCode("1".into()), ..issue() },
    ] {
        let broken = Command::Issue(Box::new(broken));
        let error = provider.write(&broken, None).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Unsupported, "{error}");
        assert_eq!(provider.check(&broken).unwrap_err().to_string(), error.to_string());
    }
    let empty = Command::Issue(Box::new(Issue { lines: Vec::new(), ..issue() }));
    assert!(matches!(provider.check(&empty).unwrap_err().kind(), ErrorKind::Rule(_)));
    assert_eq!(canned.requests().len(), 1, "nothing else was sent");
}

#[tokio::test]
async fn a_new_template_is_sent_in_the_vendors_words() {
    let (account, canned) = qince(answer(&evidence("voucher.addVoucherInfo")));
    let new = CreateTemplate {
        name: "春茶九折".into(),
        begins: "2024-03-01".parse().unwrap(),
        ends: "2024-03-01".parse().unwrap(),
        discount: Discount::Percent { share: "0.9".parse().unwrap(), at_most: Some(50.into()) },
        threshold: Some(100.into()),
        online_payment_only: true,
        terms: None,
        note: None,
        grant: Grant::Promotion,
        give_to_all: false,
        per_customer: 1,
        total: 10,
        audience: Audience::Customers(IdsOrNames::Ids(vec!["1".into(), "2".into()])),
        goods: ProductScope::Brands(IdsOrNames::Names(vec!["青山".into()])),
        source: None,
    };
    let provider = Vouchers::new(account, 1000);
    let outcome =
        provider.write(&Command::CreateTemplate(Box::new(new.clone())), None).await.unwrap();
    assert_eq!(outcome.template.unwrap().as_str(), "6812072753231956829");
    let sent = canned.requests()[0].body().clone();
    let sent: Value = serde_json::from_slice(&sent).unwrap();
    assert_eq!(sent["cmId"], "1,2");
    assert_eq!(sent["prodBrandName"], "青山");
    assert_eq!(
        (&sent["discountsType"], &sent["discountsPercent"]),
        (&json!("ZKBL"), &json!("0.9"))
    );
    assert_eq!(sent["doorsillAmount"], json!(100));
    let comma =
        CreateTemplate { goods: ProductScope::Types(IdsOrNames::Names(vec!["a,b".into()])), ..new };
    let error = provider.write(&Command::CreateTemplate(Box::new(comma)), None).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unsupported, "{error}");
}
