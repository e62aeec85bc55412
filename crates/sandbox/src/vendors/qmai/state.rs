//! Everything the sandbox knows of its Qmai account.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    clock::Millis,
    config::SandboxConfig,
    error::SandboxError,
    integrity::{below, note},
    json_writer::{CachedText, NumberStyle},
    quirks::Quirks,
    seeded_rng::read_id,
    serde_text,
    vendors::qmai::quirks,
};

/// Ids of the vendor have 18 digits.
const LEAST_ID: u64 = 380_000_000_000_000_000;
/// The distance of two ids that are made while the sandbox runs.
const ID_STEP: u64 = 4096;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QmaiState {
    /// Operations for which the account has no grant.
    pub(crate) withheld: BTreeSet<String>,
    /// Changed with [`QmaiState::switch`] alone: rows are written by them.
    #[serde(skip)]
    quirks: Quirks,
    pub(crate) templates: Vec<QmaiTemplate>,
    pub(crate) customers: Vec<QmaiCustomer>,
    #[serde(skip)]
    customer_ids: HashMap<String, u32>,
    pub(crate) coupons: Vec<QmaiCoupon>,
    #[serde(skip)]
    card_ids: HashMap<u64, u32>,
    /// By the record's id, which V2 calls user_coupon_id.
    #[serde(skip)]
    record_ids: HashMap<u64, u32>,
    /// The writes that were done, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) writes: Vec<QmaiWrite>,
    /// The greatest id so far.
    #[serde(skip)]
    greatest_id: u64,
}

/// A write that was done.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QmaiWrite {
    pub(crate) kind: QmaiWriteKind,
    /// The caller's id of it.
    pub(crate) biz_id: String,
    /// Codes of its coupons.
    pub(crate) cards: Vec<String>,
    /// The `data` that was answered.
    pub(crate) answer: String,
    /// The exchange code that it spent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
}

/// The kind of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum QmaiWriteKind {
    Issue,
    WriteOff,
    Reverse,
    Recycle,
    Recover,
    Exchange,
}

/// The template from which coupons are issued.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QmaiTemplate {
    pub(crate) id: u32,
    pub(crate) title: String,
    /// couponType of V3.
    pub(crate) kind: u8,
    /// In 分, or the percentage that is left to pay.
    pub(crate) amount: Decimal,
    pub(crate) percent: bool,
    /// In 分; 0 is none.
    pub(crate) threshold: u32,
    /// 0 is no limit.
    pub(crate) total: usize,
    pub(crate) per_customer: u32,
    pub(crate) validity: TemplateValidity,
    pub(crate) goods_range: u8,
    pub(crate) shop_range: u8,
    pub(crate) use_scene: u8,
    pub(crate) usable: bool,
    #[serde(with = "serde_text::time")]
    pub(crate) created: Millis,
    #[serde(with = "serde_text::time")]
    pub(crate) updated: Millis,
    pub(crate) claimed: usize,
    pub(crate) used: usize,
    #[serde(skip)]
    pub(crate) written: CachedText,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TemplateValidity {
    Dates {
        first: Date,
        last: Date,
    },
    /// From the day of the claim, or with `next` from the day after.
    Days {
        next: bool,
        days: u16,
    },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QmaiCustomer {
    pub(crate) id: String,
    #[serde(skip)]
    pub(crate) coupons: Vec<u32>,
}

/// A coupon in a customer's hand.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QmaiCoupon {
    /// Its code, cardId.
    #[serde(with = "serde_text::id")]
    pub(crate) card: u64,
    /// Its record: couponId in V3, user_coupon_id in V2.
    #[serde(with = "serde_text::id")]
    pub(crate) record: u64,
    pub(crate) customer: u32,
    /// Position of its template.
    pub(crate) template: u32,
    #[serde(with = "serde_text::time")]
    pub(crate) begin: Millis,
    #[serde(with = "serde_text::time")]
    pub(crate) end: Millis,
    #[serde(with = "serde_text::time")]
    pub(crate) created: Millis,
    #[serde(with = "serde_text::time")]
    pub(crate) updated: Millis,
    pub(crate) status: Status,
    /// Where it came from, type_id of V2.
    pub(crate) source: u8,
    /// Number of the order that used it, where a call named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) order: Option<String>,
    #[serde(skip)]
    pub(crate) written: CachedText,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Unused,
    Used,
    /// Was used, and the order was undone: shown as unused.
    Reversed,
    Frozen,
    Invalid,
    Deleted,
}

impl QmaiState {
    /// An account without templates, customers and coupons.
    pub(crate) fn empty(quirks: Quirks) -> Self {
        Self {
            withheld: BTreeSet::new(),
            quirks,
            templates: Vec::new(),
            customers: Vec::new(),
            customer_ids: HashMap::new(),
            coupons: Vec::new(),
            card_ids: HashMap::new(),
            record_ids: HashMap::new(),
            writes: Vec::new(),
            greatest_id: LEAST_ID,
        }
    }

