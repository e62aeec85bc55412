//! One month: what was issued, used and expired, by day, source, template and customer.

use std::collections::{BTreeMap, HashMap};

use coupon_domain::{AccountName, Coupon, CouponState, ProviderName, beijing_date, start_of_day};
use coupon_ledger::{CouponFilter, Ledger, LedgerError, Stored};
use futures_util::TryStreamExt as _;
use jiff::{Timestamp, ToSpan as _, civil::Date};

use super::account_value::{AccountValue, TemplateFacts};
use crate::freshness::{SourceFreshness, as_of, freshness};

/// Templates and customers that are listed by name.
const LISTED: usize = 10;

/// One month of a ledger. Coupons are counted once per code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthReport {
    /// Time of the report, as the caller gave it.
    pub at: Timestamp,
    /// The first Beijing day of the month.
    pub first: Date,
    /// The last Beijing day of the month.
    pub last: Date,
    /// How far each source is read.
    pub sources: Vec<SourceFreshness>,
    /// The counts of the whole month.
    pub total: MonthCount,
    /// The counts of each day.
    pub days: BTreeMap<Date, MonthCount>,
    /// The counts of each source.
    pub by_source: BTreeMap<(AccountName, ProviderName), MonthCount>,
    /// The templates with the most coupons of the month, the most used first.
    pub by_template: TopGroups,
    /// The customers with the most coupons of the month, the most used first. Only those whose name or code the vendor tells.
    pub by_customer: TopGroups,
    /// Rows that could not be read, by account.
    pub quarantined: BTreeMap<AccountName, u64>,
    /// Providers that answer no time of use. Their uses count for the day of the last change.
    pub approximate: Vec<ProviderName>,
}

/// The coupons of some days, by what became of them on these days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MonthCount {
    /// Those that a customer received; without a time of receipt, those that were created.
    pub issued: AccountValue,
    /// Those that were used.
    pub used: AccountValue,
    /// Those that ended without use.
    pub expired: AccountValue,
}

/// The groups with the most coupons.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TopGroups {
    /// Ten at most.
    pub groups: Vec<MonthGroup>,
    /// How many more there are.
    pub more: usize,
}

/// The coupons of one template or of one customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthGroup {
    /// The account.
    pub account: AccountName,
    /// Its name, or its id or code where it has none.
    pub name: String,
    /// The counts.
    pub count: MonthCount,
}

impl MonthReport {
    /// The instant up to which all sources are known; none if one of them was never read in full.
    pub fn as_of(&self) -> Option<Timestamp> {
        as_of(&self.sources)
    }

    /// True if every source is read up to the end of the month.
    pub fn is_whole(&self) -> bool {
        let over = start_of_day(self.last.saturating_add(1.day()));
        self.as_of().is_some_and(|at| at >= over)
    }
}

/// Reads all coupons of a ledger once and counts those of the month that `day` is in. `expected` are sources of which the ledger
/// may have nothing.
///
/// # Errors
/// If the ledger cannot be read.
pub async fn month_report(
    ledger: &Ledger,
    expected: Vec<(AccountName, ProviderName)>,
    day: Date,
    now: Timestamp,
) -> Result<MonthReport, LedgerError> {
    let templates = TemplateFacts::read(ledger).await?;
    let mut counting = MonthCounting::new(day, now);
    let mut some = ledger.whole_coupons(&CouponFilter::default());
    while let Some(coupons) = some.try_next().await? {
        for coupon in &coupons {
            counting.count(coupon.first(), &templates);
        }
    }
    let mut report = counting.ended();
    report.sources = freshness(ledger, expected).await?;
    report.quarantined = ledger.quarantine_counts().await?;
    Ok(report)
}

/// An event of a coupon on a day of the month.
#[derive(Clone, Copy)]
enum MonthEvent {
    Issued,
    Used,
    Expired,
}

/// Templates are a provider's own; a customer is the account's, at all of its providers.
type Groups = HashMap<(AccountName, Option<ProviderName>, String), MonthGroup>;

struct MonthCounting {
    report: MonthReport,
    templates: Groups,
    customers: Groups,
}

