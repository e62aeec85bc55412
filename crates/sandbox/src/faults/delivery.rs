//! How an answer gets to the caller.

use std::time::Duration;

use super::fault::Fault;

/// How an answer gets to the caller. The carrier of the answer acts on it: a server over HTTP, or a connector within the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// The whole answer at once.
    Whole,
    /// The body takes that long.
    Slow(Duration),
    /// Half of the body arrives, then the connection is reset.
    Cut,
    /// The connection is reset before anything arrives.
    Reset,
}

impl Delivery {
    /// How long the first half of a cut body has for getting to the caller.
    pub const HEAD_START: Duration = Duration::from_millis(20);

    pub(crate) fn by(fault: Option<Fault>) -> Self {
        match fault {
            Some(Fault::ResetBefore | Fault::ResetAfter) => Self::Reset,
            Some(Fault::CutBody) => Self::Cut,
            Some(Fault::SlowBody(time)) => Self::Slow(time),
            _ => Self::Whole,
        }
    }
}
