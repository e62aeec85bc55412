#![doc = include_str!("../README.md")]

mod attempt_context;
mod before_attempt;
mod cause;
mod client;
mod error;
mod error_zh;
mod http_connector;
mod rate;
mod reqwest_connector;
mod retry;

pub use attempt_context::AttemptContext;
pub use before_attempt::BeforeAttempt;
pub use client::{Call, Classification, Client, Reply, RetryConfig};
pub use error::{SendError, SendErrorKind};
pub use http_connector::{Attempt, ConnectorError, ConnectorErrorKind, HttpConnector, Purpose};
pub use rate::Rate;
pub use reqwest_connector::{HttpConfig, HttpConfigError, ReqwestConnector};
