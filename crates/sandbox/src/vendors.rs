//! The one place that lists the vendors.

mod qince;
mod qmai;
mod sides;

use serde::{Deserialize, Serialize};

pub use self::{
    qince::{
        access::{IdAndCode, QinceAccess},
        actions::{Order, QinceAction},
        credential::QINCE_OPENID,
    },
    qmai::{
        access::QmaiAccess,
        actions::QmaiAction,
        credential::{QMAI_GRANT_CODE, QMAI_OPEN_ID},
    },
    sides::{Action, Credentials, PUBLIC_ACCOUNT_IDS},
};
pub(crate) use self::{
    qmai::signing_text::{V2Signing, V2SigningText},
    sides::{LoadedSandbox, Sides, StoredRecords},
};
use crate::{record_kind::RecordKind, served_vendor::ServedVendor};

/// Every vendor. The first takes every path that is no other's, so that a wrong path is answered.
pub(crate) const VENDORS: [&ServedVendor; 2] = [&qince::vendor::VENDOR, &qmai::vendor::VENDOR];

/// The vendor that a call to this path is for.
pub(crate) fn serving(path: &str) -> &'static ServedVendor {
    let found = VENDORS.into_iter().rev().find(|vendor| (vendor.serves)(path));
    found.expect("the first vendor takes every path")
}

/// The vendor that has an operation of that name.
pub(crate) fn knowing(operation: &str) -> Option<&'static ServedVendor> {
    VENDORS.into_iter().find(|vendor| (vendor.knows)(operation))
}

/// Every kind of record.
pub(crate) fn record_kinds() -> impl Iterator<Item = &'static RecordKind> {
    VENDORS.into_iter().flat_map(|vendor| vendor.records)
}

/// Shares of the kinds of coupons; only their proportion counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedSizes {
    /// 优惠券 of Qince that customers hold.
    pub vouchers: usize,
    /// 兑货券 of Qince.
    pub goods: usize,
    /// Coupons of Qmai.
    pub qmai: usize,
}

impl Default for SeedSizes {
    fn default() -> Self {
        Self { vouchers: 1, goods: 1, qmai: 1 }
    }
}

impl SeedSizes {
    /// How many of `total` fall to each kind. What does not divide falls to the first ones.
    pub(crate) fn share(self, total: usize) -> Self {
        let parts = [self.vouchers, self.goods, self.qmai];
        let whole: usize = parts.iter().sum::<usize>().max(1);
        let mut shares = parts.map(|part| total * part / whole);
        let missing = total - shares.iter().sum::<usize>();
        let takers: Vec<usize> = (0..parts.len()).filter(|&kind| parts[kind] > 0).collect();
        for extra in 0..missing.min(takers.len()) {
            shares[takers[extra]] += 1;
        }
        let [vouchers, goods, qmai] = shares;
        Self { vouchers, goods, qmai }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_coupon_is_shared_out() {
        let share = |[vouchers, goods, qmai]: [usize; 3], total| {
            let SeedSizes { vouchers, goods, qmai } =
                SeedSizes { vouchers, goods, qmai }.share(total);
            [vouchers, goods, qmai]
        };
        assert_eq!(share([1, 1, 1], 0), [0, 0, 0]);
        assert_eq!(share([1, 1, 1], 1), [1, 0, 0]);
        assert_eq!(share([1, 1, 1], 7), [3, 2, 2]);
        assert_eq!(share([0, 1, 0], 1_000_000), [0, 1_000_000, 0]);
        assert_eq!(share([0, 1, 1], 3), [0, 2, 1]);
    }
}
