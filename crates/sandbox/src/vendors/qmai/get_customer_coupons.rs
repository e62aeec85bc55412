//! `v3.getCustomerCoupons` (V3-1 to V3-14).

use coupon_qmai_wire::v3::GetCustomerCoupons;
use coupon_wire::Number;

use super::{
    answer::{QmaiOutcome, QmaiRefusal},
    state::{QmaiCoupon, QmaiState, QmaiTemplate},
};
use crate::{
    clock::{Millis, to_second},
    json_writer::JsonObject,
    vendors::qmai::quirks,
};

/// The account name of the business.
const CHANNEL: &str = "qingyuan-tea";

pub(super) fn answer(state: &mut QmaiState, now: Millis, call: GetCustomerCoupons) -> QmaiOutcome {
    let customer = call.customer_id.as_deref().unwrap_or_default();
    let status = call.use_status.as_ref().map(Number::as_str);
    let quirks = state.quirks();
    let passing = state.held(customer, |coupon| {
        call.card_id.as_ref().is_none_or(|card| *card == coupon.card.to_string())
            && status.is_none_or(|status| coupon.has_status(status, now, &quirks))
    });
    let mut rows = String::new();
    for &position in &passing {
        if !rows.is_empty() {
            rows.push(',');
        }
        rows.push_str(state.row(position, now));
    }
    match (passing.len(), quirks.of(&quirks::V3_DATA)) {
        (0, _) => Err(QmaiRefusal::nothing_found()),
        (1, "object") => Ok(rows),
        (total, "page") => Ok(format!(r#"{{"list":[{rows}],"total":{total}}}"#)),
        _ => Ok(format!("[{rows}]")),
    }
}

impl QmaiState {
    /// The row of a coupon as it reads now.
    pub(crate) fn row(&mut self, position: u32, now: Millis) -> &str {
        let (quirks, ints) = (self.quirks(), self.ints());
        let coupon = &mut self.coupons[position as usize];
        let phase = coupon.answered(now, &quirks);
        if !coupon.written.is_of(phase) {
            let template = &self.templates[coupon.template as usize];
            let customer = &self.customers[coupon.customer as usize].id;
            let short = quirks.is(&quirks::V3_UPDATED_AT, "as-sampled");
            let updated =
                if short { short_second(coupon.updated) } else { to_second(coupon.updated) };
            let row = row(JsonObject::with(ints), coupon, template)
                .plain("customerId", customer)
                .text("title", &template.title)
                .plain("updatedAt", updated)
                .int("useStatus", phase)
                .int("templateId", template.id)
                .plain("endAt", to_second(coupon.end))
                .plain("extra", "");
            coupon.written.set(phase, row.finish().into());
        }
        coupon.written.text()
    }
}

fn row(row: JsonObject, coupon: &QmaiCoupon, template: &QmaiTemplate) -> JsonObject {
    row.plain("beginAt", to_second(coupon.begin))
        .plain("cardId", coupon.card)
        .plain("channel", CHANNEL)
        .plain("couponId", coupon.record)
        .plain("couponType", template.kind)
        .plain("createdAt", to_second(coupon.created))
}

/// `2019-10-15 17:10:2`: the sample writes a second below ten with one digit (contradiction 8).
fn short_second(instant: Millis) -> String {
    let mut text = to_second(instant);
    if text.as_bytes()[17] == b'0' {
        text.remove(17);
    }
    text
}
