//! `voucher.getVoucherInfos` (LST-1 to LST-10).

use coupon_qince_wire::voucher::GetVoucherInfos;

use super::row::row;
use crate::{
    json_writer::escaped,
    vendors::qince::day_index::{Slot, Span},
    vendors::qince::{
        answer::{QinceOutcome, QincePage},
        context::Context,
        paging::{PageWindow, day},
        state::QinceState,
    },
};

pub(crate) fn answer(
    state: &mut QinceState,
    context: Context,
    call: GetVoucherInfos,
) -> QinceOutcome {
    let quirks = state.quirks();
    let made = Span::days(day(&call.start_create_date), day(&call.end_create_date), quirks);
    let changed = Span::days(day(&call.start_modify_date), day(&call.end_modify_date), quirks);
    let paging = PageWindow::of(&call.page_number, &call.page_length, context);
    let slots = paging.of_slice(&state.vouchers.within(made, changed)).to_vec();
    let mut page = QincePage::of(slots.len());
    for slot in slots {
        page.push(state.voucher_row(slot));
    }
    page.reply()
}

impl QinceState {
    /// The row of a 优惠券, escaped. The clock does nothing to it.
    pub(crate) fn voucher_row(&mut self, slot: Slot) -> &str {
        let quirks = self.quirks();
        let voucher = self.vouchers.written(slot);
        if !voucher.written.is_of(0) {
            let row = row(voucher.id, &voucher.value, &self.directory, &quirks);
            voucher.written.set(0, escaped(row));
        }
        voucher.written.text()
    }
}
