//! The meaning of the columns of an order file.

use serde::{Deserialize, Serialize};

/// The columns of an order file, by their names in its header.
///
/// ```
/// let mapping: coupon_report::Mapping = toml::from_str(r#"
///     order_no = "订单号"
///     time = "下单时间"
///     voucher_amount = "优惠券抵扣"
///     goods_quantity = "兑换数量"
///     product_code = "商品编码"
/// "#).unwrap();
/// assert_eq!(mapping.order_no, "订单号");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The number of the order. An order can have several lines.
    pub order_no: String,
    /// The day of the order in Beijing, with or without a time; or an instant with its offset. Without this column, every line
    /// belongs to the range.
    #[serde(default)]
    pub time: Option<String>,
    /// The discount of 优惠券, in yuan. A blank or zero means that none was used.
    #[serde(default)]
    pub voucher_amount: Option<String>,
    /// The quantity exchanged for 兑货券. A blank or zero means nothing.
    #[serde(default)]
    pub goods_quantity: Option<String>,
    /// The business's own product code. With it, quantities are compared product by product; without it, order by order.
    #[serde(default)]
    pub product_code: Option<String>,
    /// The coupon's code or id. With it, a coupon in two orders of the file is found.
    #[serde(default)]
    pub coupon: Option<String>,
    /// The account, as the ledger names it.
    #[serde(default)]
    pub account: Option<String>,
    /// The sheet of a workbook; the first if not given.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The separator between the cells of a CSV; a comma if not given.
    #[serde(default)]
    pub delimiter: Option<char>,
}
