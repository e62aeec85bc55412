//! The writes of a coupon's life: issued, written off, reversed, recycled, recovered. No document has them: paths and answers are
//! those that public clients and pages show, the rest is this sandbox's choice.

use std::collections::BTreeSet;

use coupon_qmai_wire::v3::{
    CouponRecovery, CouponReverse, CouponStatus, IssueCouponsToCustomer, RecycleCoupons,
    WriteOffCoupon,
};

use super::{
    answer::{QmaiOutcome, QmaiRefusal},
    seed::period,
    state::{QmaiCoupon, QmaiState, QmaiWrite, QmaiWriteKind, Status},
    step::QmaiStep,
};
use crate::{
    clock::{Millis, SECOND, to_second},
    json_writer::{CachedText, JsonObject, quoted},
    vendors::qmai::quirks,
};

/// The most coupons of one call; the vendor's own limit is not known.
const MOST: usize = 50;

pub(super) fn issue(
    state: &mut QmaiState,
    now: Millis,
    call: IssueCouponsToCustomer,
) -> QmaiOutcome {
    let (kind, biz_id) = (QmaiWriteKind::Issue, call.biz_id.unwrap_or_default());
    if let Some(answer) = repeated(state, kind, &biz_id) {
        return Ok(answer);
    }
    let customer = call.customer_id.as_deref().and_then(|id| state.customer_position(id));
    let id = call.coupon_id.unwrap_or_default();
    let template = state.templates.iter().position(|template| template.id.to_string() == id);
    let (Some(customer), Some(position)) = (customer, template) else {
        return Err(unknown());
    };
    let count: Option<usize> = call.num.as_ref().and_then(|num| num.as_str().parse().ok());
    let Some(count) = count.filter(|count| (1..=MOST).contains(count)) else {
        return Err(QmaiRefusal::rule(format!("num 应在 1 与 {MOST} 之间")));
    };
    let cards = give(state, now, customer, position, count)?;
    let answer = JsonObject::new()
        .text("cardId", &cards[0])
        .json("cardIdList", list(&cards))
        .json("num", count)
        .finish();
    Ok(done(state, kind, biz_id, cards, answer))
}

/// Coupons of the template at this place, for a customer; their codes.
pub(super) fn give(
    state: &mut QmaiState,
    now: Millis,
    customer: u32,
    position: usize,
    count: usize,
) -> Result<Vec<String>, QmaiRefusal> {
    let template = &state.templates[position];
    let mine = |at: &&u32| state.coupons[**at as usize].template as usize == position;
    let held = state.customers[customer as usize].coupons.iter().filter(mine).count();
    let most = template.per_customer as usize;
    let (begin, end) = period(template.validity, now);
    for (broken, why) in [
        (!template.usable, "券模板已停用".to_owned()),
        (end < now, "券模板已过期".to_owned()),
        (template.total > 0 && template.claimed + count > template.total, "券库存不足".to_owned()),
        (most > 0 && held + count > most, "超过每人限领数量".to_owned()),
    ] {
        if broken {
            return Err(QmaiRefusal::rule(why));
        }
    }
    let second = now / SECOND * SECOND;
    let mut cards = Vec::new();
    for _ in 0..count {
        let (card, record) = (state.fresh_id(), state.fresh_id());
        cards.push(card.to_string());
        state.add_coupon(QmaiCoupon {
            card,
            record,
            customer,
            template: position as u32,
            begin,
            end,
            created: second,
            updated: second,
            status: Status::Unused,
            source: 0,
            order: None,
            written: CachedText::default(),
        });
    }
    let template = &mut state.templates[position];
    template.claimed += count;
    template.written.forget();
    Ok(cards)
}

pub(super) fn write_off(state: &mut QmaiState, now: Millis, call: WriteOffCoupon) -> QmaiOutcome {
    let (kind, biz_id) = (QmaiWriteKind::WriteOff, call.biz_id.unwrap_or_default());
    if let Some(answer) = repeated(state, kind, &biz_id) {
        return Ok(answer);
    }
    let cards = call.coupons_card_list;
    usable(state, &cards, call.customer_id.as_deref(), now, &[0])?;
    let order = call.third_order_no.or(call.ext.and_then(|ext| ext.order_no));
    for card in &cards {
        step(state, card, QmaiStep::Use, now)?;
        let position = state.by_card(card).ok_or_else(unknown)?;
        state.coupons[position as usize].order.clone_from(&order);
    }
    let holder = call.customer_id.unwrap_or_default();
    let answer = JsonObject::new()
        .text("bizId", &biz_id)
        .json("cardIdList", list(&cards))
        .json("userInfo", JsonObject::new().text("customerId", holder).finish())
        .finish();
    Ok(done(state, kind, biz_id, cards, answer))
}

pub(super) fn reverse(state: &mut QmaiState, now: Millis, call: CouponReverse) -> QmaiOutcome {
    let biz_id = call.biz_id.unwrap_or_default();
    let cards = cards_of(state, QmaiWriteKind::WriteOff, &biz_id)?;
    if let Some(answer) = repeated(state, QmaiWriteKind::Reverse, &biz_id) {
        return Ok(answer);
    }
    usable(state, &cards, None, now, &[1])?;
    for card in &cards {
        step(state, card, QmaiStep::Reverse, now)?;
        let position = state.by_card(card).ok_or_else(unknown)?;
        state.coupons[position as usize].order = None;
    }
    Ok(done(state, QmaiWriteKind::Reverse, biz_id, cards, "true".to_owned()))
}

