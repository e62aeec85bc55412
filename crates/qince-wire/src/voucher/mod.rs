//! Module `voucher`: 优惠券, coupons off an order. One file per operation.

mod get_voucher_infos;

pub use get_voucher_infos::{
    Brand, Customer, CustomerType, Department, DiscountKind, District, GetVoucherInfos, GoodsMode,
    Label, Level, Origin, Payment, Product, ProductType, RequiredMode, TradeRange, VoucherInfo,
};
