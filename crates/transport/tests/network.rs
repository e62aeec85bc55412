//! The connector over real sockets, against servers that misbehave.
#![allow(clippy::unwrap_used, reason = "a test panics where it fails")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use coupon_transport::{
    Call, Classification, Client, HttpConfig, HttpConfigError, Purpose, Rate, ReqwestConnector,
    RetryConfig, SendErrorKind,
};
use tokio::io::AsyncWriteExt;
use wiremock::matchers::{header, method};
use wiremock::{Mock, MockServer, ResponseTemplate};

use Purpose::{Read, Write};
use support::{
    Server, Shared, closed_port, fail, gzip, hasty, http_client, post, read_request, send,
    with_head,
};

#[tokio::test]
async fn an_answer_that_breaks_off_repeats_reads_and_never_writes() {
    let mut broken_gzip = gzip(&[b'x'; 10_000]);
    let middle = broken_gzip.len() / 2;
    broken_gzip[middle] ^= 0xff;
    let cut_gzip = gzip(&(0..=255).cycle().take(100_000).collect::<Vec<u8>>());
    let cases = [
        ("reset", Server::resetting().await),
        ("closed", Server::answering("").await),
        ("not HTTP", Server::answering("SSH-2.0-OpenSSH_9.6\r\n\r\n").await),
        ("cut head", Server::answering("HTTP/1.1 200 OK\r\ncontent-le").await),
        ("cut body", Server::answering(with_head("content-length: 10", b"{\"a\"")).await),
        (
            "cut chunks",
            Server::answering(with_head("transfer-encoding: chunked", b"5\r\n12345\r\n")).await,
        ),
        ("broken gzip", Server::answering(with_head("content-encoding: gzip", &broken_gzip)).await),
        ("cut gzip", Server::answering(with_head("content-encoding: gzip", &cut_gzip[..40])).await),
    ];
    let client = http_client(hasty());
    for (name, server) in cases {
        let error = fail(&client, Read, &server.url()).await;
        assert_eq!((error.kind(), error.attempts()), (SendErrorKind::Broken, 3), "{name}");
        assert_eq!(server.connections(), 3, "{name}");
        assert!(!error.may_have_happened(), "{name}");

        let error = fail(&client, Write, &server.url()).await;
        assert_eq!((error.kind(), error.attempts()), (SendErrorKind::Broken, 1), "{name}");
        assert_eq!(server.connections(), 4, "{name}");
        assert!(error.may_have_happened(), "{name}");
        assert!(std::error::Error::source(&error).is_some(), "{name}");
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_is_a_timeout() {
    let server = Server::start(|mut stream| async move {
        read_request(&mut stream).await;
        stream.write_all(&with_head("content-length: 10", b"{")).await.unwrap();
        tokio::time::sleep(Duration::from_secs(60)).await;
    })
    .await;
    let config = RetryConfig { attempt_timeout: Duration::from_millis(200), ..hasty() };
    let error = fail(&http_client(config), Write, &server.url()).await;
    assert_eq!((error.kind(), server.connections()), (SendErrorKind::Timeout, 1));
    assert!(error.may_have_happened());
}

#[tokio::test]
async fn a_body_above_the_limit_is_not_read_to_its_end() {
    const HUGE: usize = 100 << 20;
    let written = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&written);
    let endless = Server::start(move |mut stream| {
        let count = Arc::clone(&count);
        async move {
            read_request(&mut stream).await;
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            let block = vec![b' '; 64 << 10];
            while count.load(Ordering::SeqCst) < HUGE && stream.write_all(&block).await.is_ok() {
                count.fetch_add(block.len(), Ordering::SeqCst);
            }
        }
    })
    .await;
    let announced = Server::answering(with_head(&format!("content-length: {HUGE}"), b"{")).await;
    let bomb = Server::answering(with_head("content-encoding: gzip", &gzip(&vec![0; HUGE]))).await;

    let client = http_client(hasty());
    for server in [&endless, &announced, &bomb] {
        let error = fail(&client, Read, &server.url()).await;
        assert_eq!((error.kind(), error.attempts()), (SendErrorKind::TooLarge, 1));
        assert!(fail(&client, Write, &server.url()).await.may_have_happened());
    }
    let written = written.load(Ordering::SeqCst);
    assert!(
        written < 20 << 20,
        "two calls took {written} bytes where each may take one MiB and what sockets buffer"
    );
}

#[tokio::test]
async fn the_limit_is_exact_and_a_call_may_set_its_own() {
    let body = vec![b'x'; (1 << 20) + 1];
    let plain = Server::answering(with_head("connection: close", &body)).await;
    let zipped = Server::answering(with_head("content-encoding: gzip", &gzip(&body))).await;
    let client = http_client(hasty());
    for server in [plain, zipped] {
        assert_eq!(fail(&client, Read, &server.url()).await.kind(), SendErrorKind::TooLarge);
        let url = server.url();
        let (prepare, classify) = (|_: &_| post(&url), |_: &_, _: &_| Classification::Done(()));
        let body_limit = Some(body.len());
        let call = Call {
            operation: "test",
            purpose: Read,
            body_limit,
            prepare: &prepare,
            classify: &classify,
        };
        assert_eq!(client.send(call).await.unwrap().response.body(), &body);
    }
}

#[tokio::test]
async fn gzip_is_asked_for_and_undone() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200)
        .insert_header("content-encoding", "gzip")
        .set_body_bytes(gzip("{\"name\":\"优惠券\"}".as_bytes()));
    Mock::given(method("POST"))
        .and(header("accept-encoding", "gzip"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let reply = send(&http_client(hasty()), Read, &server.uri()).await.unwrap();
    assert_eq!(reply.response.body(), "{\"name\":\"优惠券\"}");
}

#[tokio::test]
async fn a_redirect_is_an_answer() {
    let elsewhere = MockServer::start().await;
    let head =
        format!("HTTP/1.1 302 Found\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n", elsewhere.uri());
    let server = Server::answering(head).await;
    let error = fail(&http_client(hasty()), Write, &server.url()).await;
    assert_eq!((error.kind(), error.attempts()), (SendErrorKind::Status(302), 1));
    assert!(error.may_have_happened());
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_refusal_comes_with_what_the_vendor_said() {
    let cut = "HTTP/1.1 401 Unauthorized\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: 99\r\n\r\ndenied";
    let server = Server::answering(cut).await;
    let error = fail(&http_client(hasty()), Write, &server.url()).await;
    assert_eq!(
        (error.kind(), error.status(), error.attempts()),
        (SendErrorKind::Status(401), Some(401), 1)
    );
    assert!(!error.may_have_happened());
    let response = error.response().unwrap();
    assert_eq!(response.headers()["date"], "Sun, 06 Nov 1994 08:49:37 GMT");
    assert_eq!(response.body(), "denied");

    let long = ResponseTemplate::new(500).set_body_bytes(vec![b'x'; 5 << 20]);
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(long).mount(&server).await;
    let error = fail(&http_client(hasty()), Read, &server.uri()).await;
    assert_eq!((error.kind(), error.attempts()), (SendErrorKind::Status(500), 3));
    assert_eq!(error.response().unwrap().body().len(), 8 << 10);
}

#[tokio::test]
async fn a_read_survives_one_bad_answer() {
    for first in
        [ResponseTemplate::new(500), ResponseTemplate::new(429).insert_header("retry-after", "0")]
    {
        let server = MockServer::start().await;
        Mock::given(method("POST")).respond_with(first).up_to_n_times(1).mount(&server).await;
        Mock::given(method("POST")).respond_with(ResponseTemplate::new(200)).mount(&server).await;
        assert_eq!(send(&http_client(hasty()), Read, &server.uri()).await.unwrap().attempts, 2);
    }
}

#[tokio::test]
async fn a_write_that_never_connected_is_sent_again() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(200))
        .expect(1)
        .mount(&server)
        .await;
    let (closed, open, attempt) = (closed_port().await, server.uri(), AtomicUsize::new(0));
    let prepare =
        |_: &_| post(if attempt.fetch_add(1, Ordering::SeqCst) == 0 { &closed } else { &open });
    let classify = |_: &_, _: &_| Classification::Done(());
    let call = Call {
        operation: "test",
        purpose: Write,
        body_limit: None,
        prepare: &prepare,
        classify: &classify,
    };
    assert_eq!(http_client(hasty()).send(call).await.unwrap().attempts, 2);
}

