//! SHA256-RSA against what openssl made (`fixtures/sign/rsa`).
#![cfg(feature = "rsa")]

use base64ct::{Base64, Encoding as _};
use coupon_sign::{RsaKeyError, RsaSigningKey, RsaVerifyingKey, Secret};

const PRIVATE: &str = include_str!("../../../fixtures/sign/rsa/private.pem");
const PUBLIC: &str = include_str!("../../../fixtures/sign/rsa/public.pem");
const SHORT: &str = include_str!("../../../fixtures/sign/rsa/short-public.pem");
const LONG: &str = include_str!("../../../fixtures/sign/rsa/long-public.pem");
const PKCS1: &str = include_str!("../../../fixtures/sign/rsa/pkcs1.pem");
const MESSAGE: &str = include_str!("../../../fixtures/sign/rsa/message.txt");
const SIGNATURE: &str = include_str!("../../../fixtures/sign/rsa/signature.txt");

#[test]
fn a_message_is_signed_as_openssl_signs_it() {
    let key = RsaSigningKey::from_pem(&Secret::new(PRIVATE)).unwrap();
    assert_eq!(key.sign_base64(MESSAGE.as_bytes()), SIGNATURE.trim_end());
    assert_eq!(format!("{key:?}"), "RsaSigningKey(***)");
}

#[test]
fn a_signature_is_accepted_for_its_message_alone() {
    let key = RsaVerifyingKey::from_pem(PUBLIC).unwrap();
    assert!(key.verifies(MESSAGE.as_bytes(), SIGNATURE.trim_end()));
    assert_eq!(format!("{key:?}"), "RsaVerifyingKey(270 bytes)");
    assert!(!key.verifies(b"another message", SIGNATURE.trim_end()));
    let other = SIGNATURE.trim_end().replacen(['A', 'B', 'c', 'd'], "z", 1);
    for signature in ["", "no base64", "AAAA", &other] {
        assert!(!key.verifies(MESSAGE.as_bytes(), signature), "{signature}");
    }
}

#[test]
fn what_is_no_key_is_refused_without_being_shown() {
    let refused = |pem: &str| RsaSigningKey::from_pem(&Secret::new(pem)).unwrap_err();
    assert_eq!(refused(PKCS1), RsaKeyError::NoBlock("PRIVATE KEY"));
    assert_eq!(refused(""), RsaKeyError::NoBlock("PRIVATE KEY"));
    let block = |inside: &str, kind: &str| {
        format!("-----BEGIN {kind}-----\n{inside}\n-----END {kind}-----\n")
    };
    assert_eq!(refused(&block("!", "PRIVATE KEY")), RsaKeyError::NotBase64);
    assert_eq!(refused(&block("AAAA", "PRIVATE KEY")), RsaKeyError::NotRsa);
    for inside in ["", "AAAA", "MAA=", "MIIB"] {
        let error = RsaVerifyingKey::from_pem(&block(inside, "PUBLIC KEY")).unwrap_err();
        assert_eq!(error, RsaKeyError::NotRsa, "{inside}");
        assert!(error.to_string().contains("2048") && error.zh().contains("2048"));
    }
}

#[test]
fn a_public_key_of_another_length_is_refused() {
    for pem in [SHORT, LONG] {
        assert_eq!(RsaVerifyingKey::from_pem(pem).unwrap_err(), RsaKeyError::NotRsa);
    }
}

/// Every prefix of a key, and a key with a bit turned in its frame, is refused and breaks nothing.
#[test]
fn a_broken_public_key_is_refused() {
    let inside: String = PUBLIC.lines().filter(|line| !line.starts_with("-----")).collect();
    for length in (0..inside.len()).step_by(4) {
        let pem =
            format!("-----BEGIN PUBLIC KEY-----{}-----END PUBLIC KEY-----", &inside[..length]);
        assert!(RsaVerifyingKey::from_pem(&pem).is_err(), "{length}");
    }
    // Two headers, the algorithm between them, and the count of unused bits.
    let key = Base64::decode_vec(&inside).unwrap();
    for bit in 0..24 * 8 {
        let mut turned = key.clone();
        turned[bit / 8] ^= 1 << (bit % 8);
        let inside = Base64::encode_string(&turned);
        let pem = format!("-----BEGIN PUBLIC KEY-----{inside}-----END PUBLIC KEY-----");
        assert!(RsaVerifyingKey::from_pem(&pem).is_err(), "bit {bit}");
    }
}
