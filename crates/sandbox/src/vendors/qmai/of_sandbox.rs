//! Parts of a sandbox that only its Qmai account has.

use super::access::QmaiAccess;
use crate::{record_kind::RecordText, sandbox::Sandbox, vendor_side::IN_PROCESS};

impl Sandbox {
    /// The Qmai account, for calls within the process.
    pub fn qmai(&self) -> QmaiAccess {
        self.access(IN_PROCESS).qmai
    }

    /// Every coupon of every Qmai customer with its cardId, as getCustomerCoupons shows it.
    pub fn qmai_rows(&self) -> Vec<RecordText> {
        let now = self.context().now;
        self.sides().qmai.state().coupon_rows(now)
    }

    /// Every Qmai template with its id, as V2 shows it by ids.
    pub fn template_rows(&self) -> Vec<RecordText> {
        self.sides().qmai.state().template_rows()
    }
}
