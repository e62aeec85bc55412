//! A coupon to start from, and the clock of the tests.
#![allow(dead_code, unused_imports, reason = "each test file uses a part")]

use coupon_domain::{Coupon, CouponState};
pub(crate) use coupon_testkit::{LedgerFolder, at, put_coupons};
use jiff::Timestamp;

pub(crate) fn now() -> Timestamp {
    at("2026-04-01T00:00:00Z")
}

pub(crate) fn coupon(id: &str) -> Coupon {
    Coupon::new(id.into(), CouponState::Available)
}
