//! One call to a vendor: the answer, the faults around it, its entry in the log.

use axum::{
    body::Body,
    http::{HeaderValue, Method, Request, Response, StatusCode, header},
};
use bytes::Bytes;
use tokio::time::sleep;

use crate::{
    Sandbox, admin, diagnose,
    faults::{self, Drift, Fault},
    gzip,
    log::{Outcome, REQUEST_ID},
    server::plain,
    socket::Peer,
    vendor::Vendor,
};

/// Answers a call; what a fault delays comes late.
pub(crate) async fn call(
    sandbox: &Sandbox,
    request: Request<Bytes>,
    peer: Option<&Peer>,
) -> Response<Body> {
    let plan = match sandbox.rules().plan(&request) {
        Ok(plan) => plan,
        Err(why) => return admin::refusal(&why).map(Body::from),
    };
    let mut answer = answer(sandbox, &request, plan.fault);
    let refused = answer.as_mut().is_some_and(|answer| {
        let mark: Option<Refused> = answer.extensions_mut().remove();
        mark.is_some()
    });
    // A body in GBK may be signed well and fail only when it is read.
    let suspect = refused || std::str::from_utf8(request.body()).is_err();
    let diagnosis = if suspect { diagnose::diagnose(sandbox, &request) } else { None };
    let outcome =
        Outcome { at: sandbox.now(), answer: answer.as_ref(), fault: plan.label, diagnosis };
    let id = sandbox.calls().note(&request, outcome);
    if !plan.wait.is_zero() {
        sleep(plan.wait).await;
    }
    let mut answer = answer.unwrap_or_default();
    answer.headers_mut().insert(&REQUEST_ID, HeaderValue::from(id));
    if let (Some(Fault::ResetBefore | Fault::ResetAfter), Some(peer)) = (plan.fault, peer) {
        peer.ask_for_reset();
    }
    match plan.fault {
        Some(fault) => fault.deliver(answer),
        None if sandbox.settings().gzip => {
            gzip::compressed(request.headers(), answer).map(Body::from)
        }
        None => answer.map(Body::from),
    }
}

/// Marks an answer that refuses a call before its operation is reached: its signature may be why.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refused;

/// What a fault does to a call on the vendor's side.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Bent {
    /// How far the vendor's clock is off, in seconds.
    pub(crate) skew: i64,
    pub(crate) busy: bool,
    pub(crate) drift: Drift,
}

impl Bent {
    fn by(fault: Option<Fault>) -> Self {
        match fault {
            Some(Fault::Skew(skew)) => Self { skew, ..Self::default() },
            Some(Fault::Busy) => Self { busy: true, ..Self::default() },
            Some(Fault::RowsRepeated) => Self { drift: Drift::Repeated, ..Self::default() },
            Some(Fault::RowsShifted) => Self { drift: Drift::Shifted, ..Self::default() },
            _ => Self::default(),
        }
    }
}

/// The answer to a call, bent by a fault; none where a fault leaves none to make.
fn answer(
    sandbox: &Sandbox,
    request: &Request<Bytes>,
    fault: Option<Fault>,
) -> Option<Response<Bytes>> {
    let stopped = fault.is_some_and(Fault::stops_call);
    let own = (!stopped).then(|| carry_out(sandbox, request, Bent::by(fault)));
    let Some(fault) = fault else { return own };
    let mut answer = faults::instead(fault).or(own)?;
    fault.bend(&mut answer, sandbox.now());
    Some(answer)
}

fn carry_out(sandbox: &Sandbox, request: &Request<Bytes>, bent: Bent) -> Response<Bytes> {
    if request.method() != Method::POST {
        let mut refusal = plain(StatusCode::METHOD_NOT_ALLOWED, "both vendors take POST only\n");
        refusal.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        return refusal;
    }
    match Vendor::of(request.uri().path()) {
        Vendor::Qince => sandbox.answer_qince(request, bent),
        Vendor::Qmai => sandbox.answer_qmai(request, bent),
    }
}
