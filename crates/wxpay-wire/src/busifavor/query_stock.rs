//! `busifavor.queryStock`: a stock, which coupons are issued from.
//!
//! Document: 查询商家券批次详情, pay.weixin.qq.com/docs/merchant/apis/merchant-exclusive-coupon/busi-favor/query-stock.

use coupon_wire::{Lenient, OperationKind, Rule, Validator, Violation, ZeroOrOne};
use serde::{Deserialize, Serialize};

use super::{
    appearance::{CustomEntrance, DisplayPattern},
    use_rule::{StockType, UseRule},
};
use crate::endpoint::{Endpoint, ResponseShape, sealed::Sealed};

/// Asks for a stock.
///
/// 查询一个批次。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct QueryStock {
    /// Id of the stock. In the path.
    ///
    /// 批次号；在路径中。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub stock_id: Option<String>,
}

impl Sealed for QueryStock {}

impl Endpoint for QueryStock {
    const NAME: &'static str = "busifavor.queryStock";
    const PATH: &'static str = "v3/marketing/busifavor/stocks/{stock_id}";
    const KIND: OperationKind = OperationKind::Read;
    const DATA: ResponseShape = ResponseShape::Record;
    type Row = BusiFavorStock;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required("STK-1", "stock_id", &self.stock_id);
        check.length(Rule::seen("STK-1"), "stock_id", &self.stock_id, 20);
        check.finish()
    }
}

/// A stock.
///
/// 商家券批次。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct BusiFavorStock {
    /// Its id.
    ///
    /// 批次号。
    #[serde(with = "Lenient::<String>")]
    pub stock_id: Option<String>,
    /// Its name, at most 21 characters.
    ///
    /// 批次名称，最多 21 字。
    #[serde(with = "Lenient::<String>")]
    pub stock_name: Option<String>,
    /// The merchant whom it belongs to.
    ///
    /// 批次归属商户号。
    #[serde(with = "Lenient::<String>")]
    pub belong_merchant: Option<String>,
    /// A note that the merchant alone sees.
    ///
    /// 批次备注，仅商户可见。
    #[serde(with = "Lenient::<String>")]
    pub comment: Option<String>,
    /// The goods for which its coupons count, in words.
    ///
    /// 适用商品范围的文字说明。
    #[serde(with = "Lenient::<String>")]
    pub goods_name: Option<String>,
    /// Its type.
    ///
    /// 批次类型。
    #[serde(with = "Lenient::<StockType>")]
    pub stock_type: Option<StockType>,
    /// When and how its coupons can be used.
    ///
    /// 核销规则。
    #[serde(with = "ZeroOrOne::<UseRule>")]
    pub coupon_use_rule: Option<UseRule>,
    /// How many may be issued.
    ///
    /// 发放规则。
    #[serde(with = "ZeroOrOne::<StockSendRule>")]
    pub stock_send_rule: Option<StockSendRule>,
    /// Where it stands.
    ///
    /// 批次状态。
    #[serde(with = "Lenient::<StockState>")]
    pub stock_state: Option<StockState>,
    /// Who chooses the codes of its coupons.
    ///
    /// 券 code 模式。
    #[serde(with = "Lenient::<CodeMode>")]
    pub coupon_code_mode: Option<CodeMode>,
    /// How its coupons look.
    ///
    /// 样式信息。
    #[serde(with = "ZeroOrOne::<DisplayPattern>")]
    pub display_pattern_info: Option<DisplayPattern>,
    /// Where a user goes from them.
    ///
    /// 自定义入口。
    #[serde(with = "ZeroOrOne::<CustomEntrance>")]
    pub custom_entrance: Option<CustomEntrance>,
    /// How many codes the merchant gave, where it chooses them before.
    ///
    /// 商户上传的 code 数量，仅 MERCHANT_UPLOAD 时返回。
    #[serde(with = "ZeroOrOne::<CodeCount>")]
    pub coupon_code_count: Option<CodeCount>,
    /// Whose openids stand in notices.
    ///
    /// 事件通知配置。
    #[serde(with = "ZeroOrOne::<NotifyConfig>")]
    pub notify_config: Option<NotifyConfig>,
    /// How many were issued.
    ///
    /// 批次发放情况。
    #[serde(with = "ZeroOrOne::<StockSent>")]
    pub send_count_information: Option<StockSent>,
}

