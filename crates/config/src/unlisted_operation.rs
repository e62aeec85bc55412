//! Operations that are in no vendor's table: named by their path, as the vendor's own page names them.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use coupon_wire::{MAX_OPERATION_PATH, OperationKind};

use crate::{
    unlisted_place::{UnlistedError, UnlistedPlace},
    vendor::{Vendor, VendorOperation},
};

impl Vendor {
    /// An operation that is not in the vendor's table. Its body has no rules but to be a JSON object.
    ///
    /// # Errors
    ///
    /// The table has it, or the vendor has no such paths.
    pub fn unlisted_operation(
        &self,
        path: &str,
        action: Option<&str>,
        kind: OperationKind,
    ) -> Result<VendorOperation, UnlistedError> {
        let path = path.trim_matches('/');
        if path.len().max(action.map_or(0, str::len)) > MAX_OPERATION_PATH {
            let en = format!("at most {MAX_OPERATION_PATH} characters");
            let zh = format!("最多 {MAX_OPERATION_PATH} 个字符");
            return Err(UnlistedError::Place { en, zh });
        }
        (self.unlisted)(UnlistedPlace { path: kept(path), action: action.map(kept) }, kind)
    }
}

/// The same text for the rest of the process, kept once. A process calls few operations.
pub(crate) fn kept(text: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(same) = all.get(text) {
        return same;
    }
    let text: &'static str = Box::leak(text.into());
    all.insert(text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vendors::VendorKind;

    fn unlisted(
        kind: VendorKind,
        path: &str,
        action: Option<&str>,
    ) -> Result<VendorOperation, String> {
        let made = kind.vendor().unlisted_operation(path, action, OperationKind::Write);
        made.map_err(|error| error.to_string())
    }

    #[test]
    fn a_path_is_an_operation_with_a_name_and_a_provider() {
        use VendorKind::{Qince, Qmai};
        for (kind, path, action, name, provider) in [
            (
                Qince,
                "customer/v1/queryCustomer",
                None,
                "customer/v1/queryCustomer",
                "qince.customer",
            ),
            (
                Qmai,
                "/v3/coupon/anonymous-coupon/get",
                None,
                "v3/coupon/anonymous-coupon/get",
                "qmai",
            ),
            (
                Qmai,
                "api/v2",
                Some("coupon.coupon-activity-add"),
                "api/v2/coupon.coupon-activity-add",
                "qmai",
            ),
        ] {
            let made = unlisted(kind, path, action).unwrap();
            assert_eq!((made.name, made.provider.as_str()), (name, provider));
            assert_eq!(made.validate("{}").unwrap(), []);
            assert!(made.validate("[]").is_err());
        }
    }

    #[test]
    fn what_is_no_path_of_its_own_is_refused_with_the_reason() {
        use VendorKind::{Qince, Qmai};
        for (kind, path, action, part) in [
            (Qince, "voucher/v1/finishVoucher", None, "this is voucher.finishVoucher, a write"),
            (Qince, "queryCustomer", None, "module, version and operation"),
            (Qince, "customer/v1/a?b", None, "module, version and operation"),
            (Qince, "customer/v1/a", Some("b"), "a path of qince has no action"),
            (
                Qmai,
                "v3/crm/coupon/getCustomerCoupons",
                None,
                "this is v3.getCustomerCoupons, a read",
            ),
            (Qmai, "api/v2", None, "name the Action"),
            (Qmai, "api/v2", Some("user.user-coupons-detail"), "this is v2.user-coupons-detail"),
            (Qmai, "api/v2", Some("a b"), "an Action is like"),
            (Qmai, "v3/x", Some("b"), "no action"),
            (Qmai, "v3/../x", None, "single slashes"),
        ] {
            let why = unlisted(kind, path, action).unwrap_err();
            assert!(why.contains(part), "{path} {action:?}: {why}");
        }
    }
}
