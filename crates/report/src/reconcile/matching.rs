//! Uses and orders side by side. The functions here read nothing but their arguments.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use coupon_domain::AccountName;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    error::ReconcileError,
    mapping::Mapping,
    match_group::{MatchGroup, MatchKey, MatchedOrder, groups},
    options::ReconcileOptions,
    order_store::{FileLine, FileOrder, OrderStore},
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

/// Compares uses and orders; the orders of the accounts `without_orders` are left out.
pub(super) fn match_up(
    uses: &[Use],
    file: &OrderStore,
    without_orders: &[AccountName],
    mapping: &Mapping,
    options: &ReconcileOptions,
) -> Result<Matched, ReconcileError> {
    let mut matching = Matching {
        options,
        days: DayTotals::default(),
        breaks: Vec::new(),
        placed: BTreeMap::new(),
        undated: 0,
        counted: BTreeSet::new(),
        has_common_order: false,
    };
    let has_products = mapping.product_code.is_some();
    let mut of_orders = HashMap::<_, Vec<_>>::new();
    for (index, used) in uses.iter().enumerate() {
        // A use without a number stands alone.
        let number = used.order_no.as_deref().ok_or(index);
        of_orders.entry((&used.account, number)).or_default().push((index, used));
    }
    let compared = || file.orders().filter(|order| !without_orders.contains(order.account()));
    for order in compared() {
        matching.counted.clear();
        let used = of_orders.remove(&(order.account(), Ok(order.number()))).unwrap_or_default();
        for (key, group) in groups(used, Some(order), has_products) {
            let of_order = MatchedOrder {
                account: order.account(),
                order_no: Some(order.number()),
                day_in_file: Some(order.day()),
            };
            matching.compare(of_order, key, &group)?;
        }
    }
    let mut unknown: Vec<_> = of_orders.into_iter().collect();
    unknown.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    for ((account, number), used) in unknown {
        for (key, group) in groups(used, None, has_products) {
            let of_order = MatchedOrder { account, order_no: number.ok(), day_in_file: None };
            matching.compare(of_order, key, &group)?;
        }
    }
    matching.find_used_twice(uses);
    matching.find_used_twice_in_file(compared);
    matching.find_used_outside_dates(uses);
    matching.finish()
}

struct Matching<'a> {
    options: &'a ReconcileOptions,
    days: DayTotals,
    breaks: Vec<Break>,
    /// The uses that belong to the range, by index, with the Beijing day that they count for.
    placed: BTreeMap<usize, Option<Date>>,
    undated: u64,
    /// The lines of the current order that its day has counted.
    counted: BTreeSet<u64>,
    /// Whether an order of the range is named by both sides.
    has_common_order: bool,
}

