#![doc = include_str!("../README.md")]

mod account;
mod attempt_params;
mod check;
mod decode;
mod diagnose;
mod encode;
mod endpoint;
mod error;
mod parsed_request;
mod rewritten;

pub mod coupondetail;
pub mod voucher;

pub use account::{Account, AccountConfig, AccountError, QINCE, TimestampForm, WAIQIN365};
pub use attempt_params::AttemptParams;
pub use decode::{decode, decode_any};
pub use diagnose::diagnose;
pub use encode::{digest, encode, encode_raw, masked_string_to_sign};
pub use endpoint::{Endpoint, OPERATIONS, Operation, Raw, ResponseShape, operation};
#[cfg(feature = "schema")]
pub use endpoint::{OperationSchemas, operations_with_schemas};
pub use error::{ApiError, Error};
pub use parsed_request::{ParsedRequest, VerifyError, parse_request};