#[tokio::test]
async fn what_never_connects_says_so() {
    let not_tls = Server::resetting().await;
    let client = http_client(hasty());
    for url in [
        closed_port().await,
        "http://no-such-host.invalid/path".to_owned(),
        not_tls.url().replace("http:", "https:"),
        "/no/host/at/all".to_owned(),
    ] {
        let error = fail(&client, Write, &url).await;
        assert_eq!((error.kind(), error.attempts()), (SendErrorKind::Unreachable, 3), "{url}");
        assert!(!error.may_have_happened(), "{url}");
    }
}

#[tokio::test]
async fn reads_share_a_connection_and_writes_do_not() {
    for (purpose, connections) in [(Read, 1), (Write, 3)] {
        let server = Server::start(|mut stream| async move {
            while !read_request(&mut stream).await.is_empty() {
                stream.write_all(&with_head("content-length: 2", b"{}")).await.unwrap();
            }
        })
        .await;
        let client = http_client(hasty());
        for _ in 0..3 {
            assert_eq!(send(&client, purpose, &server.url()).await.unwrap().attempts, 1);
        }
        assert_eq!(server.connections(), connections, "{purpose:?}");
    }
}

#[tokio::test]
async fn a_proxy_gets_everything_but_loopback() {
    let lines: Shared<String> = Shared::default();
    let seen = Arc::clone(&lines);
    let proxy = Server::start(move |mut stream| {
        let seen = Arc::clone(&seen);
        async move {
            let request = read_request(&mut stream).await;
            seen.lock().unwrap().push(request.lines().next().unwrap_or_default().to_owned());
            stream.write_all(&with_head("content-length: 2", b"{}")).await.unwrap();
        }
    })
    .await;
    let client = proxied(&format!("http://user:canary@{}", proxy.address)).unwrap();
    send(&client, Read, "http://vendor.invalid/api").await.unwrap();
    assert!(!format!("{client:?}").contains("canary"));
    assert_eq!(*lines.lock().unwrap(), ["POST http://vendor.invalid/api HTTP/1.1"]);

    let direct = MockServer::start().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(200)).mount(&direct).await;
    let by_name = direct.uri().replace("127.0.0.1", "localhost");
    for url in [direct.uri(), by_name] {
        send(&client, Read, &url).await.unwrap();
    }
    assert_eq!(lines.lock().unwrap().len(), 1);
}

