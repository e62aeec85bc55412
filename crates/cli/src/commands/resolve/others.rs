//! Other writes of ours, which may be behind what is seen.

use coupon_domain::{CustomerRef, Postcondition, TemplateId, TemplateRef};
use coupon_ledger::{JournalEntry, JournalState, NewEntry};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::look::later;

/// Other writes through the same provider that are not refused, and what they leave to be seen.
pub(super) struct Others(pub(super) Vec<(Postcondition, JournalEntry)>);

impl Others {
    /// The key of one of them.
    pub(super) fn one(&self, is: impl Fn(&JournalEntry, &Postcondition) -> bool) -> Option<&str> {
        let found = self.0.iter().find(|(left, other)| is(other, left));
        found.map(|(_, other)| other.entry.key.as_str())
    }

    /// The key of one that was sent later and left the same kind of thing.
    pub(super) fn later(
        &self,
        sent_at: Timestamp,
        same: impl Fn(&Postcondition) -> bool,
    ) -> Option<&str> {
        self.one(|other, left| other.sent_at.is_none_or(|at| at > sent_at) && same(left))
    }

    /// Whether one of them is known to have made this template.
    pub(super) fn made(&self, template: &TemplateId) -> bool {
        self.0.iter().any(|(_, other)| template_of(other).as_ref() == Some(template))
    }

    /// How many of the same days asked for the same template, and are not known to have made which.
    pub(super) fn twins(&self, wanted: &Postcondition, sent_at: Timestamp) -> u64 {
        let days = SignedDuration::from_hours(48);
        let near = |at: Timestamp| at.duration_since(sent_at).abs() <= days;
        let twin = |(left, other): &&(Postcondition, JournalEntry)| {
            left == wanted && template_of(other).is_none() && other.sent_at.is_none_or(near)
        };
        self.0.iter().filter(twin).count() as u64
    }

    /// How many gave the customer a coupon of the template since those in hand were counted for this write, and how many may
    /// have.
    pub(super) fn claims(
        &self,
        this: &NewEntry,
        template: &TemplateRef,
        customer: &CustomerRef,
    ) -> (u64, u64) {
        let (mut done, mut open) = (0, 0);
        for (left, other) in &self.0 {
            let Postcondition::CouponIssued { template: of, customer: to, .. } = left else {
                continue;
            };
            if of != template || !may_be(customer, to) {
                continue;
            }
            match counted(this, other) {
                Counted::Before => {}
                Counted::Since if customer == to => done += 1,
                Counted::Since | Counted::Perhaps => open += 1,
            }
        }
        (done, open)
    }
}

/// The template that a write is known to have made.
fn template_of(stored: &JournalEntry) -> Option<TemplateId> {
    let ids: Value = serde_json::from_str(stored.ids.as_deref()?).ok()?;
    ids.get("template")?.as_str().map(TemplateId::new)
}

/// An id and a code may be one customer's.
fn may_be(customer: &CustomerRef, other: &CustomerRef) -> bool {
    match (customer, other) {
        (CustomerRef::Id(one), CustomerRef::Id(other)) => one == other,
        (CustomerRef::Code(one), CustomerRef::Code(other)) => one == other,
        _ => true,
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Counted {
    Before,
    Since,
    Perhaps,
}

/// Whether what another write did was there already when the coupons were counted for this one.
fn counted(this: &NewEntry, other: &JournalEntry) -> Counted {
    let counted_at = this.prepared_at;
    if other.sent_at.is_some_and(|at| later(at) < counted_at) {
        return Counted::Before;
    }
    if other.state != JournalState::Done {
        return Counted::Perhaps;
    }
    if other.sent_at.is_some_and(|at| at >= counted_at) {
        return Counted::Since;
    }
    // It ended before, and one more was counted than for it.
    let ended = other.settled_at.is_some_and(|at| at <= counted_at);
    match (other.entry.baseline, this.baseline) {
        (Some(then), Some(now)) if ended && then < now => Counted::Before,
        _ => Counted::Perhaps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_772_337_600 + 60 * minute).unwrap()
    }

    fn entry(baseline: u64, prepared: i64) -> NewEntry {
        NewEntry {
            key: "k".to_owned(),
            account: "trade".into(),
            provider: "qince.voucher".into(),
            operation: "issue".to_owned(),
            body: "{}".to_owned(),
            msg_id: None,
            baseline: Some(baseline),
            prepared_at: at(prepared),
        }
    }

    /// Another write, counted at that minute, sent and settled in the next.
    fn other(baseline: u64, minute: i64, state: JournalState) -> JournalEntry {
        JournalEntry {
            entry: entry(baseline, minute),
            state,
            sent_at: Some(at(minute + 1)),
            settled_at: Some(at(minute + 1)),
            code: None,
            message: None,
            ids: None,
        }
    }

    #[test]
    fn what_another_write_did_was_counted_before_or_came_since_or_nobody_knows() {
        use JournalState::{Done, Unknown};
        let counted = |other: &JournalEntry| counted(&entry(3, 20), other);
        assert_eq!(counted(&other(2, 5, Done)), Counted::Before, "long ago");
        assert_eq!(counted(&other(2, 5, Unknown)), Counted::Before, "if it was done at all");
        assert_eq!(counted(&other(2, 15, Done)), Counted::Before, "one more was counted");
        assert_eq!(counted(&other(3, 15, Done)), Counted::Perhaps, "both counted the same");
        assert_eq!(counted(&other(2, 15, Unknown)), Counted::Perhaps);
        assert_eq!(counted(&other(3, 20, Done)), Counted::Since);
        assert_eq!(counted(&other(4, 30, Unknown)), Counted::Perhaps);
    }

    #[test]
    fn claims_are_of_the_same_template_by_a_customer_who_may_be_the_same() {
        let template = |id: &str| TemplateRef::Id(id.into());
        let held = |of: &str, customer: CustomerRef| Postcondition::CouponIssued {
            template: template(of),
            customer,
            received_at: None,
        };
        let (seven, eight) = (CustomerRef::Id("7".into()), CustomerRef::Id("8".into()));
        let by_code = CustomerRef::Code("C7".to_owned());
        let since = || other(3, 20, JournalState::Done);
        let claims = |left: Postcondition| {
            Others(vec![(left, since())]).claims(&entry(3, 20), &template("1"), &seven)
        };
        assert_eq!(claims(held("1", seven.clone())), (1, 0));
        assert_eq!(claims(held("1", eight)), (0, 0));
        assert_eq!(claims(held("2", seven.clone())), (0, 0));
        assert_eq!(claims(held("1", by_code)), (0, 1), "the code may be customer 7's");
    }
}
