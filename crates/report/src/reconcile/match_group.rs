//! The uses and lines of one order that are compared as one.

use std::collections::{BTreeMap, BTreeSet};

use coupon_domain::AccountName;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{order_store::FileOrder, reconciliation::Measure, uses::Use};

/// The order of a comparison.
#[derive(Debug, Clone, Copy)]
pub(super) struct MatchedOrder<'a> {
    pub(super) account: &'a AccountName,
    /// None of a use without an order.
    pub(super) order_no: Option<&'a str>,
    /// Its first Beijing day where the file names days; none of an order that the file does not have.
    pub(super) day_in_file: Option<Option<Date>>,
}

/// Tells apart what is compared within an order: its vouchers, its goods, or its goods of one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MatchKey<'a> {
    pub(super) measure: Measure,
    pub(super) product: Option<&'a str>,
}

#[derive(Debug, Default)]
pub(super) struct MatchGroup<'a> {
    pub(super) uses: Vec<(usize, &'a Use)>,
    pub(super) lines: Vec<(u64, Decimal)>,
}

impl MatchGroup<'_> {
    /// Each coupon once: a 兑货券 of three products has three rows.
    pub(super) fn coupons(&self) -> Vec<String> {
        let names: BTreeSet<&str> =
            self.uses.iter().map(|(_, used)| used.coupon.as_str()).collect();
        names.into_iter().map(str::to_owned).collect()
    }
}

/// The uses and lines of one order, as they are compared.
pub(super) fn groups<'a>(
    uses: Vec<(usize, &'a Use)>,
    order: Option<FileOrder<'a>>,
    has_products: bool,
) -> BTreeMap<MatchKey<'a>, MatchGroup<'a>> {
    let mut groups = BTreeMap::<MatchKey<'a>, MatchGroup<'a>>::new();
    let key = |measure, product: Option<&'a str>| MatchKey {
        measure,
        product: product.filter(|_| measure == Measure::Goods && has_products),
    };
    for used in uses {
        let key = key(used.1.measure, used.1.product.as_deref());
        groups.entry(key).or_default().uses.push(used);
    }
    for line in order.into_iter().flat_map(FileOrder::lines) {
        if let Some((measure, value)) = line.value {
            let key = key(measure, line.product);
            groups.entry(key).or_default().lines.push((line.number, value));
        }
    }
    groups
}
