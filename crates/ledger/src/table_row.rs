//! The three kinds of rows, each with its table of columns. A new field is one line here, and a step of both schemas.

use coupon_domain::{
    Coupon, CouponState, Customer, CustomerId, Discount, Item, Template, TemplateId, TemplateState,
};
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::{
    backend_error::BackendError,
    column::{ColumnValue, EncodeColumns},
    read::{LedgerTable, Stored},
    row_reader::{ColumnSource, RowReader},
};

/// A kind of value that is kept in a table of its own.
pub(crate) trait TableRow: Sized {
    const TABLE: LedgerTable;
    /// The columns behind the common ones, in the order in which they are encoded and decoded.
    const COLUMNS: &'static [&'static str];

    fn id(&self) -> &str;
    fn vendor_changed_at(&self) -> Option<Timestamp>;
    fn encode<E: EncodeColumns>(&self, to: &mut E) -> Result<(), BackendError>;
    fn decode<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError>;
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
        value: T::decode(from)?,
    })
}

/// The name of a table of rows, and the columns that find one of its rows.
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

/// The columns of a kind of rows: each field with its type, in the order of the columns, and the columns that it takes.
/// Encoding, decoding and the list of names come from the same lines, so that their order is one.
macro_rules! table_row {
    ($row:ty, $table:expr, $changed_at:expr,
     $($field:ident: $value:ty => [$($column:literal),+];)*) => {
        impl TableRow for $row {
            const TABLE: LedgerTable = $table;
            const COLUMNS: &'static [&'static str] = &[$($($column),+),*];

            fn id(&self) -> &str {
                self.id.as_str()
            }

            fn vendor_changed_at(&self) -> Option<Timestamp> {
                $changed_at(self)
            }

            fn encode<E: EncodeColumns>(&self, to: &mut E) -> Result<(), BackendError> {
                $(self.$field.encode(to)?;)*
                Ok(())
            }

            fn decode<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError> {
                Ok(Self { id: from.text()?, $($field: ColumnValue::decode(from)?),* })
            }
        }

        $(const _: () = assert!(<$value>::WIDTH == [$($column),+].len());)*
    };
}

table_row! { Template, LedgerTable::Templates, |row: &Template| row.changed_at,
    changed_at: Option<Timestamp> => ["vendor_changed_at"];
    name: Option<String> => ["name"];
    state: TemplateState => ["state"];
    discount: Option<Discount> => ["amount", "share", "at_most"];
    threshold: Option<Decimal> => ["threshold"];
    total: Option<u64> => ["total"];
    per_customer: Option<u64> => ["per_customer"];
    claimed: Option<u64> => ["claimed"];
    used: Option<u64> => ["used"];
    begins_at: Option<Timestamp> => ["begins_at"];
    ends_at: Option<Timestamp> => ["ends_at"];
    created_at: Option<Timestamp> => ["created_at"];
    derived: bool => ["derived"];
}

table_row! { Coupon, LedgerTable::Coupons, |row: &Coupon| row.changed_at,
    changed_at: Option<Timestamp> => ["vendor_changed_at"];
    code: Option<String> => ["code"];
    template: Option<TemplateId> => ["template"];
    template_name: Option<String> => ["template_name"];
    customer: Option<CustomerId> => ["customer"];
    customer_code: Option<String> => ["customer_code"];
    customer_name: Option<String> => ["customer_name"];
    state: CouponState => ["state"];
    amount: Option<Decimal> => ["amount"];
    begins_at: Option<Timestamp> => ["begins_at"];
    ends_at: Option<Timestamp> => ["ends_at"];
    created_at: Option<Timestamp> => ["created_at"];
    received_at: Option<Timestamp> => ["received_at"];
    used_at: Option<Timestamp> => ["used_at"];
    order_id: Option<String> => ["order_id"];
    order_no: Option<String> => ["order_no"];
    order_amount: Option<Decimal> => ["order_amount"];
    used_amount: Option<Decimal> => ["used_amount"];
    item: Option<Item> => ["product", "product_code", "product_name", "quantity", "unit", "price"];
    recovered_at: Option<Timestamp> => ["recovered_at"];
    recovered_quantity: Option<Decimal> => ["recovered_quantity"];
    share: Option<Decimal> => ["share"];
    threshold: Option<Decimal> => ["threshold"];
}

table_row! { Customer, LedgerTable::Customers, |_: &Customer| None,
    code: Option<String> => ["code"];
    name: Option<String> => ["name"];
}
