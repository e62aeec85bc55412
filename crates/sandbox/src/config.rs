//! The configuration with which a sandbox starts.

use std::path::PathBuf;

use coupon_qmai_wire::V2Signing;
use coupon_sign::Secret;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    clock::Clock,
    qmai::signing_text::V2SigningText,
    quirks::Quirks,
    seed::{FIRST_DAY, SeedCalendar},
    serde_text,
};

/// How a sandbox begins. Its data depends on `seed`, `first_day`, `coupons`, `customers`, `mix` and
/// `most_products` alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SandboxConfig {
    /// The same seed makes the same data.
    pub seed: u64,
    /// The first Beijing day of the data, which spans two years. 2024-01-01 by default.
    #[serde(default = "first_day")]
    pub first_day: Date,
    /// How many coupons exist in all, over the three kinds.
    pub coupons: usize,
    /// How they are shared out.
    pub mix: SeedSizes,
    /// How many customers the Qince account has, at least 12; none is as many as go with the coupons, up to 5000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customers: Option<usize>,
    /// The most products one 兑货券 has, at least 1. With 1, there are as many rows as coupons.
    pub most_products: usize,
    /// The time by which everything is judged.
    pub clock: Clock,
    /// Which reading of each contradiction of the documents it shows at first.
    #[serde(with = "serde_text::quirks")]
    pub quirks: Quirks,
    /// How V2 calls to Qmai must be signed: nobody knows which is right.
    #[serde(with = "V2SigningText")]
    pub v2_signing: V2Signing,
    /// Answers a call of an operation that it does not know with the call's own body, if the signature is right. Otherwise it
    /// refuses such a call, as the vendors do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub echo_unknown: bool,
    /// Rows on a Qince page when the call does not say; at most 1000.
    pub page_length: usize,
    /// Lets other machines use `/_sandbox/` and the console, with the header `authorization: Bearer TOKEN`; without it, only this
    /// one may.
    #[serde(skip)]
    pub admin_token: Option<Secret>,
    /// Where named snapshots are.
    #[serde(skip)]
    pub snapshots: Option<PathBuf>,
    /// Whether answers are compressed for those who ask, as the vendors do. It costs more time than the answer.
    pub gzip: bool,
}

fn first_day() -> Date {
    FIRST_DAY
}

impl SandboxConfig {
    /// The same with data of the two years that end with the Beijing day before `now`: coupons were issued and used lately, and
    /// some end soon.
    #[must_use]
    pub fn until(self, now: Timestamp) -> Self {
        Self { first_day: SeedCalendar::until(now).first_day, ..self }
    }

    pub(crate) fn calendar(&self) -> SeedCalendar {
        SeedCalendar { first_day: self.first_day }
    }
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            seed: 1,
            first_day: FIRST_DAY,
            coupons: 300,
            mix: SeedSizes::default(),
            customers: None,
            most_products: 3,
            clock: Clock::default(),
            quirks: Quirks::default(),
            v2_signing: V2Signing::default(),
            echo_unknown: false,
            page_length: 1000,
            admin_token: None,
            snapshots: None,
            gzip: true,
        }
    }
}

/// Shares of the three kinds of coupons; only their proportion counts.
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
    /// How many of `total` fall to each kind, in the order of the fields. What does not divide falls to the first ones.
    pub(crate) fn share(self, total: usize) -> [usize; 3] {
        let parts = [self.vouchers, self.goods, self.qmai];
        let whole: usize = parts.iter().sum::<usize>().max(1);
        let mut shares = parts.map(|part| total * part / whole);
        let missing = total - shares.iter().sum::<usize>();
        let takers: Vec<usize> = (0..3).filter(|&kind| parts[kind] > 0).collect();
        for extra in 0..missing.min(takers.len()) {
            shares[takers[extra]] += 1;
        }
        shares
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_coupon_is_shared_out() {
        assert_eq!(SeedSizes::default().share(0), [0, 0, 0]);
        assert_eq!(SeedSizes::default().share(1), [1, 0, 0]);
        assert_eq!(SeedSizes::default().share(7), [3, 2, 2]);
        assert_eq!(
            SeedSizes { vouchers: 0, goods: 1, qmai: 0 }.share(1_000_000),
            [0, 1_000_000, 0]
        );
        assert_eq!(SeedSizes { vouchers: 0, goods: 1, qmai: 1 }.share(3), [0, 2, 1]);
    }
}
