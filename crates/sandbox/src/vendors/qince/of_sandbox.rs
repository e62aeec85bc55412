//! Parts of a sandbox that only its Qince account has.

use super::access::QinceAccess;
use crate::{record_kind::RecordText, sandbox::Sandbox, vendor_side::IN_PROCESS};

impl Sandbox {
    /// The Qince account, for calls within the process.
    pub fn qince(&self) -> QinceAccess {
        self.access(IN_PROCESS).qince
    }

    /// Every 优惠券, as getVoucherInfos shows it.
    pub fn voucher_rows(&self) -> Vec<RecordText> {
        self.sides().qince.state().voucher_rows()
    }

    /// Every held 优惠券 of every customer, as queryVoucherUsedInfo shows it.
    pub fn held_rows(&self) -> Vec<RecordText> {
        self.sides().qince.state().held_rows(self.context())
    }

    /// Every product of every 兑货券, as queryCouponDetail shows it.
    pub fn coupon_rows(&self) -> Vec<RecordText> {
        self.sides().qince.state().coupon_rows(self.context())
    }

    /// The customers whom a 优惠券 addresses, as getCmInfos shows them; none if there is no such 优惠券.
    pub fn customers_of(&self, voucher_id: &str) -> Vec<RecordText> {
        self.sides().qince.state().customers_of(voucher_id)
    }
}
