//! What the sandbox holds, a page at a time, and values to choose from.

use serde_json::{Value, json};

use crate::{Sandbox, json::unescaped};

/// A kind of record with its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Vouchers,
    Held,
    Coupons,
    Customers,
    Products,
    QmaiCoupons,
    QmaiTemplates,
}

impl Kind {
    pub(super) const ALL: [Self; 7] = [
        Self::Vouchers,
        Self::Held,
        Self::Coupons,
        Self::Customers,
        Self::Products,
        Self::QmaiCoupons,
        Self::QmaiTemplates,
    ];

    /// Its word in an address.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Vouchers => "vouchers",
            Self::Held => "held",
            Self::Coupons => "coupons",
            Self::Customers => "customers",
            Self::Products => "products",
            Self::QmaiCoupons => "qmai-coupons",
            Self::QmaiTemplates => "qmai-templates",
        }
    }

    /// Its name in English and in Chinese.
    pub(super) fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Vouchers => ("Qince vouchers", "勤策 优惠券"),
            Self::Held => ("Qince vouchers held", "勤策 已领优惠券"),
            Self::Coupons => ("Qince goods coupons, by product", "勤策 兑货券（按商品）"),
            Self::Customers => ("Qince customers", "勤策 客户"),
            Self::Products => ("Qince products", "勤策 商品"),
            Self::QmaiCoupons => ("Qmai coupons", "企迈 券"),
            Self::QmaiTemplates => ("Qmai templates", "企迈 券模板"),
        }
    }

    pub(super) fn count(self, sandbox: &Sandbox) -> usize {
        let (qince, qmai) = sandbox.vendors();
        match self {
            Self::Vouchers => qince.state().vouchers.all().len(),
            Self::Held => qince.state().held.len(),
            Self::Coupons => qince.state().lines.all().len(),
            Self::Customers => qince.state().directory.customers.len(),
            Self::Products => qince.state().directory.products.len(),
            Self::QmaiCoupons => qmai.state().coupons.len(),
            Self::QmaiTemplates => qmai.state().templates.len(),
        }
    }

    /// Rows as the vendor would answer them now, from a place on.
    pub(super) fn rows(self, sandbox: &Sandbox, from: usize, most: usize) -> Vec<String> {
        let to = (from + most).min(self.count(sandbox));
        let range = from.min(to)..to;
        let context = sandbox.context();
        let (qince, qmai) = sandbox.vendors();
        match self {
            Self::Vouchers => {
                let mut state = qince.state();
                let slots = state.vouchers.all()[range].to_vec();
                slots.into_iter().map(|slot| unescaped(state.voucher_row(slot))).collect()
            }
            Self::Held => {
                let mut state = qince.state();
                range.map(|n| unescaped(state.held_row(n, context.today))).collect()
            }
            Self::Coupons => {
                let mut state = qince.state();
                let slots = state.lines.all()[range].to_vec();
                slots.into_iter().map(|slot| unescaped(state.line(slot, context))).collect()
            }
            Self::Customers => {
                let state = qince.state();
                state.directory.customers[range].iter().map(|c| unescaped(&c.row)).collect()
            }
            Self::Products => {
                let state = qince.state();
                let products = state.directory.products[range].iter();
                let row = products.map(|product| {
                    let entry = &product.entry;
                    let (id, code, name) = (&entry.id, &entry.code, &entry.name);
                    json!({ "id": id, "code": code, "name": name, "unit": product.unit })
                        .to_string()
                });
                row.collect()
            }
            Self::QmaiCoupons => {
                let mut state = qmai.state();
                range.map(|n| state.row(n as u32, context.now).to_owned()).collect()
            }
            Self::QmaiTemplates => {
                let mut state = qmai.state();
                let ints = state.ints();
                state.templates[range].iter_mut().map(|one| one.text(ints).to_owned()).collect()
            }
        }
    }

    /// The same, read.
    pub(super) fn values(self, sandbox: &Sandbox, most: usize) -> Vec<Value> {
        let rows = self.rows(sandbox, 0, most);
        rows.iter().filter_map(|row| serde_json::from_str(row).ok()).collect()
    }
}

/// Values that a field may have, each with a word about it.
type Choice = (String, String);

/// What there is to choose from in the sandbox's own data.
pub(super) struct Choices(Vec<(&'static [&'static str], Vec<Choice>)>);

const MOST_CHOICES: usize = 30;

impl Choices {
    pub(super) fn of_state(sandbox: &Sandbox) -> Self {
        let pick = |kind: Kind, value: &str, label: &str| {
            let mut choices: Vec<Choice> = Vec::new();
            for row in kind.values(sandbox, MOST_CHOICES) {
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
        let entries = |named: &[crate::IdAndCode], code: bool| -> Vec<Choice> {
            let one = |named: &crate::IdAndCode| {
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
            (&["voucherId", "voucher_id"], pick(Kind::Vouchers, "id", "name")),
            (&["cmId", "cm_id"], entries(&qince.customers, false)),
            (&["cmCode", "cm_code"], entries(&qince.customers, true)),
            (&["product_id", "prodId"], entries(&qince.products, false)),
            (&["product_code", "prodCode"], entries(&qince.products, true)),
            (&["coupon_no"], pick(Kind::Coupons, "coupon_no", "format_status")),
            (&["deal_name"], pick(Kind::Coupons, "deal_name", "coupon_no")),
            (&["customerId"], alone(&access.customers)),
            (&["ids"], alone(&access.coupon_ids)),
            (&["user_id"], users),
            (&["user_coupon_id"], coupons),
            (&["cardId"], pick(Kind::QmaiCoupons, "cardId", "title")),
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
