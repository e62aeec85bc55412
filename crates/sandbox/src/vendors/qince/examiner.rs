//! Why a signature of Qince is wrong.

use bytes::Bytes;
use coupon_qince_wire::{Account, diagnose};
use coupon_wire::Diagnosis;
use http::Request;
use jiff::Timestamp;

use crate::{diagnose::recoded, vendor_side::SignatureExaminer};

/// The account by which signatures are judged.
#[derive(Debug)]
pub(super) struct QinceExaminer(pub(super) Account);

/// With the two things that the wire crate has no tables for: GBK and gzip.
impl SignatureExaminer for QinceExaminer {
    fn diagnose(&self, request: &Request<Bytes>, now: Option<Timestamp>) -> Option<Diagnosis> {
        diagnose(request, &self.0, now, recoded(request.body()).as_deref())
    }
}
