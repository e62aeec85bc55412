//! The tests of the crate as one program, so that what they share is compiled and linked once.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod admin;
mod calls;
mod clients;
mod console;
mod console_pages;
mod examples;
mod faults;
mod fidelity;
mod http_libraries;
mod languages;
mod openapi;
mod quirk_texts;
mod serve;
mod snapshot_folder;
mod support;
mod unread;
