//! A 兑货券 as queryCouponDetail shows it, product by product.

use std::fmt::Display;

use rust_decimal::Decimal;

use super::model::{Agreement, CouponLine, QinceCoupon, STATES};
use crate::{
    clock::{to_milli, to_minute},
    json_writer::{JsonObject, escaped},
    quirks::Quirks,
    vendors::qince::day_index::{IndexedRow, Slot},
    vendors::qince::{
        context::Context,
        directory::{Directory, QinceCustomer, QinceProduct},
        quirks,
        state::QinceState,
    },
};

impl QinceState {
    /// The row of one product as it reads now, escaped.
    pub(crate) fn line(&mut self, slot: Slot, context: Context) -> &str {
        let quirks = &self.quirks();
        let Self { lines, coupons, deals, directory, .. } = self;
        let line = lines.written(slot);
        let coupon = &coupons[line.value.coupon as usize];
        let phase = coupon.phase(context.today);
        if !line.written.is_of(phase) {
            let deal = &deals[coupon.deal as usize];
            let row = head(line, coupon, deal, STATES[usize::from(phase)], quirks);
            let row = names(row, line, coupon, directory, quirks);
            line.written.set(phase, escaped(exchange(row, &line.value, coupon, quirks)));
        }
        line.written.text()
    }
}

fn head(
    line: &IndexedRow<CouponLine>,
    coupon: &QinceCoupon,
    deal: &Agreement,
    state: &str,
    quirks: &Quirks,
) -> JsonObject {
    let (start, end) = (coupon.start, coupon.end);
    let until = if quirks.is(&quirks::EFFECT_DATE, "spaced") { " ~ " } else { "~" };
    let micros = if quirks.is(&quirks::MODIFY_TIME, "microseconds") { "000" } else { "" };
    let threshold = coupon.doorsill.map(|percent| format!("{percent:.2}"));
    JsonObject::new()
        .plain("id", line.id)
        .plain("status", u8::from(!coupon.deleted))
        .text("coupon_no", &coupon.no)
        .plain("create_time", to_minute(line.created))
        .plain("modify_time", to_milli(line.changed) + micros)
        .plain("effect_date", format_args!("{start}{until}{end}"))
        .plain("format_status", state)
        .plain("doorsill_value", limit(threshold, "%", quirks))
        .plain("recycle_sign_time", limit(coupon.recycle_days, "天", quirks))
        .text("deal_name", &deal.name)
        .plain("deal_id", deal.id)
}

fn names(
    row: JsonObject,
    line: &IndexedRow<CouponLine>,
    coupon: &QinceCoupon,
    directory: &Directory,
    quirks: &Quirks,
) -> JsonObject {
    let QinceCustomer { entry: customer, .. } = &directory.customers[coupon.customer as usize];
    let QinceProduct { entry: product, price, .. } =
        &directory.products[line.value.product as usize];
    row.plain("cm_id", &customer.id)
        .text("cm_name", &customer.name)
        .plain("cm_code", &customer.code)
        .plain("prod_id", &product.id)
        .plain("prod_code", &product.code)
        .text("prod_name", &product.name)
        .text("num", counted(line.value.num, &line.value.unit, quirks))
        .plain("price", format_args!("{price:.2}"))
}

fn exchange(
    row: JsonObject,
    line: &CouponLine,
    coupon: &QinceCoupon,
    quirks: &Quirks,
) -> JsonObject {
    let exts = coupon.exts.iter();
    let exts =
        exts.map(|(key, value)| JsonObject::new().text("ext_key", key).text("ext_value", value));
    let (used, back) = (coupon.used.as_deref(), coupon.recovered.as_deref());
    let in_use = match (used, back) {
        (_, Some(back)) if back.shown_in_use => "已回收",
        (Some(_), _) => "已使用",
        (None, _) => "未使用",
    };
    let quantity =
        |quantity: Option<Decimal>| counted(quantity.unwrap_or(line.num), &line.unit, quirks);
    row.plain("is_used", in_use)
        .plain("used_time", used.map(|used| to_minute(used.time)).unwrap_or_default())
        .text("order_no", used.map_or("", |used| &used.order_no))
        .text("order_id", used.map_or("", |used| &used.order_id))
        .text("supply_code", back.map_or("", |back| &back.supplier_code))
        .text("supply_name", back.map_or("", |back| &back.supplier_name))
        .plain("is_back", if back.is_some() { "已回收" } else { "未回收" })
        .text("sign_num", back.map(|back| quantity(back.quantity)).unwrap_or_default())
        .plain("sign_time", back.map(|back| to_minute(back.time)).unwrap_or_default())
        .list("exts", exts)
}

/// With its unit, or by a switch a bare number, which is blank for no limit.
fn limit(value: Option<impl Display>, unit: &str, quirks: &Quirks) -> String {
    match (value, quirks.is(&quirks::COUPON_UNITS, "without")) {
        (Some(value), false) => format!("{value}{unit}"),
        (Some(value), true) => value.to_string(),
        (None, false) => "不限制".to_owned(),
        (None, true) => String::new(),
    }
}

fn counted(num: Decimal, unit: &str, quirks: &Quirks) -> String {
    limit(Some(num.normalize()), unit, quirks)
}
