//! Signed requests as text, for a public sample account and a fixed time.

use std::io;

use bytes::Bytes;
use coupon_qince_wire as qince;
use coupon_qmai_wire as qmai;
use coupon_sign::Secret;
use http::Request;
use serde_json::{Value, value::RawValue};

use crate::{
    operations::Operation,
    project::{read, root},
};

/// 2024-01-02 03:04:05 in Beijing.
const TIME: &str = "2024-01-01T19:04:05Z";
const DICE: u128 = 7;

/// The document's sample of a request, signed; where it prints none, the operation's own sample call.
pub(super) fn request(operation: &Operation) -> io::Result<String> {
    let evidence = format!("{}/evidence/request.json", operation.folder());
    let body = match root().join(&evidence).exists() {
        true => sample(operation.vendor, &read(&evidence)?)?,
        false => call(operation)?,
    };
    let time = TIME.parse().map_err(io::Error::other)?;
    let vectors: Value = serde_json::from_str(&read("fixtures/sign/vectors.json")?)?;
    let request = match operation.vendor {
        "qmai" => {
            let stamp = qmai::Stamp::new(time, DICE);
            let known = qmai::operation(operation.name).expect("listed by the crate itself");
            qmai::encode_raw(&qmai_account(&vectors)?, &stamp, known, body)
        }
        _ => {
            let stamp = qince::Stamp::new(time, DICE);
            let known = qince::operation(operation.name).expect("listed by the crate itself");
            qince::encode_raw(&qince_account(&vectors)?, &stamp, known, body)
        }
    };
    written(&request)
}

/// The operation's sample call, written by hand: valid, and answered by the sandbox.
pub(super) fn call(operation: &Operation) -> io::Result<Bytes> {
    Ok(read(format!("{}/call.json", operation.folder()))?.trim_end().to_owned().into())
}

/// Method, address, headers and body, as a REST client takes them.
pub(super) fn written(request: &Request<Bytes>) -> io::Result<String> {
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        text.push_str(&format!("{name}: {}\n", value.to_str().map_err(io::Error::other)?));
    }
    let body = std::str::from_utf8(request.body()).map_err(io::Error::other)?;
    text.push_str(&format!("\n{body}\n"));
    Ok(text)
}

/// The business part of a printed request: for Qince all of it, for Qmai what stands in the envelope.
fn sample(vendor: &str, text: &str) -> io::Result<Bytes> {
    if vendor != "qmai" {
        return Ok(text.trim_end().to_owned().into());
    }
    let envelope: std::collections::BTreeMap<String, Box<RawValue>> = serde_json::from_str(text)?;
    let params = envelope.get("params").or_else(|| envelope.get("Params"));
    let params = params.ok_or_else(|| io::Error::other("a printed request without params"))?;
    Ok(params.get().to_owned().into())
}

/// The account of the vendor's own published example.
fn qince_account(vectors: &Value) -> io::Result<qince::Account> {
    let vector = &vectors["qince_md5"][0];
    let parts = qince::AccountParts {
        base_url: qince::QINCE.to_owned(),
        openid: secret(&vector["openid"]),
        app_key: secret(&vector["app_key"]),
        timestamp: qince::TimestampForm::Beijing,
        allow_http: false,
    };
    qince::Account::new(parts).map_err(io::Error::other)
}

/// The account of a public client's test suite.
fn qmai_account(vectors: &Value) -> io::Result<qmai::Account> {
    let vector = &vectors["qmai_v3_hmac_sha1"][0];
    let parts = qmai::AccountParts {
        base_url: qmai::OPENAPI_QMAI.to_owned(),
        open_id: secret(&vector["open_id"]),
        grant_code: secret(&vector["grant_code"]),
        open_key: secret(&vector["open_key"]),
        v2_signing: qmai::V2Signing::default(),
        v2_money: qmai::V2Money::default(),
        allow_http: false,
    };
    qmai::Account::new(parts).map_err(io::Error::other)
}

fn secret(value: &Value) -> Secret {
    Secret::new(value.as_str().unwrap_or_default())
}
