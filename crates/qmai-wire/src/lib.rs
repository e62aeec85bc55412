#![doc = include_str!("../README.md")]

mod account;
mod check;
mod claim;
mod decode;
mod encode;
mod endpoint;
mod error;
mod ids;
mod stamp;

pub mod v2;
pub mod v3;

pub use account::{Account, AccountError, AccountParts, OPENAPI_QMAI, V2Money, V2Signing, ZVCMS};
pub use claim::{Claim, Mismatch, claim};
pub use decode::{decode, decode_any};
pub use encode::{encode, encode_raw, string_to_sign, token};
pub use endpoint::{Data, Endpoint, OPERATIONS, Operation, Raw, operation};
#[cfg(feature = "schema")]
pub use endpoint::{OperationSchemas, operations_with_schemas};
pub use error::{Error, MALFORMED, Refusal, SIGNATURE_REFUSED};
pub use stamp::Stamp;
