//! `voucher.receiveVoucherInfo` (RCV-1 to RCV-12): a customer claims a 优惠券.

use coupon_qince_wire::voucher::ReceiveVoucherInfo;
use jiff::civil::DateTime;

use super::model::Voucher;
use crate::{
    clock::instant,
    json_writer::JsonObject,
    vendors::qince::day_index::Slot,
    vendors::qince::{
        answer::{QinceOutcome, QinceRefusal, QinceSuccess},
        context::Context,
        quirks,
        state::QinceState,
    },
};

pub(crate) fn answer(
    state: &mut QinceState,
    context: Context,
    mut call: ReceiveVoucherInfo,
) -> QinceOutcome {
    let quirks = state.quirks();
    if quirks.is(&quirks::RECEIVE_FIELDS, "ignored") {
        (call.voucher_name, call.receive_time) = (None, None);
    }
    let slot = voucher(state, &call)?;
    let customer = customer(state, &call)?;
    let voucher = &state.vouchers.row(slot).value;
    let already = voucher.held.iter().map(|&position| &state.held[position as usize]);
    let own = already.filter(|held| held.customer as usize == customer).count();
    let in_range = voucher.range.holds(customer, &state.directory);
    if let Some(reason) = forbids(voucher, context, in_range, own) {
        return Err(QinceRefusal::failure(reason));
    }
    let time = call.receive_time.as_ref().and_then(|text| text.parse::<DateTime>().ok());
    let id = state.give(slot, customer, time.map_or(context.now, instant));
    Ok(match quirks.of(&quirks::RECEIVE_ANSWER) {
        "text" => QinceSuccess::Data(id.to_string()),
        "object" => QinceSuccess::document(JsonObject::new().plain("id", id)),
        _ => QinceSuccess::Nothing,
    })
}

fn forbids(voucher: &Voucher, context: Context, in_range: bool, own: usize) -> Option<String> {
    let Voucher { end, each, num, .. } = voucher;
    if voucher.finished {
        return Some("voucherId 优惠券已终止,不能领取(RCV-6)".to_owned());
    }
    if *end < context.today {
        return Some(format!("voucherId 优惠券已于 {end} 截止,不能领取(RCV-6)"));
    }
    if !in_range {
        return Some("客户不在优惠券的客户范围内(RCV-7)".to_owned());
    }
    if own >= *each {
        return Some(format!("客户已领取 {own} 张,达到单客户限领数量 {each}(RCV-8)"));
    }
    if voucher.held.len() >= *num {
        return Some(format!("优惠券已领完,总数量 {num}(RCV-8)"));
    }
    None
}

fn voucher(state: &QinceState, call: &ReceiveVoucherInfo) -> Result<Slot, QinceRefusal> {
    let Some(name) = call.voucher_name.as_ref().filter(|_| call.voucher_id.is_none()) else {
        return state.known_voucher(&call.voucher_id);
    };
    let all = state.vouchers.all().iter().copied();
    let mut named = all.filter(|&slot| state.vouchers.row(slot).value.name == *name);
    match (named.next(), named.next()) {
        (Some(slot), None) => Ok(slot),
        (None, _) => Err(QinceRefusal::failure(format!("voucherName 优惠券不存在:{name}(RCV-5)"))),
        (Some(_), Some(_)) => {
            let message = format!("voucherName 有多个优惠券名为 {name},请用 voucherId(RCV-1)");
            Err(QinceRefusal::failure(message))
        }
    }
}

fn customer(state: &QinceState, call: &ReceiveVoucherInfo) -> Result<usize, QinceRefusal> {
    let directory = &state.directory;
    let (field, text, found) = match (&call.cm_id, &call.cm_code, &call.cm_source_code) {
        (Some(id), _, _) => ("cmId", id, directory.customer(|c| c.entry.id == *id)),
        (None, Some(code), _) => ("cmCode", code, directory.customer(|c| c.entry.code == *code)),
        (None, None, source) => {
            let source = source.as_ref().expect("RCV-2 was checked");
            ("cmSourceCode", source, directory.customer(|c| c.source_code == *source))
        }
    };
    found.ok_or_else(|| QinceRefusal::failure(format!("{field} 客户不存在:{text}(RCV-5)")))
}
