//! Every operation of Qmai: how it is answered, and a call of it that would be carried out now.

use bytes::Bytes;
use coupon_qmai_wire::{
    Endpoint,
    v2::{
        CouponExchange, CouponStoreList, CouponTemplateDetail, CouponsVertify, OffCoupon,
        UserCouponList, UserCouponsDetailByIds, UserCouponsDetailByUser,
    },
    v3::{
        AllCustomerInfo, CouponRecovery, CouponReverse, CouponStatus, GetCouponDetail,
        GetCouponTemplateListByIds, GetCustomerCouponList, GetCustomerCoupons, GetTemplateDetail,
        IssueCouponsToCustomer, RecycleCoupons, WriteOffCoupon,
    },
};
use serde_json::{Value, json};

use super::{
    answer::{QmaiOutcome, read},
    by_ids, by_user, coupon_life, coupon_lists, exchange, get_customer_coupons,
    sample_source::SampleSource,
    state::QmaiState,
    template_lists,
};
use crate::clock::Millis;

/// An operation that is served.
pub(super) struct QmaiRoute {
    pub(super) name: &'static str,
    /// The answer to its `params`.
    pub(super) answer: fn(&mut QmaiState, Millis, &Bytes) -> QmaiOutcome,
    /// The `params` of a call; of one that undoes another, after the sample of that one.
    pub(super) sample: fn(&SampleSource<'_>) -> Value,
}

/// The bizIds of the sample issue and the sample use: the calls that undo them name them.
const ISSUE: &str = "FQ-0001";
const USE: &str = "HX-0001";

/// Reads the call, and refuses what breaks a rule.
macro_rules! route {
    ($call:ty, $answer:path, $sample:expr) => {
        QmaiRoute {
            name: <$call>::NAME,
            answer: |state, now, params| $answer(state, now, read::<$call>(params)?),
            sample: $sample,
        }
    };
}

pub(super) const ROUTES: &[QmaiRoute] = &[
    route!(
        GetCustomerCoupons,
        get_customer_coupons::answer,
        |of| json!({ "customerId": of.customer() })
    ),
    route!(GetCustomerCouponList, coupon_lists::listed, |of| {
        json!({ "customerId": of.customer(), "pageNum": 1, "pageSize": 10 })
    }),
    route!(GetCouponDetail, coupon_lists::one, |of| json!({ "userCouponCode": of.card() })),
    route!(
        AllCustomerInfo,
        coupon_lists::with_customer,
        |of| json!({ "customerId": of.customer() })
    ),
    route!(GetTemplateDetail, template_lists::template_v3, |of| json!({ "id": of.template() })),
    route!(GetCouponTemplateListByIds, template_lists::templates_v3, |of| {
        json!({ "templateIds": of.templates().collect::<Vec<_>>() })
    }),
    route!(CouponStatus, exchange::status, |of| json!({ "id": of.card(), "type": "1" })),
    route!(IssueCouponsToCustomer, coupon_life::issue, |of| json!({
        "bizId": ISSUE, "couponId": of.template(), "customerId": of.customer(), "num": 1, "thirdChannel": "pos",
    })),
    route!(WriteOffCoupon, coupon_life::write_off, |of| json!({
        "bizId": USE, "couponsCardList": [of.unused()], "amount": 300, "thirdOrderNo": "DD-0001",
    })),
    route!(CouponReverse, coupon_life::reverse, |_| json!({ "bizId": USE })),
    route!(RecycleCoupons, coupon_life::recycle, |of| {
        json!({ "bizId": "HS-0001", "cardIdList": [of.unused()] })
    }),
    route!(CouponRecovery, coupon_life::recover, |_| json!({ "bizId": ISSUE })),
    route!(UserCouponsDetailByIds, by_ids::answer, |of| {
        json!({ "ids": of.templates().collect::<Vec<_>>().join(",") })
    }),
    route!(UserCouponsDetailByUser, by_user::answer, |of| {
        let (user, coupon) = of.held();
        json!({ "user_id": user, "user_coupon_id": coupon })
    }),
    route!(UserCouponList, coupon_lists::of_user, |of| {
        json!({ "user_id": of.customer(), "expire": "canuse" })
    }),
    route!(CouponStoreList, template_lists::store_list, |_| json!({ "page": 1, "page_size": 3 })),
    route!(CouponTemplateDetail, template_lists::template_v2, |of| {
        json!({ "bizType": "10", "id": of.template() })
    }),
    route!(CouponsVertify, exchange::vertify, |of| json!({
        "bizId": "HX-0002", "couponsCardList": [of.unused()], "ext": { "orderNo": "DD-0002" },
    })),
    route!(OffCoupon, exchange::off, |of| json!({ "code": of.unused() })),
    route!(CouponExchange, exchange::exchange, |of| json!({
        "bizId": "DH-0001", "customerId": of.customer(), "customerPhone": "13800000000",
        "exchangeCode": format!("DH{}00", of.template()),
    })),
];

/// The route of the operation of that name.
pub(super) fn route(name: &str) -> Option<&'static QmaiRoute> {
    ROUTES.iter().find(|route| route.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_a_route() {
        let missing: Vec<&str> = coupon_qmai_wire::OPERATIONS
            .iter()
            .map(|operation| operation.name)
            .filter(|name| route(name).is_none())
            .collect();
        assert!(missing.is_empty(), "the sandbox does not answer {missing:?}");
        assert_eq!(ROUTES.len(), coupon_qmai_wire::OPERATIONS.len());
    }
}
