//! Goods on the command line.

use std::str::FromStr;

use coupon_domain::LineItem;
use coupon_write::parse_line_item;

/// One `--item`: `PRODUCT=QUANTITY/UNIT`.
#[derive(Debug, Clone)]
pub(crate) struct ItemArg(pub(crate) LineItem);

/// The form of an item, with two examples.
pub(crate) const ITEM_FORM: &str =
    "write PRODUCT=QUANTITY/UNIT, as in 7087421684223516948=2/箱 or code:P-01=2/箱";

impl FromStr for ItemArg {
    type Err = String;

    fn from_str(given: &str) -> Result<Self, String> {
        parse_line_item(given).map(Self).ok_or_else(|| ITEM_FORM.to_owned())
    }
}
