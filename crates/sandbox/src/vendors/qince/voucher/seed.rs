//! Seeded 优惠券, and who holds them.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    model::{HeldVoucher, Required, Voucher, VoucherDiscount, VoucherOrder, VoucherSource},
    range::{Goods, Range},
};
use crate::{
    clock::{DAY, Millis, day_of, instant, midnight},
    json_writer::CachedText,
    seed::{SeedCalendar, days_after},
    seed_words,
    seeded_rng::SeededRng,
    vendors::qince::{directory::Directory, state::QinceState},
};

const MOST: usize = 4000;
/// Of six in a row: open for long, over, ended by hand, not begun, open for long, over. So many shares of the held ones each has.
const SHARES: [usize; 6] = [3, 2, 2, 0, 4, 1];

/// Makes 优惠券 and the given number of held ones.
pub(in crate::vendors::qince) fn fill(
    state: &mut QinceState,
    calendar: SeedCalendar,
    seed: u64,
    held: usize,
) {
    let count = held.min(12 + held / 25).min(MOST);
    let mut rng = SeededRng::new(seed, 11);
    let mut shares_before = 0;
    let all_shares: usize = (0..count).map(|n| SHARES[n % 6]).sum();
    let portion = |shares: usize| held * shares / all_shares.max(1);
    for n in 0..count {
        let created = calendar.created_at(n, count, &mut rng);
        let shares = shares_before + SHARES[n % 6];
        let holders = portion(shares) - portion(shares_before);
        shares_before = shares;
        let (range, members) = range(n, &state.directory, &mut rng);
        let each = holders.div_ceil(members.len().max(1)) + 1 + n % 3;
        let num = (holders + 5 + rng.below(100)).min(99_999);
        let voucher = voucher(n, created, calendar, &state.directory, &mut rng);
        let voucher = Voucher { each, num, range, ..voucher };
        let mut changed = calendar.changed(created, &mut rng);
        if voucher.finished {
            // It was ended by then: nobody took one afterwards.
            changed = calendar.between(created + DAY, calendar.last_instant(), 60 * DAY, &mut rng);
        }
        let taken_until = if voucher.finished { changed } else { end_of(voucher.end) };
        let times = HolderTimes { calendar, created, taken_until };
        let id = state.ids.fresh();
        let slot = state.add_voucher(id, created, changed, voucher);
        for holder in 0..holders {
            let held = held_one(holder, &members, times, state, slot, &mut rng);
            state.hold(held);
        }
    }
}

/// A 优惠券 for everybody; whom it addresses and how many there are is filled in by the caller.
fn voucher(
    n: usize,
    created: Millis,
    calendar: SeedCalendar,
    directory: &Directory,
    rng: &mut SeededRng,
) -> Voucher {
    let origin = if n % 5 == 4 { VoucherSource::PassedDown } else { VoucherSource::Own };
    let goods = goods(n, directory, rng);
    let must_contain = origin == VoucherSource::PassedDown && matches!(goods, Goods::Products(_));
    let (start, end) = validity(n, day_of(created), calendar, rng);
    let doorsill = (n % 3 != 2).then(|| Decimal::from(50 * (1 + rng.below(6))));
    let discount = discount(n, rng);
    let name = name(discount, doorsill, rng);
    Voucher {
        name,
        start,
        end,
        discount,
        doorsill,
        pay_type: if n % 4 == 1 { "ONLINE" } else { "UNLIMITED" }.to_owned(),
        remark: remark(n, rng),
        each: 1,
        num: 1,
        range: Range::Attributes(Default::default()),
        goods,
        business_from: if n.is_multiple_of(2) { String::new() } else { "线下活动".to_owned() },
        origin,
        required: must_contain.then(|| Required {
            mode: if n.is_multiple_of(2) { "ANYONE" } else { "ALL" },
            of_each: 1 + n as u32 % 3,
        }),
        finished: n % 6 == 2,
        held: Vec::new(),
    }
}

fn validity(n: usize, made: Date, calendar: SeedCalendar, rng: &mut SeededRng) -> (Date, Date) {
    let start = days_after(made, rng.below(20));
    match n % 6 {
        1 | 5 => (start, days_after(start, 20 + rng.below(60))),
        3 => (calendar.years_on(16), days_after(calendar.years_on(17), rng.below(700))),
        _ => (start, days_after(calendar.years_on(11), rng.below(3000))),
    }
}

fn discount(n: usize, rng: &mut SeededRng) -> VoucherDiscount {
    if n % 4 == 3 {
        let share = Decimal::new(70 + rng.below(26) as i64, 2);
        let most = n.is_multiple_of(3).then(|| Decimal::from(10 + 5 * rng.below(9)));
        return VoucherDiscount::Percent { share, most };
    }
    VoucherDiscount::Fixed { money: Decimal::from(5 * (1 + rng.below(10))), named: n % 7 != 6 }
}

