//! The value of some coupons, and what is known of their templates.

use std::collections::HashMap;

use coupon_domain::{Coupon, Discount};
use coupon_ledger::{Ledger, LedgerError, Stored, TemplateFilter};
use futures_util::TryStreamExt as _;
use rust_decimal::Decimal;

use crate::exact_sum::exact_sum;

/// The value of some coupons.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AccountValue {
    /// Number of coupons of a fixed amount.
    pub fixed: u64,
    /// Sum of their amounts in yuan, exact. It is none if there are none, or if the sum needs more than 28 digits.
    pub money: Option<Decimal>,
    /// Number of coupons whose value depends on the order, and of coupons that are exchanged for goods.
    pub others: u64,
}

impl AccountValue {
    /// How many coupons they are.
    pub fn coupons(&self) -> u64 {
        self.fixed + self.others
    }

    /// Returns the value of both together.
    pub(super) fn plus(self, other: &Self) -> Self {
        let money = match (self.money, other.money) {
            (Some(a), Some(b)) => exact_sum(a, b),
            (money, None) if other.fixed == 0 => money,
            (None, money) if self.fixed == 0 => money,
            (Some(_), None) | (None, Some(_)) | (None, None) => None,
        };
        Self { fixed: self.fixed + other.fixed, money, others: self.others + other.others }
    }

    /// Adds one coupon of this amount; none where it has no fixed one.
    pub(super) fn add(&mut self, amount: Option<Decimal>) {
        let Some(amount) = amount else {
            self.others += 1;
            return;
        };
        let so_far = if self.fixed == 0 { Some(Decimal::ZERO) } else { self.money };
        self.money = so_far.and_then(|money| exact_sum(money, amount));
        self.fixed += 1;
    }
}

/// The account, the provider and the id of a template.
type TemplateKey = (String, String, String);

/// The names and amounts of the templates of all coupons.
#[derive(Debug, Default)]
pub(super) struct TemplateFacts(HashMap<TemplateKey, TemplateFact>);

#[derive(Debug)]
struct TemplateFact {
    name: Option<String>,
    amount: Option<Decimal>,
}

impl TemplateFacts {
    pub(super) async fn read(ledger: &Ledger) -> Result<Self, LedgerError> {
        let filter = TemplateFilter { gone: true, ..TemplateFilter::default() };
        let (mut pages, mut facts) = (ledger.templates_stream(&filter), HashMap::new());
        while let Some(page) = pages.try_next().await? {
            for Stored { account, provider, value, .. } in page {
                let amount = match value.discount {
                    Some(Discount::Amount(amount)) => Some(amount),
                    Some(Discount::Percent { .. }) | None => None,
                };
                let key = (account.to_string(), provider.to_string(), value.id.to_string());
                facts.insert(key, TemplateFact { name: value.name, amount });
            }
        }
        Ok(Self(facts))
    }

    /// The amount that a coupon takes off: its own, else that of its template. None where it is not fixed.
    pub(super) fn amount(&self, row: &Stored<Coupon>) -> Option<Decimal> {
        row.value.amount.or_else(|| self.of(row)?.amount)
    }

    /// The name of a coupon's template: that in the coupon's own row, else the template's.
    pub(super) fn name<'a>(&'a self, row: &'a Stored<Coupon>) -> Option<&'a str> {
        let own = row.value.template_name.as_deref();
        own.or_else(|| self.of(row)?.name.as_deref())
    }

    fn of(&self, row: &Stored<Coupon>) -> Option<&TemplateFact> {
        let id = row.value.template.as_ref()?.to_string();
        self.0.get(&(row.account.to_string(), row.provider.to_string(), id))
    }
}
