//! The calls of Qince from which its document for clients takes its types.

use coupon_qince_wire::{
    Account, AccountConfig, AttemptParams, Operation, TimestampForm, encode_raw,
};
use coupon_sandbox::Sandbox;
use coupon_sign::Secret;

use crate::openapi_parts::answers_seen::{SeenCalls, with_fields};

/// Calls an operation: as the console's sample has it, and with a wrong key.
pub(super) fn calls(sandbox: &Sandbox, operation: &'static Operation) -> SeenCalls {
    let access = sandbox.qince();
    let stamp = AttemptParams::new(sandbox.now(), 7);
    let encode = |key: &str, body: String| {
        let account = Account::new(AccountConfig {
            base_url: access.base_url.clone(),
            openid: Secret::new(access.openid.clone()),
            app_key: Secret::new(key),
            timestamp: TimestampForm::Beijing,
            allow_http: true,
        });
        encode_raw(&account.expect("the sandbox's own account"), &stamp, operation, body.into())
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
