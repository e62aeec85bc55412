//! The only place where Qince's words become neutral ones and back.

#![warn(clippy::wildcard_enum_match_arm)]

mod command;
mod postcondition;

use coupon_domain::{
    BadRow, Coupon, CouponPage, CouponState, Customer, Discount, Item, Page, RawRow, Record,
    Template, TemplateState, UnreadCoupons, end_of_day, saturating_from_beijing, start_of_day,
};
use coupon_qince_wire::{
    coupondetail::{BackState, CouponDetail, RecordStatus, ReviewState, UseState},
    voucher::{self, DiscountKind, VoucherInfo, VoucherUse, VoucherUseStatus},
};
use coupon_wire::{Answer, Row, internal::member_text};
use jiff::{Timestamp, civil::DateTime};
use rust_decimal::Decimal;
use tokio::task::spawn;

pub(crate) use command::{
    add_coupon, add_voucher, approval, end_date, finish, receive, update_ext,
};
pub(crate) use postcondition::{custom_fields, postcondition};

/// As [`page`], in a task of its own: a page takes milliseconds, and the next can be read meanwhile.
pub(crate) async fn page_aside<T, N>(
    answer: Answer<T>,
    translate: fn(T) -> Result<N, String>,
    end: bool,
) -> Page<N>
where
    T: serde::de::DeserializeOwned + 'static,
    N: Send + 'static,
{
    let read = spawn(async move { page(&answer, translate, end) });
    read.await.expect("what cannot be read is a bad row, and no panic")
}

/// The rows of an answer, each read on its own. `end` says whether nothing can follow a page with rows.
pub(crate) fn page<T, N>(
    answer: &Answer<T>,
    translate: fn(T) -> Result<N, String>,
    end: bool,
) -> Page<N>
where
    T: serde::de::DeserializeOwned,
{
    let rows: Vec<_> = answer.rows.iter().map(|row| record(row, translate)).collect();
    Page { end: end || rows.is_empty(), rows }
}

/// As [`page`], of coupons, which stay unread where their ids are at hand. `template` is the member that names the template.
pub(crate) fn coupon_page<T>(
    answer: Answer<T>,
    template: &str,
    translate: fn(T) -> Result<Coupon, String>,
    end: bool,
) -> CouponPage
where
    T: serde::de::DeserializeOwned + 'static,
{
    let key = |row: &Row<T>| {
        Some((row.text_of("id")??, row.text_of(template)?.map(Into::into), raw(row)))
    };
    let keys: Option<Vec<_>> = answer.rows.iter().map(key).collect();
    match keys {
        Some(keys) => {
            let end = end || keys.is_empty();
            let read = move |index: usize| record(&answer.rows[index], translate);
            CouponPage::Unread(UnreadCoupons::new(keys.into_iter(), end, read))
        }
        None => page(&answer, translate, end).into(),
    }
}

fn record<T, N>(row: &Row<T>, translate: fn(T) -> Result<N, String>) -> Result<Record<N>, BadRow>
where
    T: serde::de::DeserializeOwned,
{
    let text = raw(row);
    let read = row.decode().map_err(|unreadable| unreadable.to_string());
    match read.and_then(translate) {
        Ok(value) => Ok(Record { value, row: text }),
        Err(reason) => Err(BadRow { id: member_text(text.as_str(), "id"), row: text, reason }),
    }
}

/// The text of a row, sharing the page's memory.
pub(crate) fn raw<T>(row: &Row<T>) -> RawRow {
    let (page, part) = row.part();
    RawRow::new(page, part).expect("a row is a part of its page")
}

pub(crate) fn template(info: VoucherInfo) -> Result<Template, String> {
    Ok(Template {
        id: info.id.ok_or("the row has no id")?.into(),
        name: info.name,
        state: match info.is_finish {
            Some(true) => TemplateState::Ended,
            Some(false) => TemplateState::Open,
            None => TemplateState::Other("unknown".to_owned()),
        },
        discount: discount(
            info.discounts_type.as_ref(),
            info.money,
            info.discounts_percent,
            info.max_discounts_amount,
        ),
        threshold: if info.doorsill_type == Some(false) { None } else { info.doorsill_amount },
        total: count(info.num),
        per_customer: count(info.each_cm_num),
        claimed: None,
        used: None,
        begins_at: info.start_date.map(start_of_day),
        ends_at: info.end_date.map(end_of_day),
        created_at: None,
        changed_at: None,
        derived: false,
    })
}

pub(crate) fn customer(customer: voucher::VoucherCustomer) -> Result<Customer, String> {
    let id = customer.id.ok_or("the row has no id")?.into();
    Ok(Customer { id, code: customer.code, name: customer.name })
}

