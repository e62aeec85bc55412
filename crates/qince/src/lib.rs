#![doc = include_str!("../README.md")]

mod client;
mod coupondetail;
mod error;
mod translate;
mod voucher;

pub use client::Qince;
pub use coupondetail::CouponDetails;
pub use voucher::Vouchers;
