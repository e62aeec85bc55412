//! Sending a call: wait for the rate, attempt, classify the answer, retry.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use tokio::time::{Instant, sleep, timeout};
use tracing::field::Empty;
use tracing::{Instrument, Span, debug, info, info_span};

use crate::attempt_context::AttemptContext;
use crate::before_attempt::BeforeAttempt;
use crate::error::{AttemptFailure, SendError, SendErrorKind};
use crate::http_connector::{Attempt, ConnectorError, ConnectorErrorKind, HttpConnector, Purpose};
use crate::rate::{Rate, RateLimiter};
use crate::retry::{Budget, backoff};

/// Sends the calls of one account.
pub struct Client {
    exchange: Arc<dyn HttpConnector>,
    config: RetryConfig,
    limiter: RateLimiter,
    before_attempt: Option<Arc<dyn BeforeAttempt>>,
    budget: Budget,
    contexts: Arc<dyn Fn() -> AttemptContext + Send + Sync>,
}

/// How patient a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryConfig {
    /// The most attempts of one call; 0 counts as 1.
    pub attempts: u32,
    /// The longest an attempt may take.
    pub attempt_timeout: Duration,
    /// The longest all attempts and the pauses between them may take together. Waiting for the rate does not count.
    pub total: Duration,
    /// The most bytes a body may have once decompressed, unless the call says otherwise.
    pub body_limit: usize,
    /// The ceiling of the first pause. It doubles with every attempt, and the random bits decide how much of it is waited.
    pub backoff: Duration,
    /// How many repeats all calls together may make in a row before they have to be earned, ten good answers each.
    pub retry_budget: u32,
}

impl Default for RetryConfig {
    /// 3 attempts, 30 s each, 90 s in all, 64 MiB, pauses up to 0.5 s and 1 s, 20 repeats.
    fn default() -> Self {
        Self {
            attempts: 3,
            attempt_timeout: Duration::from_secs(30),
            total: Duration::from_secs(90),
            body_limit: 64 << 20,
            backoff: Duration::from_millis(500),
            retry_budget: 20,
        }
    }
}

/// One call. `T` is the value that `classify` decodes from a good answer.
pub struct Call<'a, T> {
    /// The vendor's name of the operation; it has a rate of its own and stands in logs and errors.
    pub operation: &'static str,
    /// Read or write.
    pub purpose: Purpose,
    /// The most bytes that the body may have once decompressed. `None` takes the limit of [`RetryConfig`].
    pub body_limit: Option<usize>,
    /// Makes the request. Called anew for each attempt, so that each is signed anew.
    pub prepare: &'a (dyn Fn(&AttemptContext) -> Request<Bytes> + Send + Sync),
    /// Reads a 2xx answer to the request that was made from this context.
    pub classify:
        &'a (dyn Fn(&AttemptContext, &Response<Bytes>) -> Classification<T> + Send + Sync),
}

/// The meaning of a 2xx answer for sending. A refusal by the vendor is `Done` too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Classification<T> {
    /// An answer to this call, with the value decoded from it.
    Done(T),
    /// The vendor limits the rate and has done nothing.
    Throttled,
    /// The answer belongs to another call. A read is sent once more; a write may have happened.
    NotMine,
}

/// An answer, and the attempt that brought it.
pub struct Reply<T> {
    /// The value of [`Classification::Done`].
    pub value: T,
    /// The answer itself. Its status is 2xx.
    pub response: Response<Bytes>,
    /// The context from which its request was made.
    pub context: AttemptContext,
    /// The number of attempts, this one included.
    pub attempts: u32,
}

impl Client {
    /// A client on the system's clock and randomness.
    pub fn new(exchange: Arc<dyn HttpConnector>, config: RetryConfig, rate: Rate) -> Self {
        Self {
            exchange,
            config,
            limiter: RateLimiter::new(rate),
            before_attempt: None,
            budget: Budget::new(config.retry_budget),
            contexts: Arc::new(AttemptContext::from_system),
        }
    }

    /// The same client, with a check that every attempt has to pass.
    #[must_use]
    pub fn with_before_attempt(self, before_attempt: Arc<dyn BeforeAttempt>) -> Self {
        Self { before_attempt: Some(before_attempt), ..self }
    }

    /// The same client with another clock and other random bits, for tests. The high half of the bits also draws the
    /// pauses.
    #[must_use]
    pub fn with_time_source(self, contexts: Arc<dyn Fn() -> AttemptContext + Send + Sync>) -> Self {
        Self { contexts, ..self }
    }

    /// Sends a call until it is answered, or must not or need not be sent again.
    ///
    /// Reads are repeated after faults of the network, 5xx, a limited rate, and once after another call's answer; writes
    /// only if no connection could be made. A `Retry-After` is waited for, if the total allows.
    ///
    /// Dropping the future gives the call up. If it is a write, it may have happened.
    ///
    /// # Errors
    ///
    /// [`SendError`], about the last attempt.
    pub async fn send<T>(&self, call: Call<'_, T>) -> Result<Reply<T>, SendError> {
        let span = info_span!(
            "send",
            operation = call.operation,
            attempts = Empty,
            status = Empty,
            elapsed_ms = Empty
        );
        let started = Instant::now();
        let result = self.repeat(&call).instrument(span.clone()).await;
        summarise(&span, &result, started.elapsed());
        result
    }

