//! 兑货券: the records, and one file per operation.

mod actions;
pub(super) mod add_coupon;
pub(super) mod approval_coupon;
pub(super) mod model;
pub(super) mod query_coupon_detail;
mod row;
pub(super) mod seed;
pub(super) mod update_coupon_ext;
