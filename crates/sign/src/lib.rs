#![doc = include_str!("../README.md")]

mod digest;
mod encode;
mod secret;

pub use digest::{
    HmacSha1Key, base64, constant_time_eq, hmac_md5_hex, hmac_sha1_base64, hmac_sha1_hex, md5_hex,
    sha1_hex,
};
pub use encode::{hex_lower, percent_encode};
pub use secret::Secret;
