//! An operation that is served.

use bytes::Bytes;
use serde_json::Value;

use super::{
    answer::QinceOutcome, context::Context, sample_source::QinceSampleSource, state::QinceState,
};

/// An operation of Qince: how it is answered, and a call of it that would be carried out now.
pub(super) struct QinceRoute {
    pub(super) name: &'static str,
    /// The answer to its body.
    pub(super) answer: fn(&mut QinceState, Context, &Bytes) -> QinceOutcome,
    /// The body of a call.
    pub(super) sample: fn(&mut QinceSampleSource<'_>) -> Value,
}

/// Reads the call, and refuses what breaks a rule.
macro_rules! route {
    ($call:ty, $answer:path, $sample:expr) => {
        crate::vendors::qince::route::QinceRoute {
            name: <$call as coupon_qince_wire::Endpoint>::NAME,
            answer: |state, context, body| {
                let call = crate::vendors::qince::answer::read::<$call>(body, &state.quirks())?;
                $answer(state, context, call)
            },
            sample: $sample,
        }
    };
}

pub(super) use route;
