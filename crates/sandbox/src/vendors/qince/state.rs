//! Everything the sandbox knows of its Qince account.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    answer::QinceRefusal,
    coupondetail::model::{Agreement, CouponLine, QinceCoupon},
    directory::{Directory, QinceCustomer},
    voucher::model::{HeldVoucher, Voucher},
};
use crate::{
    clock::Millis,
    config::SandboxConfig,
    error::SandboxError,
    integrity::note,
    json_writer::CachedText,
    quirks::Quirks,
    seeded_rng::{IdSequence, read_id},
    vendors::qince::day_index::{DayIndexed, Slot},
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QinceState {
    #[serde(skip)]
    pub(crate) directory: Directory,
    /// Changed with [`QinceState::switch`] alone: rows are written by them.
    #[serde(skip)]
    quirks: Quirks,
    /// Operations for which the account has no grant.
    pub(crate) withheld: BTreeSet<String>,
    pub(crate) ids: IdSequence,
    /// How many orders there were: their numbers.
    pub(crate) orders: u64,

    pub(crate) vouchers: DayIndexed<Voucher>,
    #[serde(skip)]
    voucher_ids: HashMap<u64, Slot>,
    pub(crate) held: Vec<HeldVoucher>,
    #[serde(skip)]
    held_ids: HashMap<u64, u32>,

    pub(crate) coupons: Vec<QinceCoupon>,
    pub(crate) lines: DayIndexed<CouponLine>,
    #[serde(skip)]
    coupon_nos: HashMap<Box<str>, u32>,
    #[serde(skip)]
    coupon_ids: HashMap<u64, u32>,
    pub(crate) deals: Vec<Agreement>,
    #[serde(skip)]
    pub(crate) deal_names: HashMap<String, u32>,
    /// The day and number of the last coupon number made up.
    last_no: (Date, u32),
}

impl QinceState {
    /// An account with customers and goods, without coupons.
    pub(crate) fn empty(settings: &SandboxConfig) -> Self {
        Self {
            directory: Directory::new(settings),
            quirks: settings.quirks,
            withheld: BTreeSet::new(),
            ids: IdSequence::of_19_digits(settings.seed),
            orders: 0,
            vouchers: DayIndexed::new(),
            voucher_ids: HashMap::new(),
            held: Vec::new(),
            held_ids: HashMap::new(),
            coupons: Vec::new(),
            lines: DayIndexed::new(),
            coupon_nos: HashMap::new(),
            coupon_ids: HashMap::new(),
            deals: Vec::new(),
            deal_names: HashMap::new(),
            last_no: (Date::MIN, 0),
        }
    }

    pub(crate) fn quirks(&self) -> Quirks {
        self.quirks
    }

    /// Every row will be written anew.
    pub(crate) fn switch(&mut self, quirks: Quirks) {
        self.quirks = quirks;
        self.vouchers.forget();
        self.lines.forget();
        self.held.iter_mut().for_each(|held| held.written.forget());
    }
}

/// After a snapshot was read.
impl QinceState {
    /// Finds every record by its id again, and what belongs to what.
    pub(super) fn find_again(&mut self) -> Result<(), SandboxError> {
        for slot in self.vouchers.all().to_vec() {
            note(&mut self.voucher_ids, self.vouchers.row(slot).id, slot)?;
        }
        for (at, held) in self.held.iter().enumerate() {
            note(&mut self.held_ids, held.id, position(at))?;
            self.vouchers.edit(held.voucher).held.push(position(at));
        }
        for (at, coupon) in self.coupons.iter().enumerate() {
            note(&mut self.coupon_nos, coupon.no.clone(), position(at))?;
            note(&mut self.coupon_ids, coupon.id, position(at))?;
        }
        let mut slots = self.lines.all().to_vec();
        slots.sort_unstable();
        for slot in slots {
            let coupon = self.lines.row(slot).value.coupon;
            self.coupons[coupon as usize].lines.push(slot);
        }
        for (at, deal) in self.deals.iter().enumerate() {
            note(&mut self.deal_names, deal.name.clone(), position(at))?;
        }
        Ok(())
    }
}

/// 优惠券.
impl QinceState {
    pub(crate) fn add_voucher(
        &mut self,
        id: u64,
        created: Millis,
        changed: Millis,
        voucher: Voucher,
    ) -> Slot {
        let slot = self.vouchers.insert(id, created, changed, voucher);
        self.voucher_ids.insert(id, slot);
        slot
    }

    pub(crate) fn voucher(&self, id: &str) -> Option<Slot> {
        self.voucher_ids.get(&read_id(id)?).copied()
    }

    /// The 优惠券 that a call names by id, or why not.
    pub(crate) fn known_voucher(&self, id: &Option<String>) -> Result<Slot, QinceRefusal> {
        let id = id.as_deref().unwrap_or_default();
        let unknown = || QinceRefusal::failure(format!("优惠券不存在:{id}"));
        self.voucher(id).ok_or_else(unknown)
    }

    /// Puts a fresh one into a customer's hand; gives its id.
    pub(crate) fn give(&mut self, voucher: Slot, customer: usize, received: Millis) -> u64 {
        let id = self.ids.fresh();
        let held = HeldVoucher {
            id,
            voucher,
            customer: customer as u32,
            end: self.vouchers.row(voucher).value.end,
            received,
            used: None,
            written: CachedText::default(),
        };
        self.hold(held);
        id
    }

    pub(crate) fn hold(&mut self, held: HeldVoucher) {
        let position = position(self.held.len());
        self.held_ids.insert(held.id, position);
        self.vouchers.edit(held.voucher).held.push(position);
        self.held.push(held);
    }

    pub(crate) fn held(&self, id: &str) -> Option<u32> {
        self.held_ids.get(&read_id(id)?).copied()
    }
}

/// 兑货券.
impl QinceState {
    /// The agreement of that name, known or new (CPQ-12).
    pub(crate) fn deal(&mut self, name: &str) -> u32 {
        if let Some(&known) = self.deal_names.get(name) {
            return known;
        }
        let deal = position(self.deals.len());
        self.deals.push(Agreement { id: self.ids.fresh(), name: name.to_owned() });
        self.deal_names.insert(name.to_owned(), deal);
        deal
    }

    pub(crate) fn add_coupon(
        &mut self,
        mut coupon: QinceCoupon,
        created: Millis,
        changed: Millis,
        lines: Vec<CouponLine>,
    ) {
        let at = position(self.coupons.len());
        // All were made at the same time, so their ids decide the order: that of the products.
        let mut ids: Vec<u64> = lines.iter().map(|_| self.ids.fresh()).collect();
        ids.sort_unstable();
        for (id, line) in ids.into_iter().zip(lines) {
            coupon.lines.push(self.lines.insert(
                id,
                created,
                changed,
                CouponLine { coupon: at, ..line },
            ));
        }
        self.coupon_nos.insert(coupon.no.clone(), at);
        self.coupon_ids.insert(coupon.id, at);
        self.coupons.push(coupon);
    }

    pub(crate) fn coupon_by_no(&self, no: &str) -> Option<u32> {
        self.coupon_nos.get(no).copied()
    }

    pub(crate) fn coupon_by_id(&self, id: &str) -> Option<u32> {
        self.coupon_ids.get(&read_id(id)?).copied()
    }

    /// The 兑货券 that a call names by number, or why not.
    pub(crate) fn known_coupon(
        &self,
        no: &Option<String>,
        rule: &str,
    ) -> Result<u32, QinceRefusal> {
        let no = no.as_deref().unwrap_or_default();
        let unknown = || QinceRefusal::failure(format!("coupon_no 兑货券不存在:{no}({rule})"));
        self.coupon_by_no(no).ok_or_else(unknown)
    }

    /// For a step that moves no date of change: its rows will be written anew.
    pub(crate) fn edit_coupon(&mut self, position: u32) -> &mut QinceCoupon {
        let coupon = &mut self.coupons[position as usize];
        for &line in &coupon.lines {
            self.lines.edit(line);
        }
        coupon
    }

    /// For a step that moves the date of change.
    pub(crate) fn change_coupon(&mut self, position: u32, now: Millis) -> &mut QinceCoupon {
        let coupon = &mut self.coupons[position as usize];
        for &line in &coupon.lines {
            self.lines.change(line, now);
        }
        coupon
    }

    /// DH, the day, six digits: as sampled.
    pub(crate) fn fresh_coupon_no(&mut self, day: Date) -> String {
        loop {
            let number = if self.last_no.0 == day { self.last_no.1 + 1 } else { 1 };
            self.last_no = (day, number);
            let compact = day.strftime("%Y%m%d");
            let no = format!("DH{compact}{number:06}");
            if self.coupon_by_no(&no).is_none() {
                return no;
            }
        }
    }
}

impl Directory {
    pub(crate) fn customer(&self, is: impl FnMut(&QinceCustomer) -> bool) -> Option<usize> {
        self.customers.iter().position(is)
    }
}

fn position(len: usize) -> u32 {
    u32::try_from(len).expect("fewer than four billion of anything")
}
