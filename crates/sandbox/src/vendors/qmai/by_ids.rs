//! `v2.user-coupons-detail.by-ids` (IDS-1 to IDS-16): templates, in a map by id.

use coupon_qmai_wire::v2::UserCouponsDetailByIds;

use super::{
    answer::{QmaiOutcome, QmaiRefusal},
    state::{QmaiState, QmaiTemplate, TemplateValidity},
};
use crate::{
    clock::{DAY, Millis, SECOND, midnight},
    json_writer::{JsonObject, NumberStyle},
    seeded_rng::read_id,
    vendors::qmai::quirks,
};

pub(super) fn answer(
    state: &mut QmaiState,
    _now: Millis,
    call: UserCouponsDetailByIds,
) -> QmaiOutcome {
    let mut asked: Vec<&str> = Vec::new();
    for id in call.ids.iter().flat_map(|ids| ids.split(',')).map(str::trim) {
        if !asked.contains(&id) {
            asked.push(id);
        }
    }
    let ints = state.ints();
    let mut found = Vec::new();
    for id in asked {
        let known = read_id(id).and_then(|id| {
            state.templates.iter_mut().find(|template| u64::from(template.id) == id)
        });
        found.extend(known.map(|template| (id, template.text(ints).to_owned())));
    }
    if found.is_empty() {
        return Err(QmaiRefusal::nothing_found());
    }
    let data = if state.quirks().is(&quirks::V2_TEMPLATES, "list") {
        let rows: Vec<String> = found.into_iter().map(|(_, row)| row).collect();
        format!("[{}]", rows.join(","))
    } else {
        found.into_iter().fold(JsonObject::new(), |map, (id, row)| map.json(id, row)).finish()
    };
    Ok(JsonObject::new().json("data", data).finish())
}

impl QmaiTemplate {
    pub(crate) fn text(&mut self, ints: NumberStyle) -> &str {
        if !self.written.is_of(0) {
            let text = row(self, ints).finish();
            self.written.set(0, text.into());
        }
        self.written.text()
    }
}

fn row(template: &QmaiTemplate, ints: NumberStyle) -> JsonObject {
    let threshold = yuan(template.threshold);
    let (start, end, days) = validity(template);
    let period = period(template.validity);
    let row = JsonObject::with(ints)
        .int("id", template.id)
        .text("title", &template.title)
        .int("total", template.total)
        .int("number", template.claimed)
        .int("used", template.used)
        .int("amount", template.amount)
        .int("coupon_type", u8::from(template.percent))
        .int("min_amount_use", template.threshold)
        .int("number_of_user", template.per_customer)
        .int("goods_range_type", template.goods_range)
        .int("expire_type", template.expire_type())
        .int("start_at", start)
        .int("end_at", end)
        .int("expire_days", days)
        .plain("desc", "不与其他优惠同享")
        .int("status", u8::from(template.usable))
        .int("created_at", template.created / SECOND)
        .int("updated_at", template.updated / SECOND)
        .int("show_page", 1);
    let pay = JsonObject::with(ints).int("pay_money", template.threshold).int("pay_num", 1);
    let dispatch = JsonObject::new()
        .json("type", if ints.bare { "[2]" } else { r#"["2"]"# })
        .json("pay_config", pay.finish());
    row.list("auto_dispatch_config", template.id.is_multiple_of(4).then_some(dispatch))
        .int("shop_range_type", template.shop_range)
        .int("is_view", 1)
        .int("is_share", template.id % 2)
        .int("user_receive_type", 1 + template.id % 2)
        .int("use_scene", template.use_scene)
        .plain("condition", format_args!("满{threshold}元可用"))
        .plain("discounts_content", if template.percent { "满额可享折扣" } else { "" })
        .plain(
            "apply_stores_text",
            ["所有门店", "指定门店可用", "指定门店不可用"][usize::from(template.shop_range)],
        )
        .plain(
            "apply_goods_text",
            ["所有商品", "指定分类可用", "指定商品可用", "指定商品不可用"]
                [usize::from(template.goods_range)],
        )
        .int("poly_status", 0)
        .plain("expire_date", &period)
        .plain("expire_date_text", &period)
        .plain("expire_date_text2", &period)
        .plain("use_scene_text", ["全部", "线上", "线下"][usize::from(template.use_scene)])
}

impl QmaiTemplate {
    pub(super) fn expire_type(&self) -> u8 {
        match self.validity {
            TemplateValidity::Dates { .. } => 0,
            TemplateValidity::Days { next: false, .. } => 1,
            TemplateValidity::Days { next: true, .. } => 2,
        }
    }
}

/// First and last second, and days: what does not apply is blank (IDS-10).
pub(super) fn validity(template: &QmaiTemplate) -> (String, String, String) {
    match template.validity {
        TemplateValidity::Dates { first, last } => {
            let (begin, end) = (midnight(first) / SECOND, (midnight(last) + DAY) / SECOND - 1);
            (begin.to_string(), end.to_string(), String::new())
        }
        TemplateValidity::Days { days, .. } => (String::new(), String::new(), days.to_string()),
    }
}

/// The time of validity for people.
pub(super) fn period(validity: TemplateValidity) -> String {
    match validity {
        TemplateValidity::Dates { first, last } => format!("{first}至{last}"),
        TemplateValidity::Days { next: false, days } => format!("领取当日起{days}天内有效"),
        TemplateValidity::Days { next: true, days } => format!("领取次日起{days}天内有效"),
    }
}

fn yuan(fen: u32) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}
