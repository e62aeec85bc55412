#![doc = include_str!("../README.md")]

mod client;
mod coupondetail;
mod error;
mod translate;
mod voucher;

pub use client::{Qince, request_id};
pub use coupondetail::CouponDetails;
pub use voucher::Vouchers;
