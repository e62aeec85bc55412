//! A state as a snapshot has it: what can be derived is derived again, and what it names must be there.

use super::state::QinceState;
use crate::{
    config::SandboxConfig,
    error::SandboxError,
    integrity::below,
    vendors::qince::{
        directory::Directory,
        voucher::range::{Goods, Range},
    },
};

impl QinceState {
    /// With directory, quirks and all that follows from the records.
    ///
    /// # Errors
    ///
    /// A record names what is not there, or two have one id.
    pub(crate) fn ready(mut self, settings: &SandboxConfig) -> Result<Self, SandboxError> {
        self.directory = Directory::new(settings);
        self.switch(settings.quirks);
        self.check()?;
        self.find_again()?;
        Ok(self)
    }

    fn check(&self) -> Result<(), SandboxError> {
        let Directory { attributes, customers, products, brands, product_types } = &self.directory;
        for &slot in self.vouchers.all() {
            let voucher = &self.vouchers.row(slot).value;
            match &voucher.range {
                Range::Named(named) => all_below("range", named, customers.len())?,
                Range::Attributes(lists) => {
                    for (list, known) in lists.iter().zip(attributes) {
                        all_below("range", list, known.len())?;
                    }
                }
            }
            match &voucher.goods {
                Goods::All => {}
                Goods::Types(types) => all_below("goods", types, product_types.len())?,
                Goods::Brands(named) => all_below("goods", named, brands.len())?,
                Goods::Products(named) => all_below("goods", named, products.len())?,
            }
        }
        for held in &self.held {
            below("held.voucher", held.voucher, self.vouchers.all().len())?;
            below("held.customer", held.customer, customers.len())?;
        }
        for coupon in &self.coupons {
            below("coupons.deal", coupon.deal, self.deals.len())?;
            below("coupons.customer", coupon.customer, customers.len())?;
        }
        for &slot in self.lines.all() {
            let line = &self.lines.row(slot).value;
            below("lines.coupon", line.coupon, self.coupons.len())?;
            below("lines.product", line.product, products.len())?;
        }
        Ok(())
    }
}

fn all_below(what: &str, positions: &[usize], count: usize) -> Result<(), SandboxError> {
    positions.iter().try_for_each(|&position| below(what, position as u32, count))
}
