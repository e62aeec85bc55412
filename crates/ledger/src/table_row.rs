//! The three kinds of rows and their columns.

use coupon_domain::{Coupon, CouponState, Customer, Discount, Item, Template, TemplateState};
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::{
    backend_error::BackendError,
    read::{LedgerTable, Stored},
    row_reader::{ColumnSource, RowReader},
};

/// A kind of value that is kept in a table of its own.
pub(crate) trait TableRow: Sized {
    const TABLE: LedgerTable;
    /// The columns behind the common ones, in the order in which they are put and taken.
    const COLUMNS: &'static [&'static str];

    fn id(&self) -> &str;
    fn vendor_changed_at(&self) -> Option<Timestamp>;
    fn put<P: EncodeColumns>(&self, to: &mut P) -> Result<(), BackendError>;
    fn take<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError>;
}

/// A row of a list: its place, account, provider, text and times, then the columns of its kind.
pub(crate) fn stored<T: TableRow, C: ColumnSource>(
    from: &mut RowReader<C>,
) -> Result<Stored<T>, BackendError> {
    Ok(Stored {
        place: from.place().unsigned_abs(),
        account: from.text()?,
        provider: from.text()?,
        row: from.raw()?,
        first_seen: from.instant()?,
        changed_at: from.instant()?,
        gone_at: from.maybe_instant()?,
        value: T::take(from)?,
    })
}

/// A row on its way into a backend: columns by turn.
pub(crate) trait EncodeColumns {
    fn text(&mut self, value: Option<&str>) -> Result<(), BackendError>;
    fn number(&mut self, value: Option<i64>) -> Result<(), BackendError>;
    fn decimal(&mut self, value: Option<Decimal>) -> Result<(), BackendError>;
    fn flag(&mut self, value: bool) -> Result<(), BackendError>;

    fn instant(&mut self, value: Option<Timestamp>) -> Result<(), BackendError> {
        self.number(value.map(Timestamp::as_microsecond))
    }

    /// Backends count to 2^63 - 1. A vendor's count above that stays in the row's text alone.
    fn count(&mut self, value: Option<u64>) -> Result<(), BackendError> {
        self.number(value.map(|count| i64::try_from(count).unwrap_or(i64::MAX)))
    }
}

/// Where the rows of a table lie, and by what one is found beside its source.
pub(crate) struct TableSchema {
    pub(crate) rows: &'static str,
    pub(crate) key: &'static [&'static str],
}

impl LedgerTable {
    pub(crate) fn schema(self) -> TableSchema {
        match self {
            Self::Templates => TableSchema { rows: "template_rows", key: &["source", "id"] },
            Self::Coupons => TableSchema { rows: "coupon_rows", key: &["source", "id"] },
            Self::Customers => {
                TableSchema { rows: "customer_rows", key: &["source", "template", "id"] }
            }
        }
    }
}

impl TableRow for Template {
    const TABLE: LedgerTable = LedgerTable::Templates;
    const COLUMNS: &'static [&'static str] = &[
        "vendor_changed_at",
        "name",
        "state",
        "amount",
        "share",
        "at_most",
        "threshold",
        "total",
        "per_customer",
        "claimed",
        "used",
        "begins_at",
        "ends_at",
        "created_at",
        "derived",
    ];

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn vendor_changed_at(&self) -> Option<Timestamp> {
        self.changed_at
    }

    fn put<P: EncodeColumns>(&self, to: &mut P) -> Result<(), BackendError> {
        let (amount, share, at_most) = match &self.discount {
            None => (None, None, None),
            Some(Discount::Amount(amount)) => (Some(*amount), None, None),
            Some(Discount::Percent { share, at_most }) => (None, Some(*share), *at_most),
        };
        to.instant(self.changed_at)?;
        to.text(self.name.as_deref())?;
        to.text(Some(self.state.as_str()))?;
        to.decimal(amount)?;
        to.decimal(share)?;
        to.decimal(at_most)?;
        to.decimal(self.threshold)?;
        to.count(self.total)?;
        to.count(self.per_customer)?;
        to.count(self.claimed)?;
        to.count(self.used)?;
        to.instant(self.begins_at)?;
        to.instant(self.ends_at)?;
        to.instant(self.created_at)?;
        to.flag(self.derived)
    }

    fn take<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError> {
        Ok(Self {
            id: from.text()?,
            changed_at: from.maybe_instant()?,
            name: from.maybe_text()?,
            state: take_template_state(from)?,
            discount: take_discount(from)?,
            threshold: from.maybe_parsed()?,
            total: from.count()?,
            per_customer: from.count()?,
            claimed: from.count()?,
            used: from.count()?,
            begins_at: from.maybe_instant()?,
            ends_at: from.maybe_instant()?,
            created_at: from.maybe_instant()?,
            derived: from.flag()?,
        })
    }
}

fn take_template_state<C: ColumnSource>(
    from: &mut RowReader<C>,
) -> Result<TemplateState, BackendError> {
    let word: String = from.text()?;
    let known = [TemplateState::Open, TemplateState::Ended];
    let found = known.into_iter().find(|state| state.as_str() == word);
    Ok(found.unwrap_or(TemplateState::Other(word)))
}

