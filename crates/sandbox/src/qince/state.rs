//! Everything the sandbox knows of its Qince account.

use std::collections::{HashMap, HashSet};

use super::{
    directory::Directory,
    voucher::{self, Held, Voucher},
};
use crate::{
    clock::Millis,
    dice::Ids,
    settings::Settings,
    table::{Slot, Table},
};

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) directory: Directory,
    /// Operations for which the account has no grant.
    pub(crate) withheld: HashSet<String>,
    pub(crate) ids: Ids,
    /// How many orders there were: their numbers.
    pub(crate) orders: u64,
    pub(crate) vouchers: Table<Voucher>,
    pub(crate) voucher_ids: HashMap<u64, Slot>,
    pub(crate) held: Vec<Held>,
    pub(crate) held_ids: HashMap<u64, u32>,
}

impl State {
    pub(crate) fn new(settings: &Settings) -> Self {
        let [held, _goods, _] = settings.mix.share(settings.coupons);
        let mut state = Self {
            directory: Directory::new(settings.coupons),
            withheld: HashSet::new(),
            ids: Ids::qince(settings.seed),
            orders: 0,
            vouchers: Table::new(),
            voucher_ids: HashMap::new(),
            held: Vec::new(),
            held_ids: HashMap::new(),
        };
        voucher::seed::fill(&mut state, settings.seed, held);
        state
    }

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

    /// Puts a 优惠券 into a customer's hand.
    pub(crate) fn hold(&mut self, held: Held) {
        let position = u32::try_from(self.held.len()).expect("fewer than four billion");
        self.held_ids.insert(held.id, position);
        self.vouchers.written(held.voucher).value.held.push(position);
        self.held.push(held);
    }
}
