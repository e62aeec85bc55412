//! One account whose calls are answered from a list, the last answer again and again.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
#![allow(dead_code, reason = "each test file uses a part")]

use std::sync::Arc;

use bytes::Bytes;
use coupon_domain::{CouponKey, CouponQuery, CouponRef, CustomerRef, Scope};
use coupon_qmai::Qmai;
use coupon_qmai_wire::{
    Account, AccountConfig, ParsedRequest, V2Money, V2Signing, base_url, parse_request,
};
use coupon_sign::Secret;
use coupon_testkit::{CannedAnswer, ScriptedConnector};
use coupon_transport::{AttemptContext, Client, Rate, RetryConfig};
use http::Request;

pub(crate) const OPEN_ID: &str = "00000000000000000000000000000001";
pub(crate) const GRANT: &str = "fakegrant1";
pub(crate) const KEY: &str = "fake-open-key-rs-0001";

/// The calls so far. The signature of each is verified.
pub(crate) fn asked(vendor: &ScriptedConnector) -> Vec<ParsedRequest> {
    let read = |request: &Request<Bytes>| {
        let parsed = parse_request(request).unwrap();
        parsed.verify(&account(V2Money::Fen)).unwrap();
        parsed
    };
    vendor.requests().iter().map(read).collect()
}

/// The `params` of the calls so far.
pub(crate) fn params(vendor: &ScriptedConnector) -> Vec<String> {
    let text = |parsed: ParsedRequest| String::from_utf8(parsed.params.to_vec()).unwrap();
    asked(vendor).into_iter().map(text).collect()
}

pub(crate) fn account(v2_money: V2Money) -> Account {
    let parts = AccountConfig {
        base_url: base_url::PRODUCTION.to_owned(),
        open_id: Secret::new(OPEN_ID),
        grant_code: Secret::new(GRANT),
        open_key: Secret::new(KEY),
        v2_signing: V2Signing::PascalCase,
        v2_money,
        allow_http: false,
    };
    Account::new(parts).unwrap()
}

/// The clock is ten minutes ahead of the vendor's.
pub(crate) fn qmai_answering(
    answers: Vec<CannedAnswer>,
    money: V2Money,
) -> (Qmai, Arc<ScriptedConnector>) {
    let vendor = Arc::new(ScriptedConnector::canned("Tue, 14 Nov 2023 22:03:20 GMT", answers));
    let context = AttemptContext { now: "2023-11-14T22:13:20Z".parse().unwrap(), random: 7 };
    let client = Client::new(vendor.clone(), RetryConfig::default(), Rate::Unlimited)
        .with_time_source(Arc::new(move || context));
    (Qmai::new(account(money), client), vendor)
}

pub(crate) fn qmai(body: &str) -> (Qmai, Arc<ScriptedConnector>) {
    qmai_answering(vec![Some((200, body.to_owned()))], V2Money::Fen)
}

pub(crate) fn evidence(operation: &str, file: &str) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/qmai");
    std::fs::read_to_string(format!("{root}/{operation}/evidence/{file}")).unwrap()
}

pub(crate) fn of_customer(id: &str) -> CouponQuery {
    CouponQuery { scope: Scope::Customer(CustomerRef::Id(id.into())), state: None }
}

pub(crate) fn card(code: &str) -> CouponRef {
    CouponRef {
        name: CouponKey::Code(code.to_owned()),
        customer: Some(CustomerRef::Id("383933091455959041".into())),
        template: None,
    }
}
