//! `voucher.getCmInfos` (CMS-1 to CMS-4): the customers in the range.

use coupon_qince_wire::voucher::GetCmInfos;

use crate::qince::{
    answer::{Outcome, Page},
    context::Context,
    paging::Paging,
    state::State,
};

pub(crate) fn answer(state: &mut State, context: Context, call: GetCmInfos) -> Outcome {
    let slot = state.known_voucher(&call.voucher_id)?;
    let members = state.vouchers.row(slot).value.range.members(&state.directory);
    let paging = Paging::of(&call.page_number, &call.page_length, context);
    let members = paging.of_slice(&members);
    let mut page = Page::of(members.len());
    for &member in members {
        page.push(&state.directory.customers[member].row);
    }
    page.reply()
}
