//! The reason for a refused signature, for the request log and for a request that was captured elsewhere.

use bytes::Bytes;
use coupon_wire::{Diagnosis, DiagnosisCause};
use encoding_rs::GBK;
use http::Request;
use jiff::Timestamp;

use crate::{clock::machine_time, sandbox::Sandbox, vendor::ServedVendor};

/// [`coupon_qince_wire::diagnose`] with the one thing that crate has no tables for: GBK.
pub fn diagnose_qince(
    request: &Request<Bytes>,
    account: &coupon_qince_wire::Account,
    now: Option<Timestamp>,
) -> Option<Diagnosis> {
    coupon_qince_wire::diagnose(request, account, now, recoded(request.body()).as_deref())
}

impl Sandbox {
    /// The mistake in the signature of a request to this sandbox; none if the signature is right, or if the request is no call.
    pub fn diagnose(&self, request: &Request<Bytes>) -> Option<Diagnosis> {
        let by = |now| match ServedVendor::of(request.uri().path()) {
            ServedVendor::Qince => {
                diagnose_qince(request, &self.qince_backend().account(), Some(now))
            }
            ServedVendor::Qmai => {
                coupon_qmai_wire::diagnose(request, &self.qmai_backend().account(), Some(now))
            }
        };
        let found = by(self.now())?;
        if matches!(found.cause, DiagnosisCause::Utc | DiagnosisCause::ClockOff) {
            // A call may also be signed by the machine's clock.
            return by(machine_time());
        }
        Some(found)
    }
}

/// A body in UTF-8 as GBK, or one in GBK as UTF-8; nothing if it is in neither, or the same in both.
pub fn recoded(body: &[u8]) -> Option<Vec<u8>> {
    let (other, wrong) = match std::str::from_utf8(body) {
        Ok(text) => {
            let (bytes, _, wrong) = GBK.encode(text);
            (bytes.into_owned(), wrong)
        }
        Err(_) => {
            let (text, wrong) = GBK.decode_without_bom_handling(body);
            (text.into_owned().into_bytes(), wrong)
        }
    };
    (!wrong && other != body).then_some(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_docs_name_every_cause() {
        let docs = include_str!("../../../docs/sandbox.md");
        for cause in DiagnosisCause::ALL {
            assert!(docs.contains(&format!("\n| `{}` | ", cause.name())), "{cause:?}");
        }
    }

    #[test]
    fn a_body_is_recoded_in_both_directions() {
        let gbk = b"{\"a\":\"\xd3\xc5\xbb\xdd\xc8\xaf\"}";
        let utf8 = "{\"a\":\"优惠券\"}".as_bytes();
        assert_eq!(recoded(utf8).as_deref(), Some(&gbk[..]));
        assert_eq!(recoded(gbk).as_deref(), Some(utf8));
        assert_eq!(recoded(b"{}"), None);
        assert_eq!(recoded("{\"a\":\"🙂\"}".as_bytes()), None);
        assert_eq!(recoded(b"\xff\xff"), None);
    }
}
