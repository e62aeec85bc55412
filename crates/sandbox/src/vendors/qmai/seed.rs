//! Seeded templates, customers and coupons, in every state.

use rust_decimal::Decimal;

use super::state::{QmaiCoupon, QmaiState, QmaiTemplate, Status, TemplateValidity};
use crate::{
    clock::{DAY, Millis, SECOND, day_of, midnight},
    config::SandboxConfig,
    json_writer::CachedText,
    seed::{SeedCalendar, days_after},
    seed_words,
    seeded_rng::{IdSequence, SeededRng},
};

const FEWEST_CUSTOMERS: usize = 3;
const MOST_CUSTOMERS: usize = 20_000;
const FIRST_TEMPLATE: u32 = 895;

/// The states of seeded coupons, repeated in this order, and whether their template is one that ends soon.
const KINDS: [(Status, bool); 10] = [
    (Status::Unused, false),
    (Status::Used, false),
    (Status::Unused, true),
    (Status::Frozen, false),
    (Status::Deleted, true),
    (Status::Reversed, false),
    (Status::Invalid, false),
    (Status::Used, true),
    (Status::Unused, false),
    (Status::Reversed, true),
];

/// couponType of V3, as documented: 1 is not assigned.
const COUPON_TYPES: [u8; 8] = [0, 2, 3, 4, 5, 6, 7, 8];

/// Templates, customers and coupons as the configuration asks for them.
pub(crate) fn seeded(config: &SandboxConfig) -> QmaiState {
    let count = config.mix.share(config.coupons).qmai;
    let mut state = QmaiState::empty(config.quirks);
    let mut ids = IdSequence::of_18_digits(config.seed);
    fill(&mut state, &mut ids, config.calendar(), config.seed, count);
    state
}

fn fill(
    state: &mut QmaiState,
    ids: &mut IdSequence,
    calendar: SeedCalendar,
    seed: u64,
    count: usize,
) {
    let mut rng = SeededRng::new(seed, 21);
    for _ in 0..(count / 5).clamp(FEWEST_CUSTOMERS, MOST_CUSTOMERS) {
        state.add_customer(ids.fresh().to_string());
    }
    if count == 0 {
        return;
    }
    // Templates come in pairs: one that is valid for long, one that ends soon.
    let pairs = 4 + (count / 200).min(196);
    for n in 0..2 * pairs {
        state.templates.push(template(n, calendar, &mut rng));
    }
    for n in 0..count {
        let coupon = coupon(n, (count, pairs), calendar, state, ids, &mut rng);
        let template = &mut state.templates[coupon.template as usize];
        template.claimed += 1;
        template.used += usize::from(coupon.status == Status::Used);
        state.add_coupon(coupon);
    }
    for template in &mut state.templates {
        if template.total > 0 {
            template.total += template.claimed;
        }
    }
}

fn template(n: usize, calendar: SeedCalendar, rng: &mut SeededRng) -> QmaiTemplate {
    let created = midnight(calendar.first_day) - DAY * (1 + rng.below(300) as Millis);
    let percent = n % 5 == 3;
    let amount = if percent { 70 + rng.below(26) } else { 100 * (1 + rng.below(30)) };
    let threshold = 1000 * rng.below(4);
    let drink = rng.pick(seed_words::DRINKS);
    QmaiTemplate {
        id: FIRST_TEMPLATE + n as u32,
        title: if percent {
            format!("{drink}{amount}折券")
        } else {
            format!("{drink}{}元券", amount / 100)
        },
        kind: COUPON_TYPES[n % COUPON_TYPES.len()],
        amount: Decimal::from(amount),
        percent,
        // No coupon takes off more than what must be spent.
        threshold: if percent || threshold == 0 { threshold } else { threshold.max(amount) } as u32,
        total: if n.is_multiple_of(3) { 0 } else { 10 + rng.below(1000) },
        per_customer: n as u32 % 4,
        validity: validity(n, calendar, rng),
        goods_range: (n % 4) as u8,
        shop_range: (n % 3) as u8,
        use_scene: (n / 2 % 3) as u8,
        usable: n % 7 != 6,
        created,
        updated: created + rng.range(0, 30 * DAY),
        claimed: 0,
        used: 0,
        written: CachedText::default(),
    }
}

/// Even ones are valid for long, odd ones end soon.
fn validity(n: usize, calendar: SeedCalendar, rng: &mut SeededRng) -> TemplateValidity {
    match n % 6 {
        0 | 2 => TemplateValidity::Dates {
            first: calendar.first_day,
            last: days_after(calendar.years_on(12), rng.below(3000)),
        },
        4 => TemplateValidity::Days { next: false, days: 7300 },
        1 => TemplateValidity::Dates {
            first: calendar.first_day,
            last: days_after(calendar.years_on(2), 1 + rng.below(30)),
        },
        3 => TemplateValidity::Days { next: false, days: 15 + rng.below(30) as u16 },
        _ => TemplateValidity::Days { next: true, days: 7 },
    }
}

fn coupon(
    n: usize,
    (count, pairs): (usize, usize),
    calendar: SeedCalendar,
    state: &QmaiState,
    ids: &mut IdSequence,
    rng: &mut SeededRng,
) -> QmaiCoupon {
    let (status, soon) = KINDS[n % KINDS.len()];
    let template = 2 * rng.below(pairs) + usize::from(soon);
    let created = calendar.created_at(n, count, rng) / SECOND * SECOND;
    let (begin, end) = period(state.templates[template].validity, created);
    let changed = calendar.changed(created, rng);
    let moved = match status {
        Status::Unused => created,
        // It was used within its dates.
        Status::Used | Status::Reversed => {
            calendar.between(created.max(begin), end, changed - created, rng)
        }
        Status::Frozen | Status::Deleted | Status::Invalid => changed,
    };
    QmaiCoupon {
        card: ids.fresh(),
        record: ids.fresh(),
        customer: customer(n, state.customers.len(), rng),
        template: template as u32,
        begin,
        end,
        created,
        updated: moved / SECOND * SECOND,
        status,
        source: (n % 4) as u8,
        order: None,
        written: CachedText::default(),
    }
}

/// The first two customers hold what comes first, so that even a small sandbox has one with several.
fn customer(n: usize, customers: usize, rng: &mut SeededRng) -> u32 {
    if n < 6 { (n % 2) as u32 } else { rng.below(customers) as u32 }
}

/// First and last second of a coupon claimed then.
pub(super) fn period(validity: TemplateValidity, claimed: Millis) -> (Millis, Millis) {
    let day = midnight(day_of(claimed));
    let (begin, end) = match validity {
        TemplateValidity::Dates { first, last } => (midnight(first), midnight(last) + DAY),
        TemplateValidity::Days { next, days } => {
            let begin = if next { day + DAY } else { day };
            (begin, begin + Millis::from(days) * DAY)
        }
    };
    (begin, end - SECOND)
}
