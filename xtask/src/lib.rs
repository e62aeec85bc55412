#![doc = include_str!("../README.md")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it reports to a terminal")]

pub mod ci;
pub mod circles;
pub mod derived;
pub mod dist;
pub mod fuzz;
pub mod markdown;
pub mod operations;
pub mod project;
pub mod reliability;
pub mod source;
pub mod task;
pub mod twins;

/// The examples of the workspace's documents, compiled and run as doctests.
#[cfg(doctest)]
mod examples {
    #[doc = include_str!("../../README.md")]
    mod english {}
    #[doc = include_str!("../../README.zh-CN.md")]
    mod chinese {}
}
