//! A connector that answers from a script.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use coupon_transport::{Attempt, ConnectorError, ConnectorErrorKind, HttpConnector};
use http::{Request, Response};

/// The result of one attempt.
pub type ScriptedAnswer = Result<Response<Bytes>, ConnectorError>;

/// Status and body; `None` is a connection that breaks.
pub type CannedAnswer = Option<(u16, String)>;

/// Answers each attempt as its script says, without a network, and keeps the requests.
pub struct ScriptedConnector {
    script: Box<dyn Fn(usize) -> (Duration, ScriptedAnswer) + Send + Sync>,
    requests: Mutex<Vec<Request<Bytes>>>,
}

impl ScriptedConnector {
    /// The script says how long attempt n takes, counted from 1, and how it ends. The time is that of tokio, which a test may
    /// pause.
    pub fn new(
        script: impl Fn(usize) -> (Duration, ScriptedAnswer) + Send + Sync + 'static,
    ) -> Self {
        Self { script: Box::new(script), requests: Mutex::default() }
    }

    /// Gives one answer after the other at once, the last one for ever. Each has the header `Date`.
    pub fn canned(date: &'static str, answers: Vec<CannedAnswer>) -> Self {
        Self::new(move |number| {
            let answer = answers.get(number - 1).or(answers.last()).cloned().flatten();
            let response = |(status, body): (u16, String)| {
                Response::builder().status(status).header("Date", date).body(body.into()).unwrap()
            };
            let broken = || ConnectorError::new(ConnectorErrorKind::Broken, "reset");
            (Duration::ZERO, answer.map(response).ok_or_else(broken))
        })
    }

    /// The requests so far, in order.
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl fmt::Debug for ScriptedConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScriptedConnector")
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl HttpConnector for ScriptedConnector {
    async fn exchange(&self, request: Request<Bytes>, _: Attempt) -> ScriptedAnswer {
        let number = {
            let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
            requests.push(request);
            requests.len()
        };
        let (time, answer) = (self.script)(number);
        if !time.is_zero() {
            tokio::time::sleep(time).await;
        }
        answer
    }
}
