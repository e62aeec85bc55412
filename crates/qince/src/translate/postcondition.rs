//! What a raw write leaves to be seen, and what of it a neutral coupon does not carry.

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

/// What a write in the vendor's own terms leaves to be seen: `operation` is "voucher.finishVoucher", `body` its business body.
/// None if it is no write, the body cannot be read, or lacks what the write needs. A coupon whose number the vendor makes up
/// leaves nothing by which it could be told from others.
pub fn postcondition(operation: &str, body: &str) -> Option<Postcondition> {
    match operation {
        AddVoucherInfo::NAME => template(read(body)?),
        FinishVoucher::NAME => {
            let FinishVoucher { voucher_id } = read(body)?;
            Some(Postcondition::Ended(TemplateRef::Id(voucher_id?.into())))
        }
        ModifyVoucherEndDate::NAME => {
            let ModifyVoucherEndDate { voucher_id, end_date } = read(body)?;
            let template = TemplateRef::Id(voucher_id?.into());
            Some(Postcondition::Ends { template, day: end_date?.parse().ok()? })
        }
        ReceiveVoucherInfo::NAME => held(read(body)?),
        AddCoupon::NAME => {
            let AddCoupon { coupon_no, deal_name, cm_id, cm_code, .. } = read(body)?;
            let template = TemplateRef::Name(deal_name?);
            let customer = customer([cm_id, cm_code, None])?;
            Some(Postcondition::Coded { code: coupon_no?, template, customer })
        }
        ApprovalCoupon::NAME => {
            let ApprovalCoupon { coupon_no, coupon_status, .. } = read(body)?;
            let verdict = match coupon_status? {
                Opinion::Pass => ReviewDecision::Approve,
                Opinion::SendBack => ReviewDecision::SendBack,
                Opinion::Other(_) => return None,
            };
            Some(Postcondition::Reviewed { code: coupon_no?, verdict })
        }
        UpdateCouponExt::NAME => {
            let UpdateCouponExt { coupon_no, exts } = read(body)?;
            let field = |ext: coupon_qince_wire::coupondetail::CustomField| {
                Some(CustomFieldValue { key: ext.ext_key?, value: ext.ext_value? })
            };
            let fields: Option<Vec<CustomFieldValue>> = exts.into_iter().map(field).collect();
            let fields = fields.filter(|fields| !fields.is_empty())?;
            Some(Postcondition::Annotated { code: coupon_no?, fields })
        }
        _ => None,
    }
}

/// The custom fields of a 兑货券 out of the vendor's row of it. None if the row cannot be read or tells of no such fields at
/// all, as the document's sample does not (contradiction 32).
pub fn custom_fields(row: &RawRow) -> Option<Vec<CustomFieldValue>> {
    let Told { exts } = read(row.as_str())?;
    exts?;
    let CouponDetail { exts, .. } = read(row.as_str())?;
    let field = |ext: coupon_qince_wire::coupondetail::CustomField| {
        Some(CustomFieldValue { key: ext.ext_key?, value: ext.ext_value.unwrap_or_default() })
    };
    Some(exts.into_iter().filter_map(field).collect())
}

/// Whether a row tells of custom fields.
#[derive(Deserialize)]
struct Told {
    exts: Option<IgnoredAny>,
}

fn template(call: AddVoucherInfo) -> Option<Postcondition> {
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
    Some(Postcondition::Template { name: call.name?, begins, ends, discount })
}

/// Of several names the vendor reads the first: id, then name; id, then code, then the other system's code (RCV-1, RCV-2).
fn held(call: ReceiveVoucherInfo) -> Option<Postcondition> {
    let by_id = call.voucher_id.map(|id| TemplateRef::Id(id.into()));
    let template = by_id.or_else(|| call.voucher_name.map(TemplateRef::Name))?;
    let customer = customer([call.cm_id, call.cm_code, call.cm_source_code])?;
    let received_at = match call.receive_time {
        Some(text) => Some(from_beijing(text.parse::<DateTime>().ok()?)?),
        None => None,
    };
    Some(Postcondition::Held { template, customer, received_at })
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
