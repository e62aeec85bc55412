//! 兑货券: the records, one file per operation, and the routes to them.

mod actions;
mod add_coupon;
mod approval_coupon;
pub(super) mod model;
mod query_coupon_detail;
mod row;
pub(super) mod seed;
mod update_coupon_ext;

use coupon_qince_wire::coupondetail::{
    AddCoupon, ApprovalCoupon, QueryCouponDetail, UpdateCouponExt,
};
use serde_json::json;

use super::{
    route::{QinceRoute, route},
    sample_source::later,
};

pub(super) const ROUTES: &[QinceRoute] = &[
    route!(
        QueryCouponDetail,
        query_coupon_detail::answer,
        |_| json!({ "page_number": 1, "page_length": 10 })
    ),
    route!(AddCoupon, add_coupon::answer, |of| json!({
        "coupon_no": format!("HZ-{}", of.now().strftime("%m%d%H%M%S")),
        "deal_name": of.coupon(|_| true, "deal_name"), "cm_id": of.customer(),
        "start_date": of.today(), "end_date": later(of.today()),
        "prods": [{ "product_id": of.product(), "unit_name": "箱", "num": 10 }],
    })),
    route!(UpdateCouponExt, update_coupon_ext::answer, |of| json!({
        "coupon_no": of.coupon(|row| row["status"] == "1", "coupon_no"),
        "exts": [{ "ext_key": "备注", "ext_value": "已电话确认" }],
    })),
    route!(ApprovalCoupon, approval_coupon::answer, |of| json!({
        "coupon_no": of.coupon(|row| row["format_status"] == "待审批", "coupon_no"),
        "coupon_status": "1", "confirm_emp": "王芳",
    })),
];
