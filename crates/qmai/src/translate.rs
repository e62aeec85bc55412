//! The only place where Qmai's words become neutral ones and back.

#![warn(clippy::wildcard_enum_match_arm)]

use coupon_domain::{
    BadRow, Coupon, CouponState, Discount, Page, RawRow, Record, Template, TemplateState, saturate,
    saturating_from_beijing,
};
use coupon_qmai_wire::{
    V2Money,
    v2::{DiscountForm, TemplateDetail, ValidityType},
    v3::{CustomerCoupon, UseStatus},
};
use coupon_wire::{Answer, Row, internal::member_text};
use jiff::{Timestamp, civil::DateTime};
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;

/// Everything there is in one page, each row read on its own. `id` is the member that names a row.
pub(crate) fn page<T: DeserializeOwned, N>(
    answer: &Answer<T>,
    id: &str,
    translate: impl Fn(T) -> Result<N, String>,
) -> Page<N> {
    Page { rows: answer.rows.iter().map(|row| record(row, id, &translate)).collect(), end: true }
}

fn record<T: DeserializeOwned, N>(
    row: &Row<T>,
    id: &str,
    translate: impl Fn(T) -> Result<N, String>,
) -> Result<Record<N>, BadRow> {
    let text = raw(row);
    let read = row.decode().map_err(|unreadable| unreadable.to_string());
    match read.and_then(translate) {
        Ok(value) => Ok(Record { value, row: text }),
        Err(reason) => Err(BadRow { id: member_text(text.as_str(), id), row: text, reason }),
    }
}

/// A row as the ledger keeps it.
pub(crate) fn raw<T>(row: &Row<T>) -> RawRow {
    let (page, part) = row.part();
    RawRow::new(page, part).expect("a row is a part of its page")
}

/// The template comes from `templateId` alone: `couponId` names the record of the issued coupon.
pub(crate) fn coupon(row: CustomerCoupon) -> Result<Coupon, String> {
    let card = row.card_id.ok_or("the row has no cardId")?;
    Ok(Coupon {
        id: card.as_str().into(),
        code: Some(card),
        template: row.template_id.map(Into::into),
        template_name: row.title,
        customer: row.customer_id.map(Into::into),
        customer_code: None,
        customer_name: None,
        state: state(row.use_status),
        amount: None,
        share: None,
        threshold: None,
        begins_at: instant(row.begin_at),
        ends_at: instant(row.end_at),
        created_at: instant(row.created_at),
        changed_at: instant(row.updated_at),
        received_at: None,
        used_at: None,
        order_id: None,
        order_no: None,
        order_amount: None,
        used_amount: None,
        item: None,
        recovered_at: None,
        recovered_quantity: None,
    })
}

fn state(status: Option<UseStatus>) -> CouponState {
    match status {
        Some(UseStatus::Unused) => CouponState::Available,
        Some(UseStatus::Used) => CouponState::Used,
        Some(UseStatus::Frozen | UseStatus::Transferring | UseStatus::TransferTimedOut) => {
            CouponState::Locked
        }
        Some(UseStatus::Invalid) => CouponState::Expired,
        Some(UseStatus::Deleted) => CouponState::Revoked,
        Some(UseStatus::Other(word)) => CouponState::Other(word),
        None => CouponState::Other("unknown".to_owned()),
    }
}

/// The filter that asks for exactly the coupons of a state; none where there is no such filter. Locked coupons have
/// three numbers, of which only one can be asked for.
pub(crate) fn filter(state: &CouponState) -> Option<u32> {
    match state {
        CouponState::Available => Some(0),
        CouponState::Used => Some(1),
        CouponState::Expired => Some(6),
        CouponState::Revoked => Some(7),
        CouponState::PendingReview
        | CouponState::SentBack
        | CouponState::Locked
        | CouponState::Recovered
        | CouponState::Other(_) => None,
    }
}

/// A percentage is left to the row's own text: the document gives `amount` no scale.
pub(crate) fn template(row: TemplateDetail, money: V2Money) -> Result<Template, String> {
    let (begins_at, ends_at) = match row.expire_type {
        Some(ValidityType::DaysFromClaim | ValidityType::DaysFromDayAfterClaim) => (None, None),
        Some(ValidityType::Dates | ValidityType::Other(_)) | None => {
            (row.start_at.map(saturate), row.end_at.map(saturate))
        }
    };
    Ok(Template {
        id: row.id.ok_or("the row has no id")?.into(),
        name: row.title,
        state: match row.status.as_deref() {
            Some("1") => TemplateState::Open,
            word => TemplateState::Other(word.unwrap_or("unknown").to_owned()),
        },
        discount: match row.coupon_type {
            Some(DiscountForm::Amount) => {
                row.amount.map(|amount| Discount::Amount(yuan(amount, money)))
            }
            Some(DiscountForm::Percent | DiscountForm::Other(_)) | None => None,
        },
        threshold: row.min_amount_use.filter(|least| !least.is_zero()).map(|m| yuan(m, money)),
        total: limit(row.total),
        per_customer: limit(row.number_of_user),
        claimed: count(row.number),
        used: count(row.used),
        begins_at,
        ends_at,
        created_at: row.created_at.map(saturate),
        changed_at: row.updated_at.map(saturate),
        derived: false,
    })
}

/// A hundredth is two more digits behind the point, so nothing is rounded.
fn yuan(amount: Decimal, money: V2Money) -> Decimal {
    match money {
        V2Money::Fen => amount * Decimal::new(1, 2),
        V2Money::Yuan => amount,
    }
}

/// 0 is no limit.
fn limit(number: Option<i64>) -> Option<u64> {
    count(number).filter(|&number| number > 0)
}

fn count(number: Option<i64>) -> Option<u64> {
    number.and_then(|number| u64::try_from(number).ok())
}

fn instant(civil: Option<DateTime>) -> Option<Timestamp> {
    civil.map(saturating_from_beijing)
}
