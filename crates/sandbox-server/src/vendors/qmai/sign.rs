//! Signing a call of Qmai.

use coupon_qmai_wire::{
    Account, AccountConfig, AttemptParams, V2Money, encode_raw, operation, string_to_sign, token,
};
use coupon_sandbox::{QMAI_GRANT_CODE, QMAI_OPEN_ID};
use coupon_sign::{Secret, hmac_sha1_base64, percent_encode};

use crate::shown_vendor::{AnswerReader, ConsoleCall, UnsignedCall};

pub(super) fn sign(call: &UnsignedCall<'_>) -> Result<ConsoleCall, String> {
    let account = Account::new(AccountConfig {
        base_url: call.base_url.clone(),
        open_id: Secret::new(QMAI_OPEN_ID),
        grant_code: Secret::new(QMAI_GRANT_CODE),
        open_key: Secret::new(call.sandbox.qmai().open_key),
        v2_signing: call.sandbox.config().v2_signing,
        v2_money: V2Money::Fen,
        allow_http: true,
    })
    .map_err(|error| error.to_string())?;
    let operation = operation(call.operation).expect("the console lists what the crate lists");
    let stamp = AttemptParams::new(call.sandbox.now(), call.random);
    let mut request = encode_raw(&account, &stamp, operation, call.body.clone());
    let string_to_sign = string_to_sign(&account, &stamp, operation);
    let digest = hmac_sha1_base64(&Secret::new(call.key), string_to_sign.as_bytes());
    let signature = percent_encode(&digest);
    // A token stands once in a body: what is in params cannot equal it but by intent.
    let right = token(&account, &stamp, operation);
    let body = String::from_utf8_lossy(request.body()).replacen(&right, &signature, 1);
    *request.body_mut() = body.into();
    let read: AnswerReader = Box::new(move |answer| {
        let answer = operation.decode(answer).map_err(|error| error.to_string())?;
        Ok(answer.rows.iter().map(|row| row.raw().to_owned()).collect())
    });
    Ok(ConsoleCall { request, string_to_sign, signature, read })
}
