//! `v3.getCustomerCoupons`: the coupons a customer holds.
//!
//! Document: API 3.0, 7.4.4 券状态查询. Described as the query of one coupon, but keyed by customer, named in the plural and
//! sampled as one object (contradiction 35); a list and `{list, total}` have been seen. There are no paging fields:
//! everything comes in one answer. "Nothing found" is documented as an error of the operation; a success without data has
//! been seen too.

use coupon_wire::{Lenient, Number, OperationKind, Rule, Validator, Violation};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, ResponseShape, sealed::Sealed},
    validate::digits,
};

/// Asks for the coupons of a customer. All filters given must hold (assumed).
///
/// 查询一个客户的券；所给条件须同时满足（推定）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct GetCustomerCoupons {
    /// Id of the customer: digits, sent as text. Required, by another edition of the page.
    ///
    /// 客户的 id：数字，以文本发送。必填（据该页另一版本）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub customer_id: Option<String>,
    /// Only coupons in this state: 0 unused, 1 used, 2 frozen, 6 no longer valid, 7 deleted. Blank is any; 0 is not blank.
    ///
    /// 只要此状态的券：0 未使用，1 已使用，2 已冻结，6 已失效，7 已删除。空白即不限，0 并非空白。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub use_status: Option<Number>,
    /// Only the coupon with this code (`cardId` of the answer).
    ///
    /// 只要此券码的券（即应答中的 `cardId`）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub card_id: Option<String>,
}

impl Sealed for GetCustomerCoupons {}

impl Endpoint for GetCustomerCoupons {
    const NAME: &'static str = "v3.getCustomerCoupons";
    const PATH: &'static str = "v3/crm/coupon/getCustomerCoupons";
    const ACTION: Option<&'static str> = None;
    const KIND: OperationKind = OperationKind::Read;
    const DATA: ResponseShape =
        ResponseShape { ids: &["cardId", "couponId"], ..ResponseShape::RECORDS };
    type Row = CustomerCoupon;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::seen("V3-1"), "customerId", &self.customer_id);
        digits(&mut check, "V3-1", "customerId", self.customer_id.as_deref());
        let state = self.use_status.as_ref().map(Number::as_str);
        check.value_in("V3-3", "useStatus", state, UseStatus::FILTERS);
        check.finish()
    }
}

/// One coupon of a customer.
///
/// 一个客户的一张券。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct CustomerCoupon {
    /// First second of validity, civil Beijing time. Typed date in the table, sampled with a time (contradiction 36).
    ///
    /// 有效期的第一秒，北京时间。表中类型为 date，示例带时刻（见矛盾 36）。
    #[serde(with = "Lenient::<DateTime>")]
    pub begin_at: Option<DateTime>,
    /// Code of the issued coupon; the one name of it that calls take.
    ///
    /// 已发出的这张券的券码；各请求都用它来指这张券。
    #[serde(with = "Lenient::<String>")]
    pub card_id: Option<String>,
    /// Account name of the business.
    ///
    /// 商家的账户名称。
    #[serde(with = "Lenient::<String>")]
    pub channel: Option<String>,
    /// Id of the record of the issued coupon. Not the template: read as ids that hold their time, the sampled couponId
    /// and cardId were made 5 ms apart (assumed).
    ///
    /// 已发出的这张券的记录 id，不是模板：示例中的 couponId 与 cardId 按含时间的 id 解读，相隔 5 毫秒（推定）。
    #[serde(with = "Lenient::<String>")]
    pub coupon_id: Option<String>,
    /// Purpose of the coupon; a vocabulary of its own (contradiction 33).
    ///
    /// 券的用途；自成一套取值（见矛盾 33）。
    #[serde(with = "Lenient::<CouponType>")]
    pub coupon_type: Option<CouponType>,
    /// When it was made, civil Beijing time.
    ///
    /// 生成时刻，北京时间。
    #[serde(with = "Lenient::<DateTime>")]
    pub created_at: Option<DateTime>,
    /// Id of the customer, as asked.
    ///
    /// 客户的 id，即所查的那个。
    #[serde(with = "Lenient::<String>")]
    pub customer_id: Option<String>,
    /// Name of the coupon.
    ///
    /// 券的名称。
    #[serde(with = "Lenient::<String>")]
    pub title: Option<String>,
    /// When it last changed, civil Beijing time; sampled with a one-digit second (contradiction 8).
    ///
    /// 最近修改时刻，北京时间；示例的秒只有一位（见矛盾 8）。
    #[serde(with = "Lenient::<DateTime>")]
    pub updated_at: Option<DateTime>,
    /// Where it stands. 0 means unused or reversed, so it does not prove "never used" (contradiction 1).
    ///
    /// 走到哪一步。0 是未使用或已冲正，所以不能证明从未用过（见矛盾 1）。
    #[serde(with = "Lenient::<UseStatus>")]
    pub use_status: Option<UseStatus>,
    /// Id of the template it was issued from. Typed int, sampled as text (contradiction 3).
    ///
    /// 发出它的模板的 id。表中类型为 int，示例为文本（见矛盾 3）。
    #[serde(with = "Lenient::<String>")]
    pub template_id: Option<String>,
    /// Last second of validity, civil Beijing time.
    ///
    /// 有效期的最后一秒，北京时间。
    #[serde(with = "Lenient::<DateTime>")]
    pub end_at: Option<DateTime>,
    /// Further information; its content is not described, the sample has none.
    ///
    /// 其他信息；内容未说明，示例为空。
    #[serde(with = "Lenient::<String>")]
    pub extra: Option<String>,
}

coupon_wire::values! {
    /// Where a coupon stands (券状态). The request's legend has five words, the answer's has eight for the same five numbers.
    pub enum UseStatus {
        /// Not used (未使用), or used and reversed (已冲正).
        Unused = "0",
        /// Used (已使用), written off (已核销).
        Used = "1",
        /// Frozen (已冻结).
        Frozen = "2",
        /// On its way to someone else (转赠中). Not on this page; seen at a sibling interface.
        Transferring = "4",
        /// Was on its way too long (转赠超时). Not on this page; seen at a sibling interface.
        TransferTimedOut = "5",
        /// No longer valid (已失效).
        Invalid = "6",
        /// Deleted (已删除) or recalled (已回收).
        Deleted = "7",
    }
}

impl UseStatus {
    /// The documented values of the filter.
    pub const FILTERS: &'static [&'static str] = &["0", "1", "2", "6", "7"];
}

coupon_wire::values! {
    /// Purpose of a coupon (券类型). 1 is not assigned.
    pub enum CouponType {
        /// Takes off an amount or a share (现金券/折扣券).
        CashOrPercent = "0",
        /// Makes a limited number of items free (限制数量免单券).
        LimitedItemsFree = "2",
        /// Exchanged through the ERP, offline (erp兑换券).
        ErpExchange = "3",
        /// Buy so many, get so many (买M送N券).
        BuyAndGet = "4",
        /// Stands for goods (商品券).
        Goods = "5",
        /// Free postage or delivery (免运费/配送费券).
        FreeDelivery = "6",
        /// Skips the queue (免排队券).
        SkipQueue = "7",
        /// Parking (停车券).
        Parking = "8",
    }
}
