//! Every operation of every vendor in one shape, from their endpoint files.

use std::sync::OnceLock;

use crate::{shown_vendor::ConsoleOperation, vendors::VENDORS};

/// All of them, in the order of the table of vendors and of their documents.
pub(super) fn operations() -> &'static [ConsoleOperation] {
    static ALL: OnceLock<Vec<ConsoleOperation>> = OnceLock::new();
    ALL.get_or_init(|| VENDORS.into_iter().flat_map(|vendor| (vendor.operations)()).collect())
}

pub(super) fn operation(name: &str) -> Option<&'static ConsoleOperation> {
    operations().iter().find(|operation| operation.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_every_call_has_its_place() {
        for operation in operations() {
            let mut by_name = operation.order.to_vec();
            by_name.sort_unstable();
            let schema = operation.call["properties"].as_object().unwrap();
            let mut names: Vec<&str> = schema.keys().map(String::as_str).collect();
            names.sort_unstable();
            assert_eq!(by_name, names, "{}", operation.name);
        }
        let add = operation("coupondetail.addCoupon").unwrap();
        assert_eq!(add.order[..2], ["coupon_no", "deal_name"]);
    }
}
