#![doc = include_str!("../README.md")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it reports to a terminal")]

pub mod ci;
pub mod markdown;
pub mod project;
