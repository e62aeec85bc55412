//! The ledger's side: coupons that were used.

use coupon_domain::{AccountName, Coupon, CouponState, ProviderName, beijing_date};
use coupon_ledger::{CouponFilter, Ledger, LedgerError, Stored};
use futures_util::TryStreamExt as _;
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

use super::{
    mapping::Mapping,
    options::ReconcileOptions,
    reconciliation::{Measure, NotReconcilable, NotReconcilableReason, Unmatched},
};

/// The used coupons of the range and the accounts.
#[derive(Debug)]
pub(super) struct Uses {
    pub(super) uses: Vec<Use>,
    pub(super) not_reconcilable: Vec<NotReconcilable>,
}

/// One used row of the ledger.
#[derive(Debug, Clone)]
pub(super) struct Use {
    pub(super) account: AccountName,
    pub(super) provider: ProviderName,
    /// The coupon's code, or its id if it has no code.
    pub(super) coupon: String,
    pub(super) product: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) order_no: Option<String>,
    pub(super) at: Option<Timestamp>,
    pub(super) begins_at: Option<Timestamp>,
    pub(super) ends_at: Option<Timestamp>,
    pub(super) measure: Measure,
    /// Yuan or quantity.
    pub(super) value: Option<Decimal>,
}

impl Use {
    pub(super) fn day(&self) -> Option<Date> {
        self.at.map(beijing_date)
    }
}

pub(super) async fn read(
    ledger: &Ledger,
    accounts: &[AccountName],
    without_orders: &[AccountName],
    mapping: &Mapping,
    options: &ReconcileOptions,
) -> Result<Uses, LedgerError> {
    let mut found = Uses { uses: Vec::new(), not_reconcilable: Vec::new() };
    for account in accounts {
        let names_orders = !without_orders.contains(account);
        // A recovered coupon was used before.
        for state in [CouponState::Used, CouponState::Recovered] {
            let filter = CouponFilter {
                account: Some(account.clone()),
                state: Some(state),
                ..CouponFilter::default()
            };
            let mut pages = ledger.coupons_stream(&filter);
            while let Some(page) = pages.try_next().await? {
                for row in page {
                    found.take(row, names_orders, mapping, options);
                }
            }
        }
    }
    Ok(found)
}

impl Uses {
    fn take(
        &mut self,
        row: Stored<Coupon>,
        names_orders: bool,
        mapping: &Mapping,
        options: &ReconcileOptions,
    ) {
        let measure = if row.value.item.is_some() { Measure::Goods } else { Measure::Money };
        let column = match measure {
            Measure::Money => &mapping.voucher_amount,
            Measure::Goods => &mapping.goods_quantity,
        };
        if !names_orders {
            self.list(row, NotReconcilableReason::NoOrders, options);
        } else if column.is_none() {
            self.list(row, NotReconcilableReason::NoColumn, options);
        } else {
            self.uses.push(used(row, measure));
        }
    }

    fn list(
        &mut self,
        row: Stored<Coupon>,
        why: NotReconcilableReason,
        options: &ReconcileOptions,
    ) {
        let approximate = row.value.used_at.is_none();
        let day = row.value.used_at.or(row.value.changed_at).map(beijing_date);
        if day.is_some_and(|day| day < options.since || day > options.until) {
            return;
        }
        let same = |group: &&mut NotReconcilable| {
            group.account == row.account && group.provider == row.provider && group.why == why
        };
        let coupon =
            Unmatched { coupon: name(&row.value), day, approximate, amount: row.value.amount };
        match self.not_reconcilable.iter_mut().find(same) {
            Some(group) => group.coupons.push(coupon),
            None => self.not_reconcilable.push(NotReconcilable {
                account: row.account,
                provider: row.provider,
                why,
                coupons: vec![coupon],
            }),
        }
    }
}

fn used(row: Stored<Coupon>, measure: Measure) -> Use {
    let (coupon, name) = (row.value, name);
    let item = coupon.item.as_ref();
    Use {
        account: row.account,
        provider: row.provider,
        coupon: name(&coupon),
        product: item.and_then(|item| item.code.clone()),
        unit: item.and_then(|item| item.unit.clone()),
        value: match measure {
            // A vendor that does not say what was taken off took off the face value.
            Measure::Money => coupon.used_amount.or(coupon.amount),
            Measure::Goods => item.and_then(|item| item.quantity),
        },
        order_no: coupon.order_no.or(coupon.order_id),
        at: coupon.used_at,
        begins_at: coupon.begins_at,
        ends_at: coupon.ends_at,
        measure,
    }
}

fn name(coupon: &Coupon) -> String {
    coupon.code.clone().unwrap_or_else(|| coupon.id.to_string())
}
