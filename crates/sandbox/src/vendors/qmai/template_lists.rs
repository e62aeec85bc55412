//! Templates in lists and alone. No document has these reads: paths and fields are those that public clients and pages show, the
//! answers are this sandbox's choice.

use coupon_qmai_wire::{
    v2::{CouponStoreList, CouponTemplateDetail},
    v3::{GetCouponTemplateListByIds, GetTemplateDetail},
};
use coupon_wire::Number;

use super::{
    answer::{QmaiOutcome, QmaiRefusal},
    by_ids::validity,
    state::{QmaiState, QmaiTemplate},
};
use crate::{
    clock::Millis,
    json_writer::{JsonObject, NumberStyle},
};

/// Rows of a page when the call does not say.
const PAGE: usize = 10;

/// Name, excluded ids and the kind are read, -1 for any kind; the other filters have values that nobody knows, and leave nothing out.
pub(super) fn store_list(state: &mut QmaiState, _: Millis, call: CouponStoreList) -> QmaiOutcome {
    let keywords = call.keywords.unwrap_or_default();
    let excluded = call.exclude_ids.unwrap_or_default();
    let wanted = call.coupon_type;
    let excluded: Vec<&str> = excluded.split(',').map(str::trim).collect();
    let fits = |template: &QmaiTemplate| {
        let (id, kind) = (template.id.to_string(), u8::from(template.percent).to_string());
        template.title.contains(&keywords)
            && !excluded.contains(&id.as_str())
            && wanted.as_ref().is_none_or(|wanted| *wanted == "-1" || *wanted == kind)
    };
    let places = 0..state.templates.len();
    let places: Vec<usize> = places.filter(|&at| fits(&state.templates[at])).collect();
    let ints = state.ints();
    let shown = page(&places, &call.page, &call.page_size).iter();
    let rows = shown.map(|&at| state.templates[at].text(ints).to_owned()).collect();
    Ok(list(rows, places.len()))
}

pub(super) fn template_v2(
    state: &mut QmaiState,
    _: Millis,
    call: CouponTemplateDetail,
) -> QmaiOutcome {
    let (ints, at) = (state.ints(), place(state, call.id.as_deref())?);
    Ok(state.templates[at].text(ints).to_owned())
}

pub(super) fn template_v3(
    state: &mut QmaiState,
    _: Millis,
    call: GetTemplateDetail,
) -> QmaiOutcome {
    let at = place(state, call.id.as_deref())?;
    Ok(row(&state.templates[at], state.ints()))
}

/// Those that there are, in the order of the call.
pub(super) fn templates_v3(
    state: &mut QmaiState,
    _: Millis,
    call: GetCouponTemplateListByIds,
) -> QmaiOutcome {
    let places = call.template_ids.iter().filter_map(|id| place(state, Some(id.as_str())).ok());
    let rows: Vec<String> = places.map(|at| row(&state.templates[at], state.ints())).collect();
    if rows.is_empty() {
        Err(QmaiRefusal::nothing_found())
    } else {
        Ok(format!("[{}]", rows.join(",")))
    }
}

fn place(state: &QmaiState, id: Option<&str>) -> Result<usize, QmaiRefusal> {
    let id = id.unwrap_or_default();
    let found = state.templates.iter().position(|template| template.id.to_string() == id);
    found.ok_or_else(QmaiRefusal::nothing_found)
}

fn row(template: &QmaiTemplate, ints: NumberStyle) -> String {
    let (start, end, days) = validity(template);
    JsonObject::with(ints)
        .int("templateId", template.id)
        .text("templateName", &template.title)
        .int("couponType", template.kind)
        .int("status", u8::from(template.usable))
        .int("startAt", start)
        .int("endAt", end)
        .int("expireDays", days)
        .finish()
}

/// A page of a list, counted from 1; beyond the last one it is empty.
pub(super) fn page<'a, T>(
    all: &'a [T],
    number: &Option<Number>,
    length: &Option<Number>,
) -> &'a [T] {
    let read = |number: &Option<Number>| number.as_ref()?.as_str().parse::<usize>().ok();
    let length = read(length).unwrap_or(PAGE).max(1);
    let from = read(number).unwrap_or(1).saturating_sub(1).saturating_mul(length).min(all.len());
    &all[from..from.saturating_add(length).min(all.len())]
}

/// Rows, with the number of all that there are.
pub(super) fn list(rows: Vec<String>, total: usize) -> String {
    let rows = format!("[{}]", rows.join(","));
    JsonObject::new().json("list", rows).json("total", total).finish()
}
