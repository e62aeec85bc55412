//! `v3.getCustomerCoupons` (V3-1 to V3-14).

use coupon_qmai_wire::v3::GetCustomerCoupons;
use coupon_wire::Number;

use super::{
    answer::{Outcome, Refusal},
    state::{Coupon, State, Template},
};
use crate::{
    clock::{Millis, to_second},
    json::Object,
};

/// The account name of the business.
const CHANNEL: &str = "qingyuan-tea";

pub(super) fn answer(state: &mut State, now: Millis, call: GetCustomerCoupons) -> Outcome {
    let customer = call.customer_id.as_deref().unwrap_or_default();
    let all = state.customer(customer).map(|customer| customer.coupons.as_slice());
    let status = call.use_status.as_ref().map(Number::as_str);
    let passes = |position: &&u32| {
        let coupon = &state.coupons[**position as usize];
        call.card_id.as_ref().is_none_or(|card| *card == coupon.card.to_string())
            && status.is_none_or(|status| status == coupon.shown(now).to_string())
    };
    let passing: Vec<u32> = all.into_iter().flatten().filter(passes).copied().collect();
    let mut rows = String::new();
    for &position in &passing {
        if !rows.is_empty() {
            rows.push(',');
        }
        rows.push_str(state.row(position, now));
    }
    match passing.len() {
        0 => Err(Refusal::nothing_found()),
        1 => Ok(rows),
        _ => Ok(format!("[{rows}]")),
    }
}

impl State {
    /// The row of a coupon as it reads now.
    pub(crate) fn row(&mut self, position: u32, now: Millis) -> &str {
        let coupon = &mut self.coupons[position as usize];
        let phase = coupon.shown(now);
        if !coupon.written.is_of(phase) {
            let template = &self.templates[coupon.template as usize];
            let customer = &self.customers[coupon.customer as usize].id;
            let row = row(coupon, phase, template, customer);
            coupon.written.set(phase, row.finish().into());
        }
        coupon.written.text()
    }
}

fn row(coupon: &Coupon, shown: u8, template: &Template, customer: &str) -> Object {
    Object::new()
        .plain("beginAt", to_second(coupon.begin))
        .plain("cardId", coupon.card)
        .plain("channel", CHANNEL)
        .plain("couponId", coupon.record)
        .plain("couponType", template.kind)
        .plain("createdAt", to_second(coupon.created))
        .plain("customerId", customer)
        .text("title", &template.title)
        .plain("updatedAt", to_second(coupon.updated))
        .plain("useStatus", shown)
        .plain("templateId", template.id)
        .plain("endAt", to_second(coupon.end))
        .plain("extra", "")
}
