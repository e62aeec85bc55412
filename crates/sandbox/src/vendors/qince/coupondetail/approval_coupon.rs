//! `coupondetail.approvalCoupon` (CPR-1 to CPR-6): a 兑货券 that awaits approval passes or is sent back.

use coupon_qince_wire::coupondetail::{ApprovalCoupon, Opinion};

use super::model::CouponReview;
use crate::vendors::qince::{
    answer::{QinceOutcome, QinceRefusal, QinceSuccess},
    context::Context,
    state::QinceState,
};

pub(crate) fn answer(
    state: &mut QinceState,
    context: Context,
    call: ApprovalCoupon,
) -> QinceOutcome {
    let position = state.known_coupon(&call.coupon_no, "CPR-3")?;
    if state.coupons[position as usize].review != CouponReview::Pending {
        return Err(QinceRefusal::failure("coupon_no 兑货券不在待审批状态(CPR-3)"));
    }
    state.change_coupon(position, context.now).review = match call.coupon_status {
        Some(Opinion::Pass) => CouponReview::Passed,
        _ => CouponReview::SentBack,
    };
    Ok(QinceSuccess::Nothing)
}
