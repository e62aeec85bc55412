//! Enums of a vendor's own values.

use crate::scalar::Scalar;

/// An enum of documented values, which are its [`Scalar::KNOWN`]. Any other text is kept in its `Other`.
pub trait Enumerated: Scalar {
    /// The vendor's text of the value.
    fn text(&self) -> &str;
}

/// Writes an enum over values a vendor documents: each variant with its text, and `Other` for what it does not document.
/// Internal to this workspace's wire crates.
#[doc(hidden)]
#[macro_export]
macro_rules! values {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
            /// A value the documents do not have, verbatim.
            ///
            /// 文档没有的取值，原样保留。
            Other(String),
        }

        impl $name {
            /// Every documented value.
            pub const KNOWN: &'static [&'static str] = &[$($text),*];

            /// The vendor's text of it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl $crate::Enumerated for $name {
            fn text(&self) -> &str {
                self.as_str()
            }
        }

        impl $crate::Scalar for $name {
            const EXPECTED: &'static str = "text or a number";
            const KNOWN: &'static [&'static str] = Self::KNOWN;

            fn read(text: &str) -> Result<Option<Self>, $crate::InvalidScalar> {
                Ok(Some(text.into()))
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
