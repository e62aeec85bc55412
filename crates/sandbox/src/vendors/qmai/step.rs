//! Steps in the life of a Qmai coupon, by whatever they are taken: a call, or an action that no documented operation makes.

use super::state::{QmaiState, Status};
use crate::{clock::Millis, error::SandboxError};

/// A step in the life of a Qmai coupon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QmaiStep {
    Use,
    Reverse,
    Freeze,
    Thaw,
    Delete,
}

impl QmaiState {
    /// Takes a step with the coupon of that cardId.
    pub(crate) fn step(
        &mut self,
        card: &str,
        step: QmaiStep,
        now: Millis,
    ) -> Result<(), SandboxError> {
        let unknown = || SandboxError::unknown("Qmai coupon", card);
        let position = self.by_card(card).ok_or_else(unknown)?;
        let coupon = &mut self.coupons[position as usize];
        let (before, shown) = (coupon.status, coupon.shown(now));
        let after = match (step, before) {
            (QmaiStep::Use, _) if shown == 0 => Status::Used,
            (QmaiStep::Freeze, _) if shown == 0 => Status::Frozen,
            (QmaiStep::Reverse, Status::Used) => Status::Reversed,
            (QmaiStep::Thaw, Status::Frozen) => Status::Unused,
            (QmaiStep::Delete, _) if before != Status::Deleted => Status::Deleted,
            _ => {
                let why = format!("{step:?} is not possible: coupon {card} has useStatus {shown}");
                return Err(SandboxError::new(why));
            }
        };
        coupon.status = after;
        coupon.updated = now;
        coupon.written.forget();
        let template = &mut self.templates[coupon.template as usize];
        template.used += usize::from(after == Status::Used);
        template.used -= usize::from(before == Status::Used);
        template.written.forget();
        Ok(())
    }
}
