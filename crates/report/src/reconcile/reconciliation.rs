//! What a reconciliation found. It is plain data: stored as JSON, it is shown again as it was.

use coupon_domain::{AccountName, ProviderName};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// One reconciliation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciliation {
    /// Version of this document: 1.
    pub version: u32,
    /// When, as the caller said.
    pub at: Timestamp,
    /// First Beijing day.
    pub since: Date,
    /// Last Beijing day.
    pub until: Date,
    /// The most yuan that an order could differ by.
    pub tolerance: Decimal,
    /// Whose coupons.
    pub accounts: Vec<AccountName>,
    /// The ledger's digest of the coupons (of the account, if one was named) before they were read.
    pub ledger_digest: String,
    /// SHA-256 of the order file, 64 hex digits.
    pub orders_sha256: String,
    /// Lines of the order file, without the header.
    pub order_lines: u64,
    /// What does not agree, by account, day and order.
    pub breaks: Vec<Break>,
    /// Sums by account and Beijing day.
    pub days: Vec<DayTotal>,
    /// The sum of all days; its account and day are null.
    pub total: DayTotal,
    /// Used coupons of the range that cannot be compared.
    pub not_reconcilable: Vec<NotReconcilable>,
    /// Used coupons without a day and without an order of the file. They belong to no range.
    pub undated: u64,
}

impl Reconciliation {
    /// The version of this document.
    pub(crate) const VERSION: u32 = 1;

    /// Nothing disagrees.
    pub fn agrees(&self) -> bool {
        self.breaks.is_empty()
    }
}

/// Something that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Break {
    /// What.
    pub kind: BreakKind,
    /// Whose.
    pub account: AccountName,
    /// The day of the order, else of the use; Beijing.
    pub day: Option<Date>,
    /// The order; for a coupon that was used twice, the first of its orders.
    pub order_no: Option<String>,
    /// For a coupon that was used twice: its other orders.
    pub other_orders: Vec<String>,
    /// The coupons, by code, else by id.
    pub coupons: Vec<String>,
    /// The product code, where products are compared.
    pub product: Option<String>,
    /// Yuan or goods.
    pub measure: Measure,
    /// What the ledger says; null if it says nothing.
    pub ledger: Option<Decimal>,
    /// What the order file says; null if it says nothing.
    pub orders: Option<Decimal>,
    /// Lines of the order file.
    pub lines: Vec<u64>,
}

/// In which way something does not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakKind {
    /// Order and use are there, and their amounts or quantities differ.
    AmountDiffers,
    /// A coupon was used in an order that the file does not have, or in none.
    UsedWithoutOrder,
    /// An order had a coupon that the ledger does not show as used in it.
    OrderWithoutUse,
    /// One coupon was used more than once.
    UsedTwice,
    /// A coupon was used before its first second or after its last.
    UsedOutsideDates,
}

impl BreakKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::AmountDiffers,
        Self::UsedWithoutOrder,
        Self::OrderWithoutUse,
        Self::UsedTwice,
        Self::UsedOutsideDates,
    ];

    /// "amount_differs" and so on.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AmountDiffers => "amount_differs",
            Self::UsedWithoutOrder => "used_without_order",
            Self::OrderWithoutUse => "order_without_use",
            Self::UsedTwice => "used_twice",
            Self::UsedOutsideDates => "used_outside_dates",
        }
    }
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// What vouchers took off, in yuan.
    Money,
    /// What was exchanged, in the goods' units.
    Goods,
}

impl Measure {
    /// "money", "goods".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Goods => "goods",
        }
    }
}

/// Sums of one account and day, exact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayTotal {
    /// Whose; null in the sum of all.
    pub account: Option<AccountName>,
    /// The day of the order, else of the use; null where neither is known, and in the sum of all.
    pub day: Option<Date>,
    /// Used rows of the ledger.
    pub uses: u64,
    /// Lines of the file with a coupon.
    pub lines: u64,
    /// Yuan that vouchers took off, as the ledger says.
    pub ledger_money: Decimal,
    /// Yuan that vouchers took off, as the file says.
    pub orders_money: Decimal,
    /// Goods exchanged, as the ledger says.
    pub ledger_goods: Decimal,
    /// Goods exchanged, as the file says.
    pub orders_goods: Decimal,
    /// How much does not agree.
    pub breaks: u64,
}

/// Used coupons of one provider that cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotReconcilable {
    /// Whose.
    pub account: AccountName,
    /// From where.
    pub provider: ProviderName,
    /// Why not.
    pub why: NotReconcilableReason,
    /// Each of them.
    pub coupons: Vec<Unmatched>,
}

/// Why used coupons cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotReconcilableReason {
    /// The vendor does not say in which order a coupon was used.
    NoOrders,
    /// The mapping names no column for what these coupons give.
    NoColumn,
}

/// One used coupon that cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmatched {
    /// Its code, else its id.
    pub coupon: String,
    /// The Beijing day it was used.
    pub day: Option<Date>,
    /// True if that is the day on which the vendor last changed it.
    pub approximate: bool,
    /// Its face value in yuan, where it is a fixed amount.
    pub amount: Option<Decimal>,
}
