//! Writing and signing a call.

use bytes::Bytes;
use http::{HeaderValue, Method, Request, header};

use crate::{
    account::Account,
    answer_signature::SERIAL,
    attempt_params::AttemptParams,
    endpoint::{Endpoint, Operation},
    placed_params::{PlacedParams, place},
};

/// The word before the parts of the header `Authorization`.
pub(crate) const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";

/// A signed request for a call. Rules are not checked here: see [`Endpoint::validate`].
pub fn encode<E: Endpoint>(account: &Account, attempt: &AttemptParams, call: &E) -> Request<Bytes> {
    let params = serde_json::to_vec(call).expect("a call is made of text and numbers");
    encode_raw(account, attempt, &Operation::of::<E>(), params.into())
}

/// A signed request for the members of a JSON object. A POST sends these very bytes; a GET has them in its path and behind the
/// question mark.
pub fn encode_raw(
    account: &Account,
    attempt: &AttemptParams,
    operation: &Operation,
    params: Bytes,
) -> Request<Bytes> {
    let PlacedParams { target, body } = place(operation, params);
    let url = format!("{}{target}", account.base_url());
    let mut request = Request::new(body);
    *request.method_mut() = operation.method();
    *request.uri_mut() = url.parse().expect("the account was checked, and the rest is encoded");
    let signature = account.signer().sign_base64(&string_to_sign(attempt, &request));
    let authorization = format!(
        r#"{SCHEME} mchid="{}",nonce_str="{}",timestamp="{}",serial_no="{}",signature="{signature}""#,
        account.mchid().expose_secret(),
        attempt.nonce(),
        attempt.time().as_second(),
        account.serial_no(),
    );
    let mut authorization = HeaderValue::from_str(&authorization)
        .expect("the account was checked when it was made, and base64 is plain");
    authorization.set_sensitive(true);
    let json = HeaderValue::from_static("application/json");
    let serial = HeaderValue::from_str(account.platform_serial())
        .expect("the account was checked when it was made");
    let is_post = *request.method() == Method::POST;
    let headers = request.headers_mut();
    headers.insert(header::AUTHORIZATION, authorization);
    headers.insert(header::ACCEPT, json.clone());
    headers.insert(SERIAL, serial);
    if is_post {
        headers.insert(header::CONTENT_TYPE, json);
    }
    request
}

/// The text that is signed: method, URL without its host, Unix seconds, random text and body, each with a line end.
pub fn string_to_sign(attempt: &AttemptParams, request: &Request<Bytes>) -> Vec<u8> {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let seconds = attempt.time().as_second().to_string();
    signed_text(request.method().as_str(), target, &seconds, attempt.nonce(), request.body())
}

/// Five lines, the last one too with its end.
pub(crate) fn signed_text(
    method: &str,
    target: &str,
    seconds: &str,
    nonce: &str,
    body: &[u8],
) -> Vec<u8> {
    let head = [method, target, seconds, nonce, ""].join("\n");
    [head.as_bytes(), body, b"\n"].concat()
}
