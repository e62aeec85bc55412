#![doc = include_str!("../README.md")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
#![allow(clippy::print_stderr, reason = "a skip is said aloud")]

mod bare_http_client;
mod cell_cases;
mod ledger_folder;
mod matrix;
mod postgres_server;
mod scripted_connector;

pub use bare_http_client::bare_http_client;
pub use cell_cases::{CELL_CASES, CellCase, CellContent, CellKind};
pub use ledger_folder::{LedgerFolder, at, put_coupons};
pub use matrix::{in_matrix, passed_in_matrix};
pub use postgres_server::{PASSWORD, PostgresServer, on_its_own_thread};
pub use scripted_connector::{CannedAnswer, ScriptedAnswer, ScriptedConnector};
