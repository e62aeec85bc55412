//! A call whose signature was refused.

use bytes::Bytes;
use coupon_wire::{Diagnosis, DiagnosisCause};
use http::Request;
use jiff::Timestamp;

use crate::{diagnose::diagnose_qince, qmai::renamed};

/// A call whose signature was refused, as far as the diagnosis asks for more than the request.
#[derive(Debug)]
pub(crate) struct SuspectCall {
    pub(crate) account: SuspectAccount,
    /// When the call came in, by the sandbox's clock and by the machine's.
    pub(crate) times: [Timestamp; 2],
}

/// The account by which the signature was judged.
#[derive(Debug)]
pub(crate) enum SuspectAccount {
    Qince(coupon_qince_wire::Account),
    /// With the names of the envelope in any case, if a switch allows that.
    Qmai(coupon_qmai_wire::Account, bool),
}

impl SuspectCall {
    /// The mistake in the signature; none if it is right, or if the request is no call.
    pub(crate) fn diagnose(&self, request: &Request<Bytes>) -> Option<Diagnosis> {
        let by = |now| match &self.account {
            SuspectAccount::Qince(account) => diagnose_qince(request, account, now),
            SuspectAccount::Qmai(account, true) => {
                coupon_qmai_wire::diagnose(&renamed(request), account, now)
            }
            SuspectAccount::Qmai(account, false) => {
                coupon_qmai_wire::diagnose(request, account, now)
            }
        };
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
