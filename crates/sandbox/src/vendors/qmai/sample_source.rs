//! Records of which the sample calls of Qmai are made: those that the sandbox holds now.

use super::state::{QmaiCoupon, QmaiState};
use crate::clock::Millis;

/// The account as it is now.
pub(super) struct SampleSource<'a> {
    pub(super) state: &'a QmaiState,
    pub(super) now: Millis,
}

impl SampleSource<'_> {
    /// The id of the first customer; blank if there is none.
    pub(super) fn customer(&self) -> &str {
        self.state.customers.first().map_or("", |customer| &customer.id)
    }

    /// The id of the first template; blank if there is none.
    pub(super) fn template(&self) -> String {
        self.templates().next().unwrap_or_default()
    }

    /// The ids of the first templates.
    pub(super) fn templates(&self) -> impl Iterator<Item = String> {
        self.state.templates.iter().take(3).map(|template| template.id.to_string())
    }

    /// The code of the first coupon.
    pub(super) fn card(&self) -> String {
        self.state.coupons.first().map(|coupon| coupon.card.to_string()).unwrap_or_default()
    }

    /// The code of the first coupon that can be used.
    pub(super) fn unused(&self) -> String {
        self.first_unused().map(|coupon| coupon.card.to_string()).unwrap_or_default()
    }

    /// A customer and the record of a coupon of theirs, one that can be used if there is any.
    pub(super) fn held(&self) -> (String, String) {
        let coupon = self.first_unused().or(self.state.coupons.first());
        let pair = |coupon: &QmaiCoupon| {
            let customer = &self.state.customers[coupon.customer as usize];
            (customer.id.clone(), coupon.record.to_string())
        };
        coupon.map(pair).unwrap_or_default()
    }

    fn first_unused(&self) -> Option<&QmaiCoupon> {
        let usable = |coupon: &&QmaiCoupon| coupon.shown(self.now) == 0 && coupon.begin <= self.now;
        self.state.coupons.iter().find(usable)
    }
}
