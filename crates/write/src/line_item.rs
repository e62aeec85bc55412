//! Goods as people write them.

use coupon_domain::{LineItem, ProductId, ProductRef};

/// The form of an item, with two examples.
pub const LINE_ITEM_FORM: &str =
    "write PRODUCT=QUANTITY/UNIT, as in 7087421684223516948=2/箱 or code:P-01=2/箱";

/// Reads a line item in the form of [`LINE_ITEM_FORM`].
///
/// # Errors
/// The form that the text has not.
pub fn line_item(given: &str) -> Result<LineItem, String> {
    parse_line_item(given).ok_or_else(|| LINE_ITEM_FORM.to_owned())
}

/// Reads `PRODUCT=QUANTITY/UNIT`, as in `7087421684223516948=2/箱`, `id:P7=2/箱` or `code:P-01=2/箱`. A product of digits alone is
/// an id, any other a code. `None` if the text has another form.
pub(crate) fn parse_line_item(text: &str) -> Option<LineItem> {
    let (product, amount) = text.rsplit_once('=')?;
    let (quantity, unit) = amount.split_once('/')?;
    let (quantity, unit) = (quantity.trim().parse().ok()?, unit.trim());
    let whole = !product.is_empty() && !unit.is_empty();
    whole.then(|| LineItem { product: parse_product(product), quantity, unit: unit.to_owned() })
}

fn parse_product(text: &str) -> ProductRef {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match (text.strip_prefix("id:"), text.strip_prefix("code:")) {
        (Some(id), _) => ProductRef::Id(ProductId::new(id)),
        (_, Some(code)) => ProductRef::Code(code.to_owned()),
        _ if digits => ProductRef::Id(ProductId::new(text)),
        _ => ProductRef::Code(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_name_a_product_by_id_or_code() {
        let by_id = parse_line_item("7087421684223516948=1.5/箱").unwrap();
        assert_eq!(by_id.product, ProductRef::Id("7087421684223516948".into()));
        assert_eq!((by_id.quantity.to_string(), by_id.unit), ("1.5".to_owned(), "箱".to_owned()));
        let product = |text| parse_line_item(text).unwrap().product;
        assert_eq!(product("code:123=1/瓶"), ProductRef::Code("123".to_owned()));
        assert_eq!(product("P-01=1/瓶"), ProductRef::Code("P-01".to_owned()));
        for bad in ["", "P-01", "P-01=1", "P-01=x/箱", "=1/箱", "P-01=1/"] {
            assert!(parse_line_item(bad).is_none(), "{bad}");
        }
    }
}
