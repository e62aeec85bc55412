//! Qmai as a row of the table of vendors.

use coupon_qmai_wire::{operation, parse_request};

use super::quirks::QUIRKS;
use crate::{
    record_kind::{RecordKind, RecordStep},
    served_vendor::ServedVendor,
};

pub(crate) const VENDOR: ServedVendor = ServedVendor {
    name: "qmai",
    serves: |path| path.starts_with("/v3/") || path == "/api/v2",
    operation: |request| parse_request(request).ok()?.operation.map(|one| one.name),
    knows: |name| operation(name).is_some(),
    paged: &[],
    echoes_ids: false,
    key: "qmai_open_key",
    quirks: QUIRKS,
    records: RECORDS,
};

/// The kinds of records, by their words.
pub(super) const COUPONS: &str = "qmai-coupons";
pub(super) const TEMPLATES: &str = "qmai-templates";

/// The field of a step that names a coupon, and the column with that name.
const CARD: [&str; 2] = ["card_id", "cardId"];

const RECORDS: &[RecordKind] = &[
    RecordKind {
        word: COUPONS,
        title_en: "Qmai coupons",
        title_zh: "企迈 券",
        operation: Some("v3.getCustomerCoupons"),
        listed: Some("qmai"),
        steps: &[
            RecordStep::new("use_qmai", CARD, "Use", "核销"),
            RecordStep::new("reverse_qmai", CARD, "Reverse", "冲正"),
            RecordStep::new("freeze_qmai", CARD, "Freeze", "冻结"),
            RecordStep::new("thaw_qmai", CARD, "Thaw", "解冻"),
            RecordStep::new("delete_qmai", CARD, "Delete", "删除"),
        ],
    },
    RecordKind {
        word: TEMPLATES,
        title_en: "Qmai templates",
        title_zh: "企迈 券模板",
        operation: Some("v2.user-coupons-detail.by-ids"),
        listed: Some("templates"),
        steps: &[],
    },
];
