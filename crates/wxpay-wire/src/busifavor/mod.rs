//! 商家券 (busifavor): vouchers that the merchant redeems. One file per operation.

mod appearance;
mod coupon;
mod deactivate_coupon;
mod list_coupons;
mod query_coupon;
mod query_stock;
mod return_coupon;
mod use_coupon;
mod use_rule;

pub use appearance::{CustomEntrance, DisplayPattern, MiniProgramEntrance};
pub use coupon::{BusiFavorCoupon, BusiFavorState};
pub use deactivate_coupon::{DeactivateCoupon, DeactivatedCoupon};
pub use list_coupons::ListCoupons;
pub use query_coupon::QueryCoupon;
pub use query_stock::{
    BusiFavorStock, CodeCount, CodeMode, NotifyConfig, QueryStock, StockSendRule, StockSent,
    StockState,
};
pub use return_coupon::{ReturnCoupon, ReturnedCoupon};
pub use use_coupon::{BusiFavorUse, UsedCoupon};
pub use use_rule::{
    AmountOff, AvailableSpan, DailySpan, ExchangePrice, PercentOff, StockType, UseMethod, UseRule,
    ValidTime, WeeklySpan,
};
