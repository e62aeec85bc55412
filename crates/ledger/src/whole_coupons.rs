//! Coupons as people count them: the rows of one code of goods are one coupon.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::{BuildHasher as _, RandomState},
};

use coupon_domain::{AccountName, Coupon, ProviderName};
use futures_util::{
    StreamExt as _, TryStreamExt as _,
    stream::{BoxStream, try_unfold},
};

use crate::{
    error::LedgerError,
    ledger::Ledger,
    lists::pages,
    read::{CouponFilter, LedgerTable, Stored},
};

/// Coupons some at a time, each with all of its rows. The stream ends after an error.
pub type WholeCouponStream = BoxStream<'static, Result<Vec<WholeCoupon>, LedgerError>>;

/// A coupon with all of its rows. A coupon that is exchanged for goods has a row for each of them, under one code; any other has
/// one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeCoupon {
    first: Stored<Coupon>,
    others: Vec<Stored<Coupon>>,
}

impl WholeCoupon {
    /// The coupons of these rows, in the order of their first rows. Rows that are not among them are missing.
    pub fn group(rows: Vec<Stored<Coupon>>) -> Vec<Self> {
        let mut coupons: Vec<Self> = Vec::new();
        for row in rows {
            let same = |coupon: &&mut Self| {
                let first = &coupon.first;
                row.value.goods_code().is_some()
                    && first.value.goods_code() == row.value.goods_code()
                    && (&first.account, &first.provider) == (&row.account, &row.provider)
            };
            match coupons.iter_mut().find(same) {
                Some(coupon) => coupon.others.push(row),
                None => coupons.push(Self { first: row, others: Vec::new() }),
            }
        }
        coupons
    }

    /// The row that came first. The coupon's state is that of this row.
    pub fn first(&self) -> &Stored<Coupon> {
        &self.first
    }

    /// All rows, the first one first.
    pub fn rows(&self) -> impl Iterator<Item = &Stored<Coupon>> {
        [&self.first].into_iter().chain(&self.others)
    }

    fn is_wanted(&self, filter: &CouponFilter) -> bool {
        let value = &self.first.value;
        let state = filter.as_of.map_or_else(|| value.state.clone(), |now| value.state_at(now));
        filter.state.as_ref().is_none_or(|wanted| *wanted == state)
    }
}

type CodeOfGoods = (AccountName, ProviderName, String);

/// Rows that wait for the others of their code.
#[derive(Default)]
struct Gathering {
    /// The number of rows of each code that has several.
    rows: HashMap<CodeOfGoods, u64>,
    waiting: HashMap<CodeOfGoods, WholeCoupon>,
    /// The codes whose coupons were given out, as hashes: there may be a million of them.
    given_out: HashSet<(u64, u64)>,
    hashers: [RandomState; 2],
}

impl Gathering {
    /// The coupon, if this row completes it. A row that a sync adds to a coupon which was given out is left out: the coupon is as it
    /// was when the list began.
    fn add(&mut self, row: Stored<Coupon>) -> Option<WholeCoupon> {
        let key = row.value.goods_code().map(str::to_owned);
        let key = key.map(|code| (row.account.clone(), row.provider.clone(), code));
        let alone = |first| Some(WholeCoupon { first, others: Vec::new() });
        let Some(key) = key else { return alone(row) };
        let [one, other] = &self.hashers;
        let hash = (one.hash_one(&key), other.hash_one(&key));
        if self.given_out.contains(&hash) {
            return None;
        }
        let Some(&rows) = self.rows.get(&key) else {
            self.given_out.insert(hash);
            return alone(row);
        };
        let Some(coupon) = self.waiting.get_mut(&key) else {
            self.waiting.insert(key, WholeCoupon { first: row, others: Vec::new() });
            return None;
        };
        coupon.others.push(row);
        let is_complete = coupon.others.len() as u64 + 1 >= rows;
        if is_complete {
            self.given_out.insert(hash);
            self.waiting.remove(&key)
        } else {
            None
        }
    }

    /// The coupons whose other rows never came, because a sync took them away meanwhile.
    fn rest(&mut self) -> Vec<WholeCoupon> {
        let mut rest: Vec<WholeCoupon> = self.waiting.drain().map(|(_, coupon)| coupon).collect();
        rest.sort_by_key(|coupon| coupon.first.place);
        rest
    }
}

impl Ledger {
    /// All coupons of a filter, each with all of its rows, in the order in which their last rows came. The state that a filter
    /// asks for is that of a coupon's first row.
    pub fn whole_coupons(&self, filter: &CouponFilter) -> WholeCouponStream {
        let (ledger, filter) = (self.clone(), filter.clone());
        let (reading, wanted) = (self.clone(), filter.clone());
        let pages = pages(move |request| {
            let (ledger, filter) = (reading.clone(), filter.clone());
            async move {
                ledger.worker.run(move |backend| backend.whole_coupon_rows(&filter, request)).await
            }
        });
        let stream =
            try_unfold((pages, None::<Gathering>, false), move |(mut pages, gathering, over)| {
                let (ledger, wanted) = (ledger.clone(), wanted.clone());
                async move {
                    if over {
                        return Ok(None);
                    }
                    let mut gathering = match gathering {
                        Some(gathering) => gathering,
                        None => Gathering {
                            rows: ledger.codes_of_goods(&wanted).await?,
                            ..Gathering::default()
                        },
                    };
                    let (mut coupons, over) = match pages.try_next().await? {
                        Some(page) => {
                            (page.into_iter().filter_map(|row| gathering.add(row)).collect(), false)
                        }
                        None => (gathering.rest(), true),
                    };
                    coupons.retain(|coupon: &WholeCoupon| coupon.is_wanted(&wanted));
                    Ok(Some((coupons, (pages, Some(gathering), over))))
                }
            });
        stream.boxed()
    }

    /// How many coupons are there, by account and provider. Coupons that are gone do not count.
    pub async fn coupon_counts(
        &self,
    ) -> Result<BTreeMap<(AccountName, ProviderName), u64>, LedgerError> {
        let counts = self.counts().await?.into_iter();
        let mut coupons: BTreeMap<_, u64> = counts
            .filter(|count| count.table == LedgerTable::Coupons)
            .map(|count| ((count.account, count.provider), count.rows))
            .collect();
        for ((account, provider, _), rows) in self.codes_of_goods(&CouponFilter::default()).await? {
            if let Some(count) = coupons.get_mut(&(account, provider)) {
                *count = count.saturating_sub(rows - 1);
            }
        }
        Ok(coupons)
    }

    async fn codes_of_goods(
        &self,
        filter: &CouponFilter,
    ) -> Result<HashMap<CodeOfGoods, u64>, LedgerError> {
        let filter = filter.clone();
        let codes = self.worker.run(move |backend| backend.rows_by_code(&filter)).await?;
        let code = |((account, provider), code, rows)| ((account, provider, code), rows);
        Ok(codes.into_iter().map(code).collect())
    }
}