    async fn repeat<T>(&self, call: &Call<'_, T>) -> Result<Reply<T>, SendError> {
        let (mut attempts, mut strays, mut spent) = (0, 0, Duration::ZERO);
        loop {
            self.limiter.permit(call.operation).await;
            let passed = self.pass(call.operation).await;
            attempts += 1;
            let context = (self.contexts)();
            let started = Instant::now();
            let left = self.config.total.saturating_sub(spent);
            let result = match passed {
                Ok(()) => self.attempt(call, &context, left).await,
                Err(failure) => Err(failure),
            };
            let elapsed = started.elapsed();
            spent += elapsed;
            let failure = match result {
                Ok((response, value)) => {
                    debug!(
                        attempt = attempts,
                        status = response.status().as_u16(),
                        ?elapsed,
                        "answered"
                    );
                    self.budget.earn();
                    return Ok(Reply { value, response, context, attempts });
                }
                Err(failure) => failure,
            };
            let error = SendError::new(call.operation, call.purpose, context, attempts, failure);
            debug!(attempt = attempts, status = error.status(), kind = ?error.kind(), ?elapsed, "failed");
            strays += u32::from(error.kind() == SendErrorKind::NotMine);
            match self.pause(&error, strays, self.config.total.saturating_sub(spent)) {
                Some(pause) => {
                    sleep(pause).await;
                    spent += pause;
                }
                None => return Err(error),
            }
        }
    }

    async fn pass(&self, operation: &'static str) -> Result<(), AttemptFailure> {
        match &self.before_attempt {
            Some(before_attempt) => {
                before_attempt.pass(operation).await.map_err(AttemptFailure::Withheld)
            }
            None => Ok(()),
        }
    }

    /// Makes one attempt. HTTP 429 counts as throttled, whatever the body says; other answers that are not 2xx are
    /// failures by their status; a 2xx answer is read by `classify`.
    async fn attempt<T>(
        &self,
        call: &Call<'_, T>,
        context: &AttemptContext,
        left: Duration,
    ) -> Result<(Response<Bytes>, T), AttemptFailure> {
        let attempt = Attempt {
            purpose: call.purpose,
            timeout: self.config.attempt_timeout.min(left),
            body_limit: call.body_limit.unwrap_or(self.config.body_limit),
        };
        let answer = self.exchange.exchange((call.prepare)(context), attempt);
        let response = timeout(attempt.timeout, answer)
            .await
            .unwrap_or_else(|_| {
                Err(ConnectorError::new(
                    ConnectorErrorKind::Timeout,
                    format!("gave up after {:?}", attempt.timeout),
                ))
            })
            .map_err(AttemptFailure::Connector)?;
        match response.status() {
            StatusCode::TOO_MANY_REQUESTS => Err(AttemptFailure::Throttled(response)),
            status if !status.is_success() => Err(AttemptFailure::Status(response)),
            _ => match (call.classify)(context, &response) {
                Classification::Done(value) => Ok((response, value)),
                Classification::Throttled => Err(AttemptFailure::Throttled(response)),
                Classification::NotMine => Err(AttemptFailure::NotMine(response)),
            },
        }
    }

    /// The pause before the next attempt; `None` if the call is not sent again.
    fn pause(&self, error: &SendError, strays: u32, left: Duration) -> Option<Duration> {
        if error.attempts() >= self.config.attempts || strays > 1 || !error.is_retryable() {
            return None;
        }
        let jitter = backoff(self.config.backoff, error.attempts(), error.context().random);
        let pause = error.retry_after().unwrap_or_default().saturating_add(jitter);
        (pause < left && self.budget.take()).then_some(pause)
    }
}

fn summarise<T>(span: &Span, result: &Result<Reply<T>, SendError>, elapsed: Duration) {
    let (attempts, status) = match result {
        Ok(reply) => (reply.attempts, Some(reply.response.status().as_u16())),
        Err(error) => (error.attempts(), error.status()),
    };
    span.record("attempts", attempts);
    span.record("status", status);
    span.record("elapsed_ms", elapsed.as_millis());
    span.in_scope(|| match result {
        Ok(_) => info!("sent"),
        Err(error) => {
            info!(kind = ?error.kind(), may_have_happened = error.may_have_happened(), "not sent")
        }
    });
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("exchange", &self.exchange)
            .field("policy", &self.config)
            .field("limiter", &self.limiter)
            .field("gate", &self.before_attempt)
            .finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Call<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation)
            .field("purpose", &self.purpose)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}

/// Without headers, body and value.
impl<T> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.response.status())
            .field("length", &self.response.body().len())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
