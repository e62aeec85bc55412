//! `v2.user-coupons-detail.by-ids`: coupon templates by id.
//!
//! Document: API 2.0, 2.5.2 获取会员优惠券详情, first half. Answers a map under `data.data`, keyed by id; the sample prints the
//! key as the word `id` (contradiction 6). Every value is sampled as blank text, so any number may be blank. IdList that the
//! vendor does not know are left out (assumed).

use coupon_wire::{Lenient, OneOrMany, OperationKind, Rule, Validator, Violation, ZeroOrOne};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, ResponseShape, V2_PATH, sealed::Sealed},
    id_list::IdList,
    validate::digits,
};

/// One action for two operations: the fields of `Params` tell them apart (contradiction 4).
pub(super) const ACTION: &str = "user.user-coupons-detail";

/// Asks for templates by id.
///
/// 按 id 查询券模板。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UserCouponsDetailByIds {
    /// Template ids with commas between them: `1,2,3`. How many one call may name is not known.
    ///
    /// 模板的 id，逗号隔开：`1,2,3`。一次最多几个不详。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub ids: Option<String>,
}

impl Sealed for UserCouponsDetailByIds {}

impl Endpoint for UserCouponsDetailByIds {
    const NAME: &'static str = "v2.user-coupons-detail.by-ids";
    const PATH: &'static str = V2_PATH;
    const ACTION: Option<&'static str> = Some(ACTION);
    const KIND: OperationKind = OperationKind::Read;
    const DATA: ResponseShape =
        ResponseShape { keyed: true, ids: &["id"], ..ResponseShape::RECORDS };
    type Row = TemplateDetail;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::implied("IDS-1"), "ids", &self.ids);
        check.list(Rule::assumed("IDS-2"), "ids", &self.ids);
        for id in self.ids.iter().flat_map(|ids| ids.split(',')) {
            digits(&mut check, Rule::assumed("IDS-2"), "ids", Some(id.trim()));
        }
        check.finish()
    }
}

