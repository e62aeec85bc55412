//! Uses and orders side by side. The functions here read nothing but their arguments.

use std::collections::{BTreeMap, BTreeSet};

use coupon_domain::AccountName;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    error::ReconcileError,
    mapping::Mapping,
    options::ReconcileOptions,
    orders::OrderLine,
    reconciliation::{Break, BreakKind, DayTotal, Measure, OrderExamples},
    totals::{DayTotals, Side},
    uses::Use,
};
use crate::exact_sum::exact_sum;

/// The result of the comparison.
#[derive(Debug)]
pub(super) struct Matched {
    pub(super) breaks: Vec<Break>,
    pub(super) days: Vec<DayTotal>,
    pub(super) total: DayTotal,
    pub(super) undated: u64,
    pub(super) no_common_order: Option<OrderExamples>,
}

pub(super) fn match_up(
    uses: &[Use],
    lines: &[&OrderLine],
    mapping: &Mapping,
    options: &ReconcileOptions,
) -> Result<Matched, ReconcileError> {
    let orders = days_of_orders(lines);
    let mut matching = Matching {
        options,
        days: DayTotals::default(),
        breaks: Vec::new(),
        placed: BTreeMap::new(),
        undated: 0,
        has_common_order: false,
    };
    for (key, group) in groups(uses, lines, mapping) {
        matching.compare(&key, &group, &orders)?;
    }
    matching.find_used_twice(uses, lines);
    matching.find_used_outside_dates(uses);
    matching.finish()
}

/// Identifies the uses and lines that are compared as one: an order's vouchers, or its goods, or its goods of one product.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct MatchKey {
    account: AccountName,
    /// The order number. A use without one has its index instead, so that it stands alone.
    order_no: Result<String, usize>,
    measure: Measure,
    product: Option<String>,
}

#[derive(Debug, Default)]
struct MatchGroup<'a> {
    uses: Vec<(usize, &'a Use)>,
    lines: Vec<(&'a OrderLine, Decimal)>,
}

/// Every order of the file, with its first Beijing day where the file names days.
type OrderDays = BTreeMap<(AccountName, String), Option<Date>>;

fn days_of_orders(lines: &[&OrderLine]) -> OrderDays {
    let mut orders = OrderDays::new();
    for line in lines {
        let day = orders.entry((line.account.clone(), line.order_no.clone())).or_insert(line.day);
        *day = (*day).min(line.day);
    }
    orders
}

fn groups<'a>(
    uses: &'a [Use],
    lines: &[&'a OrderLine],
    mapping: &Mapping,
) -> BTreeMap<MatchKey, MatchGroup<'a>> {
    let mut groups = BTreeMap::<MatchKey, MatchGroup<'a>>::new();
    let product = |measure, product: &Option<String>| {
        product.clone().filter(|_| measure == Measure::Goods && mapping.product_code.is_some())
    };
    for (index, used) in uses.iter().enumerate() {
        let key = MatchKey {
            account: used.account.clone(),
            order_no: used.order_no.clone().ok_or(index),
            measure: used.measure,
            product: product(used.measure, &used.product),
        };
        groups.entry(key).or_default().uses.push((index, used));
    }
    for &line in lines {
        for (measure, value) in [(Measure::Money, line.amount), (Measure::Goods, line.quantity)] {
            let Some(value) = value else { continue };
            let key = MatchKey {
                account: line.account.clone(),
                order_no: Ok(line.order_no.clone()),
                measure,
                product: product(measure, &line.product),
            };
            groups.entry(key).or_default().lines.push((line, value));
        }
    }
    groups
}

struct Matching<'a> {
    options: &'a ReconcileOptions,
    days: DayTotals,
    breaks: Vec<Break>,
    /// The uses that belong to the range, by index, with the Beijing day that they count for.
    placed: BTreeMap<usize, Option<Date>>,
    undated: u64,
    /// Whether an order of the range is named by both sides.
    has_common_order: bool,
}

