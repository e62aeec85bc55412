//! Enums that are written and read as one word.

/// A text that is none of the words of a type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is none of {}", known.join(", "))]
pub struct NoSuchWord {
    /// The text.
    pub word: String,
    /// The words of the type.
    pub known: &'static [&'static str],
}

/// Gives an enum its words: `ALL`, `as_str`, `Display` and `FromStr`. Internal to this workspace.
#[doc(hidden)]
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal,)* }) => {
        impl $name {
            const WORDS: &'static [&'static str] = &[$($word),*];

            /// Every value.
            pub const ALL: [Self; Self::WORDS.len()] = [$(Self::$variant),*];

            $(#[$doc])*
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        /// Reads the word of `as_str`.
        impl ::std::str::FromStr for $name {
            type Err = $crate::NoSuchWord;

            fn from_str(word: &str) -> ::std::result::Result<Self, $crate::NoSuchWord> {
                let named = |value: &Self| value.as_str() == word;
                let unknown = || $crate::NoSuchWord { word: word.to_owned(), known: Self::WORDS };
                Self::ALL.into_iter().find(named).ok_or_else(unknown)
            }
        }
    };
}

#[cfg(test)]
#[allow(unreachable_pub, reason = "the macro makes public items")]
mod tests {
    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Direction {
        Left,
        Right,
    }

    crate::words! {
        /// The word.
        Direction {
            Left = "left",
            Right = "right",
        }
    }

    #[test]
    fn each_word_is_read_as_what_wrote_it() {
        for direction in Direction::ALL {
            assert_eq!(direction.to_string().parse(), Ok(direction));
        }
        assert_eq!(format!("{:>6}", Direction::Left), "  left");
        let error = "up".parse::<Direction>().unwrap_err();
        assert_eq!(error.to_string(), "\"up\" is none of left, right");
    }
}