    pub(crate) fn quirks(&self) -> Quirks {
        self.quirks
    }

    /// How rows write what the tables type int.
    pub(crate) fn ints(&self) -> NumberStyle {
        let bare = self.quirks.is(&quirks::QMAI_INT, "number");
        NumberStyle { bare, null: self.quirks.is(&quirks::QMAI_BLANK, "null") }
    }

    /// Every row will be written anew.
    pub(crate) fn switch(&mut self, quirks: Quirks) {
        self.quirks = quirks;
        self.coupons.iter_mut().for_each(|coupon| coupon.written.forget());
        self.templates.iter_mut().for_each(|template| template.written.forget());
    }

    /// With quirks and all that follows from the records, as a snapshot has them.
    ///
    /// # Errors
    ///
    /// A record names what is not there, or two have one id.
    pub(crate) fn ready(mut self, settings: &SandboxConfig) -> Result<Self, SandboxError> {
        self.switch(settings.quirks);
        for (at, customer) in self.customers.iter().enumerate() {
            note(&mut self.customer_ids, customer.id.clone(), at as u32)?;
        }
        for (at, coupon) in self.coupons.iter().enumerate() {
            below("coupons.customer", coupon.customer, self.customers.len())?;
            below("coupons.template", coupon.template, self.templates.len())?;
            note(&mut self.card_ids, coupon.card, at as u32)?;
            note(&mut self.record_ids, coupon.record, at as u32)?;
            self.customers[coupon.customer as usize].coupons.push(at as u32);
            self.greatest_id = self.greatest_id.max(coupon.card).max(coupon.record);
        }
        self.greatest_id = self.greatest_id.max(LEAST_ID);
        Ok(self)
    }

    pub(crate) fn add_customer(&mut self, id: String) {
        self.customer_ids.insert(id.clone(), self.customers.len() as u32);
        self.customers.push(QmaiCustomer { id, coupons: Vec::new() });
    }

    pub(crate) fn add_coupon(&mut self, coupon: QmaiCoupon) {
        let position = u32::try_from(self.coupons.len()).expect("fewer than four billion");
        self.card_ids.insert(coupon.card, position);
        self.record_ids.insert(coupon.record, position);
        self.customers[coupon.customer as usize].coupons.push(position);
        self.greatest_id = self.greatest_id.max(coupon.card).max(coupon.record);
        self.coupons.push(coupon);
    }

    pub(crate) fn customer(&self, id: &str) -> Option<&QmaiCustomer> {
        self.customer_ids.get(id).map(|&position| &self.customers[position as usize])
    }

    /// The places of the coupons of a customer that pass.
    pub(crate) fn held(&self, customer: &str, passes: impl Fn(&QmaiCoupon) -> bool) -> Vec<u32> {
        let all = self.customer(customer).map(|customer| customer.coupons.as_slice());
        let places = all.into_iter().flatten().copied();
        places.filter(|&place| passes(&self.coupons[place as usize])).collect()
    }

    pub(crate) fn customer_position(&self, id: &str) -> Option<u32> {
        self.customer_ids.get(id).copied()
    }

    /// An id that nothing has yet.
    pub(crate) fn fresh_id(&mut self) -> u64 {
        self.greatest_id += ID_STEP;
        self.greatest_id
    }

    pub(crate) fn by_card(&self, card: &str) -> Option<u32> {
        self.card_ids.get(&read_id(card)?).copied()
    }

    pub(crate) fn by_record(&self, record: &str) -> Option<u32> {
        self.record_ids.get(&read_id(record)?).copied()
    }
}

impl QmaiCoupon {
    /// Whether the coupon is among those that a filter of useStatus asks for. A switch leaves reversed ones out of 0.
    pub(crate) fn has_status(&self, asked: &str, now: Millis, quirks: &Quirks) -> bool {
        let unused_only = quirks.is(&quirks::USE_STATUS_ZERO, "unused-only");
        let hidden = asked == "0" && unused_only && self.status == Status::Reversed;
        !hidden && asked == self.answered(now, quirks).to_string()
    }

    /// The useStatus answered now: as [`shown`](Self::shown), unless a switch answers a number of no legend.
    pub(crate) fn answered(&self, now: Millis, quirks: &Quirks) -> u8 {
        match self.shown(now) {
            2 if quirks.is(&quirks::GIFT_STATUS, "frozen-as-4") => 4,
            shown => shown,
        }
    }

    /// The useStatus shown now: unused and over is no longer valid (V3-13).
    pub(crate) fn shown(&self, now: Millis) -> u8 {
        match self.status {
            Status::Unused | Status::Reversed if now > self.end => 6,
            Status::Unused | Status::Reversed => 0,
            Status::Used => 1,
            Status::Frozen => 2,
            Status::Invalid => 6,
            Status::Deleted => 7,
        }
    }
}
