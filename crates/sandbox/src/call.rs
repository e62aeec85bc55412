//! One call to a vendor: the answer, the faults around it, its entry in the log.

use axum::{
    body::Body,
    http::{HeaderValue, Method, Request, Response, StatusCode, header},
};
use bytes::Bytes;

use crate::{
    Sandbox, doctor,
    log::{Outcome, REQUEST_ID},
    server::plain,
    vendor::Vendor,
};

pub(crate) async fn call(sandbox: &Sandbox, request: Request<Bytes>) -> Response<Body> {
    let mut answer = carry_out(sandbox, &request);
    let refused = answer.extensions_mut().remove::<Refused>().is_some();
    let diagnosis = if refused { doctor::diagnose(sandbox, &request) } else { None };
    let outcome = Outcome { at: sandbox.now(), answer: &answer, fault: None, diagnosis };
    let id = sandbox.calls().note(&request, outcome);
    answer.headers_mut().insert(REQUEST_ID, HeaderValue::from(id));
    answer.map(Body::from)
}

/// Marks an answer that refuses a call before its operation is reached: its signature may be why.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refused;

fn carry_out(sandbox: &Sandbox, request: &Request<Bytes>) -> Response<Bytes> {
    if request.method() != Method::POST {
        let mut refusal = plain(StatusCode::METHOD_NOT_ALLOWED, "both vendors take POST only\n");
        refusal.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        return refusal;
    }
    match Vendor::of(request.uri().path()) {
        Vendor::Qince => sandbox.answer_qince(request),
        Vendor::Qmai => sandbox.answer_qmai(request),
    }
}
