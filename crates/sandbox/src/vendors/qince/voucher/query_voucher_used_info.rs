//! `voucher.queryVoucherUsedInfo` (USE-1 to USE-10): one row for each held coupon, all at once.

use coupon_qince_wire::voucher::QueryVoucherUsedInfo;
use jiff::civil::Date;

use super::model::{HeldVoucher, Voucher, VoucherDiscount, VoucherSource, money};
use crate::{
    clock::{to_minute, to_second},
    json_writer::{JsonObject, escaped},
    quirks::Quirks,
    vendors::qince::{
        answer::{QinceOutcome, QincePage},
        context::Context,
        directory::QinceCustomer,
        quirks,
        state::QinceState,
    },
};

pub(crate) fn answer(
    state: &mut QinceState,
    context: Context,
    call: QueryVoucherUsedInfo,
) -> QinceOutcome {
    let slot = state.known_voucher(&call.voucher_id)?;
    let asked = call.voucher_status.as_ref().map(|status| status.as_str());
    let positions = state.vouchers.row(slot).value.held.clone();
    let mut page = QincePage::of(positions.len());
    for position in positions {
        let position = position as usize;
        let status = state.held[position].status(context.today);
        if asked.is_none_or(|asked| asked == STATUS[usize::from(status)]) {
            page.push(state.held_row(position, context.today));
        }
    }
    page.reply()
}

const STATUS: [&str; 3] = ["0", "1", "2"];

impl HeldVoucher {
    /// 0 unused, 1 used, 2 unused and over.
    pub(crate) fn status(&self, today: Date) -> u8 {
        match &self.used {
            Some(_) => 1,
            None if self.end < today => 2,
            None => 0,
        }
    }
}

impl QinceState {
    /// The row of a held coupon as it reads on that day, escaped.
    pub(crate) fn held_row(&mut self, position: usize, today: Date) -> &str {
        let quirks = self.quirks();
        let held = &mut self.held[position];
        let status = held.status(today);
        if !held.written.is_of(status) {
            let voucher = self.vouchers.row(held.voucher);
            let customer = &self.directory.customers[held.customer as usize];
            let row = row(held, voucher.id, &voucher.value, customer, &quirks);
            held.written.set(status, escaped(with_status(row, status, &quirks)));
        }
        held.written.text()
    }
}

/// By switches there is no status, or only used and unused (contradiction 20).
fn with_status(row: JsonObject, status: u8, quirks: &Quirks) -> JsonObject {
    if quirks.is(&quirks::VOUCHER_USE_STATUS, "absent") {
        return row;
    }
    let derived = status == 2 && quirks.is(&quirks::VOUCHER_EXPIRED, "derived");
    row.plain("use_status", if derived { 0 } else { status })
}

fn row(
    held: &HeldVoucher,
    id: u64,
    voucher: &Voucher,
    customer: &QinceCustomer,
    quirks: &Quirks,
) -> JsonObject {
    let order = held.used.as_deref();
    let seconds = quirks.is(&quirks::VOUCHER_TIMES, "seconds");
    let received = if seconds { to_second(held.received) } else { to_minute(held.received) };
    let (kind, percent, most) = discount(voucher.discount);
    JsonObject::new()
        .plain("end_date", held.end)
        .text("order_no", order.map_or("", |order| &order.no))
        .text("voucher_name", &voucher.name)
        .plain("discounts_type", kind)
        .plain("receive_time", &received)
        .plain("create_type", origin(voucher.origin))
        .plain("cm_code", &customer.entry.code)
        .plain("distribute_time", &received)
        .plain("order_create_time", order.map(|order| to_second(order.time)).unwrap_or_default())
        .plain("money", voucher.money().map(money).unwrap_or_default())
        .text("business_from_name", &voucher.business_from)
        .plain("cm_id", &customer.entry.id)
        .text("cm_name", &customer.entry.name)
        .plain("max_discounts_amount", most)
        .plain("order_amount", order.map(|order| money(order.amount)).unwrap_or_default())
        .plain("voucher_id", id)
        .plain("id", held.id)
        .plain("cm_source_code", &customer.source_code)
        .plain("voucher_amount", order.map(|order| money(order.discount)).unwrap_or_default())
        .plain("doorsill_amount", money(voucher.doorsill.unwrap_or_default()))
        .text("order_id", order.map_or("", |order| &order.id))
        .plain("discounts_percent", percent)
        .plain("start_date", voucher.start)
}

/// Kind, share out of a hundred, and the most it takes off.
fn discount(discount: VoucherDiscount) -> (&'static str, String, String) {
    match discount {
        VoucherDiscount::Fixed { named: true, .. } => ("GDMZ", String::new(), String::new()),
        VoucherDiscount::Fixed { named: false, .. } => ("", String::new(), String::new()),
        VoucherDiscount::Percent { share, most } => {
            let percent = (share * rust_decimal::Decimal::ONE_HUNDRED).normalize();
            ("ZKBL", percent.to_string(), most.map(money).unwrap_or_default())
        }
    }
}

fn origin(origin: VoucherSource) -> &'static str {
    match origin {
        VoucherSource::Own => "ZZ",
        VoucherSource::PassedDown => "XF",
        VoucherSource::Interface => "OPENAPI",
    }
}
