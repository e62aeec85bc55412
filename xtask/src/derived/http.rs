//! Requests and answers as text: what is sent for a public sample account at a fixed time, and what the sandbox says.

use std::io;

use bytes::Bytes;
use coupon_qince_wire as qince;
use coupon_qmai_wire as qmai;
use http::{HeaderMap, Request, header::CONTENT_LENGTH};
use serde_json::{Value, value::RawValue};

use super::{
    accounts,
    exchange::{SampleExchange, exchange},
};
use crate::{
    operations::Operation,
    project::{read, root},
};

/// 2024-01-02 03:04:05 in Beijing.
const TIME: &str = "2024-01-01T19:04:05Z";
const RANDOM: u128 = 7;

/// The document's sample of a request, signed; where it prints none, the operation's own sample call.
pub(super) fn request(operation: &Operation) -> io::Result<String> {
    let evidence = format!("{}/evidence/request.json", operation.folder());
    let body = match root().join(&evidence).exists() {
        true => sample(operation.vendor, &read(&evidence)?)?,
        false => exchange(operation.vendor, operation.name)?.body,
    };
    let time = TIME.parse().map_err(io::Error::other)?;
    let vectors: Value = serde_json::from_str(&read("fixtures/sign/vectors.json")?)?;
    let request = match operation.vendor {
        "qmai" => {
            let attempt = qmai::AttemptParams::new(time, RANDOM);
            let known = qmai::operation(operation.name).expect("listed by the crate itself");
            // The account of a public client's test suite.
            let account =
                accounts::qmai(qmai::base_url::PRODUCTION, &vectors["qmai_v3_hmac_sha1"][0])?;
            qmai::encode_raw(&account, &attempt, known, body)
        }
        _ => {
            let attempt = qince::AttemptParams::new(time, RANDOM);
            let known = qince::operation(operation.name).expect("listed by the crate itself");
            // The account of the vendor's own published example.
            let account = accounts::qince(qince::base_url::PRODUCTION, &vectors["qince_md5"][0])?;
            qince::encode_raw(&account, &attempt, known, body)
        }
    };
    written(&request)
}

/// The operation's sample call with what the sandbox answers to it.
pub(super) fn exchanged(operation: &Operation) -> io::Result<String> {
    let SampleExchange { request, answer, .. } = exchange(operation.vendor, operation.name)?;
    let mut text = written(&request)?;
    text.push_str(&format!("\nHTTP/1.1 {}\n", answer.status()));
    // The sandbox answers with a value; the length is the HTTP server's to add.
    let mut headers = answer.headers().clone();
    headers.insert(CONTENT_LENGTH, answer.body().len().into());
    body_and_headers(&mut text, &headers, answer.body())?;
    Ok(text)
}

/// Method, address, headers and body, as a REST client takes them.
fn written(request: &Request<Bytes>) -> io::Result<String> {
    let mut text = format!("{} {}\n", request.method(), request.uri());
    body_and_headers(&mut text, request.headers(), request.body())?;
    Ok(text)
}

fn body_and_headers(text: &mut String, headers: &HeaderMap, body: &Bytes) -> io::Result<()> {
    for (name, value) in headers {
        text.push_str(&format!("{name}: {}\n", value.to_str().map_err(io::Error::other)?));
    }
    let body = std::str::from_utf8(body).map_err(io::Error::other)?;
    text.push_str(&format!("\n{body}\n"));
    Ok(())
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
