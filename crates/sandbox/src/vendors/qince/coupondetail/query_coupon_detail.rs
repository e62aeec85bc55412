//! `coupondetail.queryCouponDetail` (CPQ-1 to CPQ-13).

use std::borrow::Cow;

use coupon_qince_wire::coupondetail::{QueryCouponDetail, RecordStatus};

use crate::{
    vendors::qince::day_index::{Slot, Span},
    vendors::qince::{
        answer::{QinceOutcome, QincePage},
        context::Context,
        directory::Attribute,
        paging::{PageWindow, day},
        state::QinceState,
    },
};

pub(crate) fn answer(
    state: &mut QinceState,
    context: Context,
    call: QueryCouponDetail,
) -> QinceOutcome {
    let paging = PageWindow::of(&call.page_number, &call.page_length, context);
    let candidates = candidates(state, &call);
    let slots: Vec<Slot> = match Filter::of(state, &call) {
        None => Vec::new(),
        Some(filter) if filter.passes_all() => paging.of_slice(&candidates).to_vec(),
        Some(filter) => {
            let passing = candidates.iter().copied().filter(|&slot| filter.passes(state, slot));
            passing.skip(paging.skip).take(paging.take).collect()
        }
    };
    let mut page = QincePage::of(slots.len());
    for slot in slots {
        page.push(state.line(slot, context));
    }
    page.reply()
}

/// The rows in the window, in the vendor's order; those of one coupon alone where the call names it.
fn candidates<'a>(state: &'a QinceState, call: &QueryCouponDetail) -> Cow<'a, [Slot]> {
    let quirks = state.quirks();
    let made = Span::days(day(&call.create_start), day(&call.create_end), quirks);
    let changed = Span::days(day(&call.modify_start), day(&call.modify_end), quirks);
    if call.coupon_no.is_none() && call.coupon_id.is_none() {
        return state.lines.within(made, changed);
    }
    let of_no = call.coupon_no.as_ref().map(|no| state.coupon_by_no(no));
    let of_id = call.coupon_id.as_ref().map(|id| state.coupon_by_id(id));
    let agree = of_no.is_none() || of_id.is_none() || of_no == of_id;
    let coupon = of_no.or(of_id).flatten().filter(|_| agree);
    let lines = coupon.map_or(&[][..], |coupon| &state.coupons[coupon as usize].lines);
    lines.iter().copied().filter(|&line| state.lines.is_within(line, made, changed)).collect()
}

/// The filters that no index serves.
struct Filter {
    deal: Option<u32>,
    department: Option<usize>,
    deleted: Option<bool>,
}

impl Filter {
    /// None if a filter names what does not exist: nothing matches.
    fn of(state: &QinceState, call: &QueryCouponDetail) -> Option<Self> {
        let deal = match &call.deal_name {
            Some(name) => Some(*state.deal_names.get(name)?),
            None => None,
        };
        let department = match &call.cm_dept_code {
            Some(code) => {
                let departments = &state.directory.attributes[Attribute::Department as usize];
                Some(departments.iter().position(|department| department.code == *code)?)
            }
            None => None,
        };
        let deleted = call.status.as_ref().map(|status| *status == RecordStatus::Deleted);
        Some(Self { deal, department, deleted })
    }

    fn passes_all(&self) -> bool {
        self.deal.is_none() && self.department.is_none() && self.deleted.is_none()
    }

    fn passes(&self, state: &QinceState, slot: Slot) -> bool {
        let coupon = &state.coupons[state.lines.row(slot).value.coupon as usize];
        let attributes = &state.directory.customers[coupon.customer as usize].attributes;
        self.deal.is_none_or(|deal| coupon.deal == deal)
            && self.department.is_none_or(|own| attributes[Attribute::Department as usize] == own)
            && self.deleted.is_none_or(|deleted| coupon.deleted == deleted)
    }
}
