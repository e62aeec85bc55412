//! No secret of a call comes out anywhere, and this test would notice if one did.
#![allow(clippy::unwrap_used, reason = "a test panics where it fails")]

mod support;

use std::error::Error;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use coupon_transport::{
    Attempt, Call, Classification, HttpConfig, HttpConnector, Purpose, ReqwestConnector,
    RetryConfig, SendError,
};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use support::{Server, closed_port, hasty, http_client, read_request, with_head};

const CANARY: &str = "canary7f3a9e";

#[tokio::test]
async fn no_secret_comes_out() {
    let ear = Ear::default();
    tracing::subscriber::set_global_default(ear.clone())
        .expect("the only subscriber of this binary");

    let mut kinds = Vec::new();
    for url in misbehaving_servers().await {
        for purpose in [Purpose::Read, Purpose::Write] {
            let error = call(&url, purpose, Classification::Done(())).await.unwrap_err();
            assert_silent(&everything(&error));
            kinds.push(format!("{:?}", error.kind()));

            let request = request(&url);
            let attempt =
                Attempt { purpose, timeout: Duration::from_millis(500), body_limit: 1 << 10 };
            let http = ReqwestConnector::new(&HttpConfig::default()).unwrap();
            if let Ok(Err(fault)) =
                tokio::time::timeout(attempt.timeout, http.exchange(request, attempt)).await
            {
                assert_silent(&everything(&fault));
            }
        }
    }
    let echo = Server::answering(with_head(&format!("x-echo: {CANARY}"), CANARY.as_bytes())).await;
    let url = format!("{}/{CANARY}", echo.url());
    for verdict in [Classification::Throttled, Classification::NotMine] {
        let error = call(&url, Purpose::Read, verdict).await.unwrap_err();
        assert_silent(&everything(&error));
        kinds.push(format!("{:?}", error.kind()));
    }
    let reply = call(&url, Purpose::Read, Classification::Done(())).await.unwrap();
    assert_eq!(reply.response.body(), CANARY, "the secret did travel");
    assert_silent(&format!("{reply:?}"));

    kinds.sort();
    kinds.dedup();
    let all = [
        "Broken",
        "NotMine",
        "Status(302)",
        "Status(401)",
        "Throttled { retry_after: None }",
        "Timeout",
        "TooLarge",
        "Unreachable",
    ];
    assert_eq!(kinds, all, "every kind of error was among the cases");

    let heard = ear.text();
    assert!(
        heard.contains("operation=\"test\"") && heard.contains("may_have_happened=true"),
        "{heard}"
    );
    assert_silent(&heard);

    // It would find one: the library's own error for the same call, and an event that names the URL.
    let url = format!("{}/{CANARY}", closed_port().await);
    let theirs = coupon_testkit::bare_http_client().post(&url).send().await.unwrap_err();
    assert!(everything(&theirs).contains(CANARY));
    tracing::trace!(%url);
    assert!(ear.text().contains(CANARY));
}

async fn misbehaving_servers() -> Vec<String> {
    let refusal =
        |line: &str| format!("HTTP/1.1 {line}\r\nlocation: http://h/{CANARY}\r\n\r\n{CANARY}");
    let silent = Server::start(|mut stream| async move {
        read_request(&mut stream).await;
        tokio::time::sleep(Duration::from_secs(60)).await;
    });
    let servers = [
        silent.await,
        Server::answering("").await,
        Server::answering(format!("HTTP/1.1 200 {CANARY}\r\n{CANARY}\r\n\r\n")).await,
        Server::answering(with_head("content-encoding: gzip", CANARY.as_bytes())).await,
        Server::answering(with_head("connection: close", CANARY.repeat(1_000).as_bytes())).await,
        Server::answering(refusal("302 Found")).await,
        Server::answering(refusal("401 Unauthorized")).await,
        Server::answering(refusal("429 Too Many Requests")).await,
    ];
    let mut urls: Vec<String> = servers.iter().map(Server::url).collect();
    urls.push(Server::resetting().await.url().replace("http:", "https:"));
    urls.push("http://no-such-host.invalid".to_owned());
    urls.push(closed_port().await);
    urls.push(String::new());
    urls.iter().map(|url| format!("{url}/{CANARY}/x?y={CANARY}")).collect()
}

async fn call(
    url: &str,
    purpose: Purpose,
    verdict: Classification<()>,
) -> Result<coupon_transport::Reply<()>, SendError> {
    let config = RetryConfig {
        attempts: 2,
        attempt_timeout: Duration::from_secs(2),
        body_limit: 1 << 10,
        ..hasty()
    };
    let client = http_client(config);
    let (prepare, classify) = (|_: &_| request(url), |_: &_, _: &_| verdict);
    let call = Call {
        operation: "test",
        purpose,
        body_limit: None,
        prepare: &prepare,
        classify: &classify,
    };
    assert_silent(&format!("{client:?} {call:?}"));
    client.send(call).await
}

fn request(url: &str) -> http::Request<Bytes> {
    http::Request::post(url).header("authorization", CANARY).body(Bytes::from(CANARY)).unwrap()
}

/// All that can be printed of an error and of what is behind it.
fn everything(error: &dyn Error) -> String {
    let mut text = String::new();
    let mut link = Some(error);
    while let Some(error) = link {
        write!(text, "{error} {error:#} {error:?} {error:#?} ").unwrap();
        link = error.source();
    }
    text
}

#[track_caller]
fn assert_silent(text: &str) {
    assert!(!text.contains(CANARY), "a secret came out: {text}");
}

/// Hears every span, record and event at every level.
#[derive(Clone, Default)]
struct Ear(Arc<Mutex<String>>);

impl Ear {
    fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

impl Subscriber for Ear {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

impl Visit for Ear {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0.lock().unwrap(), "{field}={value:?}").unwrap();
    }
}