pub(super) fn recycle(state: &mut QmaiState, now: Millis, call: RecycleCoupons) -> QmaiOutcome {
    let (kind, biz_id) = (QmaiWriteKind::Recycle, call.biz_id.unwrap_or_default());
    if let Some(answer) = repeated(state, kind, &biz_id) {
        return Ok(answer);
    }
    let cards = call.card_id_list;
    usable(state, &cards, call.customer_id.as_deref(), now, &[0, 2])?;
    cards.iter().try_for_each(|card| step(state, card, QmaiStep::Delete, now))?;
    Ok(done(state, kind, biz_id, cards, "true".to_owned()))
}

/// Those of the issue that are unused still are taken back.
pub(super) fn recover(state: &mut QmaiState, now: Millis, call: CouponRecovery) -> QmaiOutcome {
    let biz_id = call.biz_id.unwrap_or_default();
    let mut cards = cards_of(state, QmaiWriteKind::Issue, &biz_id)?;
    cards.retain(|card| call.coupon_ids.is_empty() || call.coupon_ids.contains(card));
    if let Some(answer) = repeated(state, QmaiWriteKind::Recover, &biz_id) {
        return Ok(answer);
    }
    let unused = |card: &&String| usable(state, &[(*card).clone()], None, now, &[0]).is_ok();
    let taken: Vec<String> = cards.iter().filter(unused).cloned().collect();
    taken.iter().try_for_each(|card| step(state, card, QmaiStep::Delete, now))?;
    let answer = JsonObject::new()
        .json("couponIds", list(&cards))
        .json("recoveryIds", list(&taken))
        .json("recoveryStatus", u8::from(taken.len() == cards.len()))
        .finish();
    Ok(done(state, QmaiWriteKind::Recover, biz_id, cards, answer))
}

pub(super) fn status(state: &mut QmaiState, now: Millis, call: CouponStatus) -> QmaiOutcome {
    let card = call.id.unwrap_or_default();
    let position = state.by_card(&card).ok_or_else(QmaiRefusal::nothing_found)?;
    let quirks = state.quirks();
    let coupon = &state.coupons[position as usize];
    let used = coupon.status == Status::Used;
    let time = if used { to_second(coupon.updated) } else { String::new() };
    let answer = JsonObject::with(state.ints())
        .int("status", coupon.answered(now, &quirks))
        .text("useOrderCode", coupon.order.as_deref().unwrap_or_default())
        .plain("useStoreId", "")
        .plain("useStoreName", "")
        .plain("useStoreNo", "")
        .plain("useTime", time);
    Ok(answer.finish())
}

/// The answer to a write of the same bizId, where a switch says that the vendor does nothing a second time.
pub(super) fn repeated(state: &QmaiState, kind: QmaiWriteKind, biz_id: &str) -> Option<String> {
    let same = |write: &&QmaiWrite| write.kind == kind && write.biz_id == biz_id;
    let deduplicates =
        state.quirks().is(&quirks::QMAI_BIZ_ID, "deduplicates") && !biz_id.is_empty();
    let before = state.writes.iter().rev().find(same).filter(|_| deduplicates)?;
    Some(before.answer.clone())
}

fn done(
    state: &mut QmaiState,
    kind: QmaiWriteKind,
    biz_id: String,
    cards: Vec<String>,
    answer: String,
) -> String {
    keep(state, QmaiWrite { kind, biz_id, cards, answer, code: None })
}

/// Notes a write, and gives its answer.
pub(super) fn keep(state: &mut QmaiState, write: QmaiWrite) -> String {
    let answer = write.answer.clone();
    state.writes.push(write);
    answer
}

/// The coupons of a write of that bizId.
fn cards_of(
    state: &QmaiState,
    kind: QmaiWriteKind,
    biz_id: &str,
) -> Result<Vec<String>, QmaiRefusal> {
    let it = |write: &&QmaiWrite| write.kind == kind && write.biz_id == biz_id;
    let write = state.writes.iter().rev().find(it).ok_or_else(unknown)?;
    Ok(write.cards.clone())
}

/// Each coupon is named once, is there, is the customer's, and shows one of these numbers. Nothing has changed otherwise.
pub(super) fn usable(
    state: &QmaiState,
    cards: &[String],
    customer: Option<&str>,
    now: Millis,
    allowed: &[u8],
) -> Result<(), QmaiRefusal> {
    let mut named = BTreeSet::new();
    for card in cards {
        if !named.insert(card) {
            return Err(QmaiRefusal::rule(format!("券 {card} 重复")));
        }
        let position = state.by_card(card).ok_or_else(unknown)?;
        let coupon = &state.coupons[position as usize];
        let holder = &state.customers[coupon.customer as usize].id;
        if customer.is_some_and(|customer| customer != holder) {
            return Err(unknown());
        }
        let shown = coupon.shown(now);
        if !allowed.contains(&shown) || (allowed == [0] && now < coupon.begin) {
            return Err(QmaiRefusal::rule(format!("券 {card} 当前状态为 {shown},不可操作")));
        }
    }
    Ok(())
}

pub(super) fn step(
    state: &mut QmaiState,
    card: &str,
    action: QmaiStep,
    now: Millis,
) -> Result<(), QmaiRefusal> {
    state.step(card, action, now).map_err(|why| QmaiRefusal::rule(why.to_string()))
}

/// Template, customer, coupon or bizId is unknown. No switch makes a success of it, as it does of a read that finds nothing.
pub(super) fn unknown() -> QmaiRefusal {
    QmaiRefusal::rule("所操作的信息不存在".to_owned())
}

fn list(cards: &[String]) -> String {
    let cards: Vec<String> = cards.iter().map(|card| quoted(card)).collect();
    format!("[{}]", cards.join(","))
}
