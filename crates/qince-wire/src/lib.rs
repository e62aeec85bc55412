#![doc = include_str!("../README.md")]

mod account;
mod check;
mod claim;
mod decode;
mod doctor;
mod encode;
mod endpoint;
mod error;
mod rewritten;
mod stamp;

pub mod coupondetail;
pub mod voucher;

pub use account::{Account, AccountError, AccountParts, QINCE, TimestampForm, WAIQIN365};
pub use claim::{Claim, Mismatch, claim};
pub use decode::{decode, decode_any};
pub use doctor::diagnose;
pub use encode::{digest, encode, encode_raw, masked_string_to_sign};
pub use endpoint::{Data, Endpoint, OPERATIONS, Operation, Raw, operation};
#[cfg(feature = "schema")]
pub use endpoint::{OperationSchemas, operations_with_schemas};
pub use error::{Error, Refusal};
pub use stamp::Stamp;
