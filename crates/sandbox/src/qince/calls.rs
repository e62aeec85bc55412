//! Which calls are for Qince: all that are for no other vendor, so that a wrong path is answered.

use coupon_qince_wire::{operation, parse_request};

use crate::vendor_calls::VendorCalls;

pub(crate) const CALLS: VendorCalls = VendorCalls {
    name: "qince",
    serves: |_| true,
    operation: |request| parse_request(request).ok()?.operation.map(|one| one.name),
    knows: |name| operation(name).is_some(),
    paged: &["voucher.getVoucherInfos", "voucher.getCmInfos", "coupondetail.queryCouponDetail"],
    echoes_ids: true,
};
