//! One merchant whose calls are answered from a list, the last answer again and again. Answers are signed by the vendor's key,
//! unless the list says otherwise.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
#![allow(dead_code, reason = "each test file uses a part")]

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use coupon_domain::{CouponKey, CouponQuery, CouponRef, CustomerRef, Scope};
use coupon_sign::{RsaSigningKey, Secret};
use coupon_testkit::ScriptedConnector;
use coupon_transport::{
    AttemptContext, Client, ConnectorError, ConnectorErrorKind, Rate, RetryConfig,
};
use coupon_wxpay::WxPay;
use coupon_wxpay_wire::{
    Account, AccountConfig, AttemptParams, ParsedRequest, base_url, parse_request, sign_answer,
};
use http::{Request, Response};

pub(crate) const MCHID: &str = "1900009191";
pub(crate) const OPENID: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
const PLATFORM_SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7200000001";

/// The end of one attempt.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// Status and body, signed by the vendor.
    Signed(u16, String),
    /// The same without a signature.
    Bare(u16, String),
    /// The same, and the body was changed behind the signature.
    Changed(u16, String),
    /// The connection breaks.
    Broken,
}

pub(crate) fn ok(body: &str) -> Reply {
    Reply::Signed(200, body.to_owned())
}

fn pem(file: &str) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/sign/wxpay");
    std::fs::read_to_string(format!("{root}/{file}.pem")).unwrap()
}

pub(crate) fn evidence(operation: &str, file: &str) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/wxpay");
    std::fs::read_to_string(format!("{root}/{operation}/evidence/{file}")).unwrap()
}

pub(crate) fn account() -> Account {
    let config = AccountConfig {
        base_url: base_url::PRODUCTION.to_owned(),
        mchid: Secret::new(MCHID),
        serial_no: "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C".to_owned(),
        private_key: Secret::new(pem("merchant-private")),
        appid: "wx233544546545989".to_owned(),
        platform_serial: PLATFORM_SERIAL.to_owned(),
        platform_key: pem("platform-public"),
        allow_http: false,
    };
    Account::new(config).unwrap()
}

fn context() -> AttemptContext {
    AttemptContext { now: "2019-04-02T12:34:20Z".parse().unwrap(), random: 7 }
}

pub(crate) fn wxpay(replies: Vec<Reply>) -> (WxPay, Arc<ScriptedConnector>) {
    let key = RsaSigningKey::from_pem(&Secret::new(pem("platform-private"))).unwrap();
    let script = move |number: usize| {
        let reply = replies.get(number - 1).or(replies.last()).unwrap().clone();
        let bare = |status: u16, body: String| {
            let answer = Response::builder().status(status).header("Request-ID", "t-1");
            answer.header("Date", "Tue, 02 Apr 2019 12:34:20 GMT").body(Bytes::from(body)).unwrap()
        };
        let attempt = AttemptParams::new(context().now, 1);
        let signed = |answer| sign_answer(&key, PLATFORM_SERIAL, &attempt, answer);
        let answer = match reply {
            Reply::Signed(status, body) => Ok(signed(bare(status, body))),
            Reply::Bare(status, body) => Ok(bare(status, body)),
            Reply::Changed(status, body) => {
                let mut answer = signed(bare(status, body));
                *answer.body_mut() = [answer.body(), &b" "[..]].concat().into();
                Ok(answer)
            }
            Reply::Broken => Err(ConnectorError::new(ConnectorErrorKind::Broken, "reset")),
        };
        (Duration::ZERO, answer)
    };
    let vendor = Arc::new(ScriptedConnector::new(script));
    let client = Client::new(vendor.clone(), RetryConfig::default(), Rate::Unlimited)
        .with_time_source(Arc::new(context));
    (WxPay::new(account(), client), vendor)
}

/// The calls so far. The signature of each is verified.
pub(crate) fn asked(vendor: &ScriptedConnector) -> Vec<ParsedRequest> {
    let read = |request: &Request<Bytes>| {
        let parsed = parse_request(request).unwrap();
        parsed.verify(&account()).unwrap();
        parsed
    };
    vendor.requests().iter().map(read).collect()
}

/// The parameters of the calls so far.
pub(crate) fn params(vendor: &ScriptedConnector) -> Vec<String> {
    let text = |parsed: ParsedRequest| String::from_utf8(parsed.params.to_vec()).unwrap();
    asked(vendor).into_iter().map(text).collect()
}

pub(crate) fn of_customer(openid: &str) -> CouponQuery {
    CouponQuery { scope: Scope::Customer(CustomerRef::Id(openid.into())), state: None }
}

pub(crate) fn coupon(code: &str) -> CouponRef {
    CouponRef {
        name: CouponKey::Code(code.to_owned()),
        customer: Some(CustomerRef::Id(OPENID.into())),
        template: None,
    }
}
