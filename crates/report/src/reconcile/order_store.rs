//! The lines of an order file, kept small: every text once, and some forty bytes a line. A file can have millions.

use coupon_domain::AccountName;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{interner::Interner, order_line::OrderLine, reconciliation::Measure};

/// The end of a chain of lines, and the id of no text.
const NONE: u32 = u32::MAX;

/// Every line of an order file, by account and order.
#[derive(Debug, Default)]
pub(super) struct OrderStore {
    accounts: Vec<AccountOrders>,
    products: Interner,
    lines: Vec<StoredLine>,
}

/// The orders of one account.
#[derive(Debug)]
struct AccountOrders {
    name: AccountName,
    first_line: u32,
    numbers: Interner,
    coupons: Interner,
    /// By the id of their numbers.
    orders: Vec<StoredOrder>,
}

#[derive(Debug)]
struct StoredOrder {
    /// The first Beijing day of its lines; none if one of them names no day.
    day: Option<Date>,
    /// Its first and last line.
    first: u32,
    last: u32,
}

/// A line with one value or none. A line of the file with two values is two of these.
#[derive(Debug)]
struct StoredLine {
    value: Decimal,
    measure: Option<Measure>,
    day: Option<Date>,
    number: u32,
    product: u32,
    coupon: u32,
    /// The next line of the order.
    next: u32,
}

/// An order of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileOrder<'a> {
    store: &'a OrderStore,
    account: &'a AccountOrders,
    id: usize,
}

/// A line of an order.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileLine<'a> {
    /// In the file, counted from 1.
    pub(super) number: u64,
    pub(super) day: Option<Date>,
    pub(super) value: Option<(Measure, Decimal)>,
    pub(super) product: Option<&'a str>,
    /// The id of its coupon in [`FileOrder::coupon`].
    pub(super) coupon: Option<u32>,
}

impl OrderStore {
    /// Adds a line. With `amount_once`, an amount that an earlier line of the order has is left out.
    ///
    /// # Errors
    /// The earlier line, if it has another amount.
    pub(super) fn add(
        &mut self,
        account: &str,
        line: &OrderLine,
        amount_once: bool,
    ) -> Result<(), u64> {
        let number = u32::try_from(line.number).unwrap_or(NONE);
        let place = self.place_of(account, number);
        let order = self.accounts[place].numbers.intern(&line.order_no) as usize;
        let amount = match line.amount.filter(|_| amount_once) {
            Some(amount) => self.not_yet(place, order, amount)?,
            None => line.amount,
        };
        let text = |interner: &mut Interner, text: &Option<String>| {
            text.as_ref().map_or(NONE, |text| interner.intern(text))
        };
        let product = text(&mut self.products, &line.product);
        let coupon = text(&mut self.accounts[place].coupons, &line.coupon);
        let values = [(Measure::Money, amount), (Measure::Goods, line.quantity)];
        let mut values = values.into_iter().filter_map(|(measure, value)| Some((measure, value?)));
        let (first, second) = (values.next(), values.next());
        for value in [Some(first), second.map(Some)].into_iter().flatten() {
            let stored = StoredLine {
                value: value.map_or(Decimal::ZERO, |(_, value)| value),
                measure: value.map(|(measure, _)| measure),
                day: line.day,
                number,
                product,
                coupon,
                next: NONE,
            };
            self.append(place, order, stored);
        }
        Ok(())
    }

    fn place_of(&mut self, name: &str, first_line: u32) -> usize {
        let known = self.accounts.iter().position(|account| account.name.as_str() == name);
        known.unwrap_or_else(|| {
            self.accounts.push(AccountOrders {
                name: name.into(),
                first_line,
                numbers: Interner::default(),
                coupons: Interner::default(),
                orders: Vec::new(),
            });
            self.accounts.len() - 1
        })
    }

    /// The amount, unless a line of the order has it.
    fn not_yet(&self, place: usize, order: usize, amount: Decimal) -> Result<Option<Decimal>, u64> {
        if self.accounts[place].orders.len() <= order {
            return Ok(Some(amount));
        }
        let order = FileOrder { store: self, account: &self.accounts[place], id: order };
        let mut amounts = order.lines().filter_map(|line| {
            let (measure, value) = line.value?;
            (measure == Measure::Money).then_some((line.number, value))
        });
        match amounts.next() {
            None => Ok(Some(amount)),
            Some((_, first)) if first == amount => Ok(None),
            Some((first, _)) => Err(first),
        }
    }

    fn append(&mut self, place: usize, order: usize, line: StoredLine) {
        let (at, orders) = (self.lines.len() as u32, &mut self.accounts[place].orders);
        match orders.get_mut(order) {
            Some(known) => {
                known.day = known.day.min(line.day);
                self.lines[known.last as usize].next = at;
                known.last = at;
            }
            None => orders.push(StoredOrder { day: line.day, first: at, last: at }),
        }
        self.lines.push(line);
    }

    /// Each account and its first line.
    pub(super) fn accounts(&self) -> impl Iterator<Item = (&AccountName, u64)> {
        self.accounts.iter().map(|account| (&account.name, account.first_line.into()))
    }

    /// Number of orders. Several lines of one order are one.
    pub(super) fn count_orders(&self) -> u64 {
        self.accounts.iter().map(|account| account.orders.len() as u64).sum()
    }

    /// The orders, by account and in the order of the file.
    pub(super) fn orders(&self) -> impl Iterator<Item = FileOrder<'_>> {
        self.accounts.iter().flat_map(move |account| {
            (0..account.orders.len()).map(move |id| FileOrder { store: self, account, id })
        })
    }
}

impl<'a> FileOrder<'a> {
    pub(super) fn account(self) -> &'a AccountName {
        &self.account.name
    }

    pub(super) fn number(self) -> &'a str {
        self.account.numbers.text(self.id as u32)
    }

    /// The first Beijing day of its lines; none if one of them names no day.
    pub(super) fn day(self) -> Option<Date> {
        self.account.orders[self.id].day
    }

    /// The coupon of an id in a line of this order's account.
    pub(super) fn coupon(self, id: u32) -> &'a str {
        self.account.coupons.text(id)
    }

    /// Its lines, in the order of the file. A line with an amount and a quantity comes twice.
    pub(super) fn lines(self) -> impl Iterator<Item = FileLine<'a>> {
        let store = self.store;
        let mut next = self.account.orders[self.id].first;
        std::iter::from_fn(move || {
            let line = store.lines.get(next as usize)?;
            next = line.next;
            Some(FileLine {
                number: line.number.into(),
                day: line.day,
                value: line.measure.map(|measure| (measure, line.value)),
                product: (line.product != NONE).then(|| store.products.text(line.product)),
                coupon: Some(line.coupon).filter(|coupon| *coupon != NONE),
            })
        })
    }
}