impl MonthCounting {
    fn new(day: Date, at: Timestamp) -> Self {
        let (first, last) = (day.first_of_month(), day.last_of_month());
        let days = first.series(1.day()).take_while(|day| *day <= last);
        let report = MonthReport {
            at,
            first,
            last,
            sources: Vec::new(),
            total: MonthCount::default(),
            days: days.map(|day| (day, MonthCount::default())).collect(),
            by_source: BTreeMap::new(),
            by_template: TopGroups::default(),
            by_customer: TopGroups::default(),
            quarantined: BTreeMap::new(),
            approximate: Vec::new(),
        };
        Self { report, templates: HashMap::new(), customers: HashMap::new() }
    }

    fn count(&mut self, row: &Stored<Coupon>, templates: &TemplateFacts) {
        let coupon = &row.value;
        let state = coupon.state_at(self.report.at);
        let used = matches!(state, CouponState::Used | CouponState::Recovered);
        let expired = state == CouponState::Expired;
        let events = [
            (MonthEvent::Issued, coupon.received_at.or(coupon.created_at)),
            (MonthEvent::Used, coupon.used_at.or(coupon.changed_at).filter(|_| used)),
            (MonthEvent::Expired, coupon.ends_at.filter(|_| expired)),
        ];
        for (event, at) in events {
            let Some(day) = at.map(beijing_date).filter(|day| self.report.days.contains_key(day))
            else {
                continue;
            };
            self.add(row, templates, event, day);
            let is_approximate = matches!(event, MonthEvent::Used) && coupon.used_at.is_none();
            if is_approximate && !self.report.approximate.contains(&row.provider) {
                self.report.approximate.push(row.provider.clone());
            }
        }
    }

    fn add(
        &mut self,
        row: &Stored<Coupon>,
        templates: &TemplateFacts,
        event: MonthEvent,
        day: Date,
    ) {
        let amount = templates.amount(row);
        let report = &mut self.report;
        let source = (row.account.clone(), row.provider.clone());
        let day = report.days.get_mut(&day);
        let counts = [&mut report.total, report.by_source.entry(source).or_default()];
        for count in counts.into_iter().chain(day) {
            count.of(event).add(amount);
        }
        let coupon = &row.value;
        let template = coupon.template.as_ref().map(ToString::to_string);
        let template_name = templates.name(row).map(str::to_owned);
        let customer = coupon.customer_code.clone().or_else(|| coupon.customer_name.clone());
        let groups = [
            (
                &mut self.templates,
                Some(row.provider.clone()),
                template.or_else(|| template_name.clone()),
                template_name,
            ),
            (&mut self.customers, None, customer, coupon.customer_name.clone()),
        ];
        for (groups, provider, key, name) in groups {
            let Some(key) = key else { continue };
            let name = name.unwrap_or_else(|| key.clone());
            let (account, count) = (row.account.clone(), MonthCount::default());
            let group = groups.entry((row.account.clone(), provider, key));
            group.or_insert(MonthGroup { account, name, count }).count.of(event).add(amount);
        }
    }

    fn ended(self) -> MonthReport {
        let (by_template, by_customer) = (top(self.templates), top(self.customers));
        MonthReport { by_template, by_customer, ..self.report }
    }
}

impl MonthCount {
    fn of(&mut self, event: MonthEvent) -> &mut AccountValue {
        match event {
            MonthEvent::Issued => &mut self.issued,
            MonthEvent::Used => &mut self.used,
            MonthEvent::Expired => &mut self.expired,
        }
    }

    fn rank(&self) -> [u64; 3] {
        [self.used.coupons(), self.issued.coupons(), self.expired.coupons()]
    }
}

fn top(groups: Groups) -> TopGroups {
    let mut groups: Vec<(String, MonthGroup)> =
        groups.into_iter().map(|((.., key), group)| (key, group)).collect();
    groups.sort_by(|(a_key, a), (b_key, b)| {
        let by_name = || (&a.account, a_key).cmp(&(&b.account, b_key));
        b.count.rank().cmp(&a.count.rank()).then_with(by_name)
    });
    let more = groups.len().saturating_sub(LISTED);
    groups.truncate(LISTED);
    TopGroups { groups: groups.into_iter().map(|(_, group)| group).collect(), more }
}
