//! Every record as the vendor would answer it now.

use super::{context::Context, state::QinceState};
use crate::{json_writer::unescaped, record::RecordText};

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
}
