//! Other writes of ours, which may have caused an observed effect.

use coupon_domain::{CustomerRef, Postcondition, TemplateId, TemplateRef};
use coupon_ledger::{JournalEntry, JournalState, NewEntry};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::grace::latest_arrival;

/// Other writes through the same provider that are not refused, each with the state that it leaves.
pub(super) struct OtherWrites(pub(super) Vec<(Postcondition, JournalEntry)>);

impl OtherWrites {
    /// The key of the first that matches.
    pub(super) fn find(&self, is: impl Fn(&JournalEntry, &Postcondition) -> bool) -> Option<&str> {
        let found = self.0.iter().find(|(left, other)| is(other, left));
        found.map(|(_, other)| other.entry.key.as_str())
    }

    /// The key of one that was sent later and whose state matches.
    pub(super) fn later(
        &self,
        sent_at: Timestamp,
        same: impl Fn(&Postcondition) -> bool,
    ) -> Option<&str> {
        self.find(|other, left| other.sent_at.is_none_or(|at| at > sent_at) && same(left))
    }

    /// Whether one of them is known to have made this template.
    pub(super) fn made(&self, template: &TemplateId) -> bool {
        self.0.iter().any(|(_, other)| template_of(other).as_ref() == Some(template))
    }

    /// The number of writes within two days that asked for the same template, and of which no template is known.
    pub(super) fn duplicate_requests(&self, wanted: &Postcondition, sent_at: Timestamp) -> u64 {
        let days = SignedDuration::from_hours(48);
        let near = |at: Timestamp| at.duration_since(sent_at).abs() <= days;
        let duplicates = |(left, other): &&(Postcondition, JournalEntry)| {
            left == wanted && template_of(other).is_none() && other.sent_at.is_none_or(near)
        };
        self.0.iter().filter(duplicates).count() as u64
    }

    /// The numbers of writes that issued a coupon of the template to the customer after the baseline of `this` was taken:
    /// those that surely did, and those that may have.
    pub(super) fn competing_writes(
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
            if of != template || !may_be_same(customer, to) {
                continue;
            }
            match credited_to(this, other) {
                CreditedTo::Before => {}
                CreditedTo::Since if customer == to => done += 1,
                CreditedTo::Since | CreditedTo::Perhaps => open += 1,
            }
        }
        (done, open)
    }
}

/// The template that a write made, as far as its ids are known.
fn template_of(stored: &JournalEntry) -> Option<TemplateId> {
    let ids: Value = serde_json::from_str(stored.ids.as_deref()?).ok()?;
    ids.get("template")?.as_str().map(TemplateId::new)
}

/// Whether two references can name one customer. An id and a code can.
fn may_be_same(customer: &CustomerRef, other: &CustomerRef) -> bool {
    match (customer, other) {
        (CustomerRef::Id(one), CustomerRef::Id(other)) => one == other,
        (CustomerRef::Code(one), CustomerRef::Code(other)) => one == other,
        _ => true,
    }
}

#[derive(Debug, PartialEq, Eq)]
enum CreditedTo {
    /// The baseline includes it.
    Before,
    /// It came after the baseline.
    Since,
    /// Both are possible.
    Perhaps,
}

/// Whether the baseline of `this` includes the effect of another write.
fn credited_to(this: &NewEntry, other: &JournalEntry) -> CreditedTo {
    let counted_at = this.prepared_at;
    if other.sent_at.is_some_and(|at| latest_arrival(at) < counted_at) {
        return CreditedTo::Before;
    }
    if other.state != JournalState::Done {
        return CreditedTo::Perhaps;
    }
    if other.sent_at.is_some_and(|at| at >= counted_at) {
        return CreditedTo::Since;
    }
    // It ended before, and this baseline is higher than its own.
    let ended = other.settled_at.is_some_and(|at| at <= counted_at);
    match (other.entry.baseline, this.baseline) {
        (Some(then), Some(now)) if ended && then < now => CreditedTo::Before,
        _ => CreditedTo::Perhaps,
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
            provider: "demo".into(),
            operation: "issue".to_owned(),
            body: "{}".to_owned(),
            request_id: None,
            baseline: Some(baseline),
            operator: None,
            subject: None,
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
            role: None,
            read_at: None,
        }
    }

    #[test]
    fn another_write_is_in_the_baseline_or_came_since_or_may_be_either() {
        use JournalState::{Done, Unknown};
        let credited = |other: &JournalEntry| credited_to(&entry(3, 20), other);
        assert_eq!(credited(&other(2, 5, Done)), CreditedTo::Before, "long ago");
        assert_eq!(credited(&other(2, 5, Unknown)), CreditedTo::Before, "if it was done at all");
        assert_eq!(credited(&other(2, 15, Done)), CreditedTo::Before, "one more was counted");
        assert_eq!(credited(&other(3, 15, Done)), CreditedTo::Perhaps, "both counted the same");
        assert_eq!(credited(&other(2, 15, Unknown)), CreditedTo::Perhaps);
        assert_eq!(credited(&other(3, 20, Done)), CreditedTo::Since);
        assert_eq!(credited(&other(4, 30, Unknown)), CreditedTo::Perhaps);
    }

    #[test]
    fn a_competing_write_is_of_the_same_template_for_a_customer_who_may_be_the_same() {
        let template = |id: &str| TemplateRef::Id(id.into());
        let held = |of: &str, customer: CustomerRef| Postcondition::CouponIssued {
            template: template(of),
            customer,
            received_at: None,
        };
        let (seven, eight) = (CustomerRef::Id("7".into()), CustomerRef::Id("8".into()));
        let by_code = CustomerRef::Code("C7".to_owned());
        let since = || other(3, 20, JournalState::Done);
        let competing = |left: Postcondition| {
            OtherWrites(vec![(left, since())]).competing_writes(
                &entry(3, 20),
                &template("1"),
                &seven,
            )
        };
        assert_eq!(competing(held("1", seven.clone())), (1, 0));
        assert_eq!(competing(held("1", eight)), (0, 0));
        assert_eq!(competing(held("2", seven.clone())), (0, 0));
        assert_eq!(competing(held("1", by_code)), (0, 1), "the code may be customer 7's");
    }
}
