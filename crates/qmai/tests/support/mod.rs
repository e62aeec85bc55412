//! One account whose calls are answered from a list, the last answer again and again.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
#![allow(dead_code, reason = "each test file uses a part")]

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use coupon_domain::{CouponKey, CouponQuery, CouponRef, CustomerRef, Scope};
use coupon_qmai::Qmai;
use coupon_qmai_wire::{
    Account, AccountConfig, ParsedRequest, V2Money, V2Signing, base_url, parse_request,
};
use coupon_sign::Secret;
use coupon_transport::{
    Attempt, AttemptContext, Client, ConnectorError, ConnectorErrorKind, HttpConnector, Rate,
    RetryConfig,
};
use http::{Request, Response};

pub(crate) const OPEN_ID: &str = "00000000000000000000000000000001";
pub(crate) const GRANT: &str = "fakegrant1";
pub(crate) const KEY: &str = "fake-open-key-rs-0001";

/// Status and body; `None` is a broken connection.
pub(crate) type Canned = Option<(u16, String)>;

#[derive(Debug)]
pub(crate) struct Vendor {
    answers: Mutex<Vec<Canned>>,
    asked: Mutex<Vec<Request<Bytes>>>,
}

#[async_trait]
impl HttpConnector for Vendor {
    async fn exchange(
        &self,
        request: Request<Bytes>,
        _: Attempt,
    ) -> Result<Response<Bytes>, ConnectorError> {
        self.asked.lock().unwrap().push(request);
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() };
        let (status, body) =
            answer.ok_or_else(|| ConnectorError::new(ConnectorErrorKind::Broken, "reset"))?;
        let response = Response::builder().status(status);
        Ok(response.header("Date", "Tue, 14 Nov 2023 22:03:20 GMT").body(body.into()).unwrap())
    }
}

impl Vendor {
    /// The calls so far. The signature of each is verified.
    pub(crate) fn asked(&self) -> Vec<ParsedRequest> {
        let asked = self.asked.lock().unwrap();
        let read = |request: &Request<Bytes>| {
            let claim = parse_request(request).unwrap();
            claim.verify(&account(V2Money::Fen)).unwrap();
            claim
        };
        asked.iter().map(read).collect()
    }

    /// The `params` of the calls so far.
    pub(crate) fn params(&self) -> Vec<String> {
        let text = |claim: ParsedRequest| String::from_utf8(claim.params.to_vec()).unwrap();
        self.asked().into_iter().map(text).collect()
    }
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
pub(crate) fn qmai_answering(answers: Vec<Canned>, money: V2Money) -> (Qmai, Arc<Vendor>) {
    let vendor = Arc::new(Vendor { answers: Mutex::new(answers), asked: Mutex::default() });
    let context = AttemptContext { now: "2023-11-14T22:13:20Z".parse().unwrap(), random: 7 };
    let client = Client::new(vendor.clone(), RetryConfig::default(), Rate::Unlimited)
        .with_time_source(Arc::new(move || context));
    (Qmai::new(account(money), client), vendor)
}

pub(crate) fn qmai(body: &str) -> (Qmai, Arc<Vendor>) {
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