impl Matching<'_> {
    fn compare(
        &mut self,
        key: &MatchKey,
        group: &MatchGroup<'_>,
        orders: &OrderDays,
    ) -> Result<(), ReconcileError> {
        let order_no = key.order_no.as_ref().ok();
        let order = order_no.and_then(|no| orders.get(&(key.account.clone(), no.clone())));
        let day_of_use = group.uses.iter().filter_map(|(_, used)| used.day()).min();
        let day = order.copied().flatten().or(day_of_use);
        let belongs = match (order, day) {
            // A file without days is the file of the range.
            (Some(None), _) => true,
            (_, Some(day)) => (self.options.since..=self.options.until).contains(&day),
            (_, None) => {
                self.undated += group.uses.len() as u64;
                false
            }
        };
        if !belongs {
            return Ok(());
        }
        self.has_common_order |= order.is_some() && !group.uses.is_empty();
        self.placed.extend(group.uses.iter().map(|(index, _)| (*index, day)));
        let (ledger, file) = self.add(key, group, day)?;
        let kind = match (group.uses.is_empty(), group.lines.is_empty()) {
            // An order that took back all it gave has no discount that a coupon should have paid.
            (true, _) => {
                file.is_some_and(|sum| !sum.is_zero()).then_some(BreakKind::OrderWithoutUse)
            }
            (false, true) if order.is_none() => Some(BreakKind::UsedWithoutOrder),
            (false, _) => {
                self.differs(key.measure, ledger, file).then_some(BreakKind::AmountDiffers)
            }
        };
        if let Some(kind) = kind {
            self.report(Break {
                kind,
                account: key.account.clone(),
                day,
                order_no: order_no.cloned(),
                other_orders: Vec::new(),
                coupons: names(group.uses.iter().map(|(_, used)| *used)),
                product: key.product.clone(),
                measure: key.measure,
                ledger,
                orders: file,
                lines: group.lines.iter().map(|(line, _)| line.number).collect(),
            });
        }
        Ok(())
    }

    /// Adds a group to its day and returns the sums of ledger and file. A sum is none where its side names no value.
    fn add(
        &mut self,
        key: &MatchKey,
        group: &MatchGroup<'_>,
        day: Option<Date>,
    ) -> Result<(Option<Decimal>, Option<Decimal>), ReconcileError> {
        let ledger = sum(group.uses.iter().map(|(_, used)| used.value), key)?;
        let file = sum(group.lines.iter().map(|(_, value)| Some(*value)), key)?;
        let total = self.days.of(&key.account, day);
        total.uses += group.uses.len() as u64;
        total.lines += group.lines.len() as u64;
        total.add(Side::Ledger, key.measure, ledger.unwrap_or_default())?;
        total.add(Side::Orders, key.measure, file.unwrap_or_default())?;
        Ok((ledger, file))
    }

    /// Returns whether the sums differ by more than the tolerance. An unknown amount of a use differs. An order without a line of
    /// the kind counts as zero.
    fn differs(&self, measure: Measure, ledger: Option<Decimal>, file: Option<Decimal>) -> bool {
        let Some(ledger) = ledger else { return true };
        let tolerance = match measure {
            Measure::Money => self.options.tolerance,
            Measure::Goods => Decimal::ZERO,
        };
        // None only beyond what a decimal can hold.
        let difference = ledger.checked_sub(file.unwrap_or_default());
        difference.is_none_or(|difference| difference.abs() > tolerance)
    }

    /// Finds coupons in two rows of the ledger (of a 兑货券: with the same product in the same unit), or in two orders of the file.
    fn find_used_twice(&mut self, uses: &[Use], lines: &[&OrderLine]) {
        let mut by_coupon = BTreeMap::<_, Vec<usize>>::new();
        for (index, used) in uses.iter().enumerate() {
            let key = (&used.account, &used.provider, &used.coupon, &used.product, &used.unit);
            by_coupon.entry(key).or_default().push(index);
        }
        let mut reported = BTreeSet::new();
        for (key, indices) in by_coupon.into_iter().filter(|(_, indices)| indices.len() > 1) {
            let Some(day) = indices.iter().filter_map(|index| self.placed.get(index)).max() else {
                continue;
            };
            // Several products of one coupon in the same two orders are one finding.
            if reported.insert((key.0, key.2)) {
                let orders = indices.iter().filter_map(|index| uses[*index].order_no.clone());
                let (day, measure) = (*day, uses[indices[0]].measure);
                self.report_twice(key.0, key.2, day, measure, orders.collect(), Vec::new());
            }
        }

        let mut in_file = BTreeMap::<_, Vec<&OrderLine>>::new();
        for &line in lines.iter().filter(|line| self.in_range(line.day)) {
            if let Some(coupon) = &line.coupon {
                in_file.entry((&line.account, coupon)).or_default().push(line);
            }
        }
        for ((account, coupon), lines) in in_file {
            let orders: BTreeSet<_> = lines.iter().map(|line| line.order_no.clone()).collect();
            if orders.len() > 1 && reported.insert((account, coupon)) {
                let day = lines.iter().filter_map(|line| line.day).max();
                let goods = lines.iter().all(|line| line.amount.is_none());
                let measure = if goods { Measure::Goods } else { Measure::Money };
                let numbers = lines.iter().map(|line| line.number).collect();
                self.report_twice(account, coupon, day, measure, orders, numbers);
            }
        }
    }

    fn report_twice(
        &mut self,
        account: &AccountName,
        coupon: &str,
        day: Option<Date>,
        measure: Measure,
        orders: BTreeSet<String>,
        lines: Vec<u64>,
    ) {
        let mut orders = orders.into_iter();
        self.report(Break {
            kind: BreakKind::UsedTwice,
            account: account.clone(),
            day,
            order_no: orders.next(),
            other_orders: orders.collect(),
            coupons: vec![coupon.to_owned()],
            product: None,
            measure,
            ledger: None,
            orders: None,
            lines,
        });
    }

    fn find_used_outside_dates(&mut self, uses: &[Use]) {
        let placed: Vec<_> = self.placed.iter().map(|(index, day)| (*index, *day)).collect();
        let mut reported = BTreeSet::new();
        for (index, day) in placed {
            let used = &uses[index];
            let outside = used.at.is_some_and(|at| {
                // The last second is a whole one.
                let after = |end: jiff::Timestamp| at.as_second() > end.as_second();
                used.begins_at.is_some_and(|begin| at < begin) || used.ends_at.is_some_and(after)
            });
            let first = outside && reported.insert((&used.account, &used.coupon, &used.order_no));
            if first {
                self.report(Break {
                    kind: BreakKind::UsedOutsideDates,
                    account: used.account.clone(),
                    day,
                    order_no: used.order_no.clone(),
                    other_orders: Vec::new(),
                    coupons: vec![used.coupon.clone()],
                    product: None,
                    measure: used.measure,
                    ledger: used.value,
                    orders: None,
                    lines: Vec::new(),
                });
            }
        }
    }

    fn in_range(&self, day: Option<Date>) -> bool {
        day.is_none_or(|day| (self.options.since..=self.options.until).contains(&day))
    }

    fn report(&mut self, found: Break) {
        self.days.of(&found.account, found.day).breaks += 1;
        self.breaks.push(found);
    }

    fn finish(mut self) -> Result<Matched, ReconcileError> {
        self.breaks.sort_by(|a, b| {
            let key = |found: &Break| {
                (found.day, found.order_no.clone(), found.kind, found.coupons.clone())
            };
            a.account.cmp(&b.account).then_with(|| key(a).cmp(&key(b)))
        });
        let no_common_order = self.no_common_order();
        let (days, total) = self.days.finish()?;
        Ok(Matched { breaks: self.breaks, days, total, undated: self.undated, no_common_order })
    }

    fn no_common_order(&self) -> Option<OrderExamples> {
        let first = |kind| {
            let mut breaks = self.breaks.iter().filter(|found| found.kind == kind);
            breaks.find_map(|found| found.order_no.clone())
        };
        let orders = first(BreakKind::OrderWithoutUse)?;
        let ledger = first(BreakKind::UsedWithoutOrder)?;
        (!self.has_common_order).then_some(OrderExamples { orders, ledger })
    }
}

/// Adds the values. The sum is none if there are no values, or if one of them is not known.
fn sum(
    values: impl Iterator<Item = Option<Decimal>>,
    key: &MatchKey,
) -> Result<Option<Decimal>, ReconcileError> {
    let mut sum = None;
    for value in values {
        let Some(value) = value else { return Ok(None) };
        let so_far = sum.unwrap_or_default();
        sum = Some(exact_sum(so_far, value).ok_or_else(|| {
            let order = key.order_no.as_deref().unwrap_or("?");
            ReconcileError::TooLarge { what: format!("order {order}") }
        })?);
    }
    Ok(sum)
}

/// Returns each coupon once: a 兑货券 of three products has three rows.
fn names<'a>(uses: impl Iterator<Item = &'a Use>) -> Vec<String> {
    uses.map(|used| used.coupon.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}
