//! Accounts whose credentials are public, from the JSON that holds them.

use std::io;

use coupon_qince_wire as qince;
use coupon_qmai_wire as qmai;
use coupon_sign::Secret;
use serde_json::Value;

pub(super) fn qince(base_url: &str, parts: &Value) -> io::Result<qince::Account> {
    let parts = qince::AccountConfig {
        base_url: base_url.to_owned(),
        openid: secret(parts, "openid"),
        app_key: secret(parts, "app_key"),
        timestamp: qince::TimestampForm::Beijing,
        allow_http: false,
    };
    qince::Account::new(parts).map_err(io::Error::other)
}

pub(super) fn qmai(base_url: &str, parts: &Value) -> io::Result<qmai::Account> {
    let parts = qmai::AccountConfig {
        base_url: base_url.to_owned(),
        open_id: secret(parts, "open_id"),
        grant_code: secret(parts, "grant_code"),
        open_key: secret(parts, "open_key"),
        v2_signing: qmai::V2Signing::default(),
        v2_money: qmai::V2Money::default(),
        allow_http: false,
    };
    qmai::Account::new(parts).map_err(io::Error::other)
}

fn secret(parts: &Value, name: &str) -> Secret {
    Secret::new(parts[name].as_str().unwrap_or_default())
}