pub(crate) fn held_coupon(row: VoucherUse) -> Result<Coupon, String> {
    let state = match row.use_status {
        Some(VoucherUseStatus::Unused) => CouponState::Available,
        Some(VoucherUseStatus::Used) => CouponState::Used,
        Some(VoucherUseStatus::Expired) => CouponState::Expired,
        Some(VoucherUseStatus::Other(word)) => CouponState::Other(word),
        // The field is in the table and missing from the sample, whose coupon has an order (contradictions 20, 22).
        None if row.order_id.is_some() || row.order_no.is_some() => CouponState::Used,
        None => CouponState::Available,
    };
    let used = state == CouponState::Used;
    let fixed = !matches!(row.discounts_type, Some(DiscountKind::Percent));
    let threshold = row.doorsill_amount.filter(|amount| !amount.is_zero());
    Ok(Coupon {
        id: row.id.ok_or("the row has no id")?.into(),
        code: None,
        template: row.voucher_id.map(Into::into),
        template_name: row.voucher_name,
        customer: row.cm_id.map(Into::into),
        customer_code: row.cm_code,
        customer_name: row.cm_name,
        state,
        amount: row.money.filter(|_| fixed),
        share: row.discounts_percent.filter(|_| !fixed).map(share),
        threshold,
        begins_at: row.start_date.map(start_of_day),
        ends_at: row.end_date.map(end_of_day),
        created_at: instant(row.distribute_time),
        changed_at: None,
        received_at: instant(row.receive_time),
        used_at: instant(row.order_create_time).filter(|_| used),
        order_id: row.order_id,
        order_no: row.order_no,
        order_amount: row.order_amount,
        used_amount: row.voucher_amount.filter(|_| used),
        item: None,
        recovered_at: None,
        recovered_quantity: None,
    })
}

pub(crate) fn exchange_coupon(row: CouponDetail) -> Result<Coupon, String> {
    let state = exchange_state(&row);
    let quantity = row.num;
    Ok(Coupon {
        id: row.id.ok_or("the row has no id")?.into(),
        code: row.coupon_no,
        template: row.deal_id.map(Into::into),
        template_name: row.deal_name,
        customer: row.cm_id.map(Into::into),
        customer_code: row.cm_code,
        customer_name: row.cm_name,
        state,
        amount: None,
        share: None,
        threshold: None,
        begins_at: row.effect_date.map(|range| start_of_day(range.from)),
        ends_at: row.effect_date.map(|range| end_of_day(range.to)),
        created_at: instant(row.create_time),
        changed_at: instant(row.modify_time),
        received_at: None,
        used_at: instant(row.used_time),
        order_id: row.order_id,
        order_no: row.order_no,
        order_amount: None,
        used_amount: None,
        item: Some(Item {
            product: row.prod_id.map(Into::into),
            code: row.prod_code,
            name: row.prod_name,
            quantity: quantity.as_ref().map(|quantity| quantity.amount),
            unit: quantity.and_then(|quantity| quantity.unit),
            price: row.price,
        }),
        recovered_at: instant(row.sign_time),
        recovered_quantity: row.sign_num.map(|quantity| quantity.amount),
    })
}

/// Four fields speak of the state; the strongest wins. 已回收 may stand in either of two (contradiction 24).
fn exchange_state(row: &CouponDetail) -> CouponState {
    let CouponDetail { status, format_status, is_used, is_back, .. } = row;
    if *status == Some(RecordStatus::Deleted) {
        return CouponState::Revoked;
    }
    match format_status {
        Some(ReviewState::SentBack) => return CouponState::SentBack,
        Some(ReviewState::Pending) => return CouponState::PendingReview,
        Some(
            ReviewState::NotBegun
            | ReviewState::Running
            | ReviewState::Over
            | ReviewState::Other(_),
        )
        | None => {}
    }
    if *is_used == Some(UseState::Recovered) || *is_back == Some(BackState::Recovered) {
        return CouponState::Recovered;
    }
    if *is_used == Some(UseState::Used) {
        return CouponState::Used;
    }
    match (format_status, is_used, is_back, status) {
        (Some(ReviewState::Over), ..) => CouponState::Expired,
        (Some(ReviewState::Other(word)), ..)
        | (_, Some(UseState::Other(word)), ..)
        | (_, _, Some(BackState::Other(word)), _)
        | (.., Some(RecordStatus::Other(word))) => CouponState::Other(word.clone()),
        _ => CouponState::Available,
    }
}

/// A percentage comes as a share of 1 or of 100 (contradiction 12): what is above 1 is of 100.
fn discount(
    kind: Option<&DiscountKind>,
    money: Option<Decimal>,
    percent: Option<Decimal>,
    at_most: Option<Decimal>,
) -> Option<Discount> {
    match kind {
        // Blank is a fixed amount (LST-8, assumed).
        Some(DiscountKind::Fixed) | None => money.map(Discount::Amount),
        Some(DiscountKind::Percent) => {
            percent.map(|percent| Discount::Percent { share: share(percent), at_most })
        }
        Some(DiscountKind::Other(_)) => None,
    }
}

/// A percentage in either scale, 0 to 1 or 0 to 100, as a share (contradiction 12).
fn share(percent: Decimal) -> Decimal {
    if percent > Decimal::ONE { percent / Decimal::ONE_HUNDRED } else { percent }
}

fn count(number: Option<i64>) -> Option<u64> {
    number.and_then(|number| u64::try_from(number).ok())
}

fn instant(civil: Option<DateTime>) -> Option<Timestamp> {
    civil.map(saturating_from_beijing)
}
