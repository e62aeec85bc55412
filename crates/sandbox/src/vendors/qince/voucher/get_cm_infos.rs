//! `voucher.getCmInfos` (CMS-1 to CMS-4): the customers in the range.

use coupon_qince_wire::voucher::GetCmInfos;

use crate::vendors::qince::{
    answer::{QinceOutcome, QincePage},
    context::Context,
    paging::PageWindow,
    state::QinceState,
};

pub(crate) fn answer(state: &mut QinceState, context: Context, call: GetCmInfos) -> QinceOutcome {
    let slot = state.known_voucher(&call.voucher_id)?;
    let members = state.vouchers.row(slot).value.range.members(&state.directory);
    let paging = PageWindow::of(&call.page_number, &call.page_length, context);
    let members = paging.of_slice(&members);
    let mut page = QincePage::of(members.len());
    for &member in members {
        page.push(&state.directory.customers[member].row);
    }
    page.reply()
}
