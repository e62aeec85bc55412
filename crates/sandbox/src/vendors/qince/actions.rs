//! Changes of a coupon of Qince that no documented operation makes: an order uses it, the trade gives it back, the business deletes it.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Deserialize;

/// A step in the life of a coupon of Qince. As JSON, for `POST /_sandbox/step`: `{"step": "use_coupon", "coupon_no": "DH…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub enum QinceAction {
    /// An order uses a 优惠券 that somebody holds. It must be unused, valid today, and the order must reach its threshold.
    UseVoucher {
        /// `id` of a row of queryVoucherUsedInfo.
        held_id: String,
        /// The order.
        #[serde(default)]
        order: Order,
    },
    /// Changes the terms of use of a 优惠券, so that its change date moves.
    ChangeVoucher {
        /// `id` of a row of getVoucherInfos.
        voucher_id: String,
    },
    /// An order uses a 兑货券. It must be 执行中, unused and not deleted. No date of change moves (CPQ-13).
    UseCoupon {
        /// Its number.
        coupon_no: String,
        /// The order; amounts are not read.
        #[serde(default)]
        order: Order,
    },
    /// A used 兑货券 comes back from the trade. No date of change moves (CPQ-13).
    RecoverCoupon {
        /// Its number.
        coupon_no: String,
        /// How much of each product; all of it if missing.
        #[serde(default)]
        quantity: Option<Decimal>,
        /// When; now if missing.
        #[serde(default)]
        time: Option<Timestamp>,
    },
    /// Changes a custom field of a 兑货券, so that its change date moves.
    ChangeCoupon {
        /// Its number.
        coupon_no: String,
    },
    /// Deletes a 兑货券: it stays listed, with `status` 0; its change date moves.
    DeleteCoupon {
        /// Its number.
        coupon_no: String,
    },
}

impl QinceAction {
    /// The names of all, as JSON has them.
    pub(crate) const STEPS: &[&str] = &[
        "use_voucher",
        "change_voucher",
        "use_coupon",
        "recover_coupon",
        "change_coupon",
        "delete_coupon",
    ];
}

/// The order that uses a coupon. What is missing is made up so that it is legal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Order {
    /// Its id.
    pub id: Option<String>,
    /// Its number.
    pub no: Option<String>,
    /// When it was placed; now if missing.
    pub time: Option<Timestamp>,
    /// Its amount, in yuan.
    pub amount: Option<Decimal>,
    /// The amount that the coupon takes off, in yuan.
    pub discount: Option<Decimal>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_its_name_in_the_list() {
        let error =
            serde_json::from_str::<QinceAction>(r#"{"step": "fly"}"#).unwrap_err().to_string();
        let known = QinceAction::STEPS.join("`, `");
        assert!(error.contains(&format!("expected one of `{known}`")), "{error}");
    }
}
