//! Which column of an order file means what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::mapping_error::MappingError;

/// The columns of an order file, by their names in its header.
///
/// ```
/// let mapping = coupon_report::Mapping::parse(r#"
///     order_no = "订单号"
///     time = "下单时间"
///     voucher_amount = "优惠券抵扣"
///     goods_quantity = "兑换数量"
///     product_code = "商品编码"
/// "#).unwrap();
/// assert_eq!(mapping.order_no, "订单号");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The number of the order. An order can have several lines.
    pub order_no: String,
    /// The day of the order, in Beijing, with or without a time; or an instant with its offset. Without it every line belongs to the range.
    #[serde(default)]
    pub time: Option<String>,
    /// The amount that 优惠券 took off, in yuan. Blank or zero: none was used.
    #[serde(default)]
    pub voucher_amount: Option<String>,
    /// How much was exchanged for 兑货券. Blank or zero: nothing.
    #[serde(default)]
    pub goods_quantity: Option<String>,
    /// The business's own product code. With it quantities are compared product by product, without it order by order.
    #[serde(default)]
    pub product_code: Option<String>,
    /// The coupon's code or id. With it a coupon that stands in two orders of the file is found.
    #[serde(default)]
    pub coupon: Option<String>,
    /// The account, as the ledger names it.
    #[serde(default)]
    pub account: Option<String>,
    /// Name of the sheet of a workbook; if not given, the first visible one with these columns.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The character between the cells of a text file; detected if not given.
    #[serde(default)]
    pub delimiter: Option<char>,
    /// Line or row number of the header, from 1; detected if not given.
    #[serde(default)]
    pub header_row: Option<u64>,
    /// Line or row number of the last row, from 1; if not given, the table ends before its totals.
    #[serde(default)]
    pub last_row: Option<u64>,
    /// Whether hidden rows of a workbook count.
    #[serde(default)]
    pub hidden: HiddenOrders,
    /// The rows that count: for each column, the texts that a row may have there. Without it every row counts.
    #[serde(default, rename = "where")]
    pub conditions: BTreeMap<String, TextList>,
    /// The column that turns the sign of amount and quantity.
    #[serde(default)]
    pub sign: Option<SignColumn>,
    /// Whether an amount is that of its line or of the whole order.
    #[serde(default)]
    pub amount_per: AmountPer,
    /// A separator of sub-orders: it is taken off the order number with the digits behind it, such as `-` of `A1-2`.
    #[serde(default)]
    pub strip: Option<String>,
}

impl Mapping {
    /// Reads a map.
    ///
    /// # Errors
    /// A text that is no TOML, or that holds a field that no map has.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        toml::from_str(text).map_err(|error| MappingError::new(&error, text))
    }
}

/// Whether hidden rows of a workbook count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HiddenOrders {
    /// They count as the others do.
    #[default]
    Count,
    /// They are left out.
    Skip,
}

/// Whether an amount is that of its line or of the whole order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountPer {
    /// The line: amounts of an order's lines are added up.
    #[default]
    Line,
    /// The order: the amount stands on each of its lines and counts once.
    Order,
}

/// The column that turns the sign of amount and quantity, and the texts that turn it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignColumn {
    /// The column's name.
    pub column: String,
    /// Texts of lines that take back what was given, such as refunds.
    pub negative: TextList,
}

/// One text, or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TextList {
    /// One text.
    One(String),
    /// Several texts.
    Several(Vec<String>),
}

impl TextList {
    /// True if a text is among these.
    pub fn contains(&self, text: &str) -> bool {
        match self {
            Self::One(one) => one == text,
            Self::Several(several) => several.iter().any(|one| one == text),
        }
    }
}
