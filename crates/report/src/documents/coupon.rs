//! A coupon with its goods.

use coupon_domain::{
    AccountName, Coupon, CouponId, CouponState, CustomerId, Item, ProductId, ProviderName, RawRow,
    Record, TemplateId,
};
use coupon_ledger::{UnreadWrites, WholeCoupon};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::value::RawValue;

use super::row::verbatim;

/// One coupon, however many rows the vendor has of it. The fields are those of its first row; those of its goods stand in `goods`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are those of `coupon_domain::Coupon`")]
pub struct CouponDocument<'a> {
    pub account: &'a AccountName,
    pub provider: &'a ProviderName,
    pub id: &'a CouponId,
    pub code: Option<&'a str>,
    pub template: Option<&'a TemplateId>,
    pub template_name: Option<&'a str>,
    pub customer: Option<&'a CustomerId>,
    pub customer_code: Option<&'a str>,
    pub customer_name: Option<&'a str>,
    pub state: &'a CouponState,
    /// The state with expiry by the clock.
    pub state_now: CouponState,
    pub amount: Option<Decimal>,
    pub share: Option<Decimal>,
    pub threshold: Option<Decimal>,
    pub begins_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
    pub created_at: Option<Timestamp>,
    pub changed_at: Option<Timestamp>,
    pub received_at: Option<Timestamp>,
    pub used_at: Option<Timestamp>,
    pub order_id: Option<&'a str>,
    pub order_no: Option<&'a str>,
    pub order_amount: Option<Decimal>,
    pub used_amount: Option<Decimal>,
    /// The goods it is exchanged for, one for each of its rows.
    pub goods: Vec<GoodsDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_changed_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone_at: Option<Timestamp>,
    /// When a write of ours may have changed it that no reading followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unread_write_at: Option<Timestamp>,
    /// The vendor's text of the first row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<&'a RawValue>,
}

/// The goods of one row of a coupon.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are those of `coupon_domain::Coupon` and its `Item`")]
pub struct GoodsDocument<'a> {
    pub id: &'a CouponId,
    pub state: &'a CouponState,
    pub product: Option<&'a ProductId>,
    pub code: Option<&'a str>,
    pub name: Option<&'a str>,
    pub quantity: Option<Decimal>,
    pub unit: Option<&'a str>,
    pub price: Option<Decimal>,
    pub used_at: Option<Timestamp>,
    pub recovered_at: Option<Timestamp>,
    pub recovered_quantity: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<&'a RawValue>,
}

impl<'a> CouponDocument<'a> {
    /// A coupon of a ledger; with the vendor's texts if `raw`.
    pub fn stored(coupon: &'a WholeCoupon, now: Timestamp, raw: bool) -> Self {
        let first = coupon.first();
        let rows = coupon.rows().map(|row| (&row.value, &row.row));
        let document = Self::of(&first.account, &first.provider, rows, now, raw);
        Self {
            first_seen: Some(first.first_seen),
            seen_changed_at: Some(first.changed_at),
            gone_at: first.gone_at,
            ..document.expect("a coupon has a row")
        }
    }

    /// A coupon of a vendor's answer, out of all its rows; with the vendor's texts if `raw`. None without a row.
    pub fn asked(
        account: &'a AccountName,
        provider: &'a ProviderName,
        records: &'a [Record<Coupon>],
        now: Timestamp,
        raw: bool,
    ) -> Option<Self> {
        let rows = records.iter().map(|record| (&record.value, &record.row));
        Self::of(account, provider, rows, now, raw)
    }

    /// With the time of a write of ours that no reading followed.
    pub fn marked(mut self, unread: &UnreadWrites) -> Self {
        let since = self.seen_changed_at.unwrap_or(Timestamp::MAX);
        let code = self.code.unwrap_or_default();
        self.unread_write_at = unread.of_coupon(self.account, self.provider, code, since);
        self
    }

    fn of(
        account: &'a AccountName,
        provider: &'a ProviderName,
        rows: impl Iterator<Item = (&'a Coupon, &'a RawRow)>,
        now: Timestamp,
        with_raw: bool,
    ) -> Option<Self> {
        let rows: Vec<(&Coupon, &RawRow)> = rows.collect();
        let (first, row) = *rows.first()?;
        let goods = rows.iter().filter_map(|(coupon, row)| {
            Some(GoodsDocument::of(coupon, coupon.item.as_ref()?, verbatim(row, with_raw)))
        });
        Some(Self {
            account,
            provider,
            id: &first.id,
            code: first.code.as_deref(),
            template: first.template.as_ref(),
            template_name: first.template_name.as_deref(),
            customer: first.customer.as_ref(),
            customer_code: first.customer_code.as_deref(),
            customer_name: first.customer_name.as_deref(),
            state: &first.state,
            state_now: first.state_at(now),
            amount: first.amount,
            share: first.share,
            threshold: first.threshold,
            begins_at: first.begins_at,
            ends_at: first.ends_at,
            created_at: first.created_at,
            changed_at: first.changed_at,
            received_at: first.received_at,
            used_at: first.used_at,
            order_id: first.order_id.as_deref(),
            order_no: first.order_no.as_deref(),
            order_amount: first.order_amount,
            used_amount: first.used_amount,
            goods: goods.collect(),
            first_seen: None,
            seen_changed_at: None,
            gone_at: None,
            unread_write_at: None,
            raw: verbatim(row, with_raw),
        })
    }
}

impl<'a> GoodsDocument<'a> {
    fn of(coupon: &'a Coupon, item: &'a Item, raw: Option<&'a RawValue>) -> Self {
        Self {
            id: &coupon.id,
            state: &coupon.state,
            product: item.product.as_ref(),
            code: item.code.as_deref(),
            name: item.name.as_deref(),
            quantity: item.quantity,
            unit: item.unit.as_deref(),
            price: item.price,
            used_at: coupon.used_at,
            recovered_at: coupon.recovered_at,
            recovered_quantity: coupon.recovered_quantity,
            raw,
        }
    }

    /// `可乐 2箱`: the name, else the code or the id; the quantity with its unit.
    pub fn short(&self) -> String {
        let product = self.product.map(|id| id.as_str());
        let name = self.name.or(self.code).or(product).unwrap_or_default();
        let quantity = self.quantity.map(|quantity| quantity.normalize().to_string());
        let unit = self.unit.unwrap_or_default();
        format!("{name} {}{unit}", quantity.unwrap_or_default()).trim().to_owned()
    }
}
