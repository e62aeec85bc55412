//! The calls of Qmai from which its document for clients takes its types.

use bytes::Bytes;
use coupon_qmai_wire::{Account, AccountConfig, AttemptParams, Operation, V2Money, encode_raw};
use coupon_sandbox::{QmaiAccess, Sandbox};
use coupon_sign::Secret;

use crate::openapi_parts::answers_seen::{SeenCalls, with_fields};

/// How many customers are asked for: some have one coupon, some several, some none.
const MANY: usize = 40;

/// Calls an operation: as the console's sample has it, for several customers, and with a wrong key.
pub(super) fn calls(sandbox: &Sandbox, operation: &'static Operation) -> SeenCalls {
    let access = sandbox.qmai();
    let stamp = AttemptParams::new(sandbox.now(), 7);
    let encode = |key: &str, body: &str| {
        let account = Account::new(AccountConfig {
            base_url: access.base_url.clone(),
            open_id: Secret::new(access.open_id.clone()),
            grant_code: Secret::new(access.grant_code.clone()),
            open_key: Secret::new(key),
            v2_signing: sandbox.config().v2_signing,
            v2_money: V2Money::Fen,
            allow_http: true,
        });
        let body = Bytes::copy_from_slice(body.as_bytes());
        encode_raw(&account.expect("the sandbox's own account"), &stamp, operation, body)
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
