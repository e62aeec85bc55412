//! The result of a reconciliation. It is plain data: stored as JSON and read again, it is equal.

use coupon_domain::{AccountName, ProviderName};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::html::PageLanguage;

/// The result of one reconciliation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciliation {
    /// Version of this document: 1.
    pub version: u32,
    /// Time of the reconciliation, as the caller gave it.
    pub at: Timestamp,
    /// First Beijing day.
    pub since: Date,
    /// Last Beijing day.
    pub until: Date,
    /// The most yuan that an order could differ by.
    pub tolerance: Decimal,
    /// The accounts whose coupons were compared.
    pub accounts: Vec<AccountName>,
    /// The ledger's digest of the coupons (of the account, if one was named) before they were read.
    pub ledger_digest: String,
    /// SHA-256 of the order file, 64 hex digits.
    pub orders_sha256: String,
    /// Number of orders in the order file; an order of several lines counts once, and a line that the mapping leaves out does not.
    pub order_lines: u64,
    /// The breaks, sorted by account, day and order.
    pub breaks: Vec<Break>,
    /// Sums by account and Beijing day.
    pub days: Vec<DayTotal>,
    /// The sum of all days; its account and day are null.
    pub total: DayTotal,
    /// Used coupons of the range that cannot be compared.
    pub not_reconcilable: Vec<NotReconcilable>,
    /// Orders of the range that had a coupon, of accounts whose coupons name no order.
    #[serde(default)]
    pub orders_not_reconcilable: Vec<NotReconcilableOrders>,
    /// Number of used coupons without a day and without an order of the file. They belong to no range.
    pub undated: u64,
    /// One order number of each side, if file and ledger both have some in the range and not one in common: the file is then
    /// most likely one of other orders, or its column of another number. Null otherwise.
    #[serde(default)]
    pub no_common_order: Option<OrderExamples>,
}

/// An order number of each side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderExamples {
    /// In the order file.
    pub orders: String,
    /// In the ledger.
    pub ledger: String,
}

impl Reconciliation {
    /// The version of this document.
    pub(crate) const VERSION: u32 = 1;

    /// Returns whether there are no breaks.
    pub fn agrees(&self) -> bool {
        self.breaks.is_empty()
    }
}

/// A difference between ledger and order file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Break {
    /// The kind of difference.
    pub kind: BreakKind,
    /// The account.
    pub account: AccountName,
    /// The Beijing day of the order, else of the use.
    pub day: Option<Date>,
    /// The order; for a coupon that was used twice, the first of its orders.
    pub order_no: Option<String>,
    /// For a coupon that was used twice: its other orders.
    pub other_orders: Vec<String>,
    /// The coupons, by code, else by id.
    pub coupons: Vec<String>,
    /// The product code, where products are compared.
    pub product: Option<String>,
    /// The unit of both values: yuan or goods.
    pub measure: Measure,
    /// The value in the ledger; null if the ledger has none.
    pub ledger: Option<Decimal>,
    /// The value in the order file; null if the file has none.
    pub orders: Option<Decimal>,
    /// Line numbers in the order file; the header is line 1.
    pub lines: Vec<u64>,
}

/// The kind of a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakKind {
    /// Order and use exist, and their amounts or quantities differ.
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

coupon_domain::words! {
    /// Returns the name in files and JSON, such as "amount_differs".
    BreakKind {
        AmountDiffers = "amount_differs",
        UsedWithoutOrder = "used_without_order",
        OrderWithoutUse = "order_without_use",
        UsedTwice = "used_twice",
        UsedOutsideDates = "used_outside_dates",
    }
}

impl BreakKind {
    /// Returns the name on pages and in tables.
    pub(crate) fn words(self, language: PageLanguage) -> &'static str {
        match self {
            Self::AmountDiffers => language.of("amount differs", "金额或数量不符"),
            Self::UsedWithoutOrder => language.of("used without order", "已核销无订单"),
            Self::OrderWithoutUse => language.of("order without use", "有订单未核销"),
            Self::UsedTwice => language.of("used twice", "重复核销"),
            Self::UsedOutsideDates => language.of("used outside its dates", "有效期外核销"),
        }
    }
}

/// The unit of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The discount of 优惠券, in yuan.
    Money,
    /// The goods exchanged for 兑货券, in the goods' own units.
    Goods,
}

coupon_domain::words! {
    /// Returns the name in files and JSON: "money" or "goods".
    Measure {
        Money = "money",
        Goods = "goods",
    }
}

/// Sums of one account and day, exact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayTotal {
    /// The account; null in the sum of all.
    pub account: Option<AccountName>,
    /// The Beijing day of the order, else of the use; null where neither is known, and in the sum of all.
    pub day: Option<Date>,
    /// Number of used rows of the ledger.
    pub uses: u64,
    /// Number of lines of the file with a coupon.
    pub lines: u64,
    /// Discount in yuan, by the ledger.
    pub ledger_money: Decimal,
    /// Discount in yuan, by the order file.
    pub orders_money: Decimal,
    /// Goods exchanged, by the ledger.
    pub ledger_goods: Decimal,
    /// Goods exchanged, by the order file.
    pub orders_goods: Decimal,
    /// Number of breaks.
    pub breaks: u64,
}

/// Used coupons of one provider that cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotReconcilable {
    /// The account.
    pub account: AccountName,
    /// The provider.
    pub provider: ProviderName,
    /// The reason.
    pub why: NotReconcilableReason,
    /// The coupons.
    pub coupons: Vec<Unmatched>,
}

/// The reason why used coupons cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotReconcilableReason {
    /// The vendor does not answer the order in which a coupon was used.
    NoOrders,
    /// The mapping names no column for the amount or quantity of these coupons.
    NoColumn,
}

/// One used coupon that cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmatched {
    /// The code, else the id.
    pub coupon: String,
    /// The Beijing day it was used.
    pub day: Option<Date>,
    /// True if that is the day on which the vendor last changed it.
    pub approximate: bool,
    /// The face value in yuan; null if it is not a fixed amount.
    pub amount: Option<Decimal>,
}

/// Orders of one account that cannot be compared: the vendor does not answer the order in which a coupon was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotReconcilableOrders {
    /// The account.
    pub account: AccountName,
    /// The orders, by their numbers.
    pub orders: Vec<UnmatchedOrder>,
}

/// One order that cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmatchedOrder {
    /// Its number.
    pub order_no: String,
    /// Its Beijing day.
    pub day: Option<Date>,
    /// The sum of its amounts in yuan.
    pub amount: Option<Decimal>,
    /// The sum of its quantities.
    pub quantity: Option<Decimal>,
    /// Line numbers in the order file; the header is line 1.
    pub lines: Vec<u64>,
}
