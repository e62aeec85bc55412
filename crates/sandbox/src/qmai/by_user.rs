//! `v2.user-coupons-detail.by-user` (USR-1 to USR-15): one coupon of a user, with its template.

use coupon_qmai_wire::v2::UserCouponsDetailByUser;
use coupon_wire::Number;

use super::{
    answer::{Outcome, Refusal},
    by_ids::{period, validity},
    state::{State, Status, Template},
};
use crate::{
    clock::{Millis, SECOND},
    json::Object,
};

pub(super) fn answer(state: &mut State, _now: Millis, call: UserCouponsDetailByUser) -> Outcome {
    let user = call.user_id.as_ref().map_or("", Number::as_str);
    let record = call.user_coupon_id.as_deref().unwrap_or_default();
    let position = state.by_record(record).ok_or_else(Refusal::nothing_found)?;
    let coupon = &state.coupons[position as usize];
    if state.customers[coupon.customer as usize].id != user {
        return Err(Refusal::nothing_found());
    }
    let template = &state.templates[coupon.template as usize];
    let answer = Object::new()
        .plain("coupon_id", template.id)
        .plain("status", u8::from(coupon.status == Status::Used))
        .plain("user_id", user)
        .plain("start_at", coupon.begin / SECOND)
        .plain("end_at", coupon.end / SECOND)
        .plain("type_id", coupon.source)
        .json("coupon", detail(template).finish());
    Ok(answer.finish())
}

fn detail(template: &Template) -> Object {
    let (start, end, days) = validity(template);
    // Shops are named only where some are chosen.
    let shops = if template.shop_range == 0 { "" } else { "1024" };
    Object::new()
        .plain("id", template.id)
        .plain("type", 1)
        .text("title", &template.title)
        .plain("total", template.total)
        .plain("number", template.amount)
        .plain("used", template.used)
        .plain("coupon_type", u8::from(template.percent))
        .plain("min_amount_use", template.threshold)
        .plain("number_of_user", template.per_customer)
        .plain("goods_range_type", u8::from(template.goods_range != 0))
        .plain("expire_type", template.expire_type())
        .plain("start_at", start)
        .plain("end_at", end)
        .plain("expire_days", days)
        .plain("desc", "不与其他优惠同享")
        .plain("status", u8::from(template.usable))
        .plain("created_at", template.created / SECOND)
        .plain("updated_at", template.updated / SECOND)
        .plain("show_page", [7, 1, 2][usize::from(template.use_scene)])
        .plain("only_coupon", template.id % 2)
        .plain("use_per_person_per_day", 0)
        .plain("is_receive", 1)
        .plain("is_use_time_range", 0)
        .plain("is_koubei", 0)
        .plain("category", template.category())
        .plain("max_num", if template.kind == 2 { "1" } else { "" })
        .plain("min_num", "")
        .plain("min_num_use", "")
        .plain("multi_range_type", template.shop_range)
        .plain("shop_ids", shops)
        .plain("expire", period(template.validity))
        .plain("scene_type_desc", ["全部", "线上", "线下"][usize::from(template.use_scene)])
        .plain("coupon_title", "")
}

impl Template {
    /// couponType of V3 in the words of V2: only cash and limited items free agree (contradiction 33).
    fn category(&self) -> u8 {
        match self.kind {
            2 => 2,
            4 => 1,
            _ => 0,
        }
    }
}
