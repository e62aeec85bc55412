//! "Try it out": one call, signed with the sandbox's key or another, and sent like every call.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::{body::to_bytes, http::Response};
use bytes::Bytes;
use jiff::Timestamp;

use super::request::ConsoleRequest;
use crate::{
    shown_vendor::{ConsoleCall, ConsoleOperation, UnsignedCall},
    vendor_call::call,
};
use coupon_sandbox::{REQUEST_ID, Sandbox};

/// A call that was sent, and its answer.
pub(super) struct SentCall {
    pub(super) signed: ConsoleCall,
    pub(super) answer: Response<Bytes>,
    /// The entry of the log.
    pub(super) id: Option<u64>,
    /// The texts of the rows, or why there are none.
    pub(super) rows: Result<Vec<String>, String>,
}

/// The key that the sandbox knows.
pub(super) fn right_key(sandbox: &Sandbox, operation: &ConsoleOperation) -> String {
    let vendor = operation.vendor;
    let fields = (vendor.account)(sandbox);
    let key = fields.into_iter().find(|(name, _)| *name == vendor.key_field);
    key.map(|(_, key)| key).unwrap_or_default()
}

/// Signs a body with a key, also with one that no account can have.
pub(super) fn sign(
    visit: &ConsoleRequest<'_>,
    operation: &ConsoleOperation,
    body: &str,
    key: &str,
) -> Result<ConsoleCall, String> {
    (operation.vendor.sign)(&UnsignedCall {
        sandbox: visit.sandbox,
        base_url: visit.base_url(),
        operation: operation.name,
        body: Bytes::copy_from_slice(body.as_bytes()),
        key,
        random: random(visit.sandbox.now()),
    })
}

/// Sends it, faults and all.
pub(super) async fn send(visit: &ConsoleRequest<'_>, signed: ConsoleCall) -> SentCall {
    let answer = call(visit.sandbox, signed.request.clone(), None).await;
    let id = answer.headers().get(&REQUEST_ID).and_then(|id| id.to_str().ok()?.parse().ok());
    let (parts, body) = answer.into_parts();
    let (body, broken) = match to_bytes(body, usize::MAX).await {
        Ok(body) => (body, None),
        Err(error) => (Bytes::new(), Some(error.to_string())),
    };
    let answer = Response::from_parts(parts, body);
    let rows = broken.map_or_else(|| (signed.read)(&answer), Err);
    SentCall { signed, answer, id, rows }
}

/// Another number for every attempt; nobody has to be unable to guess it.
fn random(now: Timestamp) -> u128 {
    static ATTEMPTS: AtomicU64 = AtomicU64::new(0);
    let attempt = ATTEMPTS.fetch_add(1, Ordering::Relaxed);
    (u128::from(now.as_millisecond().unsigned_abs()) << 32) + u128::from(attempt) + 1
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use coupon_sandbox::{Clock, SandboxConfig};

    use super::*;
    use crate::console::operations::operations;

    #[tokio::test]
    async fn every_sample_is_carried_out() {
        let now = "2026-03-02T04:00:00Z".parse().unwrap();
        let sandbox =
            Sandbox::new(SandboxConfig { clock: Clock::Fixed(now), ..SandboxConfig::default() });
        let request = Request::get("/").body(Bytes::new()).unwrap();
        let visit = ConsoleRequest::new(&sandbox, &request);
        for operation in operations() {
            let body = sandbox.sample(operation.name);
            let key = right_key(&sandbox, operation);
            let signed = sign(&visit, operation, &body, &key).unwrap();
            let rows = send(&visit, signed).await.rows;
            assert!(rows.is_ok(), "{} {body}: {rows:?}", operation.name);
        }
    }
}
