//! The state that a raw write leaves.

use coupon_domain::{CouponKey, CouponRef, CustomerRef, Postcondition, TemplateRef};
use coupon_qmai_wire::{
    Endpoint,
    v2::CouponsVertify,
    v3::{IssueCouponsToCustomer, RecycleCoupons, WriteOffCoupon},
};
use coupon_wire::{Location, Row};
use serde::de::DeserializeOwned;

/// See [`Provider::postcondition`](coupon_domain::Provider::postcondition). A reversal and a recovery name no coupon, so there is
/// none for them; nor for several coupons at once.
pub(crate) fn postcondition(operation: &str, params: &str) -> Option<Postcondition> {
    match operation {
        IssueCouponsToCustomer::NAME => {
            let IssueCouponsToCustomer { coupon_id, customer_id, num, .. } = read(params)?;
            let one = num.is_some_and(|num| num.as_str() == "1");
            one.then_some(Postcondition::CouponIssued {
                template: TemplateRef::Id(coupon_id?.into()),
                customer: CustomerRef::Id(customer_id?.into()),
                received_at: None,
            })
        }
        WriteOffCoupon::NAME => {
            let WriteOffCoupon { coupons_card_list, customer_id, ext, third_order_no, .. } =
                read(params)?;
            let inner = ext.and_then(|ext| ext.order_no);
            let order = third_order_no.or(inner)?;
            Some(Postcondition::CouponUsed { coupon: one(coupons_card_list, customer_id)?, order })
        }
        CouponsVertify::NAME => {
            let CouponsVertify { coupons_card_list, customer_id, ext, .. } = read(params)?;
            let order = ext?.order_no?;
            Some(Postcondition::CouponUsed { coupon: one(coupons_card_list, customer_id)?, order })
        }
        RecycleCoupons::NAME => {
            let RecycleCoupons { card_id_list, customer_id, .. } = read(params)?;
            Some(Postcondition::CouponRevoked(one(card_id_list, customer_id)?))
        }
        _ => None,
    }
}

fn one(cards: Vec<String>, customer: Option<String>) -> Option<CouponRef> {
    let [card] = <[String; 1]>::try_from(cards).ok()?;
    let customer = Some(CustomerRef::Id(customer?.into()));
    Some(CouponRef { name: CouponKey::Code(card), customer, template: None })
}

fn read<T: DeserializeOwned>(params: &str) -> Option<T> {
    Row::decode_text(Location { vendor: "qmai", operation: "" }, "params", params).ok()
}
