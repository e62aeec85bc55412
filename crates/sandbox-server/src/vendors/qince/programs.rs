//! A call of Qince as a whole program in other languages, and in Rust.

use coupon_sandbox::QINCE_OPENID;

use crate::shown_vendor::{ProgramCall, TextLiteral, raw_string};

/// Each needs nothing but its language's standard library, and signs anew whenever it runs.
pub(super) const PROGRAMS: &[(&str, &str)] = &[
    ("Python", include_str!("programs/qince.py")),
    ("Java", include_str!("programs/Qince.java")),
    ("PHP", include_str!("programs/qince.php")),
    ("Node.js", include_str!("programs/qince.mjs")),
    ("Go", include_str!("programs/qince.go")),
];

pub(super) fn program_value(name: &str, _: &ProgramCall<'_>, text: TextLiteral) -> Option<String> {
    (name == "openid").then(|| text(QINCE_OPENID))
}

/// With the wire crate, which signs anew every time.
pub(super) fn rust(call: &ProgramCall<'_>) -> String {
    let ProgramCall { base_url, key, .. } = call;
    let (name, body) = (call.operation.name, raw_string(call.body));
    format!(
        r#"use coupon_qince_wire::{{Account, AccountConfig, AttemptParams, TimestampForm, encode_raw, operation}};
use coupon_sign::Secret;

let account = Account::new(AccountConfig {{
    base_url: {base_url:?}.to_owned(),
    openid: Secret::new({:?}),
    app_key: Secret::new({key:?}),
    timestamp: TimestampForm::Beijing,
    allow_http: false,
}})?;
let operation = operation({name:?}).expect("it is listed");
let body = {body};
// `now` and `random` are yours: another stamp for every attempt.
let request = encode_raw(&account, &AttemptParams::new(now, random), operation, body.into());
"#,
        QINCE_OPENID
    )
}
