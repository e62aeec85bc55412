//! API 3.0: a path per operation, an envelope in camelCase. One file per operation.

mod all_customer_info;
mod coupon_recovery;
mod coupon_reverse;
mod coupon_status;
mod get_coupon_detail;
mod get_coupon_template_list_by_ids;
mod get_customer_coupon_list;
mod get_customer_coupons;
mod get_template_detail;
mod issue_coupons_to_customer;
mod recycle_coupons;
mod write_off_coupon;

pub use all_customer_info::AllCustomerInfo;
pub use coupon_recovery::{CouponRecovery, RecoveredCoupons};
pub use coupon_reverse::CouponReverse;
pub use coupon_status::{CouponStatus, CouponUsage};
pub use get_coupon_detail::GetCouponDetail;
pub use get_coupon_template_list_by_ids::GetCouponTemplateListByIds;
pub use get_customer_coupon_list::{GetCustomerCouponList, ListedCoupon};
pub use get_customer_coupons::{CouponType, CustomerCoupon, GetCustomerCoupons, UseStatus};
pub use get_template_detail::GetTemplateDetail;
pub use issue_coupons_to_customer::{IssueCouponsToCustomer, IssuedCoupons};
pub use recycle_coupons::RecycleCoupons;
pub use write_off_coupon::{WriteOffCoupon, WriteOffPlace, WriteOffUser, WrittenOffCoupons};

use crate::operation_list::operations;

operations! {
    GetCustomerCoupons,
    GetCustomerCouponList,
    GetCouponDetail,
    AllCustomerInfo,
    GetTemplateDetail,
    GetCouponTemplateListByIds,
    CouponStatus,
    IssueCouponsToCustomer,
    WriteOffCoupon,
    CouponReverse,
    RecycleCoupons,
    CouponRecovery,
}
