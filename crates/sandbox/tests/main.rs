//! The tests of the crate as one program, so that what they share is compiled and linked once.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod churn;
mod conformance;
mod example;
mod goods;
mod in_process;
mod qince_answers;
mod qmai;
mod qmai_life;
mod quirks;
mod rehearse;
mod seed;
mod seed_life;
mod snapshots;
mod support;
mod voucher_add;
mod voucher_life;
mod voucher_list;
