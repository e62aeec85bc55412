//! A call of each operation that the sandbox would carry out now, made of what it holds.

use jiff::{civil::Date, tz::Offset};
use serde_json::{Value, json};

use super::data::{plain, values};
use coupon_sandbox::{RecordKind, Sandbox};

/// How many records are looked at for one that fits.
const LOOKED_AT: usize = 400;

/// The JSON text of a call; `{}` for an operation that is not known here.
pub(crate) fn sample(sandbox: &Sandbox, operation: &str) -> String {
    let today = Offset::constant(8).to_datetime(sandbox.now());
    let (day, qince, qmai) = (today.date(), sandbox.qince(), sandbox.qmai());
    let (customer, product) = (&qince.customers[0].id, &qince.products[0].id);
    let open = |id: &'static str| voucher(sandbox, day, |row| row["isFinish"] == "N", id);
    let call = match operation {
        "voucher.getVoucherInfos" | "coupondetail.queryCouponDetail" => {
            json!({ "page_number": 1, "page_length": 10 })
        }
        "voucher.addVoucherInfo" => json!({
            "name": "春节满百减十", "startDate": day, "endDate": later(day), "money": "10.00",
            "doorsillType": "Y", "doorsillAmount": 100, "payType": "UNLIMITED", "grantType": "THIRDPARTY",
            "eachCmNum": 1, "num": 10, "tradeRange": "2", "cmId": customer, "prodMode": "ALL",
        }),
        "voucher.finishVoucher" => json!({ "voucherId": open("id") }),
        "voucher.modifyVoucherEndDate" => {
            json!({ "voucherId": open("id"), "endDate": later(later(day)) })
        }
        "voucher.receiveVoucherInfo" => {
            let voucher = open("id");
            let customer = sandbox.customers_of(&voucher).pop().map(|(id, _)| id);
            let now = today.strftime("%Y-%m-%d %H:%M:%S").to_string();
            json!({ "voucherId": voucher, "cmId": customer, "receiveTime": now })
        }
        "voucher.getCmInfos" => {
            json!({ "voucher_id": voucher(sandbox, day, |_| true, "id"), "page_number": 1, "page_length": 10 })
        }
        "voucher.queryVoucherUsedInfo" => {
            json!({ "voucherId": voucher(sandbox, day, |_| true, "id") })
        }
        "coupondetail.addCoupon" => json!({
            "coupon_no": format!("HZ-{}", today.strftime("%m%d%H%M%S")),
            "deal_name": coupon(sandbox, |_| true, "deal_name"), "cm_id": customer,
            "start_date": day, "end_date": later(day),
            "prods": [{ "product_id": product, "unit_name": "箱", "num": 10 }],
        }),
        "coupondetail.updateCouponExt" => json!({
            "coupon_no": coupon(sandbox, |row| row["status"] == "1", "coupon_no"),
            "exts": [{ "ext_key": "备注", "ext_value": "已电话确认" }],
        }),
        "coupondetail.approvalCoupon" => json!({
            "coupon_no": coupon(sandbox, |row| row["format_status"] == "待审批", "coupon_no"),
            "coupon_status": "1", "confirm_emp": "王芳",
        }),
        "v3.getCustomerCoupons" => json!({ "customerId": qmai.customers.first() }),
        "v2.user-coupons-detail.by-ids" => {
            json!({ "ids": qmai.coupon_ids.iter().take(3).cloned().collect::<Vec<_>>().join(",") })
        }
        "v2.user-coupons-detail.by-user" => {
            let (user, coupon) = qmai.user_coupons.first().cloned().unwrap_or_default();
            json!({ "user_id": user, "user_coupon_id": coupon })
        }
        "v3.couponStatus" => json!({ "id": card(sandbox, |_| true), "type": "1" }),
        "v3.issueCouponsToCustomer" => json!({
            "bizId": ISSUE, "couponId": qmai.coupon_ids.first(), "customerId": qmai.customers.first(), "num": 1,
            "thirdChannel": "pos",
        }),
        "v3.writeOffCoupon" => json!({
            "bizId": USE, "couponsCardList": [card(sandbox, is_unused)], "amount": 300, "thirdOrderNo": "DD-0001",
        }),
        "v3.couponReverse" => json!({ "bizId": USE }),
        "v3.recycleCoupons" => {
            json!({ "bizId": "HS-0001", "cardIdList": [card(sandbox, is_unused)] })
        }
        "v3.couponRecovery" => json!({ "bizId": ISSUE }),
        _ => json!({}),
    };
    call.to_string()
}

/// The bizIds of the sample issue and the sample use: the calls that undo them name them.
const ISSUE: &str = "FQ-0001";
const USE: &str = "HX-0001";

fn is_unused(row: &Value) -> bool {
    plain(&row["useStatus"]) == "0"
}

/// The code of a Qmai coupon that fits; of the first one if none does.
fn card(sandbox: &Sandbox, fits: impl Fn(&Value) -> bool) -> String {
    let rows = values(sandbox, RecordKind::QmaiCoupons, LOOKED_AT);
    let found = rows.iter().find(|row| fits(row)).or(rows.first());
    found.map(|row| plain(&row["cardId"])).unwrap_or_default()
}

/// A field of a 优惠券 that fits, best one that still runs; of the first one if none does.
fn voucher(sandbox: &Sandbox, day: Date, fits: impl Fn(&Value) -> bool, field: &str) -> String {
    let rows = values(sandbox, RecordKind::Vouchers, LOOKED_AT);
    let today = day.to_string();
    let begun = |row: &&Value| plain(&row["startDate"]) <= today && plain(&row["endDate"]) > today;
    let runs = |row: &&Value| fits(row) && begun(row);
    let found =
        rows.iter().find(runs).or_else(|| rows.iter().find(|row| fits(row))).or(rows.first());
    found.map(|row| plain(&row[field])).unwrap_or_default()
}

fn coupon(sandbox: &Sandbox, fits: impl Fn(&Value) -> bool, field: &str) -> String {
    let rows = values(sandbox, RecordKind::GoodsCoupons, LOOKED_AT);
    let found = rows.iter().find(|row| fits(row)).or(rows.first());
    found.map(|row| plain(&row[field])).unwrap_or_default()
}

/// Half a year.
fn later(day: Date) -> Date {
    day.saturating_add(jiff::Span::new().days(180))
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use bytes::Bytes;

    use super::*;
    use crate::console::{operations::operations, request::ConsoleRequest, try_it};
    use coupon_sandbox::{Clock, SandboxConfig};

    #[tokio::test]
    async fn every_example_is_carried_out() {
        let now = "2026-03-02T04:00:00Z".parse().unwrap();
        let sandbox =
            Sandbox::new(SandboxConfig { clock: Clock::Fixed(now), ..SandboxConfig::default() });
        let request = Request::get("/").body(Bytes::new()).unwrap();
        let visit = ConsoleRequest::new(&sandbox, &request);
        for operation in operations() {
            let body = sample(&sandbox, operation.name);
            let key = try_it::right_key(&sandbox, operation.vendor);
            let signed = try_it::sign(&visit, operation, &body, &key).unwrap();
            let rows = try_it::send(&visit, signed).await.rows;
            assert!(rows.is_ok(), "{} {body}: {rows:?}", operation.name);
        }
    }
}
