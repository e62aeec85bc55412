//! The numbers of coupons that customers hold, read at once for a whole batch.

use std::collections::{HashMap, HashSet};

use coupon_domain::{CouponQuery, CustomerRef, Error, Scope, collect_pages};
use jiff::{SignedDuration, Timestamp};

use super::batch::IssueBatch;
use crate::context::{Notice, WriteContext};

/// The minimum age before holdings are read again. It is longer if reading is slow, so that reading takes at most 5 % of
/// the time. Others may issue meanwhile, so an older reading proves less.
const MINIMUM_AGE: SignedDuration = SignedDuration::from_secs(60);
const TIMES_ITS_COST: i32 = 20;

/// The coupons that the vendor listed, and those that the batch issued since.
#[derive(Debug)]
pub(super) struct Holdings {
    counts: HashMap<CustomerRef, u64>,
    /// False if some rows could not be parsed: then no count is reliable.
    is_complete: bool,
    stale_at: Timestamp,
}

impl Holdings {
    pub(super) async fn read(
        context: &WriteContext<'_>,
        batch: &IssueBatch,
    ) -> Result<Self, Error> {
        let query = CouponQuery { scope: Scope::Template(batch.template.clone()), state: None };
        let began = (context.now)();
        let unreadable = |row: &_| (context.notify)(Notice::UnreadableRow(row));
        let ask = |page| batch.provider.coupons(&query, page);
        let read = collect_pages(ask, unreadable).await?;
        if !read.complete {
            (context.notify)(Notice::BaselinesIncomplete);
        }
        let (mut counts, mut seen) = (HashMap::new(), HashSet::new());
        for record in read.records {
            let coupon = record.value;
            if !seen.insert(coupon.code.unwrap_or_else(|| coupon.id.into_string())) {
                continue;
            }
            let id = coupon.customer.map(CustomerRef::Id);
            for name in id.into_iter().chain(coupon.customer_code.map(CustomerRef::Code)) {
                *counts.entry(name).or_default() += 1;
            }
        }
        let now = (context.now)();
        let age = MINIMUM_AGE.max(now.duration_since(began) * TIMES_ITS_COST);
        let stale_at = now.saturating_add(age).unwrap_or(now);
        Ok(Self { counts, is_complete: read.complete, stale_at })
    }

    /// Whether the holdings are to be read again.
    pub(super) fn is_stale(&self, now: Timestamp) -> bool {
        now >= self.stale_at
    }

    /// The number that a customer holds; `None` if it is not reliable.
    pub(super) fn of(&self, customer: &CustomerRef) -> Option<u64> {
        self.is_complete.then(|| self.counts.get(customer).copied().unwrap_or_default())
    }

    /// Counts a coupon that the batch issued.
    pub(super) fn add(&mut self, customer: &CustomerRef) {
        *self.counts.entry(customer.clone()).or_default() += 1;
    }
}
