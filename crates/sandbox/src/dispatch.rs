//! One call to a vendor: the answer, the faults around it, its entry in the log.

use std::time::Duration;

use bytes::Bytes;
use coupon_wire::Diagnosis;
use http::{HeaderValue, Method, Request, Response};

use crate::{
    clock::machine_time,
    faults::{Delivery, Fault, FaultEffects, instead},
    limits::LARGEST_BODY,
    request_log::{LogOutcome, REQUEST_ID},
    response::{SignatureRefused, refusal},
    sandbox::Sandbox,
    suspect_call::SuspectCall,
    unread::UnreadRequest,
};

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
    /// Answers a call to any vendor. The state has changed when this returns, also for an answer that waits or never arrives.
    pub fn call(&self, request: &Request<Bytes>) -> VendorAnswer {
        if request.body().len() > LARGEST_BODY {
            return VendorAnswer::at_once(self.answer_unread(request, UnreadRequest::TooLarge));
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
        let suspect = is_suspect.then(|| self.suspect_call(request));
        let outcome = LogOutcome {
            answer: answer.as_ref(),
            fault: plan.label,
            suspect,
            ..LogOutcome::new(self.now())
        };
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

    /// The mistake in the signature of a request to this sandbox; none if the signature is right, or if the request is no call.
    pub fn diagnose(&self, request: &Request<Bytes>) -> Option<Diagnosis> {
        self.suspect_call(request).diagnose(request)
    }

    /// As much of the sandbox as a diagnosis of this request asks for, as it is now.
    fn suspect_call(&self, request: &Request<Bytes>) -> SuspectCall {
        let side = self.sides().serving(request.uri().path());
        SuspectCall { examiner: side.examiner(), times: [self.now(), machine_time()] }
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
        return sandbox.refusal_of(request, UnreadRequest::Method);
    }
    sandbox.answer(request, bent)
}
