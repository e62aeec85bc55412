//! `v2.user-coupons-detail.by-user` (USR-1 to USR-15): one coupon of a user, with its template.

use coupon_qmai_wire::v2::UserCouponsDetailByUser;
use coupon_wire::Number;

use super::{
    answer::{QmaiOutcome, QmaiRefusal},
    by_ids::{period, validity},
    state::{QmaiState, QmaiTemplate, Status},
};
use crate::{
    clock::{Millis, SECOND},
    json_writer::JsonObject,
    quirks::Quirks,
    vendors::qmai::quirks,
};

pub(super) fn answer(
    state: &mut QmaiState,
    _now: Millis,
    call: UserCouponsDetailByUser,
) -> QmaiOutcome {
    let user = call.user_id.as_ref().map_or("", Number::as_str);
    let record = call.user_coupon_id.as_deref().unwrap_or_default();
    let position = state.by_record(record).ok_or_else(QmaiRefusal::nothing_found)?;
    let coupon = &state.coupons[position as usize];
    if state.customers[coupon.customer as usize].id != user {
        return Err(QmaiRefusal::nothing_found());
    }
    let template = &state.templates[coupon.template as usize];
    let (quirks, ints) = (&state.quirks(), state.ints());
    let answer = JsonObject::with(ints)
        .int("coupon_id", template.id)
        .int("status", u8::from(coupon.status == Status::Used))
        .int("user_id", user)
        .int("start_at", coupon.begin / SECOND)
        .int("end_at", coupon.end / SECOND)
        .int("type_id", coupon.source)
        .json("coupon", detail(JsonObject::with(ints), template, quirks).finish());
    Ok(answer.finish())
}

fn detail(row: JsonObject, template: &QmaiTemplate, quirks: &Quirks) -> JsonObject {
    let (start, end, days) = validity(template);
    // Shops are named only where some are chosen.
    let shops = if template.shop_range == 0 { "" } else { "1024" };
    let row = row
        .int("id", template.id)
        .int("type", 1)
        .text("title", &template.title)
        .int("total", template.total);
    number(row, template, quirks)
        .int("used", template.used)
        .int("coupon_type", u8::from(template.percent))
        .int("min_amount_use", template.threshold)
        .int("number_of_user", template.per_customer)
        .int("goods_range_type", goods_range(template, quirks))
        .int("expire_type", template.expire_type())
        .int("start_at", start)
        .int("end_at", end)
        .int("expire_days", days)
        .plain("desc", "不与其他优惠同享")
        .int("status", u8::from(template.usable))
        .int("created_at", template.created / SECOND)
        .int("updated_at", template.updated / SECOND)
        .int("show_page", show_page(template, quirks))
        .int("only_coupon", template.id % 2)
        .int("use_per_person_per_day", 0)
        .int("is_receive", 1)
        .int("is_use_time_range", 0)
        .int("is_koubei", 0)
        .int("category", template.category())
        .int("max_num", if template.kind == 2 { "1" } else { "" })
        .int("min_num", "")
        .int("min_num_use", "")
        .int("multi_range_type", template.shop_range)
        .int("shop_ids", shops)
        .plain("expire", period(template.validity))
        .plain("scene_type_desc", ["全部", "线上", "线下"][usize::from(template.use_scene)])
        .plain("coupon_title", "")
}

/// The amount, or as in the other table the claimed count, with the amount beside it (contradiction 5).
fn number(row: JsonObject, template: &QmaiTemplate, quirks: &Quirks) -> JsonObject {
    match quirks.of(&quirks::V2_NUMBER) {
        "claimed" => row.int("number", template.claimed).int("amount", template.amount),
        _ => row.int("number", template.amount),
    }
}

/// All or given goods, or the four values of the other table (contradiction 9).
fn goods_range(template: &QmaiTemplate, quirks: &Quirks) -> u8 {
    match quirks.of(&quirks::V2_GOODS_RANGE) {
        "other-table" => template.goods_range,
        _ => u8::from(template.goods_range != 0),
    }
}

/// A scene, or the yes of the other table (contradiction 9).
fn show_page(template: &QmaiTemplate, quirks: &Quirks) -> u8 {
    match quirks.of(&quirks::V2_SHOW_PAGE) {
        "other-table" => 1,
        _ => [7, 1, 2][usize::from(template.use_scene)],
    }
}

impl QmaiTemplate {
    /// couponType of V3 in the words of V2: only cash and limited items free agree (contradiction 33).
    fn category(&self) -> u8 {
        match self.kind {
            2 => 2,
            4 => 1,
            _ => 0,
        }
    }
}
