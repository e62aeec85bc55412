//! Values that fields of Qince's calls may take.

use coupon_sandbox::{IdAndCode, Sandbox};

use crate::{
    record_values::pick,
    shown_vendor::{Choice, FieldChoices},
};

pub(super) fn choices(sandbox: &Sandbox) -> Vec<FieldChoices> {
    let access = sandbox.qince();
    let by_id = |entries: &[IdAndCode]| -> Vec<Choice> {
        entries.iter().map(|one| (one.id.clone(), one.code.clone())).collect()
    };
    let by_code = |entries: &[IdAndCode]| -> Vec<Choice> {
        entries.iter().map(|one| (one.code.clone(), one.id.clone())).collect()
    };
    vec![
        (&["voucherId", "voucher_id"], pick(sandbox, "vouchers", "id", "name")),
        (&["cmId", "cm_id"], by_id(&access.customers)),
        (&["cmCode", "cm_code"], by_code(&access.customers)),
        (&["product_id", "prodId"], by_id(&access.products)),
        (&["product_code", "prodCode"], by_code(&access.products)),
        (&["coupon_no"], pick(sandbox, "coupons", "coupon_no", "format_status")),
        (&["deal_name"], pick(sandbox, "coupons", "deal_name", "coupon_no")),
    ]
}
