//! Applying an action to the state of the vendor that it concerns.

use jiff::Timestamp;

use crate::{actions::Action, error::SandboxError, qmai::QmaiAction, sandbox::Sandbox};

impl Sandbox {
    /// Applies an action. Nothing has changed if it is impossible.
    ///
    /// # Errors
    ///
    /// The action names what does not exist, or the state forbids it.
    pub fn apply(&self, action: &Action) -> Result<(), SandboxError> {
        let context = self.context();
        let now = context.now;
        let at = |time: &Option<Timestamp>| time.map_or(now, Timestamp::as_millisecond);
        let qince = || self.sides().qince.state();
        let qmai = |card: &str, step| self.sides().qmai.state().step(card, step, now);
        match action {
            Action::UseVoucher { held_id, order } => qince().use_voucher(held_id, order, context),
            Action::ChangeVoucher { voucher_id } => qince().change_terms(voucher_id, now),
            Action::UseCoupon { coupon_no, order } => qince().use_coupon(coupon_no, order, context),
            Action::RecoverCoupon { coupon_no, quantity, time } => {
                qince().recover_coupon(coupon_no, *quantity, at(time))
            }
            Action::ChangeCoupon { coupon_no } => qince().change_field(coupon_no, now),
            Action::DeleteCoupon { coupon_no } => qince().delete_coupon(coupon_no, now),
            Action::UseQmai { card_id } => qmai(card_id, QmaiAction::Use),
            Action::ReverseQmai { card_id } => qmai(card_id, QmaiAction::Reverse),
            Action::FreezeQmai { card_id } => qmai(card_id, QmaiAction::Freeze),
            Action::ThawQmai { card_id } => qmai(card_id, QmaiAction::Thaw),
            Action::DeleteQmai { card_id } => qmai(card_id, QmaiAction::Delete),
        }
    }
}
