//! Reading at the vendor what a write should have left.

use coupon_domain::{
    Command, Coupon, CouponKey, CouponRef, CustomerRef, DateField, Error, Postcondition, Provider,
    Record, Template, TemplateRef, Window, beijing_date, collect_pages,
};
use coupon_ledger::{JournalEntry, JournalFilter, JournalState, LedgerError, NewEntry};
use jiff::{Span, Timestamp};

use super::{
    grace::{earliest_arrival, latest_arrival},
    observation::{CouponChange, ExpectedTemplate, HoldingsDelta, Observation},
    other_writes::OtherWrites,
};
use crate::{
    context::{Notice, WriteContext},
    holdings::{count_coupons, customer_coupons},
};

/// The vendor or the journal could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum ObserveError {
    #[error(transparent)]
    Provider(#[from] Error),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// A write that was sent, with the state that it should have left.
pub(super) struct ResolveContext<'a> {
    pub(super) context: &'a WriteContext<'a>,
    pub(super) provider: &'a dyn Provider,
    pub(super) stored: &'a JournalEntry,
    pub(super) postcondition: &'a Postcondition,
    pub(super) sent_at: Timestamp,
}

/// The state that a recorded write leaves, whether it was recorded as a neutral command or in the vendor's terms. `None` if
/// it cannot be read back.
pub(crate) fn entry_postcondition(
    entry: &NewEntry,
    provider: &dyn Provider,
) -> Option<Postcondition> {
    let neutral = serde_json::from_str::<Command>(&entry.body).ok();
    match neutral.filter(|command| command.kind().as_str() == entry.operation) {
        Some(command) => Some(Postcondition::from(&command)),
        None => provider.postcondition(&entry.operation, &entry.body),
    }
}

impl ResolveContext<'_> {
    /// Reads the vendor's state now. The journal is read after the vendor, so that every other write whose effect was
    /// seen is taken into account.
    pub(super) async fn observe(&self, now: Timestamp) -> Result<Observation, ObserveError> {
        Ok(match self.postcondition {
            Postcondition::TemplateCreated { name, begins, ends, discount } => {
                let Some(mut templates) = self.templates_of_that_day(now).await? else {
                    return Ok(Observation::Incomplete);
                };
                let others = self.other_writes().await?;
                templates.retain(|template| !others.made(&template.id));
                let (begins, ends, discount) = (*begins, *ends, discount.clone());
                Observation::NewTemplates {
                    expected: ExpectedTemplate { name: name.clone(), begins, ends, discount },
                    templates,
                    duplicate_requests: others.duplicate_requests(self.postcondition, self.sent_at),
                }
            }
            Postcondition::TemplateEnded(template) => {
                let TemplateRef::Id(id) = template else { return Ok(Observation::NotAddressable) };
                let Some(all) = self.all_templates().await? else {
                    return Ok(Observation::Incomplete);
                };
                Observation::TemplateEnd { template: all.into_iter().find(|one| one.id == *id) }
            }
            Postcondition::TemplateEndsOn { template, day } => {
                let TemplateRef::Id(id) = template else { return Ok(Observation::NotAddressable) };
                let Some(all) = self.all_templates().await? else {
                    return Ok(Observation::Incomplete);
                };
                let others = self.other_writes().await?;
                let moved = |left: &Postcondition| matches!(left, Postcondition::TemplateEndsOn { template: same, .. } if same == template);
                Observation::TemplateEndDate {
                    expected: *day,
                    template: all.into_iter().find(|one| one.id == *id),
                    later_write: others.later(self.sent_at, moved).map(str::to_owned),
                }
            }
            Postcondition::CouponIssued { template, customer, received_at } => {
                self.holdings(template, customer, *received_at).await?
            }
            Postcondition::CouponWithCode { code, template, customer } => {
                let coupon = self.coupon(code).await?.map(|record| Box::new(record.value));
                let others = self.other_writes().await?;
                let competing = others.find(|_, left| {
                    matches!(left, Postcondition::CouponWithCode { code: same, .. } if same == code)
                });
                Observation::CouponWithCode {
                    template: template.clone(),
                    customer: customer.clone(),
                    sent_at: self.sent_at,
                    coupon,
                    competing_write: competing.map(str::to_owned),
                }
            }
            Postcondition::CouponReviewed { code, decision } => {
                let state = self.coupon(code).await?.map(|record| record.value.state);
                Observation::ReviewedCoupon { expected: *decision, state }
            }
            Postcondition::CustomFieldsSet { code, fields } => {
                let Some(record) = self.coupon(code).await? else {
                    return Ok(Observation::NoCouponForFields);
                };
                let others = self.other_writes().await?;
                let later_write = others.later(self.sent_at, |left| match left {
                    Postcondition::CustomFieldsSet { code: same, fields: set } if same == code => {
                        set.iter().any(|set| fields.iter().any(|field| field.key == set.key))
                    }
                    _ => false,
                });
                Observation::CustomFields {
                    expected: fields.clone(),
                    fields: self.provider.custom_fields(&record.row),
                    later_write: later_write.map(str::to_owned),
                }
            }
            Postcondition::CouponUsed { coupon, order } => {
                let expected = CouponChange::Used { order: order.clone() };
                self.changed_coupon(coupon, expected).await?
            }
            Postcondition::UseReversed(coupon) => {
                self.changed_coupon(coupon, CouponChange::Reversed).await?
            }
            Postcondition::CouponRevoked(coupon) => {
                self.changed_coupon(coupon, CouponChange::Revoked).await?
            }
        })
    }

    async fn changed_coupon(
        &self,
        coupon: &CouponRef,
        expected: CouponChange,
    ) -> Result<Observation, ObserveError> {
        let found = self
            .provider
            .coupon(coupon)
            .await?
            .into_iter()
            .next()
            .map(|record| Box::new(record.value));
        let others = self.other_writes().await?;
        let is_same = |left: &Postcondition| {
            left.moved_coupon().is_some_and(|other| other.name == coupon.name)
        };
        let later_write = others.later(self.sent_at, is_same).map(str::to_owned);
        Ok(Observation::ChangedCoupon { expected, coupon: found, later_write })
    }

    async fn holdings(
        &self,
        template: &TemplateRef,
        customer: &CustomerRef,
        received_at: Option<Timestamp>,
    ) -> Result<Observation, ObserveError> {
        if matches!(customer, CustomerRef::SourceCode(_)) {
            return Ok(Observation::NotAddressable);
        }
        let read = customer_coupons(self.context, self.provider, template, customer).await?;
        let Some(coupons) = read else { return Ok(Observation::Incomplete) };
        let in_time =
            |coupon: &&Record<Coupon>| came_with(&coupon.value, self.sent_at, received_at);
        let others = self.other_writes().await?;
        let (done, open) = others.competing_writes(&self.stored.entry, template, customer);
        Ok(Observation::Holdings(HoldingsDelta {
            before: self.stored.entry.baseline,
            now: count_coupons(&coupons),
            in_time: count_coupons(coupons.iter().filter(in_time)),
            done,
            open,
        }))
    }

    /// Other writes through the same provider that are not refused.
    async fn other_writes(&self) -> Result<OtherWrites, ObserveError> {
        let NewEntry { key, account, provider, .. } = &self.stored.entry;
        let filter = JournalFilter {
            account: Some(account.clone()),
            provider: Some(provider.clone()),
            ..JournalFilter::default()
        };
        let mut journal = self.context.ledger.journal_list(&filter, u32::MAX).await?;
        journal.retain(|other| other.entry.key != *key && other.state != JournalState::Refused);
        let left =
            |other: JournalEntry| Some((entry_postcondition(&other.entry, self.provider)?, other));
        Ok(OtherWrites(journal.into_iter().filter_map(left).collect()))
    }

    /// The templates made on the day of the write. `None` if some could not be read.
    async fn templates_of_that_day(&self, now: Timestamp) -> Result<Option<Vec<Template>>, Error> {
        let from = beijing_date(earliest_arrival(self.sent_at));
        let last = beijing_date(latest_arrival(self.sent_at));
        let after = last.saturating_add(Span::new().days(1));
        let window = |from, to| Window { by: DateField::Created, from: Some(from), to: Some(to) };
        let Some(mut made) = self.templates(window(from, after)).await? else { return Ok(None) };
        // The documents do not say whether the last day of a window belongs to it.
        if beijing_date(now) >= after {
            let beyond = window(after, after.saturating_add(Span::new().days(1)));
            let Some(too_late) = self.templates(beyond).await? else { return Ok(None) };
            made.retain(|template| too_late.iter().all(|other| other.id != template.id));
        }
        Ok(Some(made))
    }

    /// All templates: vendors list them by day and not by id. `None` if some could not be read.
    async fn all_templates(&self) -> Result<Option<Vec<Template>>, Error> {
        self.templates(Window { by: DateField::Created, from: None, to: None }).await
    }

    async fn templates(&self, window: Window) -> Result<Option<Vec<Template>>, Error> {
        let unreadable = |row: &_| (self.context.notify)(Notice::UnreadableRow(row));
        let ask = |page| self.provider.templates(&window, page);
        let read = collect_pages(ask, unreadable).await?;
        let templates = read.records.into_iter().map(|record| record.value);
        Ok(read.complete.then(|| templates.collect()))
    }

    /// The first row of the coupon; the states and fields of its others are the same.
    async fn coupon(&self, code: &str) -> Result<Option<Record<Coupon>>, Error> {
        let name = CouponKey::Code(code.to_owned());
        let coupon = CouponRef { name, customer: None, template: None };
        Ok(self.provider.coupon(&coupon).await?.into_iter().next())
    }
}

