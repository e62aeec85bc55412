//! Asking the vendor for what a write left to be seen.

use coupon_domain::{
    Coupon, CouponName, CouponRef, CustomerRef, Error, Footprint, Provider, Record, Template,
    TemplateId, TemplateRef, Window, WindowBy, beijing_date,
};
use coupon_ledger::{JournalEntry, JournalState};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::judge::{self, Hand, LATE, Verdict, Wanted};
use crate::{
    app::App,
    commands::{
        issue::{count, held},
        pull,
    },
};

/// A write that was sent, and what it left to be seen.
pub(super) struct Case<'a> {
    pub(super) provider: &'a dyn Provider,
    pub(super) stored: &'a JournalEntry,
    pub(super) footprint: &'a Footprint,
    pub(super) sent_at: Timestamp,
    /// Other writes through the same provider that are not refused.
    pub(super) others: Vec<(&'a JournalEntry, &'a Footprint)>,
}

impl Case<'_> {
    /// What the vendor shows now, judged.
    pub(super) async fn look(&self, app: &App, now: Timestamp) -> Result<Verdict, Error> {
        let lang = app.lang;
        match self.footprint {
            Footprint::Template { name, begins, ends, discount } => {
                let Some(made) = self.made_that_day(app, now).await? else {
                    return Ok(Verdict::Unclear(lang.seen_incomplete()));
                };
                let wanted = Wanted { name, begins: *begins, ends: *ends, discount };
                Ok(judge::template(&wanted, &made, self.twins(), lang))
            }
            Footprint::Ended(template) => {
                self.of(app, template, |found| judge::ended(found, lang)).await
            }
            Footprint::Ends { template, day } => {
                let later = self.later(|left| {
                    matches!(left, Footprint::Ends { template: same, .. } if same == template)
                });
                let told = self.of(app, template, |found| judge::ends(*day, found, lang)).await?;
                Ok(told.unless_overwritten(later, lang))
            }
            Footprint::Held { template, customer, received_at } => {
                if matches!(customer, CustomerRef::SourceCode(_)) {
                    return Ok(Verdict::Unclear(lang.seen_by_name()));
                }
                let Some(coupons) = held(app, self.provider, template, customer).await? else {
                    return Ok(Verdict::Unclear(lang.seen_incomplete()));
                };
                Ok(judge::held(self.hand(&coupons, template, customer, *received_at), lang))
            }
            Footprint::Coded { code, template, customer } => {
                let rival = self.other(
                    |_, left| matches!(left, Footprint::Coded { code: same, .. } if same == code),
                );
                let coupon = self.coupon(code).await?.map(|record| record.value);
                let named = (template, customer);
                Ok(judge::coded(named, coupon.as_ref(), self.sent_at, rival, lang))
            }
            Footprint::Reviewed { code, verdict } => {
                let state = self.coupon(code).await?.map(|record| record.value.state);
                Ok(judge::reviewed(*verdict, state.as_ref(), lang))
            }
            Footprint::Annotated { code, fields } => {
                let Some(record) = self.coupon(code).await? else {
                    return Ok(Verdict::Unclear(lang.seen_no_coupon()));
                };
                let later = self.later(|left| match left {
                    Footprint::Annotated { code: same, fields: set } if same == code => {
                        set.iter().any(|set| fields.iter().any(|field| field.key == set.key))
                    }
                    _ => false,
                });
                let told = coupon_qince::custom_fields(&record.row);
                let told = judge::annotated(fields, told.as_deref(), lang);
                Ok(told.unless_overwritten(later, lang))
            }
        }
    }

    /// The templates of the day of the sending that no other write of ours made. None if some could not be read.
    async fn made_that_day(
        &self,
        app: &App,
        now: Timestamp,
    ) -> Result<Option<Vec<Template>>, Error> {
        let (from, last) = (beijing_date(earlier(self.sent_at)), beijing_date(later(self.sent_at)));
        let after = last.saturating_add(jiff::Span::new().days(1));
        let window = |from, to| Window { by: WindowBy::Created, from: Some(from), to: Some(to) };
        let Some(mut made) = self.templates(app, window(from, after)).await? else {
            return Ok(None);
        };
        // Whether the last day of a window belongs to it is not documented.
        if beijing_date(now) >= after {
            let beyond = window(after, after.saturating_add(jiff::Span::new().days(1)));
            let Some(too_late) = self.templates(app, beyond).await? else { return Ok(None) };
            made.retain(|template| too_late.iter().all(|other| other.id != template.id));
        }
        let others: Vec<TemplateId> =
            self.others.iter().filter_map(|(other, _)| template_of(other)).collect();
        made.retain(|template| !others.contains(&template.id));
        Ok(Some(made))
    }

    /// Other writes of the same days that asked for the same template, and are not known to have made which.
    fn twins(&self) -> u64 {
        let apart =
            |at: Timestamp| at.duration_since(self.sent_at).abs() > SignedDuration::from_hours(48);
        let twin = |(other, left): &&(&JournalEntry, &Footprint)| {
            *left == self.footprint
                && template_of(other).is_none()
                && !other.sent_at.is_some_and(apart)
        };
        self.others.iter().filter(twin).count() as u64
    }

    /// Judges one template. Vendors list templates by day, so all are read.
    async fn of(
        &self,
        app: &App,
        template: &TemplateRef,
        judge: impl Fn(Option<&Template>) -> Verdict,
    ) -> Result<Verdict, Error> {
        let TemplateRef::Id(id) = template else {
            return Ok(Verdict::Unclear(app.lang.seen_by_name()));
        };
        let all = Window { by: WindowBy::Created, from: None, to: None };
        let Some(all) = self.templates(app, all).await? else {
            return Ok(Verdict::Unclear(app.lang.seen_incomplete()));
        };
        Ok(judge(all.iter().find(|template| template.id == *id)))
    }

    async fn templates(&self, app: &App, window: Window) -> Result<Option<Vec<Template>>, Error> {
        let pulled = pull::pages(app, |page| self.provider.templates(&window, page)).await?;
        let complete = pulled.complete().is_ok();
        Ok(complete.then(|| pulled.records.into_iter().map(|record| record.value).collect()))
    }

    async fn coupon(&self, code: &str) -> Result<Option<Record<Coupon>>, Error> {
        let name = CouponName::Code(code.to_owned());
        self.provider.coupon(&CouponRef { name, customer: None, template: None }).await
    }

    /// A write of ours that was sent after this one and changed the same.
    fn later(&self, same: impl Fn(&Footprint) -> bool) -> Option<&str> {
        self.other(|other, left| other.sent_at.is_none_or(|at| at > self.sent_at) && same(left))
    }

    fn other(&self, is: impl Fn(&JournalEntry, &Footprint) -> bool) -> Option<&str> {
        let found = self.others.iter().find(|(other, left)| is(other, left));
        found.map(|(other, _)| other.entry.key.as_str())
    }

    fn hand(
        &self,
        coupons: &[Coupon],
        template: &TemplateRef,
        customer: &CustomerRef,
        received_at: Option<Timestamp>,
    ) -> Hand {
        let fits = |coupon: &&Coupon| came(coupon, self.sent_at, received_at);
        let mut hand = Hand {
            before: self.stored.entry.baseline,
            now: count(coupons),
            fitting: count(coupons.iter().filter(fits)),
            done: 0,
            open: 0,
        };
        for (other, footprint) in &self.others {
            let Footprint::Held { template: of, customer: to, .. } = footprint else { continue };
            if of == template && may_be(customer, to) {
                match self.counted(other) {
                    Counted::Before => {}
                    Counted::Since if customer == to => hand.done += 1,
                    Counted::Since | Counted::Perhaps => hand.open += 1,
                }
            }
        }
        hand
    }

    /// Whether what another write did was there already when the coupons were counted for this one.
    fn counted(&self, other: &JournalEntry) -> Counted {
        let counted_at = self.stored.entry.prepared_at;
        if other.sent_at.is_some_and(|at| later(at) < counted_at) {
            return Counted::Before;
        }
        match other.state {
            JournalState::Done if other.sent_at.is_some_and(|at| at >= counted_at) => {
                Counted::Since
            }
            // It ended before, and one more was counted than for it.
            JournalState::Done
                if other.settled_at.is_some_and(|at| at <= counted_at)
                    && other.entry.baseline.is_some()
                    && other.entry.baseline < self.stored.entry.baseline =>
            {
                Counted::Before
            }
            _ => Counted::Perhaps,
        }
    }
}

enum Counted {
    Before,
    Since,
    Perhaps,
}

/// An id and a code may be one customer's.
fn may_be(customer: &CustomerRef, other: &CustomerRef) -> bool {
    match (customer, other) {
        (CustomerRef::Id(one), CustomerRef::Id(other)) => one == other,
        (CustomerRef::Code(one), CustomerRef::Code(other)) => one == other,
        _ => true,
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

fn later(at: Timestamp) -> Timestamp {
    at.saturating_add(LATE).expect("a duration has no months")
}

/// The template that a write is known to have made.
fn template_of(stored: &JournalEntry) -> Option<TemplateId> {
    let ids: Value = serde_json::from_str(stored.ids.as_deref()?).ok()?;
    ids.get("template")?.as_str().map(TemplateId::new)
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
