//! A read that is repeated after the connection broke, and signed anew for it. The vendor is a connector in this process.
//!
//! `cargo run -p coupon-transport --example repeats`

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use coupon_transport::{
    Attempt, Call, Classification, Client, ConnectorError, ConnectorErrorKind, HttpConnector,
    Purpose, Rate, RetryConfig, SendError,
};
use http::{Request, Response};

/// Breaks off the first attempt, answers the second, and keeps the paths that it was asked for.
#[derive(Debug, Default)]
pub(crate) struct BreaksOnce(Mutex<Vec<String>>);

impl BreaksOnce {
    pub(crate) fn paths(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl HttpConnector for BreaksOnce {
    async fn exchange(
        &self,
        request: Request<Bytes>,
        _: Attempt,
    ) -> Result<Response<Bytes>, ConnectorError> {
        let mut paths = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        paths.push(request.uri().path().to_owned());
        match paths.len() {
            1 => Err(ConnectorError::new(ConnectorErrorKind::Broken, "reset")),
            _ => Ok(Response::new(Bytes::from_static(b"13 templates"))),
        }
    }
}

/// Reads through a connector.
pub(crate) async fn read(connector: Arc<dyn HttpConnector>) -> Result<String, SendError> {
    let client = Client::new(connector, RetryConfig::default(), Rate::Unlimited);
    let call = Call {
        operation: "demo.read",
        purpose: Purpose::Read,
        body_limit: None,
        // A vendor's signature would be made here, of the time and the random bits of this attempt.
        prepare: &|context| {
            let url = format!("https://vendor.example/{:032x}", context.random);
            Request::post(url).body(Bytes::from_static(b"{}")).expect("a valid request")
        },
        classify: &|_context, answer| {
            Classification::Done(String::from_utf8_lossy(answer.body()).into_owned())
        },
    };
    Ok(client.send(call).await?.value)
}

#[tokio::main(flavor = "current_thread")]
#[allow(clippy::print_stdout, reason = "an example prints")]
async fn main() -> Result<(), SendError> {
    let vendor = Arc::new(BreaksOnce::default());
    println!("{}", read(vendor.clone()).await?);
    println!("asked for {:?}", vendor.paths());
    Ok(())
}