/// Whether a coupon came when the write was sent, or bears the time of receipt that the write gave it. A coupon without
/// a time may have.
fn came_with(coupon: &Coupon, sent_at: Timestamp, received_at: Option<Timestamp>) -> bool {
    let times = [coupon.received_at, coupon.created_at];
    let arrival = earliest_arrival(sent_at)..=latest_arrival(sent_at);
    // Vendors write times to the minute, or to the second.
    let given = |time: Timestamp| {
        received_at.is_some_and(|given| time.duration_since(given).as_secs().abs() < 60)
    };
    let fits = |time: Timestamp| arrival.contains(&time) || given(time);
    times == [None, None] || times.into_iter().flatten().any(fits)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_coupon_came_with_the_write_or_bears_the_time_that_the_write_gave_it() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let sent = at("2026-03-01T04:00:00Z");
        let with = |received: Option<&str>, created: Option<&str>, given: Option<&str>| {
            let coupon = json!({ "id": "1", "state": "available", "received_at": received, "created_at": created });
            let coupon: Coupon = serde_json::from_value(coupon).unwrap();
            came_with(&coupon, sent, given.map(at))
        };
        let (then, before) = ("2026-03-01T03:59:00Z", "2026-02-01T00:00:00Z");
        assert!(with(Some(then), None, None) && with(Some(before), Some(then), None));
        assert!(!with(Some(before), None, None) && !with(None, Some("2026-03-01T04:11:00Z"), None));
        assert!(
            with(Some(before), None, Some("2026-02-01T00:00:31Z")),
            "vendors may cut the seconds"
        );
        assert!(!with(Some(before), None, Some("2026-02-01T00:01:00Z")));
        assert!(with(None, None, None), "the vendor tells no time, so the count alone counts");
    }
}
