//! API 2.0: one path, an `Action`, an envelope in PascalCase. One file per operation.

mod user_coupons_detail_by_ids;
mod user_coupons_detail_by_user;

pub use user_coupons_detail_by_ids::{
    AutoDispatch, DiscountForm, GoodsRange, PayConfig, ReceiveWay, ShopRange, TemplateDetail,
    UseScene, UserCouponsDetailByIds, ValidityType,
};
pub use user_coupons_detail_by_user::{
    Category, CouponOrigin, GoodsLimit, Platform, Scene, UserCoupon, UserCouponDetail,
    UserCouponStatus, UserCouponsDetailByUser,
};

use crate::endpoint::V2_PATH;

/// One path and one action for two operations: the fields of `Params` tell them apart (contradiction 4).
const PATH: &str = V2_PATH;
const ACTION: &str = "user.user-coupons-detail";
