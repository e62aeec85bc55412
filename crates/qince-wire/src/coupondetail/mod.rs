//! Module `coupondetail`: 兑货券, coupons that are exchanged for goods. One file per operation.

mod add_coupon;
mod approval_coupon;
mod custom_field;
mod query_coupon_detail;
mod update_coupon_ext;

pub use add_coupon::{AddCoupon, AddedCoupon, ExchangeLine};
pub use approval_coupon::{ApprovalCoupon, Opinion};
pub use custom_field::CustomField;
pub use query_coupon_detail::{
    BackState, CouponDetail, QueryCouponDetail, RecordStatus, ReviewState, UseState,
};
pub use update_coupon_ext::UpdateCouponExt;

use crate::operation_list::operations;

operations! {
    QueryCouponDetail,
    AddCoupon,
    UpdateCouponExt,
    ApprovalCoupon,
}
