//! Signing a call of Qince.

use coupon_qince_wire::{
    Account, AccountConfig, AttemptParams, TimestampForm, encode_raw, operation,
};
use coupon_sandbox::QINCE_OPENID;
use coupon_sign::{Secret, md5_hex};

use crate::shown_vendor::{AnswerReader, ConsoleCall, UnsignedCall};

pub(super) fn sign(call: &UnsignedCall<'_>) -> Result<ConsoleCall, String> {
    let account = Account::new(AccountConfig {
        base_url: call.base_url.clone(),
        openid: Secret::new(QINCE_OPENID),
        app_key: Secret::new(call.sandbox.qince().app_key),
        timestamp: TimestampForm::Beijing,
        allow_http: true,
    })
    .map_err(|error| error.to_string())?;
    let operation = operation(call.operation).expect("the console lists what the crate lists");
    let stamp = AttemptParams::new(call.sandbox.now(), call.random);
    let mut request = encode_raw(&account, &stamp, operation, call.body.clone());
    let address = request.uri().to_string();
    let parts: Vec<&str> = address.rsplitn(4, '/').collect();
    let [msg_id, _, timestamp, path] = parts[..] else { return Err(address) };
    let body = String::from_utf8_lossy(request.body());
    let string_to_sign = format!("{body}|{}|{timestamp}", call.key);
    let signature = md5_hex(&[string_to_sign.as_bytes()]);
    let address = format!("{path}/{timestamp}/{signature}/{msg_id}");
    *request.uri_mut() = address.parse().map_err(|error| format!("{address}: {error}"))?;
    let read: AnswerReader = Box::new(move |answer| {
        let answer = operation.decode(&stamp, answer).map_err(|error| error.to_string())?;
        Ok(answer.rows.iter().map(|row| row.raw().to_owned()).collect())
    });
    Ok(ConsoleCall { request, string_to_sign, signature, read })
}
