//! Every record as the vendor would answer it now.

use std::ops::Range;

use serde_json::json;

use super::{
    context::Context,
    directory::QinceProduct,
    state::QinceState,
    vendor::{CUSTOMERS, GOODS, HELD, PRODUCTS, VOUCHERS},
};
use crate::{json_writer::unescaped, record_kind::RecordText};

impl QinceState {
    pub(crate) fn write_all(&mut self, context: Context) {
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

    pub(crate) fn voucher_rows(&mut self) -> Vec<RecordText> {
        let slots = self.vouchers.all().to_vec();
        let id = |state: &Self, slot| state.vouchers.row(slot).id.to_string();
        slots.into_iter().map(|slot| (id(self, slot), unescaped(self.voucher_row(slot)))).collect()
    }

    pub(crate) fn held_rows(&mut self, context: Context) -> Vec<RecordText> {
        (0..self.held.len())
            .map(|n| (self.held[n].id.to_string(), unescaped(self.held_row(n, context.today))))
            .collect()
    }

    pub(crate) fn coupon_rows(&mut self, context: Context) -> Vec<RecordText> {
        let slots = self.lines.all().to_vec();
        let id = |state: &Self, slot| state.lines.row(slot).id.to_string();
        slots
            .into_iter()
            .map(|slot| (id(self, slot), unescaped(self.line(slot, context))))
            .collect()
    }

    pub(crate) fn customers_of(&self, voucher_id: &str) -> Vec<RecordText> {
        let Some(slot) = self.voucher(voucher_id) else { return Vec::new() };
        let members = self.vouchers.row(slot).value.range.members(&self.directory);
        let customers = members.into_iter().map(|member| &self.directory.customers[member]);
        customers.map(|customer| (customer.entry.id.clone(), unescaped(&customer.row))).collect()
    }

    pub(super) fn count(&self, kind: &str) -> usize {
        match kind {
            VOUCHERS => self.vouchers.all().len(),
            HELD => self.held.len(),
            GOODS => self.lines.all().len(),
            CUSTOMERS => self.directory.customers.len(),
            PRODUCTS => self.directory.products.len(),
            _ => 0,
        }
    }

    pub(super) fn texts(
        &mut self,
        kind: &str,
        range: Range<usize>,
        context: Context,
    ) -> Vec<String> {
        match kind {
            VOUCHERS => {
                let slots = self.vouchers.all()[range].to_vec();
                slots.into_iter().map(|slot| unescaped(self.voucher_row(slot))).collect()
            }
            HELD => range.map(|n| unescaped(self.held_row(n, context.today))).collect(),
            GOODS => {
                let slots = self.lines.all()[range].to_vec();
                slots.into_iter().map(|slot| unescaped(self.line(slot, context))).collect()
            }
            CUSTOMERS => {
                self.directory.customers[range].iter().map(|c| unescaped(&c.row)).collect()
            }
            PRODUCTS => {
                let row = |product: &QinceProduct| {
                    let entry = &product.entry;
                    let (id, code, name) = (&entry.id, &entry.code, &entry.name);
                    json!({ "id": id, "code": code, "name": name, "unit": product.unit })
                        .to_string()
                };
                self.directory.products[range].iter().map(row).collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn rows(&mut self, kind: &str, context: Context) -> Vec<RecordText> {
        match kind {
            VOUCHERS => self.voucher_rows(),
            HELD => self.held_rows(context),
            GOODS => self.coupon_rows(context),
            _ => Vec::new(),
        }
    }
}
