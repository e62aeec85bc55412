//! What was read, judged: the write was done, it was not, or there is no way to tell. Nothing is asked here.

use coupon_domain::{
    Coupon, CouponState, CustomFieldValue, CustomerRef, Discount, ReviewDecision as Opinion,
    Template, TemplateRef, TemplateState, beijing_date, end_of_day, start_of_day,
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use serde_json::{Value, json};

use crate::text::Lang;

/// How late a write may still arrive, and how far clocks may differ. Our own sending ends after ninety seconds; what a network
/// or a vendor holds longer than this is past all reason.
pub(super) const LATE: SignedDuration = SignedDuration::from_mins(10);

/// What reading tells of a write, and why.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    /// It was done; with ids of what it made.
    Done(String, Option<Value>),
    /// It was not.
    NotDone(String),
    /// There is no way to tell.
    Unclear(String),
}

impl Verdict {
    /// What is not there yet may still come.
    pub(super) fn at(self, now: Timestamp, sent_at: Timestamp, lang: Lang) -> Self {
        let since = sent_at.saturating_add(LATE).expect("a duration has no months");
        match self {
            Self::NotDone(why) if now < since => {
                Self::Unclear(lang.seen_early(why, since.strftime("%H:%M:%SZ")))
            }
            told => told,
        }
    }

    /// What was done may have been overwritten by a later write of ours.
    pub(super) fn unless_overwritten(self, later: Option<&str>, lang: Lang) -> Self {
        match (self, later) {
            (Self::NotDone(why), Some(key)) => Self::Unclear(lang.seen_later(why, key)),
            (told, _) => told,
        }
    }
}

/// A template that was to be made.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub(super) name: &'a str,
    pub(super) begins: Date,
    pub(super) ends: Date,
    pub(super) discount: &'a Discount,
}

/// `made` are those of the day that no other write of ours made; `twins` other writes without a known outcome that asked for
/// the same.
pub(super) fn template(wanted: &Wanted<'_>, made: &[Template], twins: u64, lang: Lang) -> Verdict {
    let named = |template: &&Template| template.name.as_deref() == Some(wanted.name);
    let named: Vec<&Template> = made.iter().filter(named).collect();
    let alike: Vec<&&Template> = named.iter().filter(|template| same(wanted, template)).collect();
    match (&alike[..], &named[..]) {
        ([one], _) if twins == 0 => {
            Verdict::Done(lang.seen_template(&one.id), Some(json!({ "template": one.id })))
        }
        ([], []) => Verdict::NotDone(lang.seen_no_template()),
        ([], [other, ..]) => Verdict::Unclear(lang.seen_template_like(&other.id)),
        (several, _) => Verdict::Unclear(lang.seen_templates(several.len(), twins + 1)),
    }
}

fn same(wanted: &Wanted<'_>, template: &Template) -> bool {
    let discount = match (wanted.discount, &template.discount) {
        (Discount::Amount(asked), Some(Discount::Amount(is))) => asked == is,
        (Discount::Percent { share: asked, .. }, Some(Discount::Percent { share: is, .. })) => {
            asked == is
        }
        _ => false,
    };
    discount
        && template.begins_at == start_of_day(wanted.begins)
        && template.ends_at == end_of_day(wanted.ends)
}

pub(super) fn ended(template: Option<&Template>, lang: Lang) -> Verdict {
    match template.map(|template| &template.state) {
        None => Verdict::Unclear(lang.seen_not_listed()),
        Some(TemplateState::Ended) => Verdict::Done(lang.seen_ended(), None),
        Some(TemplateState::Open) => Verdict::NotDone(lang.seen_open()),
        Some(TemplateState::Other(word)) => Verdict::Unclear(lang.seen_state(word)),
    }
}

pub(super) fn ends(day: Date, template: Option<&Template>, lang: Lang) -> Verdict {
    let Some(template) = template else { return Verdict::Unclear(lang.seen_not_listed()) };
    match template.ends_at.map(beijing_date) {
        None => Verdict::Unclear(lang.seen_no_last_day()),
        Some(last) if last == day => Verdict::Done(lang.seen_last_day(last), None),
        Some(last) => Verdict::NotDone(lang.seen_last_day(last)),
    }
}