fn name(discount: VoucherDiscount, doorsill: Option<Decimal>, rng: &mut SeededRng) -> String {
    let occasion = rng.pick(seed_words::OCCASIONS);
    match (discount, doorsill) {
        (VoucherDiscount::Fixed { money, .. }, Some(amount)) => {
            format!("{occasion}满{amount}减{money}元优惠券")
        }
        (VoucherDiscount::Fixed { money, .. }, None) => format!("{occasion}{money}元优惠券"),
        (VoucherDiscount::Percent { share, .. }, _) => {
            format!("{occasion}{}折优惠券", (share * Decimal::TEN).normalize())
        }
    }
}

fn remark(n: usize, rng: &mut SeededRng) -> String {
    match n % 3 {
        0 => String::new(),
        1 => format!("仅限\"{}\"期间使用", rng.pick(seed_words::OCCASIONS)),
        _ => "不与其他优惠同享".to_owned(),
    }
}

/// A range and everybody in it; there is always somebody.
fn range(n: usize, directory: &Directory, rng: &mut SeededRng) -> (Range, Vec<usize>) {
    if n % 3 == 1 {
        let all = directory.customers.len();
        let mut named: Vec<usize> = (0..1 + rng.below(20)).map(|_| rng.below(all)).collect();
        named.sort_unstable();
        named.dedup();
        return (Range::Named(named.clone()), named);
    }
    let mut lists: [Vec<usize>; 5] = Default::default();
    let (first, second) = (n % 5, (n + 1 + rng.below(4)) % 5);
    if n % 9 != 8 {
        lists[first] = values(directory.attributes[first].len(), rng);
        if n.is_multiple_of(4) {
            lists[second] = values(directory.attributes[second].len(), rng);
        }
    }
    let range = Range::Attributes(lists.clone());
    let members = range.members(directory);
    if !members.is_empty() {
        return (range, members);
    }
    // The second list left nobody.
    lists[second].clear();
    let range = Range::Attributes(lists);
    let members = range.members(directory);
    (range, members)
}

fn goods(n: usize, directory: &Directory, rng: &mut SeededRng) -> Goods {
    match n % 7 {
        0 | 1 => Goods::All,
        2 => Goods::Types(values(directory.product_types.len(), rng)),
        3 => Goods::Brands(values(directory.brands.len(), rng)),
        _ => Goods::Products(values(directory.products.len(), rng)),
    }
}

/// One to three different positions.
fn values(size: usize, rng: &mut SeededRng) -> Vec<usize> {
    let first = rng.below(size);
    (0..(1 + rng.below(3)).min(size)).map(|step| (first + step) % size).collect()
}

/// When the holders of a 优惠券 may have taken it.
#[derive(Clone, Copy)]
struct HolderTimes {
    calendar: SeedCalendar,
    created: Millis,
    taken_until: Millis,
}

/// The last instant of a day.
fn end_of(day: Date) -> Millis {
    midnight(day) + DAY - 1
}

fn held_one(
    n: usize,
    members: &[usize],
    times: HolderTimes,
    state: &mut QinceState,
    voucher: u32,
    rng: &mut SeededRng,
) -> HeldVoucher {
    let HolderTimes { calendar, created, taken_until } = times;
    let received = calendar.between(created, taken_until, 400 * DAY, rng);
    let begun = received.max(midnight(state.vouchers.row(voucher).value.start));
    let used = n % 3 == 1 && begun <= calendar.last_instant();
    let order = used.then(|| Box::new(order(state, voucher, begun, calendar, rng)));
    HeldVoucher {
        id: state.ids.fresh(),
        voucher,
        customer: members[n % members.len()] as u32,
        end: state.vouchers.row(voucher).value.end,
        received,
        used: order,
        written: CachedText::default(),
    }
}

fn order(
    state: &mut QinceState,
    voucher: u32,
    begun: Millis,
    calendar: SeedCalendar,
    rng: &mut SeededRng,
) -> VoucherOrder {
    let voucher = &state.vouchers.row(voucher).value;
    let doorsill = voucher.doorsill.unwrap_or_default();
    let amount = doorsill + Decimal::new(10_000 + rng.below(20_000) as i64, 2);
    let discount = match voucher.discount {
        VoucherDiscount::Fixed { money, .. } => money,
        VoucherDiscount::Percent { share, most } => {
            let off = (amount * (Decimal::ONE - share)).round_dp(2);
            most.map_or(off, |most| off.min(most))
        }
    };
    let time = calendar.between(begun, end_of(voucher.end), 9 * DAY, rng);
    state.orders += 1;
    let no = format!("DD{}{:06}", day_of(time).strftime("%Y%m%d"), state.orders % 1_000_000);
    debug_assert!(instant(crate::clock::civil(time)) == time, "a Beijing time is an instant");
    VoucherOrder { id: state.ids.fresh().to_string(), no, time, amount, discount }
}
