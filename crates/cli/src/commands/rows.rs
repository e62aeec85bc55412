//! Rows as they are printed. The JSON is documented in the crate's README.

use coupon_domain::{
    AccountName, Coupon, CouponState, Customer, Discount, NO_END, ProviderName, RawRow, Record,
    Template,
};
use coupon_ledger::Stored;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::messages::Lang;

/// A value with where it comes from and, from a ledger, since when.
#[derive(Debug, Serialize)]
pub(crate) struct OutputRow<'a, T> {
    account: &'a AccountName,
    provider: &'a ProviderName,
    #[serde(flatten)]
    value: &'a T,
    /// Coupons alone: the state with expiry by the clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    state_now: Option<CouponState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_seen: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seen_changed_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gone_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<&'a RawValue>,
}

impl<'a, T> OutputRow<'a, T> {
    pub(crate) fn stored(stored: &'a Stored<T>, raw: bool) -> Self {
        Self {
            account: &stored.account,
            provider: &stored.provider,
            value: &stored.value,
            state_now: None,
            first_seen: Some(stored.first_seen),
            seen_changed_at: Some(stored.changed_at),
            gone_at: stored.gone_at,
            raw: verbatim(&stored.row, raw),
        }
    }

    pub(crate) fn asked(
        account: &'a AccountName,
        provider: &'a ProviderName,
        record: &'a Record<T>,
        raw: bool,
    ) -> Self {
        Self {
            account,
            provider,
            value: &record.value,
            state_now: None,
            first_seen: None,
            seen_changed_at: None,
            gone_at: None,
            raw: verbatim(&record.row, raw),
        }
    }
}

impl OutputRow<'_, Coupon> {
    /// With the state as of now: an available coupon past its end is expired.
    pub(crate) fn at(mut self, now: Timestamp) -> Self {
        let over = self.value.ends_at.is_some_and(|end| end < now);
        let available = self.value.state == CouponState::Available;
        let state = if over && available { CouponState::Expired } else { self.value.state.clone() };
        self.state_now = Some(state);
        self
    }
}

/// The row as it came; the vendors' rows are JSON.
fn verbatim(row: &RawRow, wanted: bool) -> Option<&RawValue> {
    if wanted { serde_json::from_str(row.as_str()).ok() } else { None }
}

pub(crate) fn template_headers(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::En => ["account", "provider", "id", "name", "state", "worth", "ends"],
        Lang::Zh => ["账户", "来源", "编号", "名称", "状态", "面值", "截止"],
    }
}

pub(crate) fn template_cells(row: &OutputRow<'_, Template>, lang: Lang) -> Vec<String> {
    let template = row.value;
    vec![
        row.account.to_string(),
        row.provider.to_string(),
        template.id.to_string(),
        shown(template.name.as_ref()),
        template.state.as_str().to_owned(),
        template.discount.as_ref().map(worth).unwrap_or_default(),
        last_day(template.ends_at, lang),
    ]
}

pub(crate) fn coupon_headers(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::En => ["account", "provider", "coupon", "template", "customer", "state", "ends"],
        Lang::Zh => ["账户", "来源", "券", "模板", "客户", "状态", "截止"],
    }
}

pub(crate) fn coupon_cells(row: &OutputRow<'_, Coupon>, lang: Lang) -> Vec<String> {
    let coupon = row.value;
    let state = row.state_now.as_ref().unwrap_or(&coupon.state);
    let template = coupon.template_name.clone();
    let template = template.or_else(|| coupon.template.as_ref().map(ToString::to_string));
    let customer = coupon.customer_name.clone();
    let customer = customer.or_else(|| coupon.customer.as_ref().map(ToString::to_string));
    vec![
        row.account.to_string(),
        row.provider.to_string(),
        coupon.code.clone().unwrap_or_else(|| coupon.id.to_string()),
        template.unwrap_or_default(),
        customer.unwrap_or_default(),
        state.to_string(),
        last_day(coupon.ends_at, lang),
    ]
}

pub(crate) fn customer_headers(lang: Lang) -> [&'static str; 5] {
    match lang {
        Lang::En => ["account", "provider", "id", "code", "name"],
        Lang::Zh => ["账户", "来源", "编号", "编码", "名称"],
    }
}

pub(crate) fn customer_cells(row: &OutputRow<'_, Customer>) -> Vec<String> {
    let customer = row.value;
    vec![
        row.account.to_string(),
        row.provider.to_string(),
        customer.id.to_string(),
        shown(customer.code.as_ref()),
        shown(customer.name.as_ref()),
    ]
}

fn shown(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

/// The Beijing day, as both vendors' people write it; in words where there is no end.
fn last_day(instant: Option<Timestamp>, lang: Lang) -> String {
    match instant {
        Some(instant) if instant >= NO_END => lang.pick("no end", "长期有效").to_owned(),
        Some(instant) => coupon_domain::beijing_date(instant).to_string(),
        None => String::new(),
    }
}

fn worth(discount: &Discount) -> String {
    match discount {
        Discount::Amount(amount) => format!("¥{amount}"),
        Discount::Percent { share, .. } => format!("×{}", share.normalize()),
    }
}
