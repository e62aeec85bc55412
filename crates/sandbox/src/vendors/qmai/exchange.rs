//! The V2 writes of a coupon's life: exchanged for a code, written off by its code. No document has them: Actions and fields are those
//! of pages of the vendor, the rest is this sandbox's choice.
//!
//! Each template has a hundred exchange codes, `DH`, its id and two digits: `DH89500` to `DH89599` for template 895. A code gives one
//! coupon, once.

use coupon_qmai_wire::{
    v2::{CouponExchange, CouponsVertify, OffCoupon},
    v3::{CouponStatus, WriteOffCoupon},
};

use super::{
    answer::{QmaiOutcome, QmaiRefusal},
    coupon_life::{self, give, keep, repeated, step, unknown, usable, write_off},
    state::{QmaiState, QmaiTemplate, QmaiWrite, QmaiWriteKind},
    step::QmaiStep,
};
use crate::{clock::Millis, json_writer::JsonObject};

/// As by V3, without an order of its own.
pub(super) fn vertify(state: &mut QmaiState, now: Millis, call: CouponsVertify) -> QmaiOutcome {
    let CouponsVertify { biz_id, coupons_card_list, customer_id, r#type, ext } = call;
    let call = WriteOffCoupon {
        biz_id,
        coupons_card_list,
        customer_id,
        r#type,
        ext,
        ..WriteOffCoupon::default()
    };
    write_off(state, now, call)
}

pub(super) fn off(state: &mut QmaiState, now: Millis, call: OffCoupon) -> QmaiOutcome {
    let card = call.code.unwrap_or_default();
    usable(state, std::slice::from_ref(&card), None, now, &[0])?;
    step(state, &card, QmaiStep::Use, now)?;
    Ok("true".to_owned())
}

pub(super) fn exchange(state: &mut QmaiState, now: Millis, call: CouponExchange) -> QmaiOutcome {
    let (kind, biz_id) = (QmaiWriteKind::Exchange, call.biz_id.unwrap_or_default());
    if let Some(answer) = repeated(state, kind, &biz_id) {
        return Ok(answer);
    }
    let code = call.exchange_code.unwrap_or_default();
    let template = template_of(state, &code).ok_or_else(unknown)?;
    let customer = call.customer_id.as_deref().and_then(|id| state.customer_position(id));
    let customer = customer.ok_or_else(unknown)?;
    if is_spent(state, &code) {
        return Err(QmaiRefusal::rule(format!("兑换码 {code} 已使用")));
    }
    let cards = give(state, now, customer, template, 1)?;
    let answer = JsonObject::new().text("cardId", &cards[0]).finish();
    let code = Some(code);
    Ok(keep(state, QmaiWrite { kind, biz_id, cards, answer, code }))
}

/// A coupon by its code; with `type` 2 an exchange code: 0 it can be exchanged, 1 it was.
pub(super) fn status(state: &mut QmaiState, now: Millis, call: CouponStatus) -> QmaiOutcome {
    if call.r#type.as_deref() != Some("2") {
        return coupon_life::status(state, now, call);
    }
    let code = call.id.unwrap_or_default();
    template_of(state, &code).ok_or_else(QmaiRefusal::nothing_found)?;
    let spent = u8::from(is_spent(state, &code));
    Ok(JsonObject::with(state.ints()).int("status", spent).finish())
}

fn template_of(state: &QmaiState, code: &str) -> Option<usize> {
    let digits = code.strip_prefix("DH")?;
    let (template, number) = digits.split_at_checked(digits.len().checked_sub(2)?)?;
    let is_number = number.bytes().all(|b| b.is_ascii_digit());
    let same = |known: &QmaiTemplate| known.id.to_string() == template;
    state.templates.iter().position(same).filter(|_| is_number)
}

fn is_spent(state: &QmaiState, code: &str) -> bool {
    state.writes.iter().any(|write| write.code.as_deref() == Some(code))
}
