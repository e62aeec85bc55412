//! Changes of a 优惠券 that no documented operation makes.

use rust_decimal::Decimal;

use super::model::{Voucher, VoucherDiscount, VoucherOrder, money};
use crate::{
    clock::{Millis, day_of, to_second},
    error::SandboxError,
    vendors::qince::{actions::Order, context::Context, state::QinceState},
};

impl QinceState {
    pub(crate) fn use_voucher(
        &mut self,
        held_id: &str,
        order: &Order,
        context: Context,
    ) -> Result<(), SandboxError> {
        let unknown = || SandboxError::unknown("held 优惠券", held_id);
        let position = self.held(held_id).ok_or_else(unknown)? as usize;
        let held = &self.held[position];
        let voucher = &self.vouchers.row(held.voucher).value;
        let status = held.status(context.today);
        if status != 0 || context.today < voucher.start {
            let start = voucher.start;
            let why = format!("{held_id} has voucherStatus {status}, valid from {start}");
            return Err(SandboxError::new(why));
        }
        let used = priced(voucher, order, context.now).map_err(SandboxError::new)?;
        let (id, no) = self.order_names(order, "DD", used.time);
        let held = &mut self.held[position];
        held.used = Some(Box::new(VoucherOrder { id, no, ..used }));
        held.written.forget();
        Ok(())
    }

    pub(crate) fn change_terms(&mut self, id: &str, now: Millis) -> Result<(), SandboxError> {
        let slot = self.voucher(id).ok_or_else(|| SandboxError::unknown("优惠券", id))?;
        self.vouchers.change(slot, now).remark = format!("{}变更", to_second(now));
        Ok(())
    }

    /// Id and number of an order: those given, else new ones.
    pub(crate) fn order_names(
        &mut self,
        order: &Order,
        prefix: &str,
        time: Millis,
    ) -> (String, String) {
        self.orders += 1;
        let day = day_of(time).strftime("%Y%m%d");
        let no = format!("{prefix}{day}{:06}", self.orders % 1_000_000);
        let id = order.id.clone().unwrap_or_else(|| self.ids.fresh().to_string());
        (id, order.no.clone().unwrap_or(no))
    }
}

/// The order's amount and the part that the coupon takes off (USE-7), without id and number.
fn priced(voucher: &Voucher, order: &Order, now: Millis) -> Result<VoucherOrder, String> {
    let doorsill = voucher.doorsill.unwrap_or_default();
    let amount = order.amount.unwrap_or_else(|| doorsill.max(Decimal::ONE_HUNDRED));
    if amount < doorsill {
        return Err(format!("the order comes to {amount} and must reach {doorsill}"));
    }
    let most = match voucher.discount {
        VoucherDiscount::Fixed { money, .. } => money,
        VoucherDiscount::Percent { most: Some(most), .. } => most,
        VoucherDiscount::Percent { most: None, .. } => amount,
    };
    let discount = order.discount.unwrap_or_else(|| usual(voucher.discount, amount).min(most));
    if discount > most || discount < Decimal::ZERO {
        return Err(format!("the coupon takes off at most {}", money(most)));
    }
    let time = order.time.map_or(now, jiff::Timestamp::as_millisecond);
    Ok(VoucherOrder { id: String::new(), no: String::new(), time, amount, discount })
}

fn usual(discount: VoucherDiscount, amount: Decimal) -> Decimal {
    match discount {
        VoucherDiscount::Fixed { money, .. } => money,
        VoucherDiscount::Percent { share, .. } => (amount * (Decimal::ONE - share)).round_dp(2),
    }
}
