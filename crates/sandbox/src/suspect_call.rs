//! A call whose signature was refused.

use bytes::Bytes;
use coupon_wire::{Diagnosis, DiagnosisCause};
use http::Request;
use jiff::Timestamp;

use crate::vendor_side::SignatureExaminer;

/// A call whose signature was refused, as far as the diagnosis asks for more than the request.
#[derive(Debug)]
pub(crate) struct SuspectCall {
    /// The judge of the signature.
    pub(crate) examiner: Box<dyn SignatureExaminer>,
    /// When the call came in, by the sandbox's clock and by the machine's.
    pub(crate) times: [Timestamp; 2],
}

impl SuspectCall {
    /// The mistake in the signature; none if it is right, or if the request is no call.
    pub(crate) fn diagnose(&self, request: &Request<Bytes>) -> Option<Diagnosis> {
        let by = |now| self.examiner.diagnose(request, now);
        let [sandbox, machine] = self.times.map(Some);
        let found = by(sandbox)?;
        let of_clock = matches!(
            found.cause,
            DiagnosisCause::Utc
                | DiagnosisCause::TwelveHours
                | DiagnosisCause::TimeZone
                | DiagnosisCause::ClockOff
        );
        // A call may also be signed by the machine's clock.
        if of_clock { by(machine) } else { Some(found) }
    }
}
