#![doc = include_str!("../README.md")]

mod account;
mod attempt_params;
mod body_variants;
mod decode;
mod diagnose;
mod diagnosis_advice;
mod digest_form;
mod encode;
mod endpoint;
mod error;
mod hypotheses;
mod operation_list;
mod operations;
mod parsed_request;
mod reserialize;
#[cfg(feature = "schema")]
mod schema;
mod signed_time;
mod validate;

pub mod base_url;
pub mod coupondetail;
pub mod voucher;

pub use account::{Account, AccountConfig, AccountError, TimestampForm};
pub use attempt_params::AttemptParams;
pub use decode::{decode, decode_any};
pub use diagnose::diagnose;
pub use encode::{digest, encode, encode_raw, masked_string_to_sign};
pub use endpoint::{Endpoint, Operation, OperationError, Raw, ResponseShape};
pub use error::{ApiError, Error};
#[cfg(feature = "schema")]
pub use operations::operations_with_schemas;
pub use operations::{OPERATIONS, operation};
pub use parsed_request::{ParsedRequest, VerifyError, parse_request};
