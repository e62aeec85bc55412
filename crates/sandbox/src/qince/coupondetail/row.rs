//! A 兑货券 as queryCouponDetail shows it, product by product.

use rust_decimal::Decimal;

use super::{Coupon, Deal, Line, STATES};
use crate::{
    clock::{to_milli, to_minute},
    json::{Object, escaped},
    qince::{
        Context,
        directory::{Customer, Directory, Product},
        state::State,
    },
    table::{Row, Slot},
};

impl State {
    /// The row of one product as it reads now, escaped.
    pub(crate) fn line(&mut self, slot: Slot, context: Context) -> &str {
        let Self { lines, coupons, deals, directory, .. } = self;
        let line = lines.written(slot);
        let coupon = &coupons[line.value.coupon as usize];
        let phase = coupon.phase(context.today);
        if !line.written.is_of(phase) {
            let deal = &deals[coupon.deal as usize];
            let row = row(line, coupon, deal, directory, STATES[usize::from(phase)]);
            line.written.set(phase, escaped(row));
        }
        line.written.text()
    }
}

fn row(
    line: &Row<Line>,
    coupon: &Coupon,
    deal: &Deal,
    directory: &Directory,
    state: &str,
) -> Object {
    let (start, end) = (coupon.start, coupon.end);
    let row = Object::new()
        .plain("id", line.id)
        .plain("status", u8::from(!coupon.deleted))
        .text("coupon_no", &coupon.no)
        .plain("create_time", to_minute(line.created))
        .plain("modify_time", to_milli(line.changed))
        .plain("effect_date", format_args!("{start}~{end}"))
        .plain("format_status", state)
        .plain("doorsill_value", coupon.doorsill.map_or_else(unlimited, |n| format!("{n:.2}%")))
        .plain(
            "recycle_sign_time",
            coupon.recycle_days.map_or_else(unlimited, |n| format!("{n}天")),
        )
        .text("deal_name", &deal.name)
        .plain("deal_id", deal.id);
    let Customer { entry: customer, .. } = &directory.customers[coupon.customer as usize];
    let Product { entry: product, price, .. } = &directory.products[line.value.product as usize];
    let row = row
        .plain("cm_id", &customer.id)
        .text("cm_name", &customer.name)
        .plain("cm_code", &customer.code)
        .plain("prod_id", &product.id)
        .plain("prod_code", &product.code)
        .text("prod_name", &product.name)
        .text("num", format!("{}{}", line.value.num.normalize(), line.value.unit))
        .plain("price", format_args!("{price:.2}"));
    let exts = coupon.exts.iter();
    let exts = exts.map(|(key, value)| Object::new().text("ext_key", key).text("ext_value", value));
    exchange(row, &line.value, coupon).list("exts", exts)
}

fn exchange(row: Object, line: &Line, coupon: &Coupon) -> Object {
    let (used, back) = (coupon.used.as_deref(), coupon.recovered.as_deref());
    let in_use = match (used, back) {
        (_, Some(back)) if back.shown_in_use => "已回收",
        (Some(_), _) => "已使用",
        (None, _) => "未使用",
    };
    let quantity = |quantity: Option<Decimal>| {
        format!("{}{}", quantity.unwrap_or(line.num).normalize(), line.unit)
    };
    row.plain("is_used", in_use)
        .plain("used_time", used.map(|used| to_minute(used.time)).unwrap_or_default())
        .text("order_no", used.map_or("", |used| &used.order_no))
        .text("order_id", used.map_or("", |used| &used.order_id))
        .text("supply_code", back.map_or("", |back| &back.supplier_code))
        .text("supply_name", back.map_or("", |back| &back.supplier_name))
        .plain("is_back", if back.is_some() { "已回收" } else { "未回收" })
        .text("sign_num", back.map(|back| quantity(back.quantity)).unwrap_or_default())
        .plain("sign_time", back.map(|back| to_minute(back.time)).unwrap_or_default())
}

fn unlimited() -> String {
    "不限制".to_owned()
}
