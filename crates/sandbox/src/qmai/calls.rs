//! Which calls are for Qmai.

use coupon_qmai_wire::{operation, parse_request};

use crate::vendor_calls::VendorCalls;

pub(crate) const CALLS: VendorCalls = VendorCalls {
    name: "qmai",
    serves: |path| path.starts_with("/v3/") || path == "/api/v2",
    operation: |request| parse_request(request).ok()?.operation.map(|one| one.name),
    knows: |name| operation(name).is_some(),
    paged: &[],
    echoes_ids: false,
};
