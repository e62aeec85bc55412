//! The only place where the vendor's words become neutral ones and back.

#![warn(clippy::wildcard_enum_match_arm)]

use coupon_domain::{
    BadRow, Coupon, CouponState, Discount, RawRow, Record, Template, TemplateState, saturate,
};
use coupon_wire::{Row, internal::member_text};
use coupon_wxpay_wire::{
    BeijingInstant,
    busifavor::{BusiFavorCoupon, BusiFavorState, BusiFavorStock, StockState, UseRule},
};
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;

use crate::use_number;

/// One row in neutral terms, with its text. `id` is the member that names it.
pub(crate) fn record<T: DeserializeOwned, N>(
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

/// A coupon of the user who was asked for: the row does not name them. Time and number of a use are shown while it is used; the
/// order is the one in our number, else the one with which the coupon was associated.
pub(crate) fn coupon(row: BusiFavorCoupon, openid: &str) -> Result<Coupon, String> {
    let code = row.coupon_code.ok_or("the row has no coupon_code")?;
    let state = state(row.coupon_state);
    let is_used = state == CouponState::Used;
    let ours = row.use_request_no.as_deref().and_then(use_number::order).map(str::to_owned);
    let rule = row.coupon_use_rule.unwrap_or_default();
    let (amount, share) = match discount(&rule) {
        Some(Discount::Amount(amount)) => (Some(amount), None),
        Some(Discount::Percent { share, .. }) => (None, Some(share)),
        None => (None, None),
    };
    let mut coupon = Coupon::new(code.as_str().into(), state);
    coupon.code = Some(code);
    coupon.template = row.stock_id.map(Into::into);
    coupon.template_name = row.stock_name;
    coupon.customer = Some(openid.into());
    coupon.amount = amount;
    coupon.share = share;
    coupon.threshold = threshold(&rule);
    coupon.begins_at = row.available_start_time.map(instant);
    coupon.ends_at = row.expire_time.map(instant);
    coupon.received_at = row.receive_time.map(instant);
    coupon.used_at = row.use_time.filter(|_| is_used).map(instant);
    coupon.order_no = ours.or(row.associate_out_trade_no).filter(|_| is_used);
    Ok(coupon)
}

fn state(state: Option<BusiFavorState>) -> CouponState {
    match state {
        Some(BusiFavorState::Sended) => CouponState::Available,
        Some(BusiFavorState::Used) => CouponState::Used,
        Some(BusiFavorState::Expired) => CouponState::Expired,
        Some(BusiFavorState::Deleted | BusiFavorState::Deactivated) => CouponState::Revoked,
        Some(BusiFavorState::Other(word)) => CouponState::Other(word),
        None => CouponState::Other("unknown".to_owned()),
    }
}

/// The filter that asks for exactly the coupons of a state; none where there is no such filter. Revoked coupons have two words, of
/// which only one can be asked for.
pub(crate) fn filter(state: &CouponState) -> Option<BusiFavorState> {
    match state {
        CouponState::Available => Some(BusiFavorState::Sended),
        CouponState::Used => Some(BusiFavorState::Used),
        CouponState::Expired => Some(BusiFavorState::Expired),
        CouponState::PendingReview
        | CouponState::SentBack
        | CouponState::Locked
        | CouponState::Recovered
        | CouponState::Revoked
        | CouponState::Other(_) => None,
    }
}

/// A stock. The price of an exchange is no discount and stays in the row's text.
pub(crate) fn template(row: BusiFavorStock) -> Result<Template, String> {
    let state = match row.stock_state {
        Some(StockState::Running) => TemplateState::Open,
        Some(StockState::Stoped) => TemplateState::Ended,
        Some(word @ (StockState::Unaudit | StockState::Paused | StockState::Other(_))) => {
            TemplateState::Other(word.as_str().to_owned())
        }
        None => TemplateState::Other("unknown".to_owned()),
    };
    let rule = row.coupon_use_rule.unwrap_or_default();
    let send = row.stock_send_rule.unwrap_or_default();
    let mut template = Template::new(row.stock_id.ok_or("the row has no stock_id")?.into(), state);
    template.name = row.stock_name;
    template.discount = discount(&rule);
    template.threshold = threshold(&rule);
    template.total = count(send.max_coupons);
    template.per_customer = count(send.max_coupons_per_user);
    template.claimed = row.send_count_information.and_then(|sent| count(sent.total_send_num));
    let valid = rule.coupon_available_time.unwrap_or_default();
    template.begins_at = valid.available_begin_time.map(instant);
    template.ends_at = valid.available_end_time.map(instant);
    Ok(template)
}

fn discount(rule: &UseRule) -> Option<Discount> {
    if let Some(off) = &rule.fixed_normal_coupon {
        return off.discount_amount.map(|fen| Discount::Amount(yuan(fen)));
    }
    let percent = rule.discount_coupon.as_ref()?.discount_percent?;
    Some(Discount::Percent { share: Decimal::new(percent, 2).normalize(), at_most: None })
}

fn threshold(rule: &UseRule) -> Option<Decimal> {
    let fixed = rule.fixed_normal_coupon.as_ref().and_then(|off| off.transaction_minimum);
    let share = rule.discount_coupon.as_ref().and_then(|off| off.transaction_minimum);
    let price = rule.exchange_coupon.as_ref().and_then(|off| off.transaction_minimum);
    fixed.or(share).or(price).filter(|&fen| fen > 0).map(yuan)
}

/// A hundredth is two more digits behind the point, so nothing is rounded.
fn yuan(fen: i64) -> Decimal {
    Decimal::new(fen, 2)
}

fn count(number: Option<i64>) -> Option<u64> {
    number.and_then(|number| u64::try_from(number).ok())
}

fn instant(time: BeijingInstant) -> jiff::Timestamp {
    saturate(time.0)
}
