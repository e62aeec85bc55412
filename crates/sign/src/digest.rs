//! The digests that vendors ask for, and a comparison in constant time.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha1::Sha1;
use subtle::ConstantTimeEq;

use crate::{Secret, hex_lower, percent_encode};

/// MD5 over the parts in order, as 32 lower-case hex digits.
///
/// Equal to the digest of the joined parts. The parts are separate so that no caller builds a text that holds a key.
#[must_use]
pub fn md5_hex(parts: &[&[u8]]) -> String {
    let mut md5 = Md5::new();
    for part in parts {
        md5.update(part);
    }
    hex_lower(&md5.finalize())
}

/// SHA-1 of a text, as 40 lower-case hex digits.
#[must_use]
pub fn sha1_hex(text: &[u8]) -> String {
    hex_lower(&Sha1::digest(text))
}

/// HMAC-MD5 (RFC 2104) of a text, as 32 lower-case hex digits.
#[must_use]
pub fn hmac_md5_hex(key: &[u8], text: &[u8]) -> String {
    let mac = Hmac::<Md5>::new_from_slice(key).expect("HMAC takes a key of any length");
    hex_lower(&mac.chain_update(text).finalize().into_bytes())
}

/// HMAC-SHA1 (RFC 2104) of a text, as 40 lower-case hex digits.
#[must_use]
pub fn hmac_sha1_hex(key: &[u8], text: &[u8]) -> String {
    let mac = Hmac::<Sha1>::new_from_slice(key).expect("HMAC takes a key of any length");
    hex_lower(&mac.chain_update(text).finalize().into_bytes())
}

/// Standard base64 with padding.
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// HMAC-SHA1 (RFC 2104) of `message`, as 28 characters of standard base64 with padding.
///
/// The result may hold `+`, `/` and `=`; send it through [`percent_encode`](crate::percent_encode) where a vendor reads it as part of a form.
#[must_use]
pub fn hmac_sha1_base64(key: &Secret, message: &[u8]) -> String {
    HmacSha1Key::new(key).base64(message)
}

/// A key that signs many messages: of a short message's HMAC-SHA1, two fifths are the key's and the same for all. Wiped and
/// masked as a [`Secret`] is.
#[derive(Clone)]
pub struct HmacSha1Key(Hmac<Sha1>);

impl HmacSha1Key {
    /// Prepares the key.
    #[must_use]
    pub fn new(key: &Secret) -> Self {
        let key = key.expose_secret().as_bytes();
        Self(Hmac::new_from_slice(key).expect("HMAC takes a key of any length"))
    }

    /// As [`hmac_sha1_base64`] with this key.
    #[must_use]
    pub fn base64(&self, message: &[u8]) -> String {
        let mac = self.0.clone().chain_update(message);
        // A token is sent in the open: its encoding need not take constant time.
        STANDARD.encode(mac.finalize().into_bytes())
    }

    /// As [`base64`](Self::base64) of the parts in order, percent-encoded: one text is made, which is the result.
    #[must_use]
    pub fn base64_percent_encoded(&self, parts: &[&str]) -> String {
        let mut mac = self.0.clone();
        parts.iter().for_each(|part| mac.update(part.as_bytes()));
        let mut base64 = [0; 28];
        STANDARD
            .encode_slice(mac.finalize().into_bytes(), &mut base64)
            .expect("twenty bytes are 28 characters of base64");
        percent_encode(std::str::from_utf8(&base64).expect("base64 is ASCII"))
    }
}

impl fmt::Debug for HmacSha1Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HmacSha1Key(***)")
    }
}

/// Whether two byte strings are the same, in a time that depends on their length alone.
///
/// Different lengths are unequal at once: the length of a digest is no secret.
#[must_use]
pub fn constant_time_eq(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined_without_a_separator() {
        assert_eq!(md5_hex(&[b"ab", b"", b"c"]), md5_hex(&[b"abc"]));
    }

    #[test]
    fn rfc_1321_and_rfc_2202() {
        assert_eq!(md5_hex(&[]), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(md5_hex(&[b"message digest"]), "f96b697d7cb7938d525a2f31aaf161d0");
        // effcdf6ae5eb2fa2d27416d5f184df9c259a7c79 in base64
        let key = Secret::new("Jefe");
        assert_eq!(
            hmac_sha1_base64(&key, b"what do ya want for nothing?"),
            "7/zfauXrL6LSdBbV8YTfnCWafHk="
        );
    }

    #[test]
    fn other_digests_are_those_of_their_standards() {
        // RFC 3174, RFC 2202.
        assert_eq!(sha1_hex(b"abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
        let text = b"what do ya want for nothing?";
        assert_eq!(hmac_md5_hex(b"Jefe", text), "750c783e6ab0b503eaa86e310a5db738");
        assert_eq!(hmac_sha1_hex(b"Jefe", text), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
        assert_eq!(base64(b"\xfb\xff"), "+/8=");
    }

    #[test]
    fn a_key_that_was_worked_in_signs_every_message_alike_and_is_not_shown() {
        let secret = Secret::new("Jefe");
        let key = HmacSha1Key::new(&secret);
        for message in ["what do ya want for nothing?", "", "券"] {
            let message = message.as_bytes();
            assert_eq!(key.base64(message), hmac_sha1_base64(&secret, message));
        }
        for parts in [&["what do ya want", " for ", "", "nothing?"][..], &[], &["券"]] {
            let whole = percent_encode(&key.base64(parts.concat().as_bytes()));
            assert_eq!(key.base64_percent_encoded(parts), whole);
        }
        assert_eq!(format!("{key:?}"), "HmacSha1Key(***)");
    }

    #[test]
    fn equal_compares_content_and_length() {
        assert!(constant_time_eq(b"", b""));
        assert!(constant_time_eq(b"abc", b"abc"));
        assert!(!constant_time_eq(b"abc", b"abd"));
        assert!(!constant_time_eq(b"abc", b"ab"));
        assert!(!constant_time_eq(b"", b"a"));
    }
}
