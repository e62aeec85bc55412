#![doc = include_str!("../README.md")]

mod account;
mod check;
mod claim;
mod decode;
mod doctor;
mod encode;
mod endpoint;
mod envelope;
mod error;
mod ids;
#[cfg(feature = "schema")]
mod schema;
mod stamp;

pub mod v2;
pub mod v3;

pub use account::{Account, AccountError, AccountParts, OPENAPI_QMAI, V2Money, V2Signing, ZVCMS};
pub use claim::{Claim, Mismatch, claim};
pub use decode::{decode, decode_any};
pub use doctor::diagnose;
pub use encode::{encode, encode_raw, string_to_sign, token};
#[cfg(feature = "schema")]
pub use endpoint::operations_with_schemas;
pub use endpoint::{Data, Endpoint, OPERATIONS, Operation, Raw, operation};
pub use error::{Error, MALFORMED, Refusal, SIGNATURE_REFUSED};
#[cfg(feature = "schema")]
pub use schema::OperationSchemas;
pub use stamp::Stamp;
