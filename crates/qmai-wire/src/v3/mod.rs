//! API 3.0: a path per operation, an envelope in camelCase. One file per operation.

mod get_customer_coupons;

pub use get_customer_coupons::{CouponType, CustomerCoupon, GetCustomerCoupons, UseStatus};
