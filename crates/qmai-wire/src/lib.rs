#![doc = include_str!("../README.md")]

mod account;
mod attempt_params;
mod decode;
mod diagnose;
mod diagnosis_advice;
mod encode;
mod endpoint;
mod envelope;
mod error;
mod hypotheses;
mod id_list;
mod operation_list;
mod operations;
mod parsed_request;
#[cfg(feature = "schema")]
mod schema;
mod token_form;
mod validate;

pub mod base_url;
pub mod v2;
pub mod v3;

pub use account::{Account, AccountConfig, AccountError, V2Money, V2Signing};
pub use attempt_params::AttemptParams;
pub use decode::{decode, decode_any};
pub use diagnose::diagnose;
pub use encode::{encode, encode_raw, string_to_sign, token};
pub use endpoint::{Endpoint, Operation, OperationError, Raw, ResponseShape};
pub use error::{ApiError, Error, MALFORMED, SIGNATURE_REFUSED};
#[cfg(feature = "schema")]
pub use operations::operations_with_schemas;
pub use operations::{OPERATIONS, operation};
pub use parsed_request::{ParsedRequest, VerifyError, operation_at, parse_request};
