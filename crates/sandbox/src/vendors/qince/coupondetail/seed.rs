//! Seeded 兑货券, in every state.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::model::{CouponLine, CouponReview, GoodsExchange, QinceCoupon, Recovery};
use crate::{
    clock::{DAY, Millis, day_of, midnight},
    seed::{SeedCalendar, days_after},
    seed_words,
    seeded_rng::SeededRng,
    vendors::qince::state::QinceState,
};

/// The kinds of seeded 兑货券, repeated in this order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SeededKind {
    Pending,
    Running,
    Used,
    Recovered,
    Over,
    OverUsed,
    SentBack,
    NotBegun,
    Deleted,
}

const KINDS: [SeededKind; 12] = [
    SeededKind::Running,
    SeededKind::Pending,
    SeededKind::Used,
    SeededKind::Recovered,
    SeededKind::Over,
    SeededKind::SentBack,
    SeededKind::NotBegun,
    SeededKind::Deleted,
    SeededKind::Running,
    SeededKind::OverUsed,
    SeededKind::Running,
    SeededKind::Used,
];

/// Makes so many 兑货券, each with one to `most_products` products.
pub(in crate::vendors::qince) fn fill(
    state: &mut QinceState,
    calendar: SeedCalendar,
    seed: u64,
    count: usize,
    most_products: usize,
) {
    let mut rng = SeededRng::new(seed, 12);
    let years = calendar.first_day.year() as usize;
    let deals = 6 + (count / 500).min(200);
    for n in 0..count {
        let created = calendar.created_at(n, count, &mut rng);
        let deal = rng.below(deals);
        let agreement = seed_words::AGREEMENTS[deal % seed_words::AGREEMENTS.len()];
        let deal = state.deal(&format!("{agreement}{}-{:03}", years + deal % 2, deal + 1));
        let coupon = coupon(n, created, deal, calendar, state, &mut rng);
        let products = state.directory.products.len();
        let first = rng.below(products);
        let lines = (0..1 + rng.below(most_products.max(1)).min(products - 1)).map(|step| {
            let product = (first + step) % products;
            let unit = state.directory.products[product].unit.into();
            let num = Decimal::from(1 + rng.below(20));
            CouponLine { coupon: 0, product: product as u32, num, unit }
        });
        let lines = lines.collect();
        // Use and recovery move no date of change: a change after them is not made up.
        let changed = calendar.changed(created, &mut rng);
        state.add_coupon(coupon, created, changed, lines);
    }
}

fn coupon(
    n: usize,
    created: Millis,
    deal: u32,
    calendar: SeedCalendar,
    state: &mut QinceState,
    rng: &mut SeededRng,
) -> QinceCoupon {
    let kind = KINDS[n % KINDS.len()];
    let (start, end) = validity(kind, day_of(created), calendar, rng);
    let used = matches!(kind, SeededKind::Used | SeededKind::Recovered | SeededKind::OverUsed);
    let begun = created.max(midnight(start));
    let used = used && begun <= calendar.last_instant();
    let used = used.then(|| exchange(begun, calendar, state, rng));
    let recovered = used.as_ref().filter(|_| kind == SeededKind::Recovered);
    let recovered = recovered.map(|used| recovery(n, used.time, calendar, rng));
    QinceCoupon {
        id: state.ids.fresh(),
        no: state.fresh_coupon_no(day_of(created)).into(),
        deal,
        customer: rng.below(state.directory.customers.len()) as u32,
        start,
        end,
        recycle_days: n.is_multiple_of(2).then(|| 5 * (1 + rng.below(6) as i64)),
        doorsill: (n % 3 == 1).then(|| Decimal::from(10 * (1 + rng.below(10)))),
        exts: exts(n, rng),
        review: match kind {
            SeededKind::Pending => CouponReview::Pending,
            SeededKind::SentBack => CouponReview::SentBack,
            _ => CouponReview::Passed,
        },
        deleted: kind == SeededKind::Deleted,
        used: used.map(Box::new),
        recovered: recovered.map(Box::new),
        lines: Vec::new(),
    }
}

fn validity(
    kind: SeededKind,
    made: Date,
    calendar: SeedCalendar,
    rng: &mut SeededRng,
) -> (Date, Date) {
    let start = days_after(made, rng.below(5));
    match kind {
        SeededKind::Over | SeededKind::OverUsed => (start, days_after(start, 30 + rng.below(30))),
        SeededKind::NotBegun => {
            (calendar.years_on(16), days_after(calendar.years_on(17), rng.below(700)))
        }
        _ => (start, days_after(calendar.years_on(11), rng.below(3000))),
    }
}

fn exchange(
    begun: Millis,
    calendar: SeedCalendar,
    state: &mut QinceState,
    rng: &mut SeededRng,
) -> GoodsExchange {
    let time = calendar.between(begun, calendar.last_instant(), 25 * DAY, rng);
    state.orders += 1;
    let order_no = format!("CK{:08}", state.orders);
    GoodsExchange { time, order_id: state.ids.fresh().to_string(), order_no }
}

fn recovery(n: usize, used: Millis, calendar: SeedCalendar, rng: &mut SeededRng) -> Recovery {
    let supplier = rng.below(seed_words::SUPPLIERS.len());
    Recovery {
        time: calendar.between(used, calendar.last_instant(), 10 * DAY, rng),
        quantity: n.is_multiple_of(2).then_some(Decimal::ONE),
        supplier_code: format!("GYS{:05}", 123 + supplier),
        supplier_name: seed_words::SUPPLIERS[supplier].to_owned(),
        shown_in_use: n % 24 == 15,
    }
}

fn exts(n: usize, rng: &mut SeededRng) -> Vec<(String, String)> {
    let keys = seed_words::EXTENSION_KEYS;
    let ext = |key: usize, rng: &mut SeededRng| {
        (keys[key].to_owned(), rng.pick(seed_words::PEOPLE).to_string())
    };
    (0..n % 4 % 3).map(|key| ext(key, rng)).collect()
}