/// Coupons of one template in one customer's hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hand {
    /// How many there were before the write, where that was noted.
    pub(super) before: Option<u64>,
    /// How many there are.
    pub(super) now: u64,
    /// How many of them came when the write was sent.
    pub(super) fitting: u64,
    /// How many other writes of ours were done since.
    pub(super) done: u64,
    /// How many other writes of ours may have been done since.
    pub(super) open: u64,
}

pub(super) fn held(hand: Hand, lang: Lang) -> Verdict {
    let Hand { before, now, fitting, done, open } = hand;
    let Some(before) = before else {
        return match now {
            0 => Verdict::NotDone(lang.seen_none_held()),
            _ => Verdict::Unclear(lang.seen_not_counted(now)),
        };
    };
    match now.checked_sub(before + done) {
        Some(0) => Verdict::NotDone(lang.seen_as_many(before, now)),
        Some(more) if more == 1 + open && fitting >= more => {
            Verdict::Done(lang.seen_one_more(before, now), None)
        }
        Some(more) if more == 1 + open => Verdict::Unclear(lang.seen_other_time(before, now)),
        _ => Verdict::Unclear(lang.seen_other_number(before, now)),
    }
}

/// `rival` is another write of ours that named the same code.
pub(super) fn coded(
    (template, customer): (&TemplateRef, &CustomerRef),
    coupon: Option<&Coupon>,
    sent_at: Timestamp,
    rival: Option<&str>,
    lang: Lang,
) -> Verdict {
    let Some(coupon) = coupon else { return Verdict::NotDone(lang.seen_no_coupon()) };
    let before = sent_at.saturating_sub(LATE).expect("a duration has no months");
    if coupon.created_at.is_some_and(|at| at < before) || !fits(template, customer, coupon) {
        return Verdict::Unclear(lang.seen_other_coupon());
    }
    if let Some(key) = rival {
        return Verdict::Unclear(lang.seen_rival(key));
    }
    let ids = json!({ "code": coupon.code, "customer": coupon.customer });
    Verdict::Done(lang.seen_coupon(), Some(ids))
}

/// What the vendor does not tell contradicts nothing.
fn fits(template: &TemplateRef, customer: &CustomerRef, coupon: &Coupon) -> bool {
    let template = match template {
        TemplateRef::Id(id) => coupon.template.as_ref().is_none_or(|is| is == id),
        TemplateRef::Name(name) => coupon.template_name.as_ref().is_none_or(|is| is == name),
    };
    template
        && match customer {
            CustomerRef::Id(id) => coupon.customer.as_ref().is_none_or(|is| is == id),
            CustomerRef::Code(code) => coupon.customer_code.as_ref().is_none_or(|is| is == code),
            CustomerRef::SourceCode(_) => true,
        }
}

/// A judged coupon is not judged again, so that its state tells.
pub(super) fn reviewed(verdict: Opinion, state: Option<&CouponState>, lang: Lang) -> Verdict {
    let Some(state) = state else { return Verdict::Unclear(lang.seen_no_coupon()) };
    let given = match state {
        CouponState::PendingReview => return Verdict::NotDone(lang.seen_pending()),
        CouponState::SentBack => Opinion::SendBack,
        CouponState::Available
        | CouponState::Locked
        | CouponState::Used
        | CouponState::Recovered
        | CouponState::Expired => Opinion::Approve,
        CouponState::Revoked | CouponState::Other(_) => {
            return Verdict::Unclear(lang.seen_state(state));
        }
    };
    let why = lang.seen_state(state);
    if given == verdict { Verdict::Done(why, None) } else { Verdict::NotDone(why) }
}

