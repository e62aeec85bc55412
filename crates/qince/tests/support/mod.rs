//! One account whose every call is answered with the same thing.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
#![allow(dead_code, reason = "each test file uses a part")]

use std::sync::Arc;

use coupon_qince::Qince;
use coupon_qince_wire::{Account, AccountConfig, TimestampForm, base_url};
use coupon_sign::Secret;
use coupon_testkit::ScriptedConnector;
use coupon_transport::{AttemptContext, Client, Rate, RetryConfig};

pub(crate) const OPENID: &str = "5465103569540931532";
pub(crate) const KEY: &str = "BFCO0PAgIUgd50c0l6";

pub(crate) fn qince(answer: Option<String>) -> (Arc<Qince>, Arc<ScriptedConnector>) {
    let answers = vec![answer.map(|body| (200, body))];
    let canned = Arc::new(ScriptedConnector::canned("Mon, 01 Jan 2024 19:04:05 GMT", answers));
    (over(Arc::clone(&canned)), canned)
}

/// The account over a connector of the test's own.
pub(crate) fn qince_over(connector: ScriptedConnector) -> Arc<Qince> {
    over(Arc::new(connector))
}

fn over(connector: Arc<ScriptedConnector>) -> Arc<Qince> {
    let account = Account::new(AccountConfig {
        base_url: base_url::PRODUCTION.to_owned(),
        openid: Secret::new(OPENID),
        app_key: Secret::new(KEY),
        timestamp: TimestampForm::Beijing,
        allow_http: false,
    });
    let context = AttemptContext { now: "2024-01-01T19:14:05Z".parse().unwrap(), random: 7 };
    let client = Client::new(connector, RetryConfig::default(), Rate::Unlimited)
        .with_time_source(Arc::new(move || context));
    Arc::new(Qince::new(account.unwrap(), client))
}
