//! The rows as the vendors would answer them now, for tests that compare.

use crate::{Sandbox, json::unescaped as plain, qince};

/// Id and text of a row, verbatim.
pub type RawRow = (String, String);

impl Sandbox {
    /// Every 优惠券, as getVoucherInfos shows it.
    pub fn voucher_rows(&self) -> Vec<RawRow> {
        self.vendors().0.state().voucher_rows()
    }

    /// Every held 优惠券 of every customer, as queryVoucherUsedInfo shows it.
    pub fn held_rows(&self) -> Vec<RawRow> {
        self.vendors().0.state().held_rows(self.context())
    }

    /// Every product of every 兑货券, as queryCouponDetail shows it.
    pub fn coupon_rows(&self) -> Vec<RawRow> {
        self.vendors().0.state().coupon_rows(self.context())
    }

    /// The customers whom a 优惠券 addresses, as getCmInfos shows them; none if there is no such 优惠券.
    pub fn customers_of(&self, voucher_id: &str) -> Vec<RawRow> {
        self.vendors().0.state().customers_of(voucher_id)
    }

    /// Every coupon of every Qmai customer with its cardId, as getCustomerCoupons shows it.
    pub fn qmai_rows(&self) -> Vec<RawRow> {
        let now = self.context().now;
        let mut state = self.vendors().1.state();
        let cards: Vec<u64> = state.coupons.iter().map(|coupon| coupon.card).collect();
        let row = |(position, card): (usize, u64)| {
            (card.to_string(), state.row(position as u32, now).to_owned())
        };
        cards.into_iter().enumerate().map(row).collect()
    }

    /// Every Qmai template with its id, as V2 shows it by ids.
    pub fn template_rows(&self) -> Vec<RawRow> {
        let mut state = self.vendors().1.state();
        let ints = state.ints();
        let row = |template: &mut crate::qmai::Template| {
            (template.id.to_string(), template.text(ints).to_owned())
        };
        state.templates.iter_mut().map(row).collect()
    }
}

impl Sandbox {
    /// Writes every row, so that no page is rendered while somebody waits for it.
    pub(crate) fn write_all(&self) {
        let context = self.context();
        self.vendors().0.state().write_all(context);
        let mut qmai = self.vendors().1.state();
        for position in 0..qmai.coupons.len() {
            qmai.row(position as u32, context.now);
        }
    }
}

impl qince::State {
    fn write_all(&mut self, context: qince::Context) {
        for slot in self.vouchers.all().to_vec() {
            self.voucher_row(slot);
        }
        for position in 0..self.held.len() {
            self.held_row(position, context.today);
        }
        for slot in self.lines.all().to_vec() {
            self.line(slot, context);
        }
    }

    fn voucher_rows(&mut self) -> Vec<RawRow> {
        let slots = self.vouchers.all().to_vec();
        let id = |state: &Self, slot| state.vouchers.row(slot).id.to_string();
        slots.into_iter().map(|slot| (id(self, slot), plain(self.voucher_row(slot)))).collect()
    }

    fn held_rows(&mut self, context: qince::Context) -> Vec<RawRow> {
        (0..self.held.len())
            .map(|n| (self.held[n].id.to_string(), plain(self.held_row(n, context.today))))
            .collect()
    }

    fn coupon_rows(&mut self, context: qince::Context) -> Vec<RawRow> {
        let slots = self.lines.all().to_vec();
        let id = |state: &Self, slot| state.lines.row(slot).id.to_string();
        slots.into_iter().map(|slot| (id(self, slot), plain(self.line(slot, context)))).collect()
    }

    fn customers_of(&self, voucher_id: &str) -> Vec<RawRow> {
        let Some(slot) = self.voucher(voucher_id) else { return Vec::new() };
        let members = self.vouchers.row(slot).value.range.members(&self.directory);
        let customers = members.into_iter().map(|member| &self.directory.customers[member]);
        customers.map(|customer| (customer.entry.id.clone(), plain(&customer.row))).collect()
    }
}
