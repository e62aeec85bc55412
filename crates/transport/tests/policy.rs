//! The decisions of a client, over a connector in this process and in paused time.
#![allow(clippy::unwrap_used, reason = "a test panics where it fails")]

mod support;

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use coupon_testkit::{ScriptedAnswer, ScriptedConnector};
use coupon_transport::{
    AttemptContext, Call, Classification, Client, ConnectorError, ConnectorErrorKind, Purpose,
    Rate, Reply, RetryConfig, SendError, SendErrorKind,
};
use http::{Request, Response};
use tokio::time::Instant;

use Purpose::{Read, Write};

struct Stage {
    script: Arc<ScriptedConnector>,
    client: Client,
}

impl Stage {
    fn new(play: impl Fn(usize) -> (Duration, ScriptedAnswer) + Send + Sync + 'static) -> Self {
        Self::with(RetryConfig::default(), Rate::Unlimited, play)
    }

    fn with(
        config: RetryConfig,
        rate: Rate,
        play: impl Fn(usize) -> (Duration, ScriptedAnswer) + Send + Sync + 'static,
    ) -> Self {
        let script = Arc::new(ScriptedConnector::new(play));
        let random = Mutex::new(0);
        let contexts = move || {
            let mut random = random.lock().unwrap();
            *random += 1;
            // Half of every pause, and a number of its own.
            AttemptContext {
                now: "2024-01-02T03:04:05Z".parse().unwrap(),
                random: 1 << 127 | *random,
            }
        };
        let client = Client::new(script.clone(), config, rate).with_time_source(Arc::new(contexts));
        Self { script, client }
    }

    async fn send(&self, purpose: Purpose) -> Result<Reply<()>, SendError> {
        self.judged(purpose, |_| Classification::Done(())).await
    }

    async fn judged(
        &self,
        purpose: Purpose,
        classify: fn(&str) -> Classification<()>,
    ) -> Result<Reply<()>, SendError> {
        let prepare = |context: &AttemptContext| {
            let number = context.random & 0xff;
            Request::post(format!("http://h/{number}")).body(Bytes::new()).unwrap()
        };
        let classify = |_: &AttemptContext, answer: &Response<Bytes>| {
            classify(std::str::from_utf8(answer.body()).unwrap())
        };
        self.client
            .send(Call {
                operation: "test",
                purpose,
                body_limit: None,
                prepare: &prepare,
                classify: &classify,
            })
            .await
    }

    fn sent(&self) -> usize {
        self.script.requests().len()
    }
}

fn answer(status: u16, body: &'static str) -> ScriptedAnswer {
    Ok(Response::builder().status(status).body(Bytes::from_static(body.as_bytes())).unwrap())
}

fn limited(retry_after: &'static str) -> ScriptedAnswer {
    Ok(Response::builder()
        .status(429)
        .header("retry-after", retry_after)
        .body(Bytes::new())
        .unwrap())
}

fn fault(kind: ConnectorErrorKind) -> ScriptedAnswer {
    Err(ConnectorError::new(kind, "scripted"))
}

fn at_once(answer: ScriptedAnswer) -> (Duration, ScriptedAnswer) {
    (Duration::ZERO, answer)
}

#[tokio::test(start_paused = true)]
async fn every_attempt_is_signed_anew_and_pauses_double() {
    let stage =
        Stage::new(|number| at_once(if number < 3 { answer(503, "") } else { answer(200, "ok") }));
    let start = Instant::now();
    let reply = stage.send(Read).await.unwrap();
    assert_eq!((reply.attempts, reply.context.random & 0xff), (3, 3));
    let requests = stage.script.requests();
    let paths: Vec<&str> = requests.iter().map(|request| request.uri().path()).collect();
    assert_eq!(paths, ["/1", "/2", "/3"]);
    // Half of 0.5 s and half of 1 s.
    assert_eq!(start.elapsed(), Duration::from_millis(750));
}

