//! "Try it out": one call, signed with the sandbox's key or another, and sent like every call.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::{
    body::to_bytes,
    http::{Request, Response},
};
use bytes::Bytes;
use coupon_qince_wire as qince;
use coupon_qmai_wire as qmai;
use coupon_sign::Secret;
use jiff::Timestamp;

use super::{operations::ConsoleOperation, request::ConsoleRequest};
use crate::vendor_call::call;
use coupon_sandbox::{
    QINCE_OPENID, QMAI_GRANT_CODE, QMAI_OPEN_ID, REQUEST_ID, Sandbox, ServedVendor,
};

/// A signed request with the parts of its signature that the page shows.
pub(super) struct Signed {
    pub(super) request: Request<Bytes>,
    pub(super) string_to_sign: String,
    pub(super) signature: String,
    read: Reader,
}

/// A call that was sent, and its answer.
pub(super) struct SentCall {
    pub(super) signed: Signed,
    pub(super) answer: Response<Bytes>,
    /// The entry of the log.
    pub(super) id: Option<u64>,
    /// The texts of the rows, or why there are none.
    pub(super) rows: Result<Vec<String>, String>,
}

type Reader = Box<dyn Fn(&Response<Bytes>) -> Result<Vec<String>, String> + Send>;

/// The key that the sandbox knows.
pub(super) fn right_key(sandbox: &Sandbox, vendor: ServedVendor) -> String {
    match vendor {
        ServedVendor::Qince => sandbox.qince().app_key,
        ServedVendor::Qmai => sandbox.qmai().open_key,
    }
}

/// Signs a body with a key, also with one that no account can have: a blank or a line end in it is what people try.
pub(super) fn sign(
    visit: &ConsoleRequest<'_>,
    operation: &ConsoleOperation,
    body: &str,
    key: &str,
) -> Result<Signed, String> {
    let (now, body) = (visit.sandbox.now(), Bytes::copy_from_slice(body.as_bytes()));
    match operation.vendor {
        ServedVendor::Qince => sign_qince(visit, operation.name, body, key, now),
        ServedVendor::Qmai => sign_qmai(visit, operation.name, body, key, now),
    }
}

/// Sends it, faults and all.
pub(super) async fn send(visit: &ConsoleRequest<'_>, signed: Signed) -> SentCall {
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

fn sign_qince(
    visit: &ConsoleRequest<'_>,
    name: &str,
    body: Bytes,
    key: &str,
    now: Timestamp,
) -> Result<Signed, String> {
    let account = qince::Account::new(qince::AccountConfig {
        base_url: visit.base_url(),
        openid: Secret::new(QINCE_OPENID),
        app_key: Secret::new(right_key(visit.sandbox, ServedVendor::Qince)),
        timestamp: qince::TimestampForm::Beijing,
        allow_http: true,
    })
    .map_err(|error| error.to_string())?;
    let operation = qince::operation(name).expect("the console lists what the crate lists");
    let stamp = qince::AttemptParams::new(now, rng(now));
    let mut request = qince::encode_raw(&account, &stamp, operation, body);
    let address = request.uri().to_string();
    let parts: Vec<&str> = address.rsplitn(4, '/').collect();
    let [msg_id, _, timestamp, path] = parts[..] else { return Err(address) };
    let body = String::from_utf8_lossy(request.body());
    let string_to_sign = format!("{body}|{key}|{timestamp}");
    let signature = coupon_sign::md5_hex(&[string_to_sign.as_bytes()]);
    let address = format!("{path}/{timestamp}/{signature}/{msg_id}");
    *request.uri_mut() = address.parse().map_err(|error| format!("{address}: {error}"))?;
    let read: Reader = Box::new(move |answer| {
        let answer = operation.decode(&stamp, answer).map_err(|error| error.to_string())?;
        Ok(answer.rows.iter().map(|row| row.raw().to_owned()).collect())
    });
    Ok(Signed { request, string_to_sign, signature, read })
}

fn sign_qmai(
    visit: &ConsoleRequest<'_>,
    name: &str,
    params: Bytes,
    key: &str,
    now: Timestamp,
) -> Result<Signed, String> {
    let account = qmai::Account::new(qmai::AccountConfig {
        base_url: visit.base_url(),
        open_id: Secret::new(QMAI_OPEN_ID),
        grant_code: Secret::new(QMAI_GRANT_CODE),
        open_key: Secret::new(right_key(visit.sandbox, ServedVendor::Qmai)),
        v2_signing: visit.sandbox.config().v2_signing,
        v2_money: qmai::V2Money::Fen,
        allow_http: true,
    })
    .map_err(|error| error.to_string())?;
    let operation = qmai::operation(name).expect("the console lists what the crate lists");
    let stamp = qmai::AttemptParams::new(now, rng(now));
    let mut request = qmai::encode_raw(&account, &stamp, operation, params);
    let string_to_sign = qmai::string_to_sign(&account, &stamp, operation);
    let digest = coupon_sign::hmac_sha1_base64(&Secret::new(key), string_to_sign.as_bytes());
    let signature = coupon_sign::percent_encode(&digest);
    // A token stands once in a body: what is in params cannot equal it but by intent.
    let right = qmai::token(&account, &stamp, operation);
    let body = String::from_utf8_lossy(request.body()).replacen(&right, &signature, 1);
    *request.body_mut() = body.into();
    let read: Reader = Box::new(move |answer| {
        let answer = operation.decode(answer).map_err(|error| error.to_string())?;
        Ok(answer.rows.iter().map(|row| row.raw().to_owned()).collect())
    });
    Ok(Signed { request, string_to_sign, signature, read })
}

/// Another number for every attempt; nobody has to be unable to guess it.
fn rng(now: Timestamp) -> u128 {
    static ATTEMPTS: AtomicU64 = AtomicU64::new(0);
    let attempt = ATTEMPTS.fetch_add(1, Ordering::Relaxed);
    (u128::from(now.as_millisecond().unsigned_abs()) << 32) + u128::from(attempt) + 1
}

#[cfg(test)]
mod tests {
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
            let key = right_key(&sandbox, operation.vendor);
            let signed = sign(&visit, operation, &body, &key).unwrap();
            let rows = send(&visit, signed).await.rows;
            assert!(rows.is_ok(), "{} {body}: {rows:?}", operation.name);
        }
    }
}
