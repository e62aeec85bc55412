//! 优惠券: the records, one file per operation, and the routes to them.

mod actions;
mod add_voucher_info;
mod finish_voucher;
mod get_cm_infos;
mod get_voucher_infos;
pub(super) mod model;
mod modify_voucher_end_date;
mod query_voucher_used_info;
pub(super) mod range;
mod receive_voucher_info;
mod row;
pub(super) mod seed;

use coupon_qince_wire::voucher::{
    AddVoucherInfo, FinishVoucher, GetCmInfos, GetVoucherInfos, ModifyVoucherEndDate,
    QueryVoucherUsedInfo, ReceiveVoucherInfo,
};
use serde_json::json;

use super::{
    route::{QinceRoute, route},
    sample_source::later,
};

pub(super) const ROUTES: &[QinceRoute] = &[
    route!(
        GetVoucherInfos,
        get_voucher_infos::answer,
        |_| json!({ "page_number": 1, "page_length": 10 })
    ),
    route!(AddVoucherInfo, add_voucher_info::answer, |of| json!({
        "name": "春节满百减十", "startDate": of.today(), "endDate": later(of.today()), "money": "10.00",
        "doorsillType": "Y", "doorsillAmount": 100, "payType": "UNLIMITED", "grantType": "THIRDPARTY",
        "eachCmNum": 1, "num": 10, "tradeRange": "2", "cmId": of.customer(), "prodMode": "ALL",
    })),
    route!(FinishVoucher, finish_voucher::answer, |of| json!({ "voucherId": of.open_voucher() })),
    route!(ModifyVoucherEndDate, modify_voucher_end_date::answer, |of| {
        json!({ "voucherId": of.open_voucher(), "endDate": later(later(of.today())) })
    }),
    route!(ReceiveVoucherInfo, receive_voucher_info::answer, |of| {
        let voucher = of.open_voucher();
        let now = of.now().strftime("%Y-%m-%d %H:%M:%S").to_string();
        json!({ "voucherId": voucher, "cmId": of.customer_of(&voucher), "receiveTime": now })
    }),
    route!(GetCmInfos, get_cm_infos::answer, |of| {
        json!({ "voucher_id": of.any_voucher(), "page_number": 1, "page_length": 10 })
    }),
    route!(
        QueryVoucherUsedInfo,
        query_voucher_used_info::answer,
        |of| json!({ "voucherId": of.any_voucher() })
    ),
];