/// One coupon template.
///
/// 一个券模板。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct TemplateDetail {
    /// Id of the template, as in the key of the map.
    ///
    /// 模板的 id，与所在的键相同。
    #[serde(with = "Lenient::<String>")]
    pub id: Option<String>,
    /// Name of the coupon.
    ///
    /// 券的名称。
    #[serde(with = "Lenient::<String>")]
    pub title: Option<String>,
    /// How many there are in all; 0 is no limit.
    ///
    /// 一共多少张；0 即不限。
    #[serde(with = "Lenient::<i64>")]
    pub total: Option<i64>,
    /// How many have been claimed. The answer by user calls the amount `number` (contradiction 5).
    ///
    /// 已被领走多少张。按用户查询的应答中，`number` 却是金额（见矛盾 5）。
    #[serde(with = "Lenient::<i64>")]
    pub number: Option<i64>,
    /// How many have been used.
    ///
    /// 已用掉多少张。
    #[serde(with = "Lenient::<i64>")]
    pub used: Option<i64>,
    /// The discount: an amount or a percentage, by `coupon_type`. Unit and scale are not documented; the account says
    /// whether an amount is in 分 or 元.
    ///
    /// 减多少：由 `coupon_type` 定为金额或折扣。单位和刻度未说明；金额按分还是元由账户设定。
    #[serde(with = "Lenient::<Decimal>")]
    pub amount: Option<Decimal>,
    /// How `amount` is meant: 0 a fixed amount, 1 a percentage (contradiction 33).
    ///
    /// `amount` 的含义：0 金额，1 折扣（见矛盾 33）。
    #[serde(with = "Lenient::<DiscountForm>")]
    pub coupon_type: Option<DiscountForm>,
    /// The least an order must come to; 0 is no threshold. The unit is not documented, as with `amount`.
    ///
    /// 订单至少多少才可用；0 即无门槛。单位与 `amount` 一样未说明。
    #[serde(with = "Lenient::<Decimal>")]
    pub min_amount_use: Option<Decimal>,
    /// How many one customer may claim; 0 is no limit.
    ///
    /// 一个客户最多领几张；0 即不限。
    #[serde(with = "Lenient::<i64>")]
    pub number_of_user: Option<i64>,
    /// Which goods it counts for: 0 all, 1 given categories, 2 given goods, 3 all but given goods. The answer by user has
    /// another list (contradiction 9).
    ///
    /// 适用哪些商品：0 全部，1 某些分类，2 某些商品，3 除某些商品之外。按用户查询的应答另有一套（见矛盾 9）。
    #[serde(with = "Lenient::<GoodsRange>")]
    pub goods_range_type: Option<GoodsRange>,
    /// How its validity is counted: 0 fixed dates, 1 from the day of the claim, 2 from the day after.
    ///
    /// 有效期怎样算：0 固定日期，1 从领取当天算起，2 从领取次日算起。
    #[serde(with = "Lenient::<ValidityType>")]
    pub expire_type: Option<ValidityType>,
    /// First second of validity, for fixed dates. Unix seconds (assumed); 0 or blank is none.
    ///
    /// 固定日期时有效期的第一秒。Unix 秒（推定）；0 或空白即无。
    #[serde(with = "Lenient::<Timestamp>")]
    pub start_at: Option<Timestamp>,
    /// Last second of validity, for fixed dates. Unix seconds (assumed); 0 or blank is none.
    ///
    /// 固定日期时有效期的最后一秒。Unix 秒（推定）；0 或空白即无。
    #[serde(with = "Lenient::<Timestamp>")]
    pub end_at: Option<Timestamp>,
    /// How many days it is valid, where they are counted from the claim.
    ///
    /// 从领取算起时有效几天。
    #[serde(with = "Lenient::<i64>")]
    pub expire_days: Option<i64>,
    /// Terms of use.
    ///
    /// 使用条款。
    #[serde(with = "Lenient::<String>")]
    pub desc: Option<String>,
    /// Whether it can be used. The values are not given; that 1 is yes is assumed.
    ///
    /// 能否使用。取值未列出；推定 1 为能。
    #[serde(with = "Lenient::<String>")]
    pub status: Option<String>,
    /// When it was made. Unix seconds (assumed).
    ///
    /// 生成时刻。Unix 秒（推定）。
    #[serde(with = "Lenient::<Timestamp>")]
    pub created_at: Option<Timestamp>,
    /// When it last changed. Unix seconds (assumed).
    ///
    /// 最近修改时刻。Unix 秒（推定）。
    #[serde(with = "Lenient::<Timestamp>")]
    pub updated_at: Option<Timestamp>,
    /// Whether the page of a product shows it, presumably 1 or 0. The answer by user gives a scene from 1 to 7 under this
    /// name, so the number is kept (contradiction 9).
    ///
    /// 商品页上是否展示，大概是 1 或 0。按用户查询的应答以此名给出 1 到 7 的场景，所以保留原数（见矛盾 9）。
    #[serde(with = "Lenient::<String>")]
    pub show_page: Option<String>,
    /// When it is given out by itself.
    ///
    /// 何时自动发放。
    #[serde(with = "OneOrMany::<AutoDispatch>")]
    pub auto_dispatch_config: Vec<AutoDispatch>,
    /// Which shops take it: 0 all, 1 given shops, 2 all but given shops; `multi_range_type` in the answer by user
    /// (contradiction 34).
    ///
    /// 适用哪些门店：0 全部，1 某些，2 除某些之外；按用户查询的应答叫 `multi_range_type`（见矛盾 34）。
    #[serde(with = "Lenient::<ShopRange>")]
    pub shop_range_type: Option<ShopRange>,
    /// Whether it is shown: 1 yes, 0 no.
    ///
    /// 是否展示：1 是，0 否。
    #[serde(with = "Lenient::<bool>")]
    pub is_view: Option<bool>,
    /// Whether it is shared (共享): 1 yes, 0 no. With what, the page does not say.
    ///
    /// 是否共享：1 是，0 否。与什么共享，文档未说。
    #[serde(with = "Lenient::<bool>")]
    pub is_share: Option<bool>,
    /// How users come by it: 1 they claim it, 2 they redeem a code.
    ///
    /// 用户怎样得到：1 领取，2 用兑换码兑换。
    #[serde(with = "Lenient::<ReceiveWay>")]
    pub user_receive_type: Option<ReceiveWay>,
    /// Where it can be used: 0 everywhere, 1 online, 2 offline.
    ///
    /// 在哪里可用：0 各处，1 线上，2 线下。
    #[serde(with = "Lenient::<UseScene>")]
    pub use_scene: Option<UseScene>,
    /// The threshold of an amount off, as text for people.
    ///
    /// 减金额的门槛，给人看的文字。
    #[serde(with = "Lenient::<String>")]
    pub condition: Option<String>,
    /// The threshold of a percentage off, as text for people.
    ///
    /// 打折扣的门槛，给人看的文字。
    #[serde(with = "Lenient::<String>")]
    pub discounts_content: Option<String>,
    /// The shops, as text for people.
    ///
    /// 适用的门店，给人看的文字。
    #[serde(with = "Lenient::<String>")]
    pub apply_stores_text: Option<String>,
    /// The goods, as text for people.
    ///
    /// 适用的商品，给人看的文字。
    #[serde(with = "Lenient::<String>")]
    pub apply_goods_text: Option<String>,
    /// Not explained; sampled as 0.
    ///
    /// 未说明；示例为 0。
    #[serde(with = "Lenient::<String>")]
    pub poly_status: Option<String>,
    /// The time of validity, as text for people.
    ///
    /// 有效的时间，给人看的文字。
    #[serde(with = "Lenient::<String>")]
    pub expire_date: Option<String>,
    /// The time of validity, as another text for people.
    ///
    /// 有效的时间，给人看的另一种文字。
    #[serde(with = "Lenient::<String>")]
    pub expire_date_text: Option<String>,
    /// The time of validity, as a third text for people.
    ///
    /// 有效的时间，给人看的第三种文字。
    #[serde(with = "Lenient::<String>")]
    pub expire_date_text2: Option<String>,
    /// The scenes of use, as text for people.
    ///
    /// 可用的场景，给人看的文字。
    #[serde(with = "Lenient::<String>")]
    pub use_scene_text: Option<String>,
}

