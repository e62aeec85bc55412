//! Why a signature of Qmai is wrong.

use bytes::Bytes;
use coupon_qmai_wire::{Account, diagnose};
use coupon_wire::Diagnosis;
use http::Request;
use jiff::Timestamp;

use super::any_case::renamed;
use crate::vendor_side::SignatureExaminer;

/// The account by which signatures are judged, with the names of the envelope in any case if a switch allows that.
#[derive(Debug)]
pub(super) struct QmaiExaminer {
    pub(super) account: Account,
    pub(super) any_case: bool,
}

impl SignatureExaminer for QmaiExaminer {
    fn diagnose(&self, request: &Request<Bytes>, now: Option<Timestamp>) -> Option<Diagnosis> {
        match self.any_case {
            true => diagnose(&renamed(request), &self.account, now),
            false => diagnose(request, &self.account, now),
        }
    }
}
