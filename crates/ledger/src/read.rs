//! Reading: filters, pages, and rows as they are stored.

use coupon_domain::{
    AccountName, CouponKey, CouponState, CustomerRef, ProviderName, RawRow, TemplateId, TemplateRef,
};
use jiff::{Timestamp, civil::Date};

/// A value with everything the ledger knows about its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    /// Where the row stands: rows are listed by rising place, in the order in which they first came.
    pub place: u64,
    /// Whose.
    pub account: AccountName,
    /// From where.
    pub provider: ProviderName,
    /// The row in neutral terms.
    pub value: T,
    /// The row as the vendor sent it.
    pub row: RawRow,
    /// When a batch first brought it.
    pub first_seen: Timestamp,
    /// When a batch brought this version, or brought it back.
    pub changed_at: Timestamp,
    /// Since when a full reading no longer finds it; none while it is there.
    pub gone_at: Option<Timestamp>,
}

/// A table of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LedgerTable {
    /// Templates.
    Templates,
    /// Coupons.
    Coupons,
    /// Customers whom templates address.
    Customers,
}

coupon_domain::words! {
    /// Its name in the ledger: "templates", "coupons", "template_customers".
    LedgerTable {
        Templates = "templates",
        Coupons = "coupons",
        Customers = "template_customers",
    }
}

impl LedgerTable {
    /// Its name for people, in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Templates => "模板",
            Self::Coupons => "券",
            Self::Customers => "模板客户",
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageRequest {
    /// Only rows behind this place; 0 for the first page.
    pub(crate) after: u64,
    /// At most this many rows.
    pub(crate) limit: u32,
}

/// Which templates. The default is all that are not gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateFilter {
    /// Of this account.
    pub account: Option<AccountName>,
    /// Of this provider.
    pub provider: Option<ProviderName>,
    /// With this id or name.
    pub template: Option<TemplateRef>,
    /// Also those that are gone.
    pub gone: bool,
}

/// Which coupons. The default is all that are not gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CouponFilter {
    /// Of this account.
    pub account: Option<AccountName>,
    /// Of this provider.
    pub provider: Option<ProviderName>,
    /// Held by this customer, by id or code. No row tells the code of another system, so that finds nothing.
    pub customer: Option<CustomerRef>,
    /// Held by a customer of this name.
    pub customer_name: Option<String>,
    /// Issued from this template, by id or name.
    pub template: Option<TemplateRef>,
    /// With this id or code. Several rows can bear one code.
    pub name: Option<CouponKey>,
    /// In this state.
    pub state: Option<CouponState>,
    /// Compares `state` as of this instant: an available coupon past its end counts as expired. None: as the vendor said.
    pub as_of: Option<Timestamp>,
    /// Also those that are gone.
    pub gone: bool,
}

/// An account as it is registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// The name in the configuration.
    pub name: AccountName,
    /// The vendor.
    pub vendor: String,
    /// Text that differs between two accounts of the same name.
    pub fingerprint: String,
}

/// A checkpoint as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointRow {
    /// Whose.
    pub account: AccountName,
    /// From where.
    pub provider: ProviderName,
    /// The stream.
    pub stream: String,
    /// The last Beijing day that was over when the reading began.
    pub day: Date,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantinedRow {
    /// Whose.
    pub account: AccountName,
    /// From where.
    pub provider: ProviderName,
    /// The stream that brought it.
    pub stream: String,
    /// The row as the vendor sent it.
    pub row: RawRow,
    /// Why it could not be read.
    pub reason: String,
    /// When it first came.
    pub first_seen: Timestamp,
    /// When a row of its id, or of its text, was read; none while it cannot be read.
    pub closed_at: Option<Timestamp>,
}

/// The names by which a customer or a template can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameRow {
    pub(crate) id: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) name: Option<String>,
}

/// How many rows of one table an account holds from one provider. Rows that are gone do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowCount {
    /// Whose.
    pub account: AccountName,
    /// From where.
    pub provider: ProviderName,
    /// Of which table.
    pub table: LedgerTable,
    /// How many.
    pub rows: u64,
}

/// A template whose coupons can still change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTemplate {
    /// Its id.
    pub id: TemplateId,
    /// Its name.
    pub name: Option<String>,
    /// When its coupons end, where that is known.
    pub ends_at: Option<Timestamp>,
}
