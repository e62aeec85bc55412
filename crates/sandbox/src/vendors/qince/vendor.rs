//! Qince as a row of the table of vendors.

use coupon_qince_wire::{operation, parse_request};

use super::quirks::QUIRKS;
use crate::{
    record_kind::{RecordKind, RecordStep},
    served_vendor::ServedVendor,
};

pub(crate) const VENDOR: ServedVendor = ServedVendor {
    name: "qince",
    serves: |_| true,
    operation: |request| parse_request(request).ok()?.operation.map(|one| one.name),
    knows: |name| operation(name).is_some(),
    paged: &["voucher.getVoucherInfos", "voucher.getCmInfos", "coupondetail.queryCouponDetail"],
    echoes_ids: true,
    key: "qince_app_key",
    quirks: QUIRKS,
    records: RECORDS,
};

/// The kinds of records, by their words.
pub(super) const VOUCHERS: &str = "vouchers";
pub(super) const HELD: &str = "held";
pub(super) const GOODS: &str = "coupons";
pub(super) const CUSTOMERS: &str = "customers";
pub(super) const PRODUCTS: &str = "products";

/// The field of a step that names a 兑货券, and the column with that name.
const COUPON_NO: [&str; 2] = ["coupon_no", "coupon_no"];

const RECORDS: &[RecordKind] = &[
    RecordKind {
        word: VOUCHERS,
        title_en: "Qince vouchers",
        title_zh: "勤策 优惠券",
        operation: Some("voucher.getVoucherInfos"),
        listed: Some(VOUCHERS),
        steps: &[RecordStep::new("change_voucher", ["voucher_id", "id"], "Change", "变更")],
    },
    RecordKind {
        word: HELD,
        title_en: "Qince vouchers held",
        title_zh: "勤策 已领优惠券",
        operation: Some("voucher.queryVoucherUsedInfo"),
        listed: Some(HELD),
        steps: &[RecordStep::new("use_voucher", ["held_id", "id"], "Use", "使用")],
    },
    RecordKind {
        word: GOODS,
        title_en: "Qince goods coupons, by product",
        title_zh: "勤策 兑货券（按商品）",
        operation: Some("coupondetail.queryCouponDetail"),
        listed: Some(GOODS),
        steps: &[
            RecordStep::new("use_coupon", COUPON_NO, "Use", "使用"),
            RecordStep::new("recover_coupon", COUPON_NO, "Recover", "回收"),
            RecordStep::new("change_coupon", COUPON_NO, "Change", "变更"),
            RecordStep::new("delete_coupon", COUPON_NO, "Delete", "删除"),
        ],
    },
    RecordKind {
        word: CUSTOMERS,
        title_en: "Qince customers",
        title_zh: "勤策 客户",
        operation: Some("voucher.getCmInfos"),
        listed: None,
        steps: &[],
    },
    RecordKind {
        word: PRODUCTS,
        title_en: "Qince products",
        title_zh: "勤策 商品",
        operation: None,
        listed: None,
        steps: &[],
    },
];
