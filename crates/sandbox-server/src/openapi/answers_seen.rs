//! The calls to a sandbox of one profile and their answers, from which the documents for clients take their types.

use axum::http::{Request, Response};
use bytes::Bytes;
use coupon_qince_wire as qince;
use coupon_qmai_wire as qmai;
use coupon_sandbox::{Clock, QmaiAccess, Quirks, Sandbox, SandboxConfig};
use coupon_sign::Secret;
use serde_json::Value;

/// How many customers are asked for: some have one coupon, some several, some none.
const MANY: usize = 40;
/// Inside the two years of the data, so that every operation finds a record that fits.
const NOW: &str = "2025-12-30T04:00:00Z";

/// The bodies that were sent for one operation, and the answers: successes and refusals.
#[derive(Default)]
pub(super) struct SeenCalls {
    pub(super) requests: Vec<Value>,
    pub(super) answers: Vec<Value>,
    pub(super) rows: Vec<Value>,
}

/// A sandbox of its own, so that the calls change nothing that anybody looks at.
pub(super) fn fresh(quirks: Quirks) -> Sandbox {
    let clock = Clock::Fixed(NOW.parse().expect("a time"));
    Sandbox::new(SandboxConfig { quirks, clock, ..SandboxConfig::default() })
}

/// Calls an operation of Qince: as the console's sample has it, and with a wrong key.
pub(super) fn of_qince(sandbox: &Sandbox, operation: &'static qince::Operation) -> SeenCalls {
    let access = sandbox.qince();
    let stamp = qince::AttemptParams::new(sandbox.now(), 7);
    let encode = |key: &str, body: String| {
        let account = qince::Account::new(qince::AccountConfig {
            base_url: access.base_url.clone(),
            openid: Secret::new(access.openid.clone()),
            app_key: Secret::new(key),
            timestamp: qince::TimestampForm::Beijing,
            allow_http: true,
        });
        qince::encode_raw(
            &account.expect("the sandbox's own account"),
            &stamp,
            operation,
            body.into(),
        )
    };
    let mut seen = SeenCalls::default();
    let body = with_fields(&sandbox.sample(operation.name), &[("page_length", "1000")]);
    for key in [access.app_key.as_str(), "another key"] {
        let answer = seen.exchange(sandbox, &encode(key, body.clone()));
        if let Ok(answer) = operation.decode(&stamp, &answer) {
            seen.keep_rows(answer.rows.iter().map(|row| row.raw()));
        }
    }
    seen
}

/// Calls an operation of Qmai: as the console's sample has it, for several customers, and with a wrong key.
pub(super) fn of_qmai(sandbox: &Sandbox, operation: &'static qmai::Operation) -> SeenCalls {
    let access = sandbox.qmai();
    let stamp = qmai::AttemptParams::new(sandbox.now(), 7);
    let encode = |key: &str, body: &str| {
        let account = qmai::Account::new(qmai::AccountConfig {
            base_url: access.base_url.clone(),
            open_id: Secret::new(access.open_id.clone()),
            grant_code: Secret::new(access.grant_code.clone()),
            open_key: Secret::new(key),
            v2_signing: sandbox.config().v2_signing,
            v2_money: qmai::V2Money::Fen,
            allow_http: true,
        });
        let body = Bytes::copy_from_slice(body.as_bytes());
        qmai::encode_raw(&account.expect("the sandbox's own account"), &stamp, operation, body)
    };
    let mut seen = SeenCalls::default();
    let one = sandbox.sample(operation.name);
    let others = variants(&one, &access);
    let calls = others.iter().chain([&one]).map(|body| (access.open_key.as_str(), body));
    for (key, body) in calls.chain([("another key", &one)]) {
        let answer = seen.exchange(sandbox, &encode(key, body));
        if let Ok(answer) = operation.decode(&answer) {
            seen.keep_rows(answer.rows.iter().map(|row| row.raw()));
        }
    }
    seen
}

impl SeenCalls {
    fn exchange(&mut self, sandbox: &Sandbox, request: &Request<Bytes>) -> Response<Bytes> {
        let answer = sandbox.call(request).response;
        self.requests.extend(serde_json::from_slice::<Value>(request.body()));
        self.answers.extend(serde_json::from_slice::<Value>(answer.body()));
        answer
    }

    fn keep_rows<'a>(&mut self, rows: impl Iterator<Item = &'a str>) {
        self.rows.extend(rows.filter_map(|row| serde_json::from_str::<Value>(row).ok()));
    }
}

/// The same call for other customers, as far as it names one.
fn variants(body: &str, access: &QmaiAccess) -> Vec<String> {
    let customers = access.customers.iter().take(MANY).map(|id| vec![("customerId", id.as_str())]);
    let held = access.user_coupons.iter().take(MANY);
    let held = held.flat_map(|(user, coupon)| {
        [
            vec![("user_id", user.as_str()), ("user_coupon_id", coupon.as_str())],
            vec![("customerId", user.as_str()), ("cardId", coupon.as_str())],
        ]
    });
    let mut all: Vec<String> =
        customers.chain(held).map(|fields| with_fields(body, &fields)).collect();
    all.retain(|other| other != body);
    all
}

/// The same call with these values, if it has the first of the fields; else unchanged.
fn with_fields(body: &str, fields: &[(&str, &str)]) -> String {
    let mut call: Value = serde_json::from_str(body).expect("a sample is JSON");
    if call.get(fields[0].0).is_none() {
        return body.to_owned();
    }
    for (name, value) in fields {
        call[*name] = (*value).into();
    }
    call.to_string()
}
