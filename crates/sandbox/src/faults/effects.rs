//! The part of a fault that changes how the vendor's server side answers.

use super::{drift::Drift, fault::Fault};

/// The effects of a fault on the vendor's side of a call.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct FaultEffects {
    /// How far the vendor's clock is off, in seconds.
    pub(crate) skew: i64,
    pub(crate) busy: bool,
    pub(crate) drift: Drift,
}

impl FaultEffects {
    pub(crate) fn by(fault: Option<Fault>) -> Self {
        match fault {
            Some(Fault::Skew(skew)) => Self { skew, ..Self::default() },
            Some(Fault::Busy) => Self { busy: true, ..Self::default() },
            Some(Fault::RowsRepeated) => Self { drift: Drift::Repeated, ..Self::default() },
            Some(Fault::RowsShifted) => Self { drift: Drift::Shifted, ..Self::default() },
            _ => Self::default(),
        }
    }
}
