//! 优惠券: the records, and one file per operation.

mod actions;
pub(super) mod add_voucher_info;
pub(super) mod finish_voucher;
pub(super) mod get_cm_infos;
pub(super) mod get_voucher_infos;
pub(super) mod model;
pub(super) mod modify_voucher_end_date;
pub(super) mod query_voucher_used_info;
pub(super) mod range;
pub(super) mod receive_voucher_info;
mod row;
pub(super) mod seed;
