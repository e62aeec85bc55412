//! The time and the settings by which a call is answered.

use jiff::civil::Date;

use crate::{
    clock::{Millis, day_of},
    config::SandboxConfig,
    faults::Drift,
};

/// The time and the settings on which an answer depends besides call and state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context {
    pub(crate) now: Millis,
    pub(crate) today: Date,
    pub(crate) page_length: usize,
    /// Whether a call of no operation is answered with its own body.
    pub(crate) echoes: bool,
    /// A fault between pages.
    pub(crate) drift: Drift,
}

impl Context {
    pub(crate) fn new(now: Millis, settings: &SandboxConfig) -> Self {
        let SandboxConfig { page_length, echo_unknown: echoes, .. } = *settings;
        Self { now, today: day_of(now), page_length, echoes, drift: Drift::None }
    }
}
