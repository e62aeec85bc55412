//! The configuration with which a sandbox starts.

use std::path::PathBuf;

use coupon_sign::Secret;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    clock::Clock,
    quirks::Quirks,
    seed::{FIRST_DAY, SeedCalendar},
    serde_text,
    vendors::{SeedSizes, V2Signing, V2SigningText},
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
    /// How many coupons exist in all.
    pub coupons: usize,
    /// How they are shared out among their kinds.
    pub mix: SeedSizes,
    /// How many customers the account with a directory of customers has, at least 12; none is as many as go with the coupons, up to 5000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customers: Option<usize>,
    /// The most products one 兑货券 has, at least 1. With 1, there are as many rows as coupons.
    pub most_products: usize,
    /// The time by which everything is judged.
    pub clock: Clock,
    /// Which reading of each contradiction of the documents it shows at first.
    #[serde(with = "serde_text::quirks")]
    pub quirks: Quirks,
    /// How V2 calls must be signed: nobody knows which is right.
    #[serde(with = "V2SigningText")]
    pub v2_signing: V2Signing,
    /// Answers a call of an operation that it does not know with the call's own body, if the signature is right. Otherwise it
    /// refuses such a call, as the vendors do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub echo_unknown: bool,
    /// Rows on a page of up to 1000, when the call does not say.
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