/// When a coupon is given out by itself.
///
/// 一条自动发放的设置。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AutoDispatch {
    /// Numbers of the occasions; their meaning is not given.
    ///
    /// 发放时机的编号；各号的含义未列出。
    #[serde(with = "IdList")]
    pub r#type: Vec<String>,
    /// The payment that is required. "Array" in the table, an object in the sample (contradiction 6).
    ///
    /// 须付多少。表中为 array，示例为对象（见矛盾 6）。
    #[serde(with = "ZeroOrOne::<PayConfig>")]
    pub pay_config: Option<PayConfig>,
}

/// The payment that is required before a coupon is given out by itself.
///
/// 自动发放之前须付多少。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct PayConfig {
    /// How much, in 分: the one amount of this page whose unit is given.
    ///
    /// 多少钱，单位分：这一页只有这个金额写明单位。
    #[serde(with = "Lenient::<Decimal>")]
    pub pay_money: Option<Decimal>,
    /// How many.
    ///
    /// 多少件或多少次；未说明。
    #[serde(with = "Lenient::<i64>")]
    pub pay_num: Option<i64>,
}

coupon_wire::values! {
    /// How a discount is worked out (优惠形式).
    pub enum DiscountForm {
        /// A fixed amount (指定金额).
        Amount = "0",
        /// A percentage (折扣券).
        Percent = "1",
    }
}

coupon_wire::values! {
    /// Which goods a coupon counts for (可使用的商品), by the list of the answer by ids.
    pub enum GoodsRange {
        /// All goods.
        ///
        /// 全部商品。
        All = "0",
        /// Goods of given categories.
        ///
        /// 某些分类的商品。
        Categories = "1",
        /// Given goods.
        ///
        /// 某些商品。
        Goods = "2",
        /// All but given goods.
        ///
        /// 除某些商品之外。
        AllButGoods = "3",
    }
}

coupon_wire::values! {
    /// How validity is counted (有效期类型).
    pub enum ValidityType {
        /// From one date to another.
        ///
        /// 从某日到某日。
        Dates = "0",
        /// So many days from the day of the claim.
        ///
        /// 从领取当天起若干天。
        DaysFromClaim = "1",
        /// So many days from the day after the claim.
        ///
        /// 从领取次日起若干天。
        DaysFromDayAfterClaim = "2",
    }
}

coupon_wire::values! {
    /// Which shops take a coupon (适用门店).
    pub enum ShopRange {
        /// All shops.
        ///
        /// 全部门店。
        All = "0",
        /// Given shops only.
        ///
        /// 只限某些门店。
        Only = "1",
        /// All but given shops.
        ///
        /// 除某些门店之外。
        AllBut = "2",
    }
}

coupon_wire::values! {
    /// How users come by a coupon (用户获取方式).
    pub enum ReceiveWay {
        /// They claim it (领取).
        Claim = "1",
        /// They redeem a code (兑换).
        Redeem = "2",
    }
}

coupon_wire::values! {
    /// Where a coupon can be used (使用场景).
    pub enum UseScene {
        /// Everywhere.
        ///
        /// 各处。
        Everywhere = "0",
        /// Online.
        ///
        /// 线上。
        Online = "1",
        /// Offline.
        ///
        /// 线下。
        Offline = "2",
    }
}