/// How many coupons of a stock may be issued.
///
/// 发放规则。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct StockSendRule {
    /// The budget in all, in fen; not open yet.
    ///
    /// 总预算金额，单位分，尚未开放。
    #[serde(with = "Lenient::<i64>")]
    pub max_amount: Option<i64>,
    /// How many in all.
    ///
    /// 批次最大可发放个数。
    #[serde(with = "Lenient::<i64>")]
    pub max_coupons: Option<i64>,
    /// How many one user may receive, at most 100.
    ///
    /// 每个用户可领个数，最多 100。
    #[serde(with = "Lenient::<i64>")]
    pub max_coupons_per_user: Option<i64>,
    /// The budget of a day, in fen; not open yet.
    ///
    /// 单天发放上限金额，单位分，尚未开放。
    #[serde(with = "Lenient::<i64>")]
    pub max_amount_by_day: Option<i64>,
    /// How many in a day.
    ///
    /// 单天发放上限个数。
    #[serde(with = "Lenient::<i64>")]
    pub max_coupons_by_day: Option<i64>,
    /// Whether all accounts of a person count as one.
    ///
    /// 是否按自然人限领。
    #[serde(with = "Lenient::<bool>")]
    pub natural_person_limit: Option<bool>,
    /// Whether suspicious accounts are held off.
    ///
    /// 是否拦截可疑账号。
    #[serde(with = "Lenient::<bool>")]
    pub prevent_api_abuse: Option<bool>,
    /// Whether a coupon may be given to someone else; not open yet.
    ///
    /// 是否允许转赠，尚未开放。
    #[serde(with = "Lenient::<bool>")]
    pub transferable: Option<bool>,
    /// Whether the link to receive one may be shared; not open yet.
    ///
    /// 是否允许分享领券链接，尚未开放。
    #[serde(with = "Lenient::<bool>")]
    pub shareable: Option<bool>,
}

/// How many codes the merchant gave.
///
/// 商户上传的 code 数量。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CodeCount {
    /// In all.
    ///
    /// 已上传总数。
    #[serde(with = "Lenient::<i64>")]
    pub total_count: Option<i64>,
    /// Not given out yet.
    ///
    /// 当前可用数。
    #[serde(with = "Lenient::<i64>")]
    pub available_count: Option<i64>,
}

/// Whose openids stand in notices.
///
/// 事件通知配置。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct NotifyConfig {
    /// The official account or mini program by which users are named.
    ///
    /// 通知中用户标识所属的 appid。
    #[serde(with = "Lenient::<String>")]
    pub notify_appid: Option<String>,
}

/// How many coupons of a stock were issued.
///
/// 批次发放情况。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct StockSent {
    /// How many.
    ///
    /// 已发放券张数。
    #[serde(with = "Lenient::<i64>")]
    pub total_send_num: Option<i64>,
    /// The amount that they take off in all, in fen; of a stock of the type NORMAL.
    ///
    /// 已发放券金额，单位分；满减券返回。
    #[serde(with = "Lenient::<i64>")]
    pub total_send_amount: Option<i64>,
    /// How many today.
    ///
    /// 单天已发放券张数。
    #[serde(with = "Lenient::<i64>")]
    pub today_send_num: Option<i64>,
    /// The amount that those of today take off, in fen.
    ///
    /// 单天已发放券金额，单位分。
    #[serde(with = "Lenient::<i64>")]
    pub today_send_amount: Option<i64>,
}

coupon_wire::values! {
    /// Where a stock stands (批次状态). The vendor's spelling.
    pub enum StockState {
        /// Waits for approval (审核中).
        Unaudit = "UNAUDIT",
        /// Can be issued (运行中).
        Running = "RUNNING",
        /// Ended (已停止).
        Stoped = "STOPED",
        /// Not issued for now (暂停发放).
        Paused = "PAUSED",
    }
}

coupon_wire::values! {
    /// Who chooses the codes of coupons (券 code 模式).
    pub enum CodeMode {
        /// The vendor (系统分配).
        Wechatpay = "WECHATPAY_MODE",
        /// The merchant, as they are issued (接口指定).
        MerchantApi = "MERCHANT_API",
        /// The merchant, before they are issued (商户上传).
        MerchantUpload = "MERCHANT_UPLOAD",
    }
}
