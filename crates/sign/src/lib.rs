#![doc = include_str!("../README.md")]

mod digest;
mod encode;
mod secret;

pub use digest::{HmacSha1Key, constant_time_eq, hmac_sha1_base64, md5_hex};
pub use encode::{hex_lower, percent_encode};
pub use secret::Secret;