/// `told` are the coupon's fields; none where the vendor tells none.
pub(super) fn annotated(
    wanted: &[CustomFieldValue],
    told: Option<&[CustomFieldValue]>,
    lang: Lang,
) -> Verdict {
    let Some(told) = told else { return Verdict::Unclear(lang.seen_no_fields()) };
    match wanted.iter().find(|field| !told.contains(field)) {
        None => Verdict::Done(lang.seen_fields(), None),
        Some(other) => Verdict::NotDone(lang.seen_other_field(&other.key)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Lang = Lang::En;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// One letter: done, not done, unclear.
    fn letter(verdict: &Verdict) -> char {
        match verdict {
            Verdict::Done(..) => 'd',
            Verdict::NotDone(_) => 'n',
            Verdict::Unclear(_) => '?',
        }
    }

    #[test]
    fn what_is_not_there_is_said_to_be_missing_only_after_ten_minutes() {
        let (sent, soon) = (at("2026-03-01T04:00:00Z"), at("2026-03-01T04:09:59Z"));
        let missing = || Verdict::NotDone("it is not there".to_owned());
        let Verdict::Unclear(why) = missing().at(soon, sent, EN) else { panic!("too early") };
        assert!(why.contains("it is not there") && why.contains("04:10:00Z"), "{why}");
        assert_eq!(missing().at(at("2026-03-01T04:10:00Z"), sent, EN), missing());
        let there = Verdict::Done("it is there".to_owned(), None);
        assert_eq!(there.clone().at(soon, sent, EN), there);
    }

    #[test]
    fn coupons_in_a_hand_are_counted_against_what_was_there_and_what_others_did() {
        let hand = |before, now, fitting, done, open| {
            letter(&held(Hand { before, now, fitting, done, open }, EN))
        };
        assert_eq!(hand(Some(2), 2, 0, 0, 0), 'n');
        assert_eq!(hand(Some(2), 3, 1, 0, 0), 'd');
        assert_eq!(hand(Some(2), 3, 0, 0, 0), '?', "it came at another time");
        assert_eq!(hand(Some(2), 4, 2, 0, 0), '?', "two came");
        assert_eq!(hand(Some(2), 1, 0, 0, 0), '?', "one went");
        assert_eq!(hand(Some(2), 3, 1, 1, 0), 'n', "another write made it");
        assert_eq!(hand(Some(2), 2, 0, 1, 0), '?', "one went");
        assert_eq!(hand(Some(2), 3, 1, 0, 1), '?', "this write made it or the other");
        assert_eq!(hand(Some(2), 4, 2, 0, 1), 'd', "both did");
        assert_eq!(hand(Some(2), 2, 0, 0, 1), 'n', "neither did");
        assert_eq!(hand(None, 0, 0, 0, 0), 'n');
        assert_eq!(hand(None, 1, 1, 0, 0), '?', "nobody counted before");
    }

    fn a_template(id: &str, name: &str, ends: &str, yuan: i64) -> Template {
        Template {
            id: id.into(),
            name: Some(name.to_owned()),
            state: TemplateState::Open,
            discount: Some(Discount::Amount(yuan.into())),
            threshold: None,
            total: None,
            per_customer: None,
            claimed: None,
            used: None,
            begins_at: start_of_day("2026-03-01".parse().unwrap()),
            ends_at: end_of_day(ends.parse().unwrap()),
            created_at: None,
            changed_at: None,
            derived: false,
        }
    }

    #[test]
    fn one_template_of_the_day_with_name_days_and_amount_is_the_one() {
        let discount = Discount::Amount("10.00".parse().unwrap());
        let (begins, ends) = ("2026-03-01".parse().unwrap(), "2026-12-31".parse().unwrap());
        let wanted = Wanted { name: "满减", begins, ends, discount: &discount };
        let of = |made: &[Template], twins| template(&wanted, made, twins, EN);
        let it = || a_template("1", "满减", "2026-12-31", 10);
        let others = [
            a_template("2", "满减", "2026-12-30", 10),
            a_template("3", "满减", "2026-12-31", 11),
            a_template("4", "满减 2", "2026-12-31", 10),
        ];
        let Verdict::Done(_, Some(ids)) = of(&[it()], 0) else { panic!("it is there") };
        assert_eq!(ids, json!({ "template": "1" }));
        assert_eq!(letter(&of(&[], 0)), 'n');
        assert_eq!(letter(&of(&others[2..], 0)), 'n', "another name");
        assert_eq!(letter(&of(&others[..1], 0)), '?', "its days may have been moved since");
        assert_eq!(letter(&of(&others[1..2], 0)), '?', "another amount");
        assert_eq!(letter(&of(&[it(), it()], 0)), '?', "two are there");
        assert_eq!(letter(&of(&[it()], 1)), '?', "another write asked for the same");
    }

    #[test]
    fn fields_of_a_template_tell_and_a_later_write_makes_them_silent() {
        let template = a_template("1", "满减", "2026-12-31", 10);
        let is = |day: &str| ends(day.parse().unwrap(), Some(&template), EN);
        assert_eq!((letter(&is("2026-12-31")), letter(&is("2026-12-30"))), ('d', 'n'));
        assert_eq!(letter(&is("2026-12-30").unless_overwritten(Some("k2"), EN)), '?');
        assert_eq!(letter(&is("2026-12-31").unless_overwritten(Some("k2"), EN)), 'd');
        assert_eq!(letter(&ends("2026-12-31".parse().unwrap(), None, EN)), '?');
        assert_eq!(letter(&ended(Some(&template), EN)), 'n');
        let over = Template { state: TemplateState::Ended, ..template };
        assert_eq!((letter(&ended(Some(&over), EN)), letter(&ended(None, EN))), ('d', '?'));
    }

    #[test]
    fn the_state_of_a_coupon_tells_how_it_was_judged() {
        let judged = |state: &CouponState| {
            [Opinion::Approve, Opinion::SendBack]
                .map(|verdict| letter(&reviewed(verdict, Some(state), EN)))
        };
        for (state, letters) in [
            (CouponState::PendingReview, ['n', 'n']),
            (CouponState::SentBack, ['n', 'd']),
            (CouponState::Available, ['d', 'n']),
            (CouponState::Used, ['d', 'n']),
            (CouponState::Expired, ['d', 'n']),
            (CouponState::Revoked, ['?', '?']),
            (CouponState::Other("复核中".to_owned()), ['?', '?']),
        ] {
            assert_eq!(judged(&state), letters, "{state}");
        }
        assert_eq!(letter(&reviewed(Opinion::Approve, None, EN)), '?');
    }

    #[test]
    fn all_fields_must_be_as_they_were_set() {
        let field = |key: &str, value: &str| CustomFieldValue {
            key: key.to_owned(),
            value: value.to_owned(),
        };
        let wanted = [field("渠道", "餐饮"), field("区域", "华东")];
        let of = |told: Option<&[CustomFieldValue]>| letter(&annotated(&wanted, told, EN));
        let more = [field("区域", "华东"), field("备注", "x"), field("渠道", "餐饮")];
        assert_eq!(of(Some(&more)), 'd');
        assert_eq!((of(Some(&more[..2])), of(Some(&[])), of(None)), ('n', 'n', '?'));
    }

    #[test]
    fn a_coupon_of_our_code_is_ours_unless_it_is_older_or_somebody_elses() {
        let sent = at("2026-03-01T04:00:00Z");
        let made = |change: Value| -> Coupon {
            let mut coupon = json!({
                "id": "1", "code": "N-1", "state": "pending_review", "template_name": "协议", "customer": "7",
                "customer_code": "C7", "created_at": "2026-03-01T04:00:00Z",
            });
            coupon.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            serde_json::from_value(coupon).unwrap()
        };
        let template = TemplateRef::Name("协议".to_owned());
        let of = |customer: &CustomerRef, coupon: Option<Coupon>, rival| {
            coded((&template, customer), coupon.as_ref(), sent, rival, EN)
        };
        let (by_id, by_code) = (CustomerRef::Id("7".into()), CustomerRef::Code("C7".to_owned()));
        let Verdict::Done(_, Some(ids)) = of(&by_id, Some(made(json!({}))), None) else {
            panic!("it is there")
        };
        assert_eq!(ids, json!({ "code": "N-1", "customer": "7" }));
        assert_eq!(letter(&of(&by_code, Some(made(json!({}))), None)), 'd');
        assert_eq!(letter(&of(&by_id, Some(made(json!({ "customer": null }))), None)), 'd');
        assert_eq!(letter(&of(&by_id, None, None)), 'n');
        for other in [
            json!({ "customer": "8" }),
            json!({ "template_name": "另一协议" }),
            json!({ "created_at": "2026-03-01T03:49:59Z" }),
        ] {
            assert_eq!(letter(&of(&by_id, Some(made(other.clone())), None)), '?', "{other}");
        }
        assert_eq!(letter(&of(&by_id, Some(made(json!({}))), Some("k2"))), '?');
    }
}
