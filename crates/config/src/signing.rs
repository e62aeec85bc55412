//! Signing one call step by step, to compare it with a client of one's own.

use std::collections::BTreeMap;

use bytes::Bytes;
use coupon_domain::ErrorText;
use serde::{Serialize, Serializer, ser::SerializeMap as _};

/// How a vendor's calls are signed.
#[derive(Debug)]
pub struct Signing {
    /// The recipe in one line of English.
    pub about: &'static str,
    /// The values that go into a signature.
    pub fields: &'static [SignField],
    pub(crate) sign: fn(&SignValues) -> Result<SignedCall, SignError>,
}

impl Signing {
    /// Signs a call. The result is a credential; its string to sign has the key masked.
    ///
    /// # Errors
    ///
    /// A value that is missing or cannot be part of a call.
    pub fn sign(&self, values: &SignValues) -> Result<SignedCall, SignError> {
        (self.sign)(values)
    }
}

/// One value that goes into a signature.
#[derive(Debug)]
pub struct SignField {
    /// Its name: "app-key".
    pub name: &'static str,
    /// Stands for the value in help: "KEY".
    pub value_name: &'static str,
    /// One line of English.
    pub help: &'static str,
    /// Whether a signature needs it.
    pub required: bool,
    /// The fields that must be given with it.
    pub requires: &'static [&'static str],
    /// Its value if none is given.
    pub default: Option<&'static str>,
    /// The values that it takes.
    pub kind: SignFieldKind,
}

impl SignField {
    /// A required text; other fields differ from it in what they name.
    pub(crate) const fn text(
        name: &'static str,
        value_name: &'static str,
        help: &'static str,
    ) -> Self {
        let (required, requires, default, kind) = (true, &[] as &[&str], None, SignFieldKind::Text);
        Self { name, value_name, help, required, requires, default, kind }
    }
}

/// The values that a field takes.
#[derive(Debug)]
pub enum SignFieldKind {
    /// Any text.
    Text,
    /// The body of the call, as bytes: [`SignValues::body`].
    Body,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Text that this function accepts; its error is English.
    Checked(fn(&str) -> Result<(), String>),
}

/// The values of the fields of a [`Signing`].
#[derive(Debug, Default)]
pub struct SignValues {
    /// The texts, by the names of their fields.
    pub texts: BTreeMap<&'static str, String>,
    /// The body of the call.
    pub body: Bytes,
}

impl SignValues {
    pub(crate) fn text(&self, field: &'static str) -> Option<&str> {
        self.texts.get(field).map(String::as_str)
    }

    pub(crate) fn required(&self, field: &'static str) -> Result<&str, SignError> {
        self.text(field).ok_or(SignError::Missing { field })
    }
}

/// A signed call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCall {
    /// The text that was signed; the key in it is masked.
    pub string_to_sign: String,
    /// The vendor's name for the signature: "digest", "token".
    pub signature_name: &'static str,
    /// The signature.
    pub signature: String,
    /// Where the call goes, if the values say it.
    pub url: Option<String>,
}

/// Why a call cannot be signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// A required value is missing.
    #[error("{field} is missing")]
    Missing {
        /// The name of the field.
        field: &'static str,
    },
    /// A value that its field does not take.
    #[error("{field}: {}", why.english)]
    Value {
        /// The name of the field.
        field: &'static str,
        /// Why.
        why: ErrorText,
    },
    /// The vendor has no operation of this name.
    #[error("there is no operation {name}")]
    Operation {
        /// The name as given.
        name: String,
    },
    /// A URL needs the time in one of the two forms of the documents.
    #[error("a url needs the time as 14 digits of Beijing time or 13 of epoch milliseconds")]
    Timestamp,
    /// A URL needs a name of the call that can stand in it.
    #[error("the name of the call must be 1 to 32 letters, digits, '-' or '_'")]
    MsgId,
    /// The vendor's own check of the account, in words that name the field.
    #[error("{}", .0.english)]
    Account(ErrorText),
}

/// The signature bears the vendor's name for it.
impl Serialize for SignedCall {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { string_to_sign, signature_name, signature, url } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(signature_name, signature)?;
        if let Some(url) = url {
            map.serialize_entry("url", url)?;
        }
        map.serialize_entry("string_to_sign", string_to_sign)?;
        map.end()
    }
}
