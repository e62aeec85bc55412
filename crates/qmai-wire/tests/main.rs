//! The tests of the crate as one program, so that what they share is compiled and linked once.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod any_operation;
mod common;
mod contradictions;
mod doctor;
mod doctor_mistakes;
mod envelope;
mod rules;
mod samples;
mod schema;
mod signature;
