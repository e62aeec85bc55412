//! `voucher.finishVoucher` (FIN-1 to FIN-4): no customer can claim it any more; held ones stay valid.

use coupon_qince_wire::voucher::FinishVoucher;

use crate::vendors::qince::{
    answer::{QinceOutcome, QinceRefusal, QinceSuccess},
    context::Context,
    state::QinceState,
};

pub(crate) fn answer(
    state: &mut QinceState,
    context: Context,
    call: FinishVoucher,
) -> QinceOutcome {
    let slot = state.known_voucher(&call.voucher_id)?;
    if state.vouchers.row(slot).value.finished {
        return Err(QinceRefusal::failure("voucherId 优惠券已终止,不能重复终止(FIN-4)"));
    }
    state.vouchers.change(slot, context.now).finished = true;
    Ok(QinceSuccess::Nothing)
}
