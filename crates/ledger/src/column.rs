//! How each type of value lies in the columns of a row.

use std::borrow::Cow;

use coupon_domain::{
    CouponState, CustomerId, Discount, Item, ProductId, TemplateId, TemplateState,
};
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::{
    backend_error::BackendError,
    row_reader::{ColumnSource, RowReader},
};

/// A text as both backends keep it. PostgreSQL's text has no NUL, and SQLite's own tools cut a text there, so the visible
/// sign for it is stored instead; the row's JSON has it as the vendor wrote it.
pub(crate) fn storable(text: &str) -> Cow<'_, str> {
    match text.contains('\0') {
        true => text.replace('\0', "\u{2400}").into(),
        false => text.into(),
    }
}

/// Receives the columns of a row, one after the other.
pub(crate) trait EncodeColumns {
    fn text(&mut self, value: Option<&str>) -> Result<(), BackendError>;
    fn number(&mut self, value: Option<i64>) -> Result<(), BackendError>;
    fn decimal(&mut self, value: Option<Decimal>) -> Result<(), BackendError>;
    fn flag(&mut self, value: bool) -> Result<(), BackendError>;

    fn instant(&mut self, value: Option<Timestamp>) -> Result<(), BackendError> {
        self.number(value.map(Timestamp::as_microsecond))
    }
}

/// A value that takes a fixed number of columns.
pub(crate) trait ColumnValue: Sized {
    /// The number of columns.
    const WIDTH: usize = 1;

    fn encode<E: EncodeColumns>(&self, to: &mut E) -> Result<(), BackendError>;
    fn decode<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError>;
}

macro_rules! text_columns {
    ($($text:ty),*) => {$(
        impl ColumnValue for Option<$text> {
            fn encode<E: EncodeColumns>(&self, to: &mut E) -> Result<(), BackendError> {
                to.text(self.as_ref().map(|text| text.as_str()))
            }

            fn decode<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError> {
                from.maybe_text()
            }
        }
    )*};
}

text_columns!(String, TemplateId, CustomerId, ProductId);

impl ColumnValue for bool {
    fn encode<E: EncodeColumns>(&self, to: &mut E) -> Result<(), BackendError> {
        to.flag(*self)
    }

    fn decode<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError> {
        from.flag()
    }
}

/// Microseconds since 1970, UTC.
impl ColumnValue for Option<Timestamp> {
    fn encode<E: EncodeColumns>(&self, to: &mut E) -> Result<(), BackendError> {
        to.instant(*self)
    }

    fn decode<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError> {
        from.maybe_instant()
    }
}

/// Text, so that no digit is lost.
impl ColumnValue for Option<Decimal> {
    fn encode<E: EncodeColumns>(&self, to: &mut E) -> Result<(), BackendError> {
        to.decimal(*self)
    }

    fn decode<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError> {
        from.maybe_parsed()
    }
}

/// Backends count to 2^63 - 1. A vendor's count above that stays in the row's text alone.
impl ColumnValue for Option<u64> {
    fn encode<E: EncodeColumns>(&self, to: &mut E) -> Result<(), BackendError> {
        to.number(self.map(|count| i64::try_from(count).unwrap_or(i64::MAX)))
    }

    fn decode<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError> {
        from.count()
    }
}

impl ColumnValue for CouponState {
    fn encode<E: EncodeColumns>(&self, to: &mut E) -> Result<(), BackendError> {
        to.text(Some(self.as_str()))
    }

    fn decode<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError> {
        from.parsed()
    }
}

impl ColumnValue for TemplateState {
    fn encode<E: EncodeColumns>(&self, to: &mut E) -> Result<(), BackendError> {
        to.text(Some(self.as_str()))
    }

    fn decode<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError> {
        from.text::<String>().map(Self::from)
    }
}

/// The amount; or the share and its upper limit.
impl ColumnValue for Option<Discount> {
    const WIDTH: usize = 3;

    fn encode<E: EncodeColumns>(&self, to: &mut E) -> Result<(), BackendError> {
        let (amount, share, at_most) = match self {
            None => (None, None, None),
            Some(Discount::Amount(amount)) => (Some(*amount), None, None),
            Some(Discount::Percent { share, at_most }) => (None, Some(*share), *at_most),
        };
        to.decimal(amount)?;
        to.decimal(share)?;
        to.decimal(at_most)
    }

    fn decode<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError> {
        let amount: Option<Decimal> = from.maybe_parsed()?;
        let share: Option<Decimal> = from.maybe_parsed()?;
        let at_most = from.maybe_parsed()?;
        Ok(match (amount, share) {
            (Some(amount), _) => Some(Discount::Amount(amount)),
            (None, Some(share)) => Some(Discount::Percent { share, at_most }),
            (None, None) => None,
        })
    }
}

/// Product, code, name, quantity, unit, price. Goods of which nothing is known are read back as none.
impl ColumnValue for Option<Item> {
    const WIDTH: usize = 6;

    fn encode<E: EncodeColumns>(&self, to: &mut E) -> Result<(), BackendError> {
        let item = self.as_ref();
        to.text(item.and_then(|item| item.product.as_ref()).map(|id| id.as_str()))?;
        to.text(item.and_then(|item| item.code.as_deref()))?;
        to.text(item.and_then(|item| item.name.as_deref()))?;
        to.decimal(item.and_then(|item| item.quantity))?;
        to.text(item.and_then(|item| item.unit.as_deref()))?;
        to.decimal(item.and_then(|item| item.price))
    }

    fn decode<C: ColumnSource>(from: &mut RowReader<C>) -> Result<Self, BackendError> {
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
}
