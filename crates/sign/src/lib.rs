#![doc = include_str!("../README.md")]

mod digest;
mod encode;
#[cfg(feature = "rsa")]
mod rsa;
mod secret;

pub use digest::{
    HmacSha1Key, base64, constant_time_eq, hmac_md5_hex, hmac_sha1_base64, hmac_sha1_hex, md5_hex,
    sha1_hex,
};
pub use encode::{hex_lower, percent_encode};
#[cfg(feature = "rsa")]
pub use rsa::{RsaKeyError, RsaSigningKey, RsaVerifyingKey};
pub use secret::Secret;
