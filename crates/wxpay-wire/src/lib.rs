#![doc = include_str!("../README.md")]

mod account;
mod answer_signature;
mod attempt_params;
mod beijing_instant;
mod decode;
mod diagnose;
mod encode;
mod endpoint;
mod envelope;
mod error;
mod operations;
mod parsed_request;
mod placed_params;
#[cfg(feature = "schema")]
mod schema;
mod word_list;

pub mod base_url;
pub mod busifavor;

pub use account::{Account, AccountConfig, AccountError};
pub use answer_signature::{AnswerSignatureError, answer_string, sign_answer};
pub use attempt_params::AttemptParams;
pub use beijing_instant::BeijingInstant;
pub use decode::{decode, decode_any};
pub use diagnose::diagnose;
pub use encode::{encode, encode_raw, string_to_sign};
pub use endpoint::{Endpoint, Operation, OperationError, Raw, ResponseShape};
pub use error::{ApiError, Error, SYSTEM_ERROR};
#[cfg(feature = "schema")]
pub use operations::operations_with_schemas;
pub use operations::{OPERATIONS, operation};
pub use parsed_request::{ParsedRequest, VerifyError, operation_at, parse_request};
