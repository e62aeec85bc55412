//! The fields of a call in the order of the document: a schema sorts them by name, the type that reads them does not.

use std::fmt;

use coupon_qince_wire::{
    Endpoint as _,
    coupondetail::{AddCoupon, ApprovalCoupon, QueryCouponDetail, UpdateCouponExt},
    voucher::{
        AddVoucherInfo, FinishVoucher, GetCmInfos, GetVoucherInfos, ModifyVoucherEndDate,
        QueryVoucherUsedInfo, ReceiveVoucherInfo,
    },
};
use coupon_qmai_wire::{
    Endpoint as _,
    v2::{UserCouponsDetailByIds, UserCouponsDetailByUser},
    v3::{
        CouponRecovery, CouponReverse, CouponStatus, GetCustomerCoupons, IssueCouponsToCustomer,
        RecycleCoupons, WriteOffCoupon,
    },
};
use serde::{
    de::{Deserialize, Deserializer, Error, Visitor},
    forward_to_deserialize_any,
};

/// The fields of an operation's call; none if it is not known here, then they are shown by name.
pub(super) fn order(operation: &str) -> &'static [&'static str] {
    match operation {
        GetVoucherInfos::NAME => fields_of::<GetVoucherInfos>(),
        AddVoucherInfo::NAME => fields_of::<AddVoucherInfo>(),
        FinishVoucher::NAME => fields_of::<FinishVoucher>(),
        ModifyVoucherEndDate::NAME => fields_of::<ModifyVoucherEndDate>(),
        ReceiveVoucherInfo::NAME => fields_of::<ReceiveVoucherInfo>(),
        GetCmInfos::NAME => fields_of::<GetCmInfos>(),
        QueryVoucherUsedInfo::NAME => fields_of::<QueryVoucherUsedInfo>(),
        QueryCouponDetail::NAME => fields_of::<QueryCouponDetail>(),
        AddCoupon::NAME => fields_of::<AddCoupon>(),
        UpdateCouponExt::NAME => fields_of::<UpdateCouponExt>(),
        ApprovalCoupon::NAME => fields_of::<ApprovalCoupon>(),
        GetCustomerCoupons::NAME => fields_of::<GetCustomerCoupons>(),
        CouponStatus::NAME => fields_of::<CouponStatus>(),
        IssueCouponsToCustomer::NAME => fields_of::<IssueCouponsToCustomer>(),
        WriteOffCoupon::NAME => fields_of::<WriteOffCoupon>(),
        CouponReverse::NAME => fields_of::<CouponReverse>(),
        RecycleCoupons::NAME => fields_of::<RecycleCoupons>(),
        CouponRecovery::NAME => fields_of::<CouponRecovery>(),
        UserCouponsDetailByIds::NAME => fields_of::<UserCouponsDetailByIds>(),
        UserCouponsDetailByUser::NAME => fields_of::<UserCouponsDetailByUser>(),
        _ => &[],
    }
}

/// Asks a type to read itself, and notes which fields it asks for.
fn fields_of<T: for<'de> Deserialize<'de>>() -> &'static [&'static str] {
    T::deserialize(Asked).map_or_else(|StructFields(fields)| fields, |_| &[])
}

struct Asked;

#[derive(Debug)]
struct StructFields(&'static [&'static str]);

impl<'de> Deserializer<'de> for Asked {
    type Error = StructFields;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, StructFields> {
        Err(StructFields(fields))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, StructFields> {
        Err(StructFields(&[]))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

impl fmt::Display for StructFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("only the fields were asked for")
    }
}

impl std::error::Error for StructFields {}

impl Error for StructFields {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::operations::operations;

    #[test]
    fn every_field_of_every_call_has_its_place() {
        for operation in operations() {
            let mut by_name = operation.order.to_vec();
            by_name.sort_unstable();
            let schema = operation.call["properties"].as_object().unwrap();
            let mut names: Vec<&str> = schema.keys().map(String::as_str).collect();
            names.sort_unstable();
            assert_eq!(by_name, names, "{}", operation.name);
        }
        assert_eq!(order("coupondetail.addCoupon")[..2], ["coupon_no", "deal_name"]);
    }
}
