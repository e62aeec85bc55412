//! Thousands of calls to a vendor that is down, limits, fails at times and comes back, in paused time.
#![allow(clippy::unwrap_used, reason = "a test panics where it fails")]

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use coupon_testkit::{ScriptedAnswer, ScriptedConnector, passed_in_matrix};
use coupon_transport::{
    AttemptContext, Call, Classification, Client, Purpose, Rate, Reply, RetryConfig, SendError,
};
use http::{Request, Response};
use tokio::time::Instant;

const CALLS: usize = 5_000;
/// The repeats that a client may make before it has to earn them.
const BUDGET: usize = 20;

/// A client over a script, with contexts whose every bit is drawn by chance.
fn client(
    config: RetryConfig,
    script: impl Fn(usize) -> ScriptedAnswer + Send + Sync + 'static,
) -> (Arc<ScriptedConnector>, Client) {
    let connector =
        Arc::new(ScriptedConnector::new(move |number| (Duration::ZERO, script(number))));
    let random = Mutex::new(fastrand::Rng::with_seed(7));
    let contexts = move || AttemptContext {
        now: "2024-01-02T03:04:05Z".parse().unwrap(),
        random: random.lock().unwrap().u128(..),
    };
    let client = Client::new(connector.clone(), config, Rate::Unlimited);
    (connector, client.with_time_source(Arc::new(contexts)))
}

async fn read(client: &Client) -> Result<Reply<()>, SendError> {
    let prepare = |context: &AttemptContext| {
        Request::post(format!("http://h/{:x}", context.random)).body(Bytes::new()).unwrap()
    };
    let classify = |_: &AttemptContext, _: &Response<Bytes>| Classification::Done(());
    let (purpose, body_limit) = (Purpose::Read, None);
    let call = Call { operation: "r", purpose, body_limit, prepare: &prepare, classify: &classify };
    client.send(call).await
}

fn answer(status: u16) -> ScriptedAnswer {
    Ok(Response::builder().status(status).body(Bytes::new()).unwrap())
}

#[tokio::test(start_paused = true)]
async fn the_retries_of_thousands_of_calls_stay_within_their_budget() {
    down_and_back().await;
    limited().await;
    failing_at_times().await;
    pauses_are_spread().await;
    passed_in_matrix("R7", "runs of 5,000 calls", 4);
}

/// Down for all calls but the last; that one is answered at once, at its first attempt.
async fn down_and_back() {
    let is_down = Arc::new(AtomicBool::new(true));
    let down = is_down.clone();
    let script = move |_| answer(if down.load(Ordering::Relaxed) { 503 } else { 200 });
    let (connector, client) = client(RetryConfig::default(), script);
    for _ in 0..CALLS {
        read(&client).await.unwrap_err();
    }
    assert_eq!(connector.requests().len(), CALLS + BUDGET);
    is_down.store(false, Ordering::Relaxed);
    let back = Instant::now();
    assert_eq!(read(&client).await.unwrap().attempts, 1);
    assert_eq!(back.elapsed(), Duration::ZERO);
}

/// Every first attempt is limited for 3 s: a call that repeats waits for it, and a call that has no budget does not repeat.
async fn limited() {
    let config = RetryConfig { backoff: Duration::from_millis(100), ..RetryConfig::default() };
    let is_second = AtomicBool::new(false);
    let (connector, client) = client(config, move |_| {
        // A call that is not repeated leaves the next one its turn, so the flag says whose turn it is.
        match is_second.fetch_xor(true, Ordering::Relaxed) {
            false => {
                let limited = Response::builder().status(429).header("retry-after", "3");
                Ok(limited.body(Bytes::new()).unwrap())
            }
            true => answer(200),
        }
    });
    let mut repeated = 0;
    for _ in 0..CALLS {
        let begun = Instant::now();
        match read(&client).await {
            Ok(reply) if reply.attempts == 2 => {
                repeated += 1;
                let waited = begun.elapsed().as_secs_f64();
                assert!((3.0..=3.15).contains(&waited), "5 %: {waited}");
            }
            Ok(_) | Err(_) => assert_eq!(begun.elapsed(), Duration::ZERO, "given up at once"),
        }
    }
    let sent = connector.requests().len();
    assert_eq!(sent, CALLS + repeated);
    // Every answer that is not a repeat's earns a tenth as well.
    assert!((BUDGET..=BUDGET + CALLS / 10).contains(&repeated), "{repeated}");
}

/// One attempt of twenty fails: nearly every call is answered, and each attempt is another request.
async fn failing_at_times() {
    let random = Mutex::new(fastrand::Rng::with_seed(5));
    let (connector, client) = client(RetryConfig::default(), move |_| {
        answer(if random.lock().unwrap().u8(..20) == 0 { 500 } else { 200 })
    });
    let mut answered = 0;
    for _ in 0..CALLS {
        answered += usize::from(read(&client).await.is_ok());
    }
    assert!(answered >= CALLS - 5, "{answered}");
    let requests = connector.requests();
    assert!(requests.len() <= CALLS + CALLS / 10 + BUDGET, "{}", requests.len());
    let different: HashSet<_> = requests.iter().map(Request::uri).collect();
    assert_eq!(different.len(), requests.len(), "every attempt is signed anew");
}

/// The mean of a first pause is half of its ceiling, within 5 %.
async fn pauses_are_spread() {
    let config = RetryConfig { retry_budget: 100_000, ..RetryConfig::default() };
    let (_, client) = client(config, |number| answer(if number % 2 == 1 { 503 } else { 200 }));
    let mut total = 0.0;
    for _ in 0..CALLS {
        let begun = Instant::now();
        assert_eq!(read(&client).await.unwrap().attempts, 2);
        let waited = begun.elapsed().as_secs_f64();
        assert!(waited <= 0.501, "{waited}");
        total += waited;
    }
    let mean = total / CALLS as f64;
    assert!((mean - 0.25).abs() < 0.0125, "{mean}");
}