#[test]
fn a_proxy_that_is_none_is_refused_without_repeating_it() {
    for address in
        ["", "canary", "socks5://user:canary@h:1", "http://user:canary@h:port", "ftp://h"]
    {
        let error = proxied(address).unwrap_err();
        assert!(matches!(error, HttpConfigError::Proxy), "{address}");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
    let settings =
        HttpConfig { proxy: Some("http://user:canary@h:1".to_owned()), ..HttpConfig::default() };
    assert!(!format!("{settings:?}").contains("canary"));
}

fn proxied(address: &str) -> Result<Client, HttpConfigError> {
    let settings = HttpConfig { proxy: Some(address.to_owned()), ..HttpConfig::default() };
    Ok(Client::new(Arc::new(ReqwestConnector::new(&settings)?), hasty(), Rate::Unlimited))
}

#[tokio::test]
async fn the_bytes_of_the_caller_arrive_as_they_are() {
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    let body = Bytes::from("{\"name\": \"10元|+\\r\\n\"}\r\n");
    let url = format!("{}/api/%2B/a~b/x", server.uri());
    let prepare = |_: &_| {
        let json = "application/json; charset=utf-8";
        http::Request::post(&url).header("content-type", json).body(body.clone()).unwrap()
    };
    let classify = |_: &_, _: &_| Classification::Done(());
    let call = Call {
        operation: "test",
        purpose: Write,
        body_limit: None,
        prepare: &prepare,
        classify: &classify,
    };
    http_client(hasty()).send(call).await.unwrap();
    let request = &server.received_requests().await.unwrap()[0];
    assert_eq!(request.url.path(), "/api/%2B/a~b/x");
    assert_eq!(request.headers["content-type"], "application/json; charset=utf-8");
    assert_eq!(request.body, body);
}
