//! One account whose every call is answered with the same thing.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use coupon_qince::Qince;
use coupon_qince_wire::{Account, AccountConfig, TimestampForm, base_url};
use coupon_sign::Secret;
use coupon_transport::{
    Attempt, AttemptContext, Client, ConnectorError, ConnectorErrorKind, HttpConnector, Rate,
    RetryConfig,
};
use http::{Request, Response};

pub(crate) const OPENID: &str = "5465103569540931532";
pub(crate) const KEY: &str = "BFCO0PAgIUgd50c0l6";

/// Answers every request with the same thing and keeps what it was asked.
#[derive(Debug)]
pub(crate) struct Canned {
    pub(crate) answer: Option<String>,
    pub(crate) asked: Mutex<Vec<Request<Bytes>>>,
}

#[async_trait]
impl HttpConnector for Canned {
    async fn exchange(
        &self,
        request: Request<Bytes>,
        _: Attempt,
    ) -> Result<Response<Bytes>, ConnectorError> {
        self.asked.lock().unwrap().push(request);
        match self.answer.clone() {
            Some(body) => Ok(Response::builder()
                .header("Date", "Mon, 01 Jan 2024 19:04:05 GMT")
                .body(body.into())
                .unwrap()),
            None => Err(ConnectorError::new(ConnectorErrorKind::Broken, "reset")),
        }
    }
}

pub(crate) fn qince(answer: Option<String>) -> (Arc<Qince>, Arc<Canned>) {
    let canned = Arc::new(Canned { answer, asked: Mutex::default() });
    let account = Account::new(AccountConfig {
        base_url: base_url::PRODUCTION.to_owned(),
        openid: Secret::new(OPENID),
        app_key: Secret::new(KEY),
        timestamp: TimestampForm::Beijing,
        allow_http: false,
    });
    let context = AttemptContext { now: "2024-01-01T19:14:05Z".parse().unwrap(), random: 7 };
    let client = Client::new(canned.clone(), RetryConfig::default(), Rate::Unlimited)
        .with_time_source(Arc::new(move || context));
    (Arc::new(Qince::new(account.unwrap(), client)), canned)
}
