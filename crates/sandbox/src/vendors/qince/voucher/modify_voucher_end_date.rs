//! `voucher.modifyVoucherEndDate` (END-1 to END-6): another last day, which unused held ones follow.

use coupon_qince_wire::voucher::ModifyVoucherEndDate;

use crate::vendors::qince::{
    answer::{QinceOutcome, QinceRefusal, QinceSuccess},
    context::Context,
    paging::day,
    state::QinceState,
};

pub(crate) fn answer(
    state: &mut QinceState,
    context: Context,
    call: ModifyVoucherEndDate,
) -> QinceOutcome {
    let slot = state.known_voucher(&call.voucher_id)?;
    let voucher = &state.vouchers.row(slot).value;
    // By a switch it may be missing (contradiction 17).
    let asked = day(&call.end_date);
    let end = asked.unwrap_or(voucher.end);
    if end < voucher.start {
        let start = voucher.start;
        return Err(QinceRefusal::failure(format!("endDate 不能早于开始日期 {start}(END-3)")));
    }
    if voucher.finished {
        return Err(QinceRefusal::failure("voucherId 优惠券已终止,不能变更截止日期(END-4)"));
    }
    if asked.is_none() {
        return Ok(QinceSuccess::Nothing);
    }
    let voucher = state.vouchers.change(slot, context.now);
    voucher.end = end;
    for &position in &voucher.held {
        let held = &mut state.held[position as usize];
        if held.used.is_none() {
            held.end = end;
            held.written.forget();
        }
    }
    Ok(QinceSuccess::Nothing)
}
