//! A call of Qmai as a whole program in other languages, and in Rust.

use coupon_qmai_wire::{V2Signing, operation};
use coupon_sandbox::{QMAI_GRANT_CODE, QMAI_OPEN_ID};
use serde_json::Value;

use crate::shown_vendor::{ProgramCall, TextLiteral, raw_string};

/// Each needs nothing but its language's standard library, and signs anew whenever it runs.
pub(super) const PROGRAMS: &[(&str, &str)] = &[
    ("Python", include_str!("programs/qmai.py")),
    ("Java", include_str!("programs/Qmai.java")),
    ("PHP", include_str!("programs/qmai.php")),
    ("Node.js", include_str!("programs/qmai.mjs")),
    ("Go", include_str!("programs/qmai.go")),
];

pub(super) fn program_value(
    name: &str,
    call: &ProgramCall<'_>,
    text: TextLiteral,
) -> Option<String> {
    match name {
        "open_id" => Some(text(QMAI_OPEN_ID)),
        "grant_code" => Some(text(QMAI_GRANT_CODE)),
        _ => parameter(name, call),
    }
}

/// A name of a common parameter as it is sent or signed, and all that goes with V2's Action.
fn parameter(name: &str, call: &ProgramCall<'_>) -> Option<String> {
    let v2_signing = call.settings.v2_signing;
    let action = operation(call.operation.name).and_then(|operation| operation.action);
    let pascal_signed = action.is_some() && v2_signing != V2Signing::CamelCase;
    if let Some(sent) = name.strip_prefix("sent_") {
        return Some(cased(sent, action.is_some()));
    }
    if name == "signed_first" {
        let first = action.filter(|_| v2_signing == V2Signing::PascalCaseWithAction);
        return Some(first.map(|action| format!("Action={action}&")).unwrap_or_default());
    }
    if let Some(signed) = name.strip_prefix("signed_") {
        return Some(cased(signed, pascal_signed));
    }
    let action = action.map(|action| Value::from(action).to_string());
    let with = |text: fn(String) -> String| action.map(text).unwrap_or_default();
    match name {
        "action_python" => Some(with(|action| format!(" | {{\"Action\": {action}}}"))),
        "action_json" => Some(with(|action| format!(" \"Action\": {action},"))),
        "action_php" => Some(with(|action| format!(" 'Action' => {action},"))),
        "action_java" => {
            Some(with(|action| format!("\\\"Action\\\":{},", action.replace('"', "\\\""))))
        }
        _ => None,
    }
}

/// "grant_code" as grantCode or GrantCode.
fn cased(name: &str, pascal: bool) -> String {
    let words = name.split('_').enumerate().map(|(position, word)| {
        let (first, rest) = word.split_at(1);
        match position == 0 && !pascal {
            true => word.to_owned(),
            false => first.to_uppercase() + rest,
        }
    });
    words.collect()
}

/// With the wire crate, which signs anew every time.
pub(super) fn rust(call: &ProgramCall<'_>) -> String {
    let ProgramCall { base_url, key, .. } = call;
    let (name, body) = (call.operation.name, raw_string(call.body));
    format!(
        r#"use coupon_qmai_wire::{{Account, AccountConfig, AttemptParams, V2Money, V2Signing, encode_raw, operation}};
use coupon_sign::Secret;

let account = Account::new(AccountConfig {{
    base_url: {base_url:?}.to_owned(),
    open_id: Secret::new({:?}),
    grant_code: Secret::new({:?}),
    open_key: Secret::new({key:?}),
    v2_signing: V2Signing::default(),
    v2_money: V2Money::Fen,
    allow_http: false,
}})?;
let operation = operation({name:?}).expect("it is listed");
let params = {body};
// `now` and `random` are yours: another stamp for every attempt.
let request = encode_raw(&account, &AttemptParams::new(now, random), operation, params.into());
"#,
        QMAI_OPEN_ID, QMAI_GRANT_CODE
    )
}
