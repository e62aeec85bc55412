//! SHA256-RSA (PKCS #1 v1.5), for vendors whose requests and answers are signed with key pairs.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey},
};
use zeroize::Zeroizing;

use crate::Secret;

/// Why a text is no key. Says nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RsaKeyError {
    /// It has no PEM block of the kind that is asked for.
    NoBlock(&'static str),
    /// The block is no base64.
    NotBase64,
    /// The block holds no RSA key of 2048 to 4096 bits.
    NotRsa,
}

impl fmt::Display for RsaKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBlock(kind) => write!(
                f,
                "there is no -----BEGIN {kind}----- block; openssl pkey writes one from other forms"
            ),
            Self::NotBase64 => f.write_str("the block between its two lines is no base64"),
            Self::NotRsa => f.write_str("the block holds no RSA key of 2048 to 4096 bits"),
        }
    }
}

impl std::error::Error for RsaKeyError {}

impl RsaKeyError {
    /// The same in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::NoBlock(kind) => {
                format!("没有 -----BEGIN {kind}----- 块；其他格式可用 openssl pkey 转换")
            }
            Self::NotBase64 => "首尾两行之间的内容不是 base64".to_owned(),
            Self::NotRsa => "其中没有 2048 至 4096 位的 RSA 密钥".to_owned(),
        }
    }
}

/// A private key that signs.
pub struct RsaSigningKey(RsaKeyPair);

/// Never shows the key.
impl fmt::Debug for RsaSigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RsaSigningKey(***)")
    }
}

impl RsaSigningKey {
    /// The key of a PEM file in PKCS #8, as `openssl genpkey` and the vendors' tools write it.
    ///
    /// # Errors
    ///
    /// [`RsaKeyError`].
    pub fn from_pem(pem: &Secret) -> Result<Self, RsaKeyError> {
        let block = block(pem.expose_secret(), "PRIVATE KEY")?;
        RsaKeyPair::from_pkcs8(&block).map(Self).map_err(|_| RsaKeyError::NotRsa)
    }

    /// The signature of a message, in base64 with padding. The same message has the same signature.
    ///
    /// # Panics
    ///
    /// Never for a key that was read: its length fits, and the random numbers that hide its use are the system's.
    #[must_use]
    pub fn sign_base64(&self, message: &[u8]) -> String {
        let mut signature = vec![0; self.0.public().modulus_len()];
        let signed = self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature);
        signed.expect("the system has random numbers, and the signature is as long as the key");
        STANDARD.encode(signature)
    }
}

/// A public key that verifies.
#[derive(Clone)]
pub struct RsaVerifyingKey(Vec<u8>);

impl fmt::Debug for RsaVerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaVerifyingKey({} bytes)", self.0.len())
    }
}

impl RsaVerifyingKey {
    /// The key of a PEM file that begins with `BEGIN PUBLIC KEY`.
    ///
    /// # Errors
    ///
    /// [`RsaKeyError`].
    pub fn from_pem(pem: &str) -> Result<Self, RsaKeyError> {
        let block = block(pem, "PUBLIC KEY")?;
        let key = rsa_key(&block).filter(|key| has_known_length(key)).ok_or(RsaKeyError::NotRsa)?;
        Ok(Self(key.to_vec()))
    }

    /// Whether this signature, in base64 with padding, is that of the message. Anything that is none is false.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &str) -> bool {
        let Ok(signature) = STANDARD.decode(signature) else { return false };
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.0);
        key.verify(message, &signature).is_ok()
    }
}

/// The bytes of the first PEM block of this kind.
fn block(pem: &str, kind: &'static str) -> Result<Zeroizing<Vec<u8>>, RsaKeyError> {
    let (begin, end) = (format!("-----BEGIN {kind}-----"), format!("-----END {kind}-----"));
    let inside = pem.split_once(&begin).and_then(|(_, rest)| rest.split_once(&end));
    let (inside, _) = inside.ok_or(RsaKeyError::NoBlock(kind))?;
    let text: Zeroizing<String> =
        Zeroizing::new(inside.chars().filter(|c| !c.is_whitespace()).collect());
    let bytes = STANDARD.decode(text.as_bytes()).map_err(|_| RsaKeyError::NotBase64)?;
    Ok(Zeroizing::new(bytes))
}

/// DER of `SEQUENCE { rsaEncryption, NULL }`.
const RSA_ENCRYPTION: &[u8] =
    &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

/// The RSA key inside a public key of any algorithm (RFC 5280, SubjectPublicKeyInfo).
fn rsa_key(der: &[u8]) -> Option<&[u8]> {
    let (inside, after) = content(der, 0x30)?;
    let bits = inside.strip_prefix(RSA_ENCRYPTION)?;
    let (bits, behind) = content(bits, 0x03)?;
    let (unused, key) = bits.split_first()?;
    (*unused == 0 && after.is_empty() && behind.is_empty()).then_some(key)
}

/// Whether the modulus of `SEQUENCE { modulus, exponent }` has 2048 to 4096 bits.
fn has_known_length(key: &[u8]) -> bool {
    let modulus = content(key, 0x30).and_then(|(inside, _)| content(inside, 0x02));
    modulus.is_some_and(|(modulus, _)| {
        let modulus = modulus.strip_prefix(&[0]).unwrap_or(modulus);
        (256..=512).contains(&modulus.len())
    })
}

/// The content of a DER element with this tag, and what stands behind it.
fn content(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        ..=0x7f => (usize::from(first), rest),
        0x81 | 0x82 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let inside = rest.split_at_checked(length)?;
    (found == tag).then_some(inside)
}
