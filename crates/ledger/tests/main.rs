//! The tests of the crate as one program, so that what they share is compiled and linked once.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[macro_use]
mod common;

mod closed;
mod full;
mod journal;
mod killed;
mod lease;
mod opening;
mod pooler;
mod postgres;
mod reads;
mod torn;
mod transactions;
mod unread;
mod versions;
mod whole_coupons;
