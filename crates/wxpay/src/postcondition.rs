//! The state that a raw write leaves.

use coupon_domain::{CouponKey, CouponRef, CustomerRef, Postcondition, TemplateRef};
use coupon_wire::{Location, Row};
use coupon_wxpay_wire::{Endpoint, busifavor::BusiFavorUse};

use crate::use_number;

/// See [`Provider::postcondition`](coupon_domain::Provider::postcondition). A return and a deactivation do not name the user,
/// without whom no coupon can be read; nor does a use under a number that holds no order.
pub(crate) fn postcondition(operation: &str, params: &str) -> Option<Postcondition> {
    if operation != BusiFavorUse::NAME {
        return None;
    }
    let place = Location { vendor: "wxpay", operation: "" };
    let call: BusiFavorUse = Row::decode_text(place, "params", params).ok()?;
    let order = use_number::order(&call.use_request_no?)?.to_owned();
    let coupon = CouponRef {
        name: CouponKey::Code(call.coupon_code?),
        customer: Some(CustomerRef::Id(call.openid?.into())),
        template: call.stock_id.map(|stock| TemplateRef::Id(stock.into())),
    };
    Some(Postcondition::CouponUsed { coupon, order })
}
