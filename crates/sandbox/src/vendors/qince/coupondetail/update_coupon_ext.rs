//! `coupondetail.updateCouponExt` (CPX-1 to CPX-3): named custom fields get a new value, the others stay.

use coupon_qince_wire::coupondetail::UpdateCouponExt;

use super::add_coupon::entry;
use crate::vendors::qince::{
    answer::{QinceOutcome, QinceSuccess},
    context::Context,
    state::QinceState,
};

pub(crate) fn answer(
    state: &mut QinceState,
    context: Context,
    call: UpdateCouponExt,
) -> QinceOutcome {
    let position = state.known_coupon(&call.coupon_no, "CPX-1")?;
    let coupon = state.change_coupon(position, context.now);
    for (key, value) in call.exts.into_iter().filter_map(entry) {
        match coupon.exts.iter_mut().find(|(known, _)| *known == key) {
            Some((_, old)) => *old = value,
            None => coupon.exts.push((key, value)),
        }
    }
    Ok(QinceSuccess::Nothing)
}
