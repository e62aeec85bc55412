//! Sample calls of Qince.

use jiff::{Span, civil::Date};
use serde_json::{Value, json};

use super::state::QinceState;
use crate::{clock::civil, context::Context, json_writer::unescaped};

/// How many records are looked at for one that fits.
const LOOKED_AT: usize = 400;

/// `None` for an operation that is not Qince's.
pub(super) fn sample(state: &mut QinceState, operation: &str, context: Context) -> Option<Value> {
    let now = civil(context.now);
    let day = now.date();
    let customer = state.directory.customers[0].entry.id.clone();
    let product = state.directory.products[0].entry.id.clone();
    let open = |row: &Value| row["isFinish"] == "N";
    let any = |_: &Value| true;
    let call = match operation {
        "voucher.getVoucherInfos" | "coupondetail.queryCouponDetail" => {
            json!({ "page_number": 1, "page_length": 10 })
        }
        "voucher.addVoucherInfo" => json!({
            "name": "春节满百减十", "startDate": day, "endDate": later(day), "money": "10.00",
            "doorsillType": "Y", "doorsillAmount": 100, "payType": "UNLIMITED", "grantType": "THIRDPARTY",
            "eachCmNum": 1, "num": 10, "tradeRange": "2", "cmId": customer, "prodMode": "ALL",
        }),
        "voucher.finishVoucher" => json!({ "voucherId": voucher(state, day, open) }),
        "voucher.modifyVoucherEndDate" => {
            json!({ "voucherId": voucher(state, day, open), "endDate": later(later(day)) })
        }
        "voucher.receiveVoucherInfo" => {
            let voucher = voucher(state, day, open);
            let customer = state.customers_of(&voucher).pop().map(|(id, _)| id);
            let now = now.strftime("%Y-%m-%d %H:%M:%S").to_string();
            json!({ "voucherId": voucher, "cmId": customer, "receiveTime": now })
        }
        "voucher.getCmInfos" => {
            json!({ "voucher_id": voucher(state, day, any), "page_number": 1, "page_length": 10 })
        }
        "voucher.queryVoucherUsedInfo" => {
            json!({ "voucherId": voucher(state, day, any) })
        }
        "coupondetail.addCoupon" => json!({
            "coupon_no": format!("HZ-{}", now.strftime("%m%d%H%M%S")),
            "deal_name": coupon(state, context, any, "deal_name"), "cm_id": customer,
            "start_date": day, "end_date": later(day),
            "prods": [{ "product_id": product, "unit_name": "箱", "num": 10 }],
        }),
        "coupondetail.updateCouponExt" => json!({
            "coupon_no": coupon(state, context, |row| row["status"] == "1", "coupon_no"),
            "exts": [{ "ext_key": "备注", "ext_value": "已电话确认" }],
        }),
        "coupondetail.approvalCoupon" => json!({
            "coupon_no": coupon(state, context, |row| row["format_status"] == "待审批", "coupon_no"),
            "coupon_status": "1", "confirm_emp": "王芳",
        }),
        _ => return None,
    };
    Some(call)
}

/// The id of a 优惠券 that fits, best one that still runs; of the first one if none does.
fn voucher(state: &mut QinceState, day: Date, fits: impl Fn(&Value) -> bool) -> String {
    let slots = state.vouchers.all();
    let slots = slots[..slots.len().min(LOOKED_AT)].to_vec();
    let rows: Vec<Value> =
        slots.into_iter().map(|slot| read(&unescaped(state.voucher_row(slot)))).collect();
    let today = day.to_string();
    let begun = |row: &&Value| plain(&row["startDate"]) <= today && plain(&row["endDate"]) > today;
    let runs = |row: &&Value| fits(row) && begun(row);
    let found =
        rows.iter().find(runs).or_else(|| rows.iter().find(|row| fits(row))).or(rows.first());
    found.map(|row| plain(&row["id"])).unwrap_or_default()
}

/// A field of a 兑货券 that fits; of the first one if none does.
fn coupon(
    state: &mut QinceState,
    context: Context,
    fits: impl Fn(&Value) -> bool,
    field: &str,
) -> String {
    let slots = state.lines.all();
    let slots = slots[..slots.len().min(LOOKED_AT)].to_vec();
    let rows: Vec<Value> =
        slots.into_iter().map(|slot| read(&unescaped(state.line(slot, context)))).collect();
    let found = rows.iter().find(|row| fits(row)).or(rows.first());
    found.map(|row| plain(&row[field])).unwrap_or_default()
}

fn read(row: &str) -> Value {
    serde_json::from_str(row).expect("a row of the sandbox is JSON")
}

/// A value without quotes; blank for none.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Half a year.
fn later(day: Date) -> Date {
    day.saturating_add(Span::new().days(180))
}
