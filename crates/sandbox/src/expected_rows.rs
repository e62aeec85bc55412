//! The records as the vendors would answer them now, for tests that compare and for people who look.

use std::ops::Range;

use serde_json::json;

use crate::{
    json_writer::unescaped,
    qince::directory::QinceProduct,
    record::{RecordKind, RecordText},
    sandbox::Sandbox,
};

impl Sandbox {
    /// Every 优惠券, as getVoucherInfos shows it.
    pub fn voucher_rows(&self) -> Vec<RecordText> {
        self.sides().qince.state().voucher_rows()
    }

    /// Every held 优惠券 of every customer, as queryVoucherUsedInfo shows it.
    pub fn held_rows(&self) -> Vec<RecordText> {
        self.sides().qince.state().held_rows(self.context())
    }

    /// Every product of every 兑货券, as queryCouponDetail shows it.
    pub fn coupon_rows(&self) -> Vec<RecordText> {
        self.sides().qince.state().coupon_rows(self.context())
    }

    /// The customers whom a 优惠券 addresses, as getCmInfos shows them; none if there is no such 优惠券.
    pub fn customers_of(&self, voucher_id: &str) -> Vec<RecordText> {
        self.sides().qince.state().customers_of(voucher_id)
    }

    /// Every coupon of every Qmai customer with its cardId, as getCustomerCoupons shows it.
    pub fn qmai_rows(&self) -> Vec<RecordText> {
        let now = self.context().now;
        self.sides().qmai.state().coupon_rows(now)
    }

    /// Every Qmai template with its id, as V2 shows it by ids.
    pub fn template_rows(&self) -> Vec<RecordText> {
        self.sides().qmai.state().template_rows()
    }

    /// How many records of a kind there are.
    pub fn record_count(&self, kind: RecordKind) -> usize {
        let (qince, qmai) = (&self.sides().qince, &self.sides().qmai);
        match kind {
            RecordKind::Vouchers => qince.state().vouchers.all().len(),
            RecordKind::HeldVouchers => qince.state().held.len(),
            RecordKind::GoodsCoupons => qince.state().lines.all().len(),
            RecordKind::QinceCustomers => qince.state().directory.customers.len(),
            RecordKind::QinceProducts => qince.state().directory.products.len(),
            RecordKind::QmaiCoupons => qmai.state().coupons.len(),
            RecordKind::QmaiTemplates => qmai.state().templates.len(),
        }
    }

    /// JSON texts of the records at those positions, in the vendor's order; positions beyond the last record have none.
    pub fn record_texts(&self, kind: RecordKind, positions: Range<usize>) -> Vec<String> {
        let to = positions.end.min(self.record_count(kind));
        let range = positions.start.min(to)..to;
        let context = self.context();
        let mut qince = self.sides().qince.state();
        let mut qmai = self.sides().qmai.state();
        match kind {
            RecordKind::Vouchers => {
                let slots = qince.vouchers.all()[range].to_vec();
                slots.into_iter().map(|slot| unescaped(qince.voucher_row(slot))).collect()
            }
            RecordKind::HeldVouchers => {
                range.map(|n| unescaped(qince.held_row(n, context.today))).collect()
            }
            RecordKind::GoodsCoupons => {
                let slots = qince.lines.all()[range].to_vec();
                slots.into_iter().map(|slot| unescaped(qince.line(slot, context))).collect()
            }
            RecordKind::QinceCustomers => {
                qince.directory.customers[range].iter().map(|c| unescaped(&c.row)).collect()
            }
            RecordKind::QinceProducts => {
                let row = |product: &QinceProduct| {
                    let entry = &product.entry;
                    let (id, code, name) = (&entry.id, &entry.code, &entry.name);
                    json!({ "id": id, "code": code, "name": name, "unit": product.unit })
                        .to_string()
                };
                qince.directory.products[range].iter().map(row).collect()
            }
            RecordKind::QmaiCoupons => {
                range.map(|n| qmai.row(n as u32, context.now).to_owned()).collect()
            }
            RecordKind::QmaiTemplates => {
                let ints = qmai.ints();
                qmai.templates[range].iter_mut().map(|one| one.text(ints).to_owned()).collect()
            }
        }
    }
}
