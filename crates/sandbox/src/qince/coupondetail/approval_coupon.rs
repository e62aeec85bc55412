//! `coupondetail.approvalCoupon` (CPR-1 to CPR-6): a 兑货券 that awaits approval passes or is sent back.

use coupon_qince_wire::coupondetail::{ApprovalCoupon, Opinion};

use super::model::Review;
use crate::qince::{
    answer::{Outcome, Refusal, Reply},
    context::Context,
    state::State,
};

pub(crate) fn answer(state: &mut State, context: Context, call: ApprovalCoupon) -> Outcome {
    let position = state.known_coupon(&call.coupon_no, "CPR-3")?;
    if state.coupons[position as usize].review != Review::Pending {
        return Err(Refusal::failure("coupon_no 兑货券不在待审批状态(CPR-3)"));
    }
    state.change_coupon(position, context.now).review = match call.coupon_status {
        Some(Opinion::Pass) => Review::Passed,
        _ => Review::SentBack,
    };
    Ok(Reply::Nothing)
}
