//! `coupondetail.addCoupon` (CPA-1 to CPA-16): a new 兑货券, awaiting approval.

use coupon_qince_wire::coupondetail::{AddCoupon, CustomField, ExchangeLine};
use coupon_wire::{Number, Scalar};
use rust_decimal::Decimal;

use super::model::{CouponLine, CouponReview, QinceCoupon};
use crate::{
    clock::day_of,
    json_writer::{JsonObject, escaped},
    vendors::qince::{
        answer::{QinceOutcome, QincePage, QinceRefusal},
        context::Context,
        directory::Directory,
        look_up::LookUp,
        paging::day,
        quirks,
        state::QinceState,
    },
};

pub(crate) fn answer(state: &mut QinceState, context: Context, call: AddCoupon) -> QinceOutcome {
    if state.quirks().is(&quirks::COUPON_KEYS, "both") {
        both_keys(&call)?;
    }
    let customer = customer(&call, &state.directory);
    let products = products(&call.prods, &state.directory);
    let (customer, products) = match (customer, products) {
        (Ok(customer), Ok(products)) => (customer, products),
        (customer, products) => {
            let reasons: Vec<String> =
                [customer.err(), products.err()].into_iter().flatten().collect();
            return Err(QinceRefusal::failure(reasons.join(";")));
        }
    };
    let no = match call.coupon_no {
        Some(ref no) if state.coupon_by_no(no).is_some() => {
            return Err(QinceRefusal::failure(format!("coupon_no 兑货券编码已存在:{no}(CPA-2)")));
        }
        Some(ref no) => no.clone(),
        None => state.fresh_coupon_no(day_of(context.now)),
    };
    let id = state.ids.fresh();
    let deal = state.deal(call.deal_name.as_deref().unwrap_or_default());
    let coupon = coupon(call, context, id, no.clone(), deal, customer);
    state.add_coupon(coupon, context.now, context.now, products);
    let mut list = QincePage::of(1);
    list.push(&escaped(JsonObject::new().plain("id", id).text("code", no)));
    list.reply()
}

/// The names in the column 必填, read by itself (contradiction 19).
fn both_keys(call: &AddCoupon) -> Result<(), QinceRefusal> {
    let customer = [("cm_id", &call.cm_id), ("cm_code", &call.cm_code)];
    let product = |line: &'_ ExchangeLine| {
        [("product_id", line.product_id.is_none()), ("product_code", line.product_code.is_none())]
    };
    let customer = customer.map(|(field, value)| (field, value.is_none()));
    let missing: Vec<String> = customer
        .into_iter()
        .chain(call.prods.iter().flat_map(product))
        .filter(|(_, missing)| *missing)
        .map(|(field, _)| format!("{field} 必填"))
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(QinceRefusal::failure(missing.join(";"))) }
}

fn coupon(
    call: AddCoupon,
    context: Context,
    id: u64,
    no: String,
    deal: u32,
    customer: u32,
) -> QinceCoupon {
    let decimal = |text: &String| <Decimal as Scalar>::read(text).ok().flatten();
    let start = day(&call.start_date).unwrap_or(context.today);
    QinceCoupon {
        id,
        no: no.into(),
        deal,
        customer,
        start,
        end: day(&call.end_date).unwrap_or(start),
        recycle_days: call.recycle_date.as_ref().and_then(|days| i64::read(days).ok().flatten()),
        doorsill: call.doorsill_percent.as_ref().and_then(decimal),
        exts: call.exts.into_iter().filter_map(entry).collect(),
        review: CouponReview::Pending,
        deleted: false,
        used: None,
        recovered: None,
        lines: Vec::new(),
    }
}

/// Key and value of a custom field; both were checked.
pub(super) fn entry(field: CustomField) -> Option<(String, String)> {
    field.ext_key.zip(field.ext_value)
}

fn customer(call: &AddCoupon, directory: &Directory) -> Result<u32, String> {
    let mut look_up = LookUp::new("CPA-4");
    let found = look_up.one(
        directory.customers.iter().map(|customer| &customer.entry),
        ("cm_id", call.cm_id.as_deref()),
        ("cm_code", call.cm_code.as_deref()),
    );
    look_up.finish()?;
    found.ok_or_else(|| "cm_id、cm_code 至少填一个(CPA-4)".to_owned())
}

/// Products with quantity and unit, in the order of the call; the coupon they belong to is not known yet.
fn products(lines: &[ExchangeLine], directory: &Directory) -> Result<Vec<CouponLine>, String> {
    let mut look_up = LookUp::new("CPA-12");
    let mut found = Vec::new();
    for line in lines {
        let product = look_up.one(
            directory.products.iter().map(|product| &product.entry),
            ("product_id", line.product_id.as_deref()),
            ("product_code", line.product_code.as_deref()),
        );
        let num = line.num.as_ref().and_then(Number::to_decimal).unwrap_or_default();
        let unit = line.unit_name.as_deref().unwrap_or_default().into();
        found.extend(product.map(|product| CouponLine { coupon: 0, product, num, unit }));
    }
    look_up.finish().map(|()| found)
}
