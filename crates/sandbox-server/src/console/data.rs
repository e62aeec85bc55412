//! The records of the sandbox, and values to choose from.

use serde_json::Value;

use coupon_sandbox::{IdAndCode, RecordKind, Sandbox};

/// The word of a kind in an address.
pub(super) fn word(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Vouchers => "vouchers",
        RecordKind::HeldVouchers => "held",
        RecordKind::GoodsCoupons => "coupons",
        RecordKind::QinceCustomers => "customers",
        RecordKind::QinceProducts => "products",
        RecordKind::QmaiCoupons => "qmai-coupons",
        RecordKind::QmaiTemplates => "qmai-templates",
    }
}

/// The name of a kind in English and in Chinese.
pub(super) fn name(kind: RecordKind) -> (&'static str, &'static str) {
    match kind {
        RecordKind::Vouchers => ("Qince vouchers", "勤策 优惠券"),
        RecordKind::HeldVouchers => ("Qince vouchers held", "勤策 已领优惠券"),
        RecordKind::GoodsCoupons => ("Qince goods coupons, by product", "勤策 兑货券（按商品）"),
        RecordKind::QinceCustomers => ("Qince customers", "勤策 客户"),
        RecordKind::QinceProducts => ("Qince products", "勤策 商品"),
        RecordKind::QmaiCoupons => ("Qmai coupons", "企迈 券"),
        RecordKind::QmaiTemplates => ("Qmai templates", "企迈 券模板"),
    }
}

/// The first records of a kind.
pub(super) fn values(sandbox: &Sandbox, kind: RecordKind, most: usize) -> Vec<Value> {
    let rows = sandbox.record_texts(kind, 0..most);
    rows.iter().filter_map(|row| serde_json::from_str(row).ok()).collect()
}

/// Values that a field may have, each with a word about it.
type Choice = (String, String);

/// The values of the sandbox's own data that a field may take.
pub(super) struct Choices(Vec<(&'static [&'static str], Vec<Choice>)>);

const MOST_CHOICES: usize = 30;

impl Choices {
    pub(super) fn of_state(sandbox: &Sandbox) -> Self {
        let pick = |kind: RecordKind, value: &str, label: &str| {
            let mut choices: Vec<Choice> = Vec::new();
            for row in values(sandbox, kind, MOST_CHOICES) {
                let choice = (plain(&row[value]), plain(&row[label]));
                if !choice.0.is_empty() && choices.iter().all(|(known, _)| *known != choice.0) {
                    choices.push(choice);
                }
            }
            choices
        };
        let access = sandbox.qmai();
        let alone = |values: &[String]| {
            values.iter().take(MOST_CHOICES).map(|value| (value.clone(), String::new())).collect()
        };
        let (users, coupons): (Vec<Choice>, Vec<Choice>) = access
            .user_coupons
            .iter()
            .map(|(user, coupon)| ((user.clone(), String::new()), (coupon.clone(), user.clone())))
            .unzip();
        let entries = |named: &[IdAndCode], code: bool| -> Vec<Choice> {
            let one = |named: &IdAndCode| {
                if code {
                    (named.code.clone(), named.id.clone())
                } else {
                    (named.id.clone(), named.code.clone())
                }
            };
            named.iter().map(one).collect()
        };
        let qince = sandbox.qince();
        Self(vec![
            (&["voucherId", "voucher_id"], pick(RecordKind::Vouchers, "id", "name")),
            (&["cmId", "cm_id"], entries(&qince.customers, false)),
            (&["cmCode", "cm_code"], entries(&qince.customers, true)),
            (&["product_id", "prodId"], entries(&qince.products, false)),
            (&["product_code", "prodCode"], entries(&qince.products, true)),
            (&["coupon_no"], pick(RecordKind::GoodsCoupons, "coupon_no", "format_status")),
            (&["deal_name"], pick(RecordKind::GoodsCoupons, "deal_name", "coupon_no")),
            (&["customerId"], alone(&access.customers)),
            (&["ids"], alone(&access.coupon_ids)),
            (&["user_id"], users),
            (&["user_coupon_id"], coupons),
            (&["cardId"], pick(RecordKind::QmaiCoupons, "cardId", "title")),
        ])
    }

    /// Those for a field: of the state by its name, else the documented values.
    pub(super) fn of(&self, name: &str, schema: &Value) -> Vec<Choice> {
        if let Some((_, choices)) = self.0.iter().find(|(names, _)| names.contains(&name)) {
            return choices.clone();
        }
        let known = schema["examples"].as_array().into_iter().flatten();
        known.map(|value| (plain(value), String::new())).collect()
    }
}

/// A value without quotes; blank for none.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
