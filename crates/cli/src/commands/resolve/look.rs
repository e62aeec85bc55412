//! Asking the vendor for what a write left to be seen.

use coupon_domain::{
    Command, Coupon, CouponKey, CouponRef, CustomerRef, DateField, Error, Postcondition, Provider,
    Record, Template, TemplateRef, Window, beijing_date,
};
use coupon_ledger::{JournalEntry, JournalFilter, JournalState, Ledger, NewEntry};
use jiff::{Span, Timestamp};

use super::{
    judge::{self, Hand, LATE, Verdict, Wanted},
    others::Others,
};
use crate::{
    app::App,
    commands::{
        issue::{count, held},
        pull,
    },
    exit::Failure,
};

/// A write that was sent, and what it left to be seen.
pub(super) struct Case<'a> {
    pub(super) app: &'a App,
    pub(super) ledger: &'a Ledger,
    pub(super) provider: &'a dyn Provider,
    pub(super) stored: &'a JournalEntry,
    pub(super) postcondition: &'a Postcondition,
    pub(super) sent_at: Timestamp,
}

/// What a write left to be seen, whether it was recorded in neutral terms or in the vendor's.
pub(super) fn postcondition(entry: &NewEntry, provider: &dyn Provider) -> Option<Postcondition> {
    let neutral = serde_json::from_str::<Command>(&entry.body).ok();
    match neutral.filter(|command| command.kind().as_str() == entry.operation) {
        Some(command) => Some(Postcondition::from(&command)),
        None => provider.postcondition(&entry.operation, &entry.body),
    }
}

