//! API 2.0: one path, an `Action`, an envelope in PascalCase. One file per operation.

mod coupon_exchange;
mod coupon_store_list;
mod coupon_template_detail;
mod coupons_vertify;
mod off_coupon;
mod user_coupon_list;
mod user_coupons_detail_by_ids;
mod user_coupons_detail_by_user;

pub use coupon_exchange::CouponExchange;
pub use coupon_store_list::CouponStoreList;
pub use coupon_template_detail::CouponTemplateDetail;
pub use coupons_vertify::CouponsVertify;
pub use off_coupon::OffCoupon;
pub use user_coupon_list::{UserCouponItem, UserCouponList, UserCouponPage};
pub use user_coupons_detail_by_ids::{
    AutoDispatch, DiscountForm, GoodsRange, PayConfig, ReceiveWay, ShopRange, TemplateDetail,
    UseScene, UserCouponsDetailByIds, ValidityType,
};
pub use user_coupons_detail_by_user::{
    Category, CouponOrigin, GoodsLimit, Platform, Scene, UserCoupon, UserCouponDetail,
    UserCouponStatus, UserCouponsDetailByUser,
};

use crate::operation_list::operations;

operations! {
    UserCouponsDetailByIds,
    UserCouponsDetailByUser,
    UserCouponList,
    CouponStoreList,
    CouponTemplateDetail,
    CouponsVertify,
    OffCoupon,
    CouponExchange,
}
