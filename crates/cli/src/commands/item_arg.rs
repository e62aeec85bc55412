//! Goods on the command line and in cells.

use std::str::FromStr;

use coupon_domain::{LineItem, ProductId, ProductRef};
use rust_decimal::Decimal;

/// One `--item`: `PRODUCT=QUANTITY/UNIT`.
#[derive(Debug, Clone)]
pub(crate) struct ItemArg(pub(crate) LineItem);

impl FromStr for ItemArg {
    type Err = String;

    fn from_str(given: &str) -> Result<Self, String> {
        let parts = given.rsplit_once('=').and_then(|(product, amount)| {
            let (quantity, unit) = amount.split_once('/')?;
            let quantity: Decimal = quantity.trim().parse().ok()?;
            let whole = !product.is_empty() && !unit.trim().is_empty();
            whole.then(|| LineItem {
                product: self::product(product),
                quantity,
                unit: unit.trim().to_owned(),
            })
        });
        let example =
            "write PRODUCT=QUANTITY/UNIT, as in 7087421684223516948=2/箱 or code:P-01=2/箱";
        parts.map(Self).ok_or_else(|| example.to_owned())
    }
}

fn product(given: &str) -> ProductRef {
    let digits = given.bytes().all(|byte| byte.is_ascii_digit());
    match (given.strip_prefix("id:"), given.strip_prefix("code:")) {
        (Some(id), _) => ProductRef::Id(ProductId::new(id)),
        (_, Some(code)) => ProductRef::Code(code.to_owned()),
        _ if digits => ProductRef::Id(ProductId::new(given)),
        _ => ProductRef::Code(given.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_name_a_product_by_id_or_code() {
        let line = |given: &str| given.parse::<ItemArg>().map(|item| item.0);
        let by_id = line("7087421684223516948=1.5/箱").unwrap();
        assert_eq!(by_id.product, ProductRef::Id("7087421684223516948".into()));
        assert_eq!((by_id.quantity.to_string(), by_id.unit), ("1.5".to_owned(), "箱".to_owned()));
        assert_eq!(line("code:123=1/瓶").unwrap().product, ProductRef::Code("123".to_owned()));
        assert_eq!(line("P-01=1/瓶").unwrap().product, ProductRef::Code("P-01".to_owned()));
        for bad in ["", "P-01", "P-01=1", "P-01=x/箱", "=1/箱", "P-01=1/"] {
            assert!(line(bad).is_err(), "{bad}");
        }
    }
}
