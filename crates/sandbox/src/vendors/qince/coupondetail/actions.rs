//! Changes of a 兑货券 that no documented operation makes.

use rust_decimal::Decimal;

use super::model::{GoodsExchange, Recovery, STATES};
use crate::{
    clock::{Millis, to_second},
    error::SandboxError,
    seed_words,
    vendors::qince::{actions::Order, context::Context, state::QinceState},
};

/// The state in which a 兑货券 can be used: 执行中.
const RUNNING: u8 = 3;

impl QinceState {
    pub(crate) fn use_coupon(
        &mut self,
        no: &str,
        order: &Order,
        context: Context,
    ) -> Result<(), SandboxError> {
        let position = self.coupon_of(no)?;
        let coupon = &self.coupons[position as usize];
        let phase = coupon.phase(context.today);
        if phase != RUNNING || coupon.used.is_some() || coupon.deleted {
            let (state, used) = (STATES[usize::from(phase)], coupon.used.is_some());
            let why = format!("{no} is {state}, used: {used}, deleted: {}", coupon.deleted);
            return Err(SandboxError::new(why));
        }
        let time = order.time.map_or(context.now, jiff::Timestamp::as_millisecond);
        let (order_id, order_no) = self.order_names(order, "CK", time);
        let exchange = GoodsExchange { time, order_id, order_no };
        self.edit_coupon(position).used = Some(Box::new(exchange));
        Ok(())
    }

    pub(crate) fn recover_coupon(
        &mut self,
        no: &str,
        quantity: Option<Decimal>,
        time: Millis,
    ) -> Result<(), SandboxError> {
        let position = self.coupon_of(no)?;
        let coupon = &self.coupons[position as usize];
        if coupon.used.is_none() || coupon.recovered.is_some() {
            let recovered = coupon.recovered.is_some();
            let why = format!("{no} used: {}, recovered: {recovered}", coupon.used.is_some());
            return Err(SandboxError::new(why));
        }
        let nums = coupon.lines.iter().map(|&line| self.lines.row(line).value.num);
        let least = nums.min().unwrap_or_default();
        if quantity.is_some_and(|quantity| quantity <= Decimal::ZERO || quantity > least) {
            return Err(SandboxError::new(format!(
                "the quantity must be above 0 and at most {least}"
            )));
        }
        let recovery = Recovery {
            time,
            quantity,
            supplier_code: "GYS00123".to_owned(),
            supplier_name: seed_words::SUPPLIERS[0].to_owned(),
            shown_in_use: false,
        };
        self.edit_coupon(position).recovered = Some(Box::new(recovery));
        Ok(())
    }

    pub(crate) fn change_field(&mut self, no: &str, now: Millis) -> Result<(), SandboxError> {
        let position = self.coupon_of(no)?;
        let value = format!("{}变更", to_second(now));
        let exts = &mut self.change_coupon(position, now).exts;
        exts.retain(|(key, _)| key != CHANGED);
        exts.push((CHANGED.to_owned(), value));
        Ok(())
    }

    pub(crate) fn delete_coupon(&mut self, no: &str, now: Millis) -> Result<(), SandboxError> {
        let position = self.coupon_of(no)?;
        if self.coupons[position as usize].deleted {
            return Err(SandboxError::new(format!("{no} is deleted already")));
        }
        self.change_coupon(position, now).deleted = true;
        Ok(())
    }

    fn coupon_of(&self, no: &str) -> Result<u32, SandboxError> {
        self.coupon_by_no(no).ok_or_else(|| SandboxError::unknown("兑货券", no))
    }
}

/// The custom field that a change writes.
const CHANGED: &str = "变更记录";
