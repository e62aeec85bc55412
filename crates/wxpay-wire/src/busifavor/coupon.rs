//! A coupon of a user, as the query of one and the list show it.

use coupon_wire::{Lenient, ZeroOrOne};
use serde::{Deserialize, Serialize};

use super::{
    appearance::{CustomEntrance, DisplayPattern},
    use_rule::{StockType, UseRule},
};
use crate::beijing_instant::BeijingInstant;

/// A coupon of a user.
///
/// 用户的一张商家券。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct BusiFavorCoupon {
    /// The merchant whom the stock belongs to.
    ///
    /// 批次归属商户号。
    #[serde(with = "Lenient::<String>")]
    pub belong_merchant: Option<String>,
    /// Name of the stock, at most 21 characters.
    ///
    /// 批次名称，最多 21 字。
    #[serde(with = "Lenient::<String>")]
    pub stock_name: Option<String>,
    /// A note that the merchant alone sees.
    ///
    /// 批次备注，仅商户可见。
    #[serde(with = "Lenient::<String>")]
    pub comment: Option<String>,
    /// The goods for which it counts, in words.
    ///
    /// 适用商品范围的文字说明。
    #[serde(with = "Lenient::<String>")]
    pub goods_name: Option<String>,
    /// Type of the stock.
    ///
    /// 批次类型。
    #[serde(with = "Lenient::<StockType>")]
    pub stock_type: Option<StockType>,
    /// Whether it may be given to someone else; not open yet. Sampled as true or false and as text.
    ///
    /// 是否允许转赠，尚未开放；示例有布尔值也有文本。
    #[serde(with = "Lenient::<bool>")]
    pub transferable: Option<bool>,
    /// Whether the link to receive it may be shared; not open yet.
    ///
    /// 是否允许分享领券链接，尚未开放。
    #[serde(with = "Lenient::<bool>")]
    pub shareable: Option<bool>,
    /// Where it stands.
    ///
    /// 券状态。
    #[serde(with = "Lenient::<BusiFavorState>")]
    pub coupon_state: Option<BusiFavorState>,
    /// When and how it can be used.
    ///
    /// 核销规则。
    #[serde(with = "ZeroOrOne::<UseRule>")]
    pub coupon_use_rule: Option<UseRule>,
    /// How it looks.
    ///
    /// 样式信息。
    #[serde(with = "ZeroOrOne::<DisplayPattern>")]
    pub display_pattern_info: Option<DisplayPattern>,
    /// Where a user goes from it.
    ///
    /// 自定义入口。
    #[serde(with = "ZeroOrOne::<CustomEntrance>")]
    pub custom_entrance: Option<CustomEntrance>,
    /// Its code.
    ///
    /// 券的唯一标识。
    #[serde(with = "Lenient::<String>")]
    pub coupon_code: Option<String>,
    /// The stock it was issued from.
    ///
    /// 批次号。
    #[serde(with = "Lenient::<String>")]
    pub stock_id: Option<String>,
    /// First second in which it can be used.
    ///
    /// 可使用的开始时间。
    #[serde(with = "Lenient::<BeijingInstant>")]
    pub available_start_time: Option<BeijingInstant>,
    /// Last second in which it can be used.
    ///
    /// 过期时间。
    #[serde(with = "Lenient::<BeijingInstant>")]
    pub expire_time: Option<BeijingInstant>,
    /// When the user received it.
    ///
    /// 领取时间。
    #[serde(with = "Lenient::<BeijingInstant>")]
    pub receive_time: Option<BeijingInstant>,
    /// The number under which it was issued.
    ///
    /// 发券请求单号。
    #[serde(with = "Lenient::<String>")]
    pub send_request_no: Option<String>,
    /// The number under which it was used. There once it is used.
    ///
    /// 核销请求单号；核销后才有。
    #[serde(with = "Lenient::<String>")]
    pub use_request_no: Option<String>,
    /// When it was used. There once it is used.
    ///
    /// 核销时间；核销后才有。
    #[serde(with = "Lenient::<BeijingInstant>")]
    pub use_time: Option<BeijingInstant>,
    /// The merchant's order with which it was associated (a call of its own).
    ///
    /// 已关联的商户订单号（须另行调用关联接口）。
    #[serde(with = "Lenient::<String>")]
    pub associate_out_trade_no: Option<String>,
    /// The number under which its use was undone. There once it was.
    ///
    /// 退券请求单号；退券后才有。
    #[serde(with = "Lenient::<String>")]
    pub return_request_no: Option<String>,
    /// When its use was undone.
    ///
    /// 退券时间。
    #[serde(with = "Lenient::<BeijingInstant>")]
    pub return_time: Option<BeijingInstant>,
    /// The number under which it was deactivated. There once it is.
    ///
    /// 失效请求单号；失效后才有。
    #[serde(with = "Lenient::<String>")]
    pub deactivate_request_no: Option<String>,
    /// When it was deactivated.
    ///
    /// 失效时间。
    #[serde(with = "Lenient::<BeijingInstant>")]
    pub deactivate_time: Option<BeijingInstant>,
    /// Why it was deactivated.
    ///
    /// 失效原因。
    #[serde(with = "Lenient::<String>")]
    pub deactivate_reason: Option<String>,
}

coupon_wire::values! {
    /// Where a coupon stands (券状态). The vendor's spelling.
    pub enum BusiFavorState {
        /// Can be used (可用).
        Sended = "SENDED",
        /// Used (已核销).
        Used = "USED",
        /// Over without use (已过期).
        Expired = "EXPIRED",
        /// Deleted by the user (已删除).
        Deleted = "DELETED",
        /// Taken back by the merchant (已失效).
        Deactivated = "DEACTIVATED",
    }
}
