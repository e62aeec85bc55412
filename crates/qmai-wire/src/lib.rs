#![doc = include_str!("../README.md")]

mod account;
mod attempt_params;
mod check;
mod decode;
mod diagnose;
mod encode;
mod endpoint;
mod envelope;
mod error;
mod ids;
mod parsed_request;
#[cfg(feature = "schema")]
mod schema;

pub mod v2;
pub mod v3;

pub use account::{Account, AccountConfig, AccountError, OPENAPI_QMAI, V2Money, V2Signing, ZVCMS};
pub use attempt_params::AttemptParams;
pub use decode::{decode, decode_any};
pub use diagnose::diagnose;
pub use encode::{encode, encode_raw, string_to_sign, token};
#[cfg(feature = "schema")]
pub use endpoint::operations_with_schemas;
pub use endpoint::{Endpoint, OPERATIONS, Operation, Raw, ResponseShape, operation};
pub use error::{ApiError, Error, MALFORMED, SIGNATURE_REFUSED};
pub use parsed_request::{ParsedRequest, VerifyError, parse_request};
#[cfg(feature = "schema")]
pub use schema::OperationSchemas;