#[tokio::test(start_paused = true)]
async fn what_is_repeated_and_what_may_have_happened() {
    use ConnectorErrorKind as F;
    use SendErrorKind as K;
    type Case = (fn() -> ScriptedAnswer, K, usize, usize, bool);
    // answer, kind, attempts of a read, attempts of a write, may a write have happened
    let cases: [Case; 11] = [
        (|| fault(F::NeverConnected), K::Unreachable, 3, 3, false),
        (|| fault(F::Timeout), K::Timeout, 3, 1, true),
        (|| fault(F::Broken), K::Broken, 3, 1, true),
        (|| fault(F::TooLarge), K::TooLarge, 1, 1, true),
        (|| answer(500, ""), K::Status(500), 3, 1, true),
        (|| answer(503, ""), K::Status(503), 3, 1, true),
        (|| answer(400, ""), K::Status(400), 1, 1, false),
        (|| answer(401, ""), K::Status(401), 1, 1, false),
        (|| answer(302, ""), K::Status(302), 1, 1, true),
        (|| answer(429, ""), K::Throttled { retry_after: None }, 3, 1, false),
        (|| limited("1"), K::Throttled { retry_after: Some(Duration::from_secs(1)) }, 3, 1, false),
    ];
    for (play, kind, reads, writes, happened) in cases {
        for (purpose, attempts) in [(Read, reads), (Write, writes)] {
            let stage = Stage::new(move |_| at_once(play()));
            let error = stage.send(purpose).await.unwrap_err();
            assert_eq!(error.kind(), kind);
            assert_eq!(
                (stage.sent(), error.attempts() as usize),
                (attempts, attempts),
                "{purpose:?} {kind:?}"
            );
            assert_eq!(
                error.may_have_happened(),
                purpose == Write && happened,
                "{purpose:?} {kind:?}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_verdict_can_limit_or_disown_an_answer() {
    let classify = |body: &str| match body {
        "slow down" => Classification::Throttled,
        "stray" => Classification::NotMine,
        _ => Classification::Done(()),
    };
    let throttled = SendErrorKind::Throttled { retry_after: None };
    for (body, kind, reads, happened) in
        [("slow down", throttled, 3, false), ("stray", SendErrorKind::NotMine, 2, true)]
    {
        for (purpose, attempts) in [(Read, reads), (Write, 1)] {
            let stage = Stage::new(move |_| at_once(answer(200, body)));
            let error = stage.judged(purpose, classify).await.unwrap_err();
            assert_eq!(
                (error.kind(), error.attempts(), error.status()),
                (kind, attempts, Some(200))
            );
            assert_eq!(error.may_have_happened(), purpose == Write && happened);
            assert_eq!(error.response().unwrap().body(), body);
        }
    }
    let stage =
        Stage::new(|number| at_once(answer(200, if number == 1 { "stray" } else { "mine" })));
    assert_eq!(stage.judged(Read, classify).await.unwrap().attempts, 2);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for() {
    let stage =
        Stage::new(|number| at_once(if number == 1 { limited("7") } else { answer(200, "") }));
    let start = Instant::now();
    assert_eq!(stage.send(Read).await.unwrap().attempts, 2);
    assert_eq!(start.elapsed(), Duration::from_millis(7_250));

    let date = "Tue, 02 Jan 2024 03:04:15 GMT";
    let stage = Stage::new(move |number| {
        at_once(if number == 1 { limited(date) } else { answer(200, "") })
    });
    let start = Instant::now();
    stage.send(Read).await.unwrap();
    assert_eq!(start.elapsed(), Duration::from_millis(10_250));
}

#[tokio::test(start_paused = true)]
async fn retry_after_beyond_the_total_is_given_up_at_once() {
    for wait in ["90", "3600", "18446744073709551615"] {
        let stage = Stage::new(move |_| at_once(limited(wait)));
        let start = Instant::now();
        let error = stage.send(Read).await.unwrap_err();
        assert_eq!((error.attempts(), start.elapsed()), (1, Duration::ZERO));
        assert_eq!(
            error.to_string(),
            format!("test: the vendor limits the rate; try again in {wait} s")
        );
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_and_the_whole_have_an_end() {
    let stage = Stage::new(|_| (Duration::from_secs(3_600), answer(200, "")));
    let start = Instant::now();
    let error = stage.send(Write).await.unwrap_err();
    assert_eq!((error.kind(), start.elapsed()), (SendErrorKind::Timeout, Duration::from_secs(30)));
    assert!(error.may_have_happened());

    let patient = RetryConfig { attempts: 100, ..RetryConfig::default() };
    let stage =
        Stage::with(patient, Rate::Unlimited, |_| (Duration::from_secs(3_600), answer(200, "")));
    let start = Instant::now();
    let error = stage.send(Read).await.unwrap_err();
    assert_eq!(error.kind(), SendErrorKind::Timeout);
    assert_eq!(start.elapsed(), Duration::from_secs(90), "after {} attempts", error.attempts());
}

#[tokio::test(start_paused = true)]
async fn waiting_for_the_rate_counts_against_nothing() {
    let slow = Rate::per_second(NonZeroU32::MIN);
    let config = RetryConfig {
        total: Duration::from_millis(900),
        backoff: Duration::ZERO,
        ..RetryConfig::default()
    };
    let stage = Stage::with(config, slow, |number| {
        (
            Duration::from_millis(100),
            if number % 3 == 0 { answer(200, "") } else { answer(500, "") },
        )
    });
    let start = Instant::now();
    for _ in 0..2 {
        assert_eq!(stage.send(Read).await.unwrap().attempts, 3);
    }
    assert_eq!(start.elapsed(), Duration::from_millis(5_350));
}

#[tokio::test(start_paused = true)]
async fn the_moment_comes_after_the_permit() {
    let stage = Stage::with(RetryConfig::default(), Rate::per_second(NonZeroU32::MIN), |_| {
        at_once(answer(200, ""))
    });
    let (start, seen) = (Instant::now(), Arc::new(Mutex::new(Vec::new())));
    let contexts = seen.clone();
    let client = stage.client.with_time_source(Arc::new(move || {
        contexts.lock().unwrap().push(start.elapsed().as_secs());
        AttemptContext::from_system()
    }));
    for _ in 0..3 {
        support::send(&client, Read, "http://h/").await.unwrap();
    }
    assert_eq!(*seen.lock().unwrap(), [0, 1, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_vendor_that_is_down_is_not_asked_three_times_by_everybody() {
    let stage = Stage::new(|_| at_once(answer(500, "")));
    for _ in 0..100 {
        stage.send(Read).await.unwrap_err();
    }
    assert_eq!(stage.sent(), 100 + 20);
}

#[allow(dead_code, reason = "the example's main function is not called")]
#[path = "../examples/repeats.rs"]
mod example;

#[tokio::test(start_paused = true)]
async fn the_example_is_answered_at_its_second_attempt_under_another_name() {
    let vendor = Arc::new(example::BreaksOnce::default());
    assert_eq!(example::read(vendor.clone()).await.unwrap(), "13 templates");
    let paths = vendor.paths();
    assert_eq!(paths.len(), 2);
    assert_ne!(paths[0], paths[1]);
}
