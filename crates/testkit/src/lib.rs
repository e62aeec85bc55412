#![doc = include_str!("../README.md")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
#![allow(clippy::print_stderr, reason = "a skip is said aloud")]

mod postgres_server;

pub use postgres_server::{PASSWORD, PostgresServer, on_its_own_thread};
