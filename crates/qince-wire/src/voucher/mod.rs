//! Module `voucher`: 优惠券, coupons off an order. One file per operation.

mod add_voucher_info;
mod finish_voucher;
mod get_cm_infos;
mod get_voucher_infos;
mod modify_voucher_end_date;
mod query_voucher_used_info;
mod receive_voucher_info;
mod scope;
mod values;

pub use add_voucher_info::{AddVoucherInfo, AddedVoucher};
pub use finish_voucher::FinishVoucher;
pub use get_cm_infos::GetCmInfos;
pub use get_voucher_infos::{GetVoucherInfos, VoucherInfo};
pub use modify_voucher_end_date::ModifyVoucherEndDate;
pub use query_voucher_used_info::{QueryVoucherUsedInfo, VoucherUse};
pub use receive_voucher_info::ReceiveVoucherInfo;
pub use scope::{
    Brand, CustomerType, Department, District, Label, Level, ProductType, VoucherCustomer,
    VoucherProduct,
};
pub use values::{
    DiscountKind, GoodsMode, GrantKind, Payment, RequiredMode, TradeRange, VoucherOrigin,
    VoucherUseStatus, YesNo,
};

use crate::operation_list::operations;

operations! {
    GetVoucherInfos,
    AddVoucherInfo,
    FinishVoucher,
    ModifyVoucherEndDate,
    ReceiveVoucherInfo,
    GetCmInfos,
    QueryVoucherUsedInfo,
}
