//! Coupons of a customer in lists, and one alone. No document has these reads: paths and fields are those that public clients and
//! pages show; of the answers, what nobody shows is this sandbox's choice.

use coupon_qmai_wire::{
    v2::UserCouponList,
    v3::{AllCustomerInfo, GetCouponDetail, GetCustomerCouponList},
};
use coupon_wire::Number;

use super::{
    answer::{QmaiOutcome, QmaiRefusal},
    state::{QmaiState, Status},
    template_lists::{list, page},
};
use crate::{
    clock::{Millis, to_second},
    json_writer::JsonObject,
};

pub(super) fn listed(
    state: &mut QmaiState,
    now: Millis,
    call: GetCustomerCouponList,
) -> QmaiOutcome {
    let customer = call.customer_id.as_deref().unwrap_or_default();
    let status = call.use_status.as_ref().map(Number::as_str);
    let quirks = state.quirks();
    let places = state.held(customer, |coupon| {
        let kind = state.templates[coupon.template as usize].kind.to_string();
        call.coupon_type.as_ref().is_none_or(|wanted| *wanted == kind)
            && status.is_none_or(|wanted| coupon.has_status(wanted, now, &quirks))
    });
    let row = |&place: &u32| {
        let coupon = &state.coupons[place as usize];
        let template = &state.templates[coupon.template as usize];
        JsonObject::with(state.ints())
            .plain("cardId", coupon.card)
            .plain("couponNo", coupon.card)
            .plain("couponType", template.kind)
            .plain("endTime", to_second(coupon.end))
            .int("templateId", template.id)
            .text("templateName", &template.title)
            .int("useStatus", coupon.answered(now, &quirks))
            .finish()
    };
    let rows = page(&places, &call.page_num, &call.page_size).iter().map(row).collect();
    Ok(list(rows, places.len()))
}

pub(super) fn one(state: &mut QmaiState, now: Millis, call: GetCouponDetail) -> QmaiOutcome {
    let code = call.user_coupon_code.unwrap_or_default();
    let place = state.by_card(&code).ok_or_else(QmaiRefusal::nothing_found)?;
    Ok(state.row(place, now).to_owned())
}

/// A customer is known by `customerId` alone, so `id` is taken for one, whatever `type` says.
pub(super) fn with_customer(
    state: &mut QmaiState,
    now: Millis,
    call: AllCustomerInfo,
) -> QmaiOutcome {
    let customer = call.customer_id.or(call.id).unwrap_or_default();
    if state.customer(&customer).is_none() {
        return Err(QmaiRefusal::nothing_found());
    }
    let places = state.held(&customer, |_| true);
    let shown = page(&places, &call.page_num, &call.page_size);
    let rows = shown.iter().map(|&place| state.row(place, now).to_owned()).collect();
    let coupons = list(rows, places.len());
    Ok(JsonObject::new().text("customerId", &customer).json("coupons", coupons).finish())
}

/// Of each coupon the two fields that are known.
pub(super) fn of_user(state: &mut QmaiState, now: Millis, call: UserCouponList) -> QmaiOutcome {
    let user = call.user_id.as_ref().map_or("", Number::as_str);
    let places = state.held(user, |coupon| match call.expire.as_deref() {
        Some("used") => coupon.status == Status::Used,
        Some("canuse") => coupon.shown(now) == 0,
        Some("expired") => coupon.shown(now) == 6,
        _ => true,
    });
    let item = |&place: &u32| {
        let coupon = &state.coupons[place as usize];
        JsonObject::with(state.ints())
            .plain("verify_code", coupon.card)
            .int("is_lock", u8::from(coupon.status == Status::Frozen))
    };
    Ok(JsonObject::new().list("item_list", places.iter().map(item)).finish())
}
