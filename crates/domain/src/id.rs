//! Ids and names: text, kept exactly as the vendor wrote them.

use std::{borrow::Borrow, convert::Infallible, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

macro_rules! text_newtypes {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is; leading zeros and length are part of it.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, without a copy.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        /// A map by this name is asked with a text.
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Infallible;

            fn from_str(text: &str) -> Result<Self, Infallible> {
                Ok(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    )*};
}

text_newtypes! {
    /// The name of an account in the configuration: "tea", "trade".
    AccountName;
    /// The name of a provider: "qmai", "qince.voucher", "qince.coupondetail".
    ProviderName;
    /// A coupon template: Qmai's template id, Qince's voucher id, Qince's agreement id (`deal_id`).
    TemplateId;
    /// One coupon as the vendor lists it: Qmai's card id, the id of a Qince usage row, the id of a Qince detail row.
    CouponId;
    /// A customer as the vendor counts them.
    CustomerId;
    /// A product as the vendor counts them.
    ProductId;
    /// The id of one request, chosen by its sender and kept by the vendor: Qince's `msg_id`.
    RequestId;
}
