//! One call to a vendor: the answer, the faults around it, its entry in the log.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};

use crate::{
    diagnose::SuspectCall,
    faults::{Delivery, Fault, FaultEffects, instead},
    request_log::{LogOutcome, REQUEST_ID},
    response::{SignatureRefused, plain, refusal, too_large_response},
    sandbox::Sandbox,
    vendor::ServedVendor,
};

/// The largest request body, in bytes; a real call has a few KB.
pub const LARGEST_BODY: usize = 8 * 1024 * 1024;

/// The answer to a call, and how it gets to the caller.
#[derive(Debug)]
pub struct VendorAnswer {
    /// How long the answer waits before it is sent.
    pub wait: Duration,
    /// The answer.
    pub response: Response<Bytes>,
    /// How much of it arrives, and how fast.
    pub delivery: Delivery,
    /// Whether it may be compressed if the caller takes gzip.
    pub compressible: bool,
}

impl VendorAnswer {
    fn at_once(response: Response<Bytes>) -> Self {
        Self { wait: Duration::ZERO, response, delivery: Delivery::Whole, compressible: false }
    }
}

impl Sandbox {
    /// Answers a call to either vendor. The state has changed when this returns, also for an answer that waits or never arrives.
    pub fn call(&self, request: &Request<Bytes>) -> VendorAnswer {
        if request.body().len() > LARGEST_BODY {
            return VendorAnswer::at_once(too_large_response());
        }
        let plan = match self.rules().plan(request) {
            Ok(plan) => plan,
            Err(why) => return VendorAnswer::at_once(refusal(&why)),
        };
        let mut answer = answer(self, request, plan.fault);
        let refused = answer.as_mut().is_some_and(|answer| {
            let mark: Option<SignatureRefused> = answer.extensions_mut().remove();
            mark.is_some()
        });
        // A body in GBK may be signed well and fail only when it is read.
        let is_suspect = refused || std::str::from_utf8(request.body()).is_err();
        let vendor = ServedVendor::of(request.uri().path());
        let suspect = is_suspect.then(|| SuspectCall::new(self, vendor));
        let outcome =
            LogOutcome { at: self.now(), answer: answer.as_ref(), fault: plan.label, suspect };
        let id = self.calls().note(request, outcome);
        let mut response = answer.unwrap_or_default();
        response.headers_mut().insert(&REQUEST_ID, HeaderValue::from(id));
        VendorAnswer {
            wait: plan.wait,
            response,
            delivery: Delivery::by(plan.fault),
            compressible: plan.fault.is_none() && self.settings().gzip,
        }
    }
}

/// The answer to a call, changed by a fault; none where a fault leaves none to make.
fn answer(
    sandbox: &Sandbox,
    request: &Request<Bytes>,
    fault: Option<Fault>,
) -> Option<Response<Bytes>> {
    let stopped = fault.is_some_and(Fault::stops_call);
    let own = (!stopped).then(|| carry_out(sandbox, request, FaultEffects::by(fault)));
    let Some(fault) = fault else { return own };
    let mut answer = instead(fault).or(own)?;
    fault.bend(&mut answer, sandbox.now());
    Some(answer)
}

fn carry_out(sandbox: &Sandbox, request: &Request<Bytes>, bent: FaultEffects) -> Response<Bytes> {
    if request.method() != Method::POST {
        let mut refusal = plain(StatusCode::METHOD_NOT_ALLOWED, "both vendors take POST only\n");
        refusal.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        return refusal;
    }
    match ServedVendor::of(request.uri().path()) {
        ServedVendor::Qince => sandbox.answer_qince(request, bent),
        ServedVendor::Qmai => sandbox.answer_qmai(request, bent),
    }
}
