//! `voucher.getVoucherInfos` (LST-1 to LST-10).

use coupon_qince_wire::voucher::GetVoucherInfos;

use crate::{
    json::escaped,
    qince::{
        Context,
        answer::{Outcome, Page},
        paging::{Paging, day},
        state::State,
    },
    table::Span,
};

pub(crate) fn answer(state: &mut State, context: Context, call: GetVoucherInfos) -> Outcome {
    let end = context.window_end;
    let made = Span::days(day(&call.start_create_date), day(&call.end_create_date), end);
    let changed = Span::days(day(&call.start_modify_date), day(&call.end_modify_date), end);
    let paging = Paging::of(&call.page_number, &call.page_length, context.page_length);
    let State { vouchers, directory, .. } = state;
    let slots = paging.of_slice(&vouchers.within(made, changed)).to_vec();
    let mut page = Page::of(slots.len());
    for slot in slots {
        let row = vouchers.written(slot);
        page.push(row.written.text(0, || escaped(super::row::row(row.id, &row.value, directory))));
    }
    page.reply()
}
