//! Calls whose futures are dropped at any moment, over real connections and in paused time.
#![allow(clippy::unwrap_used, reason = "a test panics where it fails")]

mod support;

use std::{
    num::NonZeroU32,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use coupon_testkit::{ScriptedConnector, in_matrix, passed_in_matrix};
use coupon_transport::{
    AttemptContext, Call, Classification, Client, Purpose, Rate, Reply, RetryConfig, SendError,
};
use http::{Request, Response};
use tokio::{
    io::AsyncWriteExt,
    time::{Instant, sleep, timeout},
};

use support::{Server, hasty, http_client, read_request, with_head};

/// A read whose answer must hold the number of its request.
async fn numbered(client: &Client, base: &str, number: usize) -> Result<Reply<String>, SendError> {
    let prepare =
        |_: &AttemptContext| Request::post(format!("{base}/{number}")).body(Bytes::new()).unwrap();
    let classify = |_: &AttemptContext, answer: &Response<Bytes>| {
        Classification::Done(String::from_utf8_lossy(answer.body()).into_owned())
    };
    let (purpose, body_limit) = (Purpose::Read, None);
    let call = Call { operation: "n", purpose, body_limit, prepare: &prepare, classify: &classify };
    client.send(call).await
}

#[tokio::test]
async fn a_call_that_is_given_up_spoils_no_other() {
    over_connections(in_matrix(1_000, 5_000)).await;
}

/// A connection on which an answer is still under way is not used again: no call gets the answer of another.
async fn over_connections(drops: usize) {
    let server = Server::start(|mut stream| async move {
        loop {
            let request = read_request(&mut stream).await;
            let Some(number) = request.split(['/', ' ']).nth(2).map(str::to_owned) else { return };
            let head = format!("content-length: {}", number.len());
            let answer = with_head(&head, number.as_bytes());
            let (first, second) = answer.split_at(answer.len() / 2);
            for part in [first, second] {
                sleep(Duration::from_micros(300)).await;
                if stream.write_all(part).await.is_err() {
                    return;
                }
            }
        }
    })
    .await;
    let (client, base) = (http_client(hasty()), server.url().replace("/path", ""));
    let mut random = fastrand::Rng::with_seed(14);
    let mut given_up = 0;
    for number in 0..drops {
        let patience = Duration::from_micros(random.u64(..3_000));
        match timeout(patience, numbered(&client, &base, number)).await {
            Err(_) => given_up += 1,
            Ok(reply) => assert_eq!(reply.unwrap().value, number.to_string()),
        }
        if number % 20 == 0 {
            let reply = numbered(&client, &base, 1_000_000 + number).await.unwrap();
            assert_eq!(reply.value, (1_000_000 + number).to_string());
        }
    }
    assert!(given_up > drops / 10, "{given_up} of {drops} were given up");
    passed_in_matrix("R14", "calls over connections, given up at a random moment", drops);
}

/// Who gives up gives back: after ten thousand of them, the next call waits for no more than its turn.
#[tokio::test(start_paused = true)]
async fn a_call_that_is_given_up_holds_up_no_other() {
    let drops = in_matrix(2_000, 5_000);
    let connector =
        ScriptedConnector::new(|_| (Duration::from_millis(40), Ok(Response::new(Bytes::new()))));
    let random = Mutex::new(fastrand::Rng::with_seed(3));
    let contexts = move || AttemptContext {
        now: "2024-01-02T03:04:05Z".parse().unwrap(),
        random: random.lock().unwrap().u128(..),
    };
    let rate = Rate::per_second(NonZeroU32::new(50).unwrap());
    let client = Client::new(Arc::new(connector), RetryConfig::default(), rate)
        .with_time_source(Arc::new(contexts));
    let mut random = fastrand::Rng::with_seed(4);
    let began = Instant::now();
    for number in 0..drops {
        let patience = Duration::from_millis(random.u64(1..60));
        drop(timeout(patience, numbered(&client, "http://h", number)).await);
    }
    // A turn that was given up is not given out again; it is a fiftieth of a second.
    let spent = began.elapsed();
    let next = Instant::now();
    numbered(&client, "http://h", drops).await.unwrap();
    let longest = Duration::from_millis(40 + 21) * 2;
    assert!(next.elapsed() <= longest, "{:?} after {spent:?}", next.elapsed());
    passed_in_matrix("R14", "calls under a limited rate, given up at a random moment", drops);
}
