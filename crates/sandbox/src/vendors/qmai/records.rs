//! Every record as the vendor would answer it now.

use std::ops::Range;

use super::{
    state::{QmaiState, QmaiTemplate},
    vendor::{COUPONS, TEMPLATES},
};
use crate::{clock::Millis, record_kind::RecordText};

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

    pub(super) fn count(&self, kind: &str) -> usize {
        match kind {
            COUPONS => self.coupons.len(),
            TEMPLATES => self.templates.len(),
            _ => 0,
        }
    }

    pub(super) fn texts(&mut self, kind: &str, range: Range<usize>, now: Millis) -> Vec<String> {
        match kind {
            COUPONS => range.map(|n| self.row(n as u32, now).to_owned()).collect(),
            TEMPLATES => {
                let ints = self.ints();
                self.templates[range].iter_mut().map(|one| one.text(ints).to_owned()).collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn rows(&mut self, kind: &str, now: Millis) -> Vec<RecordText> {
        match kind {
            COUPONS => self.coupon_rows(now),
            TEMPLATES => self.template_rows(),
            _ => Vec::new(),
        }
    }
}
