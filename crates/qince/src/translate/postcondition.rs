//! The state that a raw write leaves, and the custom fields, which a neutral coupon does not carry.

use coupon_domain::{
    CustomFieldValue, CustomerRef, Discount, Postcondition, RawRow, ReviewDecision, TemplateRef,
    from_beijing,
};
use coupon_qince_wire::{
    Endpoint,
    coupondetail::{AddCoupon, ApprovalCoupon, CouponDetail, Opinion, UpdateCouponExt},
    voucher::{
        AddVoucherInfo, DiscountKind, FinishVoucher, ModifyVoucherEndDate, ReceiveVoucherInfo,
    },
};
use coupon_wire::{Location, Row};
use jiff::civil::DateTime;
use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};

/// See [`Provider::postcondition`](coupon_domain::Provider::postcondition). `operation` is like "voucher.finishVoucher".
/// A 兑货券 whose number the vendor chooses cannot be told from others, so there is none for it.
pub(crate) fn postcondition(operation: &str, body: &str) -> Option<Postcondition> {
    match operation {
        AddVoucherInfo::NAME => template_created(read(body)?),
        FinishVoucher::NAME => {
            let FinishVoucher { voucher_id } = read(body)?;
            Some(Postcondition::TemplateEnded(TemplateRef::Id(voucher_id?.into())))
        }
        ModifyVoucherEndDate::NAME => {
            let ModifyVoucherEndDate { voucher_id, end_date } = read(body)?;
            let template = TemplateRef::Id(voucher_id?.into());
            Some(Postcondition::TemplateEndsOn { template, day: end_date?.parse().ok()? })
        }
        ReceiveVoucherInfo::NAME => coupon_issued(read(body)?),
        AddCoupon::NAME => {
            let AddCoupon { coupon_no, deal_name, cm_id, cm_code, .. } = read(body)?;
            let template = TemplateRef::Name(deal_name?);
            let customer = customer([cm_id, cm_code, None])?;
            Some(Postcondition::CouponWithCode { code: coupon_no?, template, customer })
        }
        ApprovalCoupon::NAME => {
            let ApprovalCoupon { coupon_no, coupon_status, .. } = read(body)?;
            let decision = match coupon_status? {
                Opinion::Pass => ReviewDecision::Approve,
                Opinion::SendBack => ReviewDecision::SendBack,
                Opinion::Other(_) => return None,
            };
            Some(Postcondition::CouponReviewed { code: coupon_no?, decision })
        }
        UpdateCouponExt::NAME => {
            let UpdateCouponExt { coupon_no, exts } = read(body)?;
            let field = |ext: coupon_qince_wire::coupondetail::CustomField| {
                Some(CustomFieldValue { key: ext.ext_key?, value: ext.ext_value? })
            };
            let fields: Option<Vec<CustomFieldValue>> = exts.into_iter().map(field).collect();
            let fields = fields.filter(|fields| !fields.is_empty())?;
            Some(Postcondition::CustomFieldsSet { code: coupon_no?, fields })
        }
        _ => None,
    }
}

/// The custom fields of a 兑货券 out of the vendor's row of it. `None` if the row cannot be read or has no such fields at all,
/// like the sample of the document (contradiction 32).
pub(crate) fn custom_fields(row: &RawRow) -> Option<Vec<CustomFieldValue>> {
    let FieldsPresence { exts } = read(row.as_str())?;
    exts?;
    let CouponDetail { exts, .. } = read(row.as_str())?;
    let field = |ext: coupon_qince_wire::coupondetail::CustomField| {
        Some(CustomFieldValue { key: ext.ext_key?, value: ext.ext_value.unwrap_or_default() })
    };
    Some(exts.into_iter().filter_map(field).collect())
}

/// Whether a row has custom fields.
#[derive(Deserialize)]
struct FieldsPresence {
    exts: Option<IgnoredAny>,
}

fn template_created(call: AddVoucherInfo) -> Option<Postcondition> {
    let discount = match call.discounts_type {
        None | Some(DiscountKind::Fixed) => Discount::Amount(call.money?.parse().ok()?),
        Some(DiscountKind::Percent) => Discount::Percent {
            share: call.discounts_percent?.parse().ok()?,
            at_most: match call.max_discounts_amount {
                Some(amount) => Some(amount.parse().ok()?),
                None => None,
            },
        },
        Some(DiscountKind::Other(_)) => return None,
    };
    let (begins, ends) = (call.start_date?.parse().ok()?, call.end_date?.parse().ok()?);
    Some(Postcondition::TemplateCreated { name: call.name?, begins, ends, discount })
}

/// Of several names the vendor reads the first: id, then name; id, then code, then the other system's code (RCV-1, RCV-2).
fn coupon_issued(call: ReceiveVoucherInfo) -> Option<Postcondition> {
    let by_id = call.voucher_id.map(|id| TemplateRef::Id(id.into()));
    let template = by_id.or_else(|| call.voucher_name.map(TemplateRef::Name))?;
    let customer = customer([call.cm_id, call.cm_code, call.cm_source_code])?;
    let received_at = match call.receive_time {
        Some(text) => Some(from_beijing(text.parse::<DateTime>().ok()?)?),
        None => None,
    };
    Some(Postcondition::CouponIssued { template, customer, received_at })
}

fn customer([id, code, source_code]: [Option<String>; 3]) -> Option<CustomerRef> {
    let by_id = id.map(|id| CustomerRef::Id(id.into()));
    let by_code = code.map(CustomerRef::Code);
    by_id.or(by_code).or_else(|| source_code.map(CustomerRef::SourceCode))
}

fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let place = Location { vendor: "qince", operation: "" };
    Row::new(place, String::new(), text.to_owned().into()).ok()?.decode().ok()
}