fn take_discount<C: ColumnSource>(
    from: &mut RowReader<C>,
) -> Result<Option<Discount>, BackendError> {
    let amount: Option<Decimal> = from.maybe_parsed()?;
    let share: Option<Decimal> = from.maybe_parsed()?;
    let at_most = from.maybe_parsed()?;
    Ok(match (amount, share) {
        (Some(amount), _) => Some(Discount::Amount(amount)),
        (None, Some(share)) => Some(Discount::Percent { share, at_most }),
        (None, None) => None,
    })
}

impl TableRow for Coupon {
    const TABLE: LedgerTable = LedgerTable::Coupons;
    const COLUMNS: &'static [&'static str] = &[
        "vendor_changed_at",
        "code",
        "template",
        "template_name",
        "customer",
        "customer_code",
        "customer_name",
        "state",
        "amount",
        "begins_at",
        "ends_at",
        "created_at",
        "received_at",
        "used_at",
        "order_id",
        "order_no",
        "order_amount",
        "used_amount",
        "product",
        "product_code",
        "product_name",
        "quantity",
        "unit",
        "price",
        "recovered_at",
        "recovered_quantity",
    ];

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn vendor_changed_at(&self) -> Option<Timestamp> {
        self.changed_at
    }

    fn put<P: EncodeColumns>(&self, to: &mut P) -> Result<(), BackendError> {
        to.instant(self.changed_at)?;
        to.text(self.code.as_deref())?;
        to.text(self.template.as_ref().map(|id| id.as_str()))?;
        to.text(self.template_name.as_deref())?;
        to.text(self.customer.as_ref().map(|id| id.as_str()))?;
        to.text(self.customer_code.as_deref())?;
        to.text(self.customer_name.as_deref())?;
        to.text(Some(self.state.as_str()))?;
        to.decimal(self.amount)?;
        to.instant(self.begins_at)?;
        to.instant(self.ends_at)?;
        to.instant(self.created_at)?;
        to.instant(self.received_at)?;
        to.instant(self.used_at)?;
        to.text(self.order_id.as_deref())?;
        to.text(self.order_no.as_deref())?;
        to.decimal(self.order_amount)?;
        to.decimal(self.used_amount)?;
        put_item(self.item.as_ref(), to)?;
        to.instant(self.recovered_at)?;
        to.decimal(self.recovered_quantity)
    }

    fn take<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError> {
        Ok(Self {
            id: from.text()?,
            changed_at: from.maybe_instant()?,
            code: from.maybe_text()?,
            template: from.maybe_text()?,
            template_name: from.maybe_text()?,
            customer: from.maybe_text()?,
            customer_code: from.maybe_text()?,
            customer_name: from.maybe_text()?,
            state: from.parsed::<CouponState>()?,
            amount: from.maybe_parsed()?,
            begins_at: from.maybe_instant()?,
            ends_at: from.maybe_instant()?,
            created_at: from.maybe_instant()?,
            received_at: from.maybe_instant()?,
            used_at: from.maybe_instant()?,
            order_id: from.maybe_text()?,
            order_no: from.maybe_text()?,
            order_amount: from.maybe_parsed()?,
            used_amount: from.maybe_parsed()?,
            item: take_item(from)?,
            recovered_at: from.maybe_instant()?,
            recovered_quantity: from.maybe_parsed()?,
        })
    }
}

fn put_item<P: EncodeColumns>(item: Option<&Item>, to: &mut P) -> Result<(), BackendError> {
    to.text(item.and_then(|item| item.product.as_ref()).map(|id| id.as_str()))?;
    to.text(item.and_then(|item| item.code.as_deref()))?;
    to.text(item.and_then(|item| item.name.as_deref()))?;
    to.decimal(item.and_then(|item| item.quantity))?;
    to.text(item.and_then(|item| item.unit.as_deref()))?;
    to.decimal(item.and_then(|item| item.price))
}

/// Goods of which nothing is known are none.
fn take_item<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Option<Item>, BackendError> {
    let item = Item {
        product: from.maybe_text()?,
        code: from.maybe_text()?,
        name: from.maybe_text()?,
        quantity: from.maybe_parsed()?,
        unit: from.maybe_text()?,
        price: from.maybe_parsed()?,
    };
    let nothing =
        Item { product: None, code: None, name: None, quantity: None, unit: None, price: None };
    Ok((item != nothing).then_some(item))
}

impl TableRow for Customer {
    const TABLE: LedgerTable = LedgerTable::Customers;
    const COLUMNS: &'static [&'static str] = &["code", "name"];

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn vendor_changed_at(&self) -> Option<Timestamp> {
        None
    }

    fn put<P: EncodeColumns>(&self, to: &mut P) -> Result<(), BackendError> {
        to.text(self.code.as_deref())?;
        to.text(self.name.as_deref())
    }

    fn take<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError> {
        Ok(Self { id: from.text()?, code: from.maybe_text()?, name: from.maybe_text()? })
    }
}