impl Case<'_> {
    /// What the vendor shows now, judged. The journal is read after the vendor, so that no other write of ours is overlooked
    /// whose effect was seen.
    pub(super) async fn look(&self, now: Timestamp) -> Result<Verdict, Failure> {
        let lang = self.app.lang;
        match self.postcondition {
            Postcondition::TemplateCreated { name, begins, ends, discount } => {
                let Some(mut made) = self.made_that_day(now).await? else {
                    return Ok(Verdict::Unclear(lang.seen_incomplete()));
                };
                let others = self.others().await?;
                made.retain(|template| !others.made(&template.id));
                let wanted = Wanted { name, begins: *begins, ends: *ends, discount };
                let twins = others.twins(self.postcondition, self.sent_at);
                Ok(judge::template(&wanted, &made, twins, lang))
            }
            Postcondition::TemplateEnded(template) => {
                self.of(template, |found| judge::ended(found, lang)).await
            }
            Postcondition::TemplateEndsOn { template, day } => {
                let told = self.of(template, |found| judge::ends(*day, found, lang)).await?;
                let others = self.others().await?;
                let later = others.later(self.sent_at, |left| {
                    matches!(left, Postcondition::TemplateEndsOn { template: same, .. } if same == template)
                });
                Ok(told.unless_overwritten(later, lang))
            }
            Postcondition::CouponIssued { template, customer, received_at } => {
                if matches!(customer, CustomerRef::SourceCode(_)) {
                    return Ok(Verdict::Unclear(lang.seen_by_name()));
                }
                let held = held(self.app, self.provider, template, customer).await?;
                let Some(coupons) = held else {
                    return Ok(Verdict::Unclear(lang.seen_incomplete()));
                };
                let fits = |coupon: &&Coupon| came(coupon, self.sent_at, *received_at);
                let (done, open) =
                    self.others().await?.claims(&self.stored.entry, template, customer);
                let hand = Hand {
                    before: self.stored.entry.baseline,
                    now: count(&coupons),
                    fitting: count(coupons.iter().filter(fits)),
                    done,
                    open,
                };
                Ok(judge::held(hand, lang))
            }
            Postcondition::CouponWithCode { code, template, customer } => {
                let coupon = self.coupon(code).await?.map(|record| record.value);
                let others = self.others().await?;
                let rival = others.one(
                    |_, left| matches!(left, Postcondition::CouponWithCode { code: same, .. } if same == code),
                );
                let named = (template, customer);
                Ok(judge::coded(named, coupon.as_ref(), self.sent_at, rival, lang))
            }
            Postcondition::CouponReviewed { code, decision: verdict } => {
                let state = self.coupon(code).await?.map(|record| record.value.state);
                Ok(judge::reviewed(*verdict, state.as_ref(), lang))
            }
            Postcondition::CustomFieldsSet { code, fields } => {
                let Some(record) = self.coupon(code).await? else {
                    return Ok(Verdict::Unclear(lang.seen_no_coupon()));
                };
                let others = self.others().await?;
                let later = others.later(self.sent_at, |left| match left {
                    Postcondition::CustomFieldsSet { code: same, fields: set } if same == code => {
                        set.iter().any(|set| fields.iter().any(|field| field.key == set.key))
                    }
                    _ => false,
                });
                let told = self.provider.custom_fields(&record.row);
                let told = judge::annotated(fields, told.as_deref(), lang);
                Ok(told.unless_overwritten(later, lang))
            }
        }
    }

    /// Other writes through the same provider that are not refused.
    async fn others(&self) -> Result<Others, Failure> {
        let NewEntry { key, account, provider, .. } = &self.stored.entry;
        let filter = JournalFilter {
            account: Some(account.clone()),
            provider: Some(provider.clone()),
            ..JournalFilter::default()
        };
        let mut journal = self.ledger.journal_list(&filter, u32::MAX).await?;
        journal.retain(|other| other.entry.key != *key && other.state != JournalState::Refused);
        let left = |other: JournalEntry| Some((postcondition(&other.entry, self.provider)?, other));
        Ok(Others(journal.into_iter().filter_map(left).collect()))
    }

    /// The templates of the day of the sending. None if some could not be read.
    async fn made_that_day(&self, now: Timestamp) -> Result<Option<Vec<Template>>, Error> {
        let (from, last) = (beijing_date(earlier(self.sent_at)), beijing_date(later(self.sent_at)));
        let after = last.saturating_add(Span::new().days(1));
        let window = |from, to| Window { by: DateField::Created, from: Some(from), to: Some(to) };
        let Some(mut made) = self.templates(window(from, after)).await? else { return Ok(None) };
        // Whether the last day of a window belongs to it is not documented.
        if beijing_date(now) >= after {
            let beyond = window(after, after.saturating_add(Span::new().days(1)));
            let Some(too_late) = self.templates(beyond).await? else { return Ok(None) };
            made.retain(|template| too_late.iter().all(|other| other.id != template.id));
        }
        Ok(Some(made))
    }

    /// Judges one template. Vendors list templates by day, so all are read.
    async fn of(
        &self,
        template: &TemplateRef,
        judge: impl Fn(Option<&Template>) -> Verdict,
    ) -> Result<Verdict, Failure> {
        let TemplateRef::Id(id) = template else {
            return Ok(Verdict::Unclear(self.app.lang.seen_by_name()));
        };
        let all = Window { by: DateField::Created, from: None, to: None };
        let Some(all) = self.templates(all).await? else {
            return Ok(Verdict::Unclear(self.app.lang.seen_incomplete()));
        };
        Ok(judge(all.iter().find(|template| template.id == *id)))
    }

    async fn templates(&self, window: Window) -> Result<Option<Vec<Template>>, Error> {
        let pulled = pull::pages(self.app, |page| self.provider.templates(&window, page)).await?;
        let complete = pulled.complete().is_ok();
        Ok(complete.then(|| pulled.records.into_iter().map(|record| record.value).collect()))
    }

    async fn coupon(&self, code: &str) -> Result<Option<Record<Coupon>>, Error> {
        let name = CouponKey::Code(code.to_owned());
        self.provider.coupon(&CouponRef { name, customer: None, template: None }).await
    }
}

/// Whether a coupon came when the write was sent, or bears the time that the write gave it. One without a time may have.
fn came(coupon: &Coupon, sent_at: Timestamp, received_at: Option<Timestamp>) -> bool {
    let times = [coupon.received_at, coupon.created_at];
    let near = |time: Timestamp| (earlier(sent_at)..=later(sent_at)).contains(&time);
    // Vendors write times to the minute, or to the second.
    let given = |time: Timestamp| {
        received_at.is_some_and(|given| time.duration_since(given).as_secs().abs() < 60)
    };
    times == [None, None] || times.into_iter().flatten().any(|time| near(time) || given(time))
}

fn earlier(at: Timestamp) -> Timestamp {
    at.saturating_sub(LATE).expect("a duration has no months")
}

pub(super) fn later(at: Timestamp) -> Timestamp {
    at.saturating_add(LATE).expect("a duration has no months")
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
            came(&coupon, sent, given.map(at))
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
