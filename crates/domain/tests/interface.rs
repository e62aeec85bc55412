//! The model as a program from outside uses it: the example's provider, ids and JSON.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "the example's main function is not called")]
#[path = "../examples/shop.rs"]
mod example;

use std::collections::BTreeMap;

use coupon_domain::{
    BadRow, Coupon, CouponQuery, CouponState, CustomerId, CustomerRef, ErrorKind, Issue,
    PageNumber, Provider, RawRow, Record, Scope, TemplateRef, WriteOutcome, collect_pages,
};

#[tokio::test]
async fn the_example_is_a_provider() {
    let shop: Box<dyn Provider> = Box::new(example::shop());
    let scope = Scope::Customer(CustomerRef::Id("bob".into()));
    let query = CouponQuery { scope, state: None };
    let found = collect_pages(|page| shop.coupons(&query, page), |_| {}).await.unwrap();
    let ids: Vec<&str> = found.records.iter().map(|record| record.value.id.as_str()).collect();
    assert_eq!((ids, found.complete), (vec!["c2"], true));
    assert_eq!(found.records[0].row.as_str(), r#"{"id":"c2","state":"available"}"#);
    let by_template = Scope::Template(TemplateRef::Id("t".into()));
    let query = CouponQuery { scope: by_template, state: None };
    let refused = shop.coupons(&query, PageNumber::FIRST).await.unwrap_err();
    assert_eq!(refused.kind(), &ErrorKind::Unsupported);
}

#[test]
fn the_example_has_sixty_lines() {
    let text = include_str!("../examples/shop.rs");
    let provider = text.split("/// Two coupons").next().unwrap();
    let code = provider.lines().filter(|line| !line.is_empty() && !line.starts_with("//"));
    assert!(code.count() <= 60);
}

#[test]
fn a_row_goes_through_json_digit_by_digit() {
    let row = RawRow::from(r#"{"id":70874216842235169480000000000001}"#);
    let value = Coupon::new("c1".into(), CouponState::Used);
    let record = Record { value, row: row.clone() };
    let text = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<Record<Coupon>>(&text).unwrap(), record);
    let bad = BadRow { row: row.clone(), id: None, reason: "no id".to_owned() };
    let text = serde_json::to_string(&bad).unwrap();
    assert_eq!(serde_json::from_str::<BadRow>(&text).unwrap(), bad);
    let outcome = WriteOutcome { row: Some(row), ..WriteOutcome::default() };
    let text = serde_json::to_string(&outcome).unwrap();
    assert_eq!(serde_json::from_str::<WriteOutcome>(&text).unwrap(), outcome);
}

#[test]
fn ids_are_read_and_found_as_texts() {
    let id: CustomerId = "007".parse().unwrap();
    assert_eq!((id.as_ref(), id.to_string().as_str()), ("007", "007"));
    let held = BTreeMap::from([(id, 3)]);
    assert_eq!(held.get("007"), Some(&3));
    assert_eq!(held.get("7"), None);
}

#[test]
fn pages_begin_at_one_and_an_issue_at_nothing() {
    assert_eq!(PageNumber::try_from(1), Ok(PageNumber::FIRST));
    assert!(PageNumber::try_from(0).is_err());
    let issue = Issue::new(TemplateRef::Id("t".into()), CustomerRef::Id("c".into()));
    let shortest = r#"{"template":{"id":"t"},"customer":{"id":"c"}}"#;
    assert_eq!(serde_json::from_str::<Issue>(shortest).unwrap(), issue);
}
