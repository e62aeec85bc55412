//! Every operation of Qince.

use super::{coupondetail, route::QinceRoute, voucher};

/// The route of the operation of that name.
pub(super) fn route(name: &str) -> Option<&'static QinceRoute> {
    voucher::ROUTES.iter().chain(coupondetail::ROUTES).find(|route| route.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_a_route() {
        let operations = coupon_qince_wire::OPERATIONS.iter().map(|operation| operation.name);
        let missing: Vec<&str> = operations.filter(|name| route(name).is_none()).collect();
        assert!(missing.is_empty(), "the sandbox does not answer {missing:?}");
        let routes = voucher::ROUTES.len() + coupondetail::ROUTES.len();
        assert_eq!(routes, coupon_qince_wire::OPERATIONS.len());
    }
}