impl Matching<'_> {
    fn compare(
        &mut self,
        order: MatchedOrder<'_>,
        key: MatchKey<'_>,
        group: &MatchGroup<'_>,
    ) -> Result<(), ReconcileError> {
        let day_of_use = group.uses.iter().filter_map(|(_, used)| used.day()).min();
        let day = order.day_in_file.flatten().or(day_of_use);
        let belongs = match (order.day_in_file, day) {
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
        let is_in_file = order.day_in_file.is_some();
        self.has_common_order |= is_in_file && !group.uses.is_empty();
        self.placed.extend(group.uses.iter().map(|(index, _)| (*index, day)));
        let (ledger, file) = self.add(order, key.measure, group, day)?;
        let kind = match (group.uses.is_empty(), group.lines.is_empty()) {
            // An order that took back all it gave has no discount that a coupon should have paid.
            (true, _) => {
                file.is_some_and(|sum| !sum.is_zero()).then_some(BreakKind::OrderWithoutUse)
            }
            (false, true) if !is_in_file => Some(BreakKind::UsedWithoutOrder),
            (false, _) => {
                self.differs(key.measure, ledger, file).then_some(BreakKind::AmountDiffers)
            }
        };
        if let Some(kind) = kind {
            self.report(Break {
                kind,
                account: order.account.clone(),
                day,
                order_no: order.order_no.map(str::to_owned),
                other_orders: Vec::new(),
                coupons: group.coupons(),
                product: key.product.map(str::to_owned),
                measure: key.measure,
                ledger,
                orders: file,
                lines: group.lines.iter().map(|(number, _)| *number).collect(),
            });
        }
        Ok(())
    }

    /// Adds a group to its day and returns the sums of ledger and file. A sum is none where its side names no value.
    fn add(
        &mut self,
        order: MatchedOrder<'_>,
        measure: Measure,
        group: &MatchGroup<'_>,
        day: Option<Date>,
    ) -> Result<(Option<Decimal>, Option<Decimal>), ReconcileError> {
        let ledger = sum(group.uses.iter().map(|(_, used)| used.value), order)?;
        let file = sum(group.lines.iter().map(|(_, value)| Some(*value)), order)?;
        let total = self.days.of(order.account, day);
        total.uses += group.uses.len() as u64;
        // A line with an amount and a quantity is in two groups.
        let new = group.lines.iter().filter(|(number, _)| self.counted.insert(*number)).count();
        total.lines += new as u64;
        total.add(Side::Ledger, measure, ledger.unwrap_or_default())?;
        total.add(Side::Orders, measure, file.unwrap_or_default())?;
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

    /// Finds coupons in two rows of the ledger (of a 兑货券: with the same product in the same unit).
    fn find_used_twice(&mut self, uses: &[Use]) {
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
    }

    /// Finds coupons in two orders of the file, unless they were reported before.
    fn find_used_twice_in_file<'a, I: Iterator<Item = FileOrder<'a>>>(
        &mut self,
        orders: impl Fn() -> I,
    ) {
        let since_until = (self.options.since, self.options.until);
        let lines = |order: FileOrder<'a>| {
            order.lines().filter(move |line: &FileLine<'a>| in_range(line.day, since_until))
        };
        // First the coupons alone, by account and id: most stand in one order.
        let mut first_order = HashMap::new();
        let mut twice = BTreeMap::<_, Vec<(FileOrder<'a>, FileLine<'a>)>>::new();
        for order in orders() {
            for coupon in lines(order).filter_map(|line| line.coupon) {
                let first = *first_order.entry((order.account(), coupon)).or_insert(order.number());
                if first != order.number() {
                    twice.entry((order.account(), order.coupon(coupon))).or_default();
                }
            }
        }
        if twice.is_empty() {
            return;
        }
        for order in orders() {
            for line in lines(order) {
                let Some(coupon) = line.coupon else { continue };
                let found = twice.get_mut(&(order.account(), order.coupon(coupon)));
                found.into_iter().for_each(|found| found.push((order, line)));
            }
        }
        let reported = self.breaks.iter().filter(|found| found.kind == BreakKind::UsedTwice);
        let reported: BTreeSet<(AccountName, String)> = reported
            .flat_map(|found| {
                found.coupons.iter().map(|name| (found.account.clone(), name.clone()))
            })
            .collect();
        twice.retain(|(account, coupon), _| {
            !reported.contains(&((*account).clone(), (*coupon).to_owned()))
        });
        for ((account, coupon), mut found) in twice {
            found.sort_by_key(|(_, line)| line.number);
            let orders = found.iter().map(|(order, _)| order.number().to_owned()).collect();
            let day = found.iter().filter_map(|(_, line)| line.day).max();
            let money = |line: &FileLine<'_>| {
                line.value.is_some_and(|(measure, _)| measure == Measure::Money)
            };
            let has_money = found.iter().any(|(_, line)| money(line));
            let measure = if has_money { Measure::Money } else { Measure::Goods };
            let mut numbers: Vec<u64> = found.iter().map(|(_, line)| line.number).collect();
            numbers.dedup();
            self.report_twice(account, coupon, day, measure, orders, numbers);
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

fn in_range(day: Option<Date>, (since, until): (Date, Date)) -> bool {
    day.is_none_or(|day| (since..=until).contains(&day))
}

/// Adds the values. The sum is none if there are no values, or if one of them is not known.
fn sum(
    values: impl Iterator<Item = Option<Decimal>>,
    order: MatchedOrder<'_>,
) -> Result<Option<Decimal>, ReconcileError> {
    let mut sum = None;
    for value in values {
        let Some(value) = value else { return Ok(None) };
        let so_far = sum.unwrap_or_default();
        let order = || ReconcileError::of_order(order.order_no.unwrap_or("?"));
        sum = Some(exact_sum(so_far, value).ok_or_else(order)?);
    }
    Ok(sum)
}
