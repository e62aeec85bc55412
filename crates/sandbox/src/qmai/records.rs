//! Every record as the vendor would answer it now.

use super::state::{QmaiState, QmaiTemplate};
use crate::{clock::Millis, record::RecordText};

impl QmaiState {
    pub(crate) fn write_all(&mut self, now: Millis) {
        for position in 0..self.coupons.len() {
            self.row(position as u32, now);
        }
    }

    pub(crate) fn coupon_rows(&mut self, now: Millis) -> Vec<RecordText> {
        let cards: Vec<u64> = self.coupons.iter().map(|coupon| coupon.card).collect();
        let row = |(position, card): (usize, u64)| {
            (card.to_string(), self.row(position as u32, now).to_owned())
        };
        cards.into_iter().enumerate().map(row).collect()
    }

    pub(crate) fn template_rows(&mut self) -> Vec<RecordText> {
        let ints = self.ints();
        let row =
            |template: &mut QmaiTemplate| (template.id.to_string(), template.text(ints).to_owned());
        self.templates.iter_mut().map(row).collect()
    }
}
