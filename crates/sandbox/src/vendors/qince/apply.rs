//! Applying an action to the state.

use jiff::Timestamp;

use super::{actions::QinceAction, context::Context, state::QinceState};
use crate::{clock::Millis, error::SandboxError};

impl QinceState {
    /// Applies an action. Nothing has changed if it is impossible.
    ///
    /// # Errors
    ///
    /// The action names what does not exist, or the state forbids it.
    pub(crate) fn apply(
        &mut self,
        action: &QinceAction,
        context: Context,
    ) -> Result<(), SandboxError> {
        let now = context.now;
        let at =
            |time: &Option<Timestamp>| -> Millis { time.map_or(now, Timestamp::as_millisecond) };
        match action {
            QinceAction::UseVoucher { held_id, order } => self.use_voucher(held_id, order, context),
            QinceAction::ChangeVoucher { voucher_id } => self.change_terms(voucher_id, now),
            QinceAction::UseCoupon { coupon_no, order } => {
                self.use_coupon(coupon_no, order, context)
            }
            QinceAction::RecoverCoupon { coupon_no, quantity, time } => {
                self.recover_coupon(coupon_no, *quantity, at(time))
            }
            QinceAction::ChangeCoupon { coupon_no } => self.change_field(coupon_no, now),
            QinceAction::DeleteCoupon { coupon_no } => self.delete_coupon(coupon_no, now),
        }
    }
}
