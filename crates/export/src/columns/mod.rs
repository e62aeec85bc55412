//! The columns of each table, under the names that the ledger's views give them.

mod column;
mod coupon;
mod customer;
mod template;

pub(crate) use self::{
    column::{ColumnGetter, Exported},
    customer::AddressedCustomer,
};
