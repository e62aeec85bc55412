//! The one place that says what a failed call may have done at the vendor.

use crate::error::Effect;

/// The knowledge that a failed call leaves about its effect. Every adapter names one of these and decides no effect itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureEvidence {
    /// Nothing was sent: a rule is broken, or a field cannot be carried.
    NotSent,
    /// There is no usable answer. The transport knows whether the call may have been carried out.
    NoAnswer {
        /// The transport's word.
        may_have_happened: bool,
    },
    /// The vendor said no.
    Refused,
    /// The answer does not say whether the call succeeded, or it belongs to another call.
    Unreadable,
    /// The vendor said yes; the rest of its answer could not be read.
    Succeeded,
}

impl FailureEvidence {
    /// The effect of a write with this end, and none for a read. An operation counts as a write unless it is known to read.
    pub fn effect(self, is_write: bool) -> Effect {
        match self {
            _ if !is_write => Effect::None,
            Self::NotSent | Self::Refused | Self::NoAnswer { may_have_happened: false } => {
                Effect::None
            }
            Self::NoAnswer { may_have_happened: true } | Self::Unreadable => Effect::Unknown,
            Self::Succeeded => Effect::Applied,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_is_unknown_wherever_no_word_of_the_vendor_says_otherwise() {
        use FailureEvidence::{NoAnswer, NotSent, Refused, Succeeded, Unreadable};
        for (evidence, of_a_write) in [
            (NotSent, Effect::None),
            (NoAnswer { may_have_happened: false }, Effect::None),
            (NoAnswer { may_have_happened: true }, Effect::Unknown),
            (Refused, Effect::None),
            (Unreadable, Effect::Unknown),
            (Succeeded, Effect::Applied),
        ] {
            assert_eq!(evidence.effect(true), of_a_write, "{evidence:?}");
            assert_eq!(evidence.effect(false), Effect::None, "{evidence:?}");
        }
    }
}
