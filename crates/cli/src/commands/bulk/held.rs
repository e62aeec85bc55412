//! How many coupons of the template each customer holds, read at once for many customers.

use std::collections::{HashMap, HashSet};

use coupon_domain::{CouponQuery, CustomerRef, Scope};
use coupon_transport::AttemptContext;
use jiff::{SignedDuration, Timestamp};

use super::batch::Batch;
use crate::{app::App, commands::pull, exit::Failure};

/// So long a reading counts at least. Others may issue meanwhile, so that an older one would prove less; reading takes a
/// twentieth of the time at most.
const FRESH: SignedDuration = SignedDuration::from_secs(60);
const TIMES_ITS_COST: i32 = 20;

/// What the vendor listed, and what was issued since.
#[derive(Debug)]
pub(super) struct Held {
    counts: HashMap<CustomerRef, u64>,
    /// Rows could not be read, so that a count could be too low to be told.
    is_whole: bool,
    stale_at: Timestamp,
}

impl Held {
    pub(super) async fn read(app: &App, batch: &Batch<'_>) -> Result<Self, Failure> {
        let query = CouponQuery { scope: Scope::Template(batch.template.clone()), state: None };
        let began = AttemptContext::from_system().now;
        let pulled = pull::pages(app, |page| batch.provider.coupons(&query, page)).await?;
        let is_whole = pulled.complete().is_ok();
        if !is_whole {
            app.warn(&app.lang.bulk_no_baseline());
        }
        let (mut counts, mut seen) = (HashMap::new(), HashSet::new());
        for record in pulled.records {
            let coupon = record.value;
            if !seen.insert(coupon.code.unwrap_or_else(|| coupon.id.into_string())) {
                continue;
            }
            let id = coupon.customer.map(CustomerRef::Id);
            for name in id.into_iter().chain(coupon.customer_code.map(CustomerRef::Code)) {
                *counts.entry(name).or_default() += 1;
            }
        }
        let now = AttemptContext::from_system().now;
        let fresh = FRESH.max(now.duration_since(began) * TIMES_ITS_COST);
        Ok(Self { counts, is_whole, stale_at: now.saturating_add(fresh).unwrap_or(now) })
    }

    /// Whether it should be read again.
    pub(super) fn is_stale(&self) -> bool {
        AttemptContext::from_system().now >= self.stale_at
    }

    pub(super) fn of(&self, customer: &CustomerRef) -> Option<u64> {
        self.is_whole.then(|| self.counts.get(customer).copied().unwrap_or_default())
    }

    pub(super) fn issued(&mut self, customer: &CustomerRef) {
        *self.counts.entry(customer.clone()).or_default() += 1;
    }
}
