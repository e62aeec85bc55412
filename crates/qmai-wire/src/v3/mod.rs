//! API 3.0: a path per operation, an envelope in camelCase. One file per operation.

mod coupon_recovery;
mod coupon_reverse;
mod coupon_status;
mod get_customer_coupons;
mod issue_coupons_to_customer;
mod recycle_coupons;
mod write_off_coupon;

pub use coupon_recovery::{CouponRecovery, RecoveredCoupons};
pub use coupon_reverse::CouponReverse;
pub use coupon_status::{CouponStatus, CouponUsage};
pub use get_customer_coupons::{CouponType, CustomerCoupon, GetCustomerCoupons, UseStatus};
pub use issue_coupons_to_customer::{IssueCouponsToCustomer, IssuedCoupons};
pub use recycle_coupons::RecycleCoupons;
pub use write_off_coupon::{WriteOffCoupon, WriteOffPlace, WriteOffUser, WrittenOffCoupons};
