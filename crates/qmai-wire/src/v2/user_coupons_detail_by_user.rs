//! `v2.user-coupons-detail.by-user`: one coupon of a user, with its template.
//!
//! Document: API 2.0, 2.5.2 获取会员优惠券详情, second half; same path and action as by ids (contradiction 4). The answer does
//! not repeat `user_coupon_id`: the caller must keep it, because the coupon has no other name. Every value is sampled as blank
//! text. A success whose `coupon_id` is 0 or blank stands for "nothing found".

use coupon_wire::{Lenient, Number, OperationKind, Rule, Validator, Violation, ZeroOrOne};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, ResponseShape, V2_PATH, sealed::Sealed},
    id_list::IdList,
    v2::{DiscountForm, ShopRange, ValidityType, user_coupons_detail_by_ids::ACTION},
    validate::digits,
};

/// Asks for one coupon of a user.
///
/// 查询一个用户的一张券。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UserCouponsDetailByUser {
    /// Id of the user: a whole number.
    ///
    /// 用户的 id：整数。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub user_id: Option<Number>,
    /// Id of the coupon the user holds; not that of its template.
    ///
    /// 用户所持那张券的 id，不是模板的 id。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub user_coupon_id: Option<String>,
}

impl Sealed for UserCouponsDetailByUser {}

impl Endpoint for UserCouponsDetailByUser {
    const NAME: &'static str = "v2.user-coupons-detail.by-user";
    const PATH: &'static str = V2_PATH;
    const ACTION: Option<&'static str> = Some(ACTION);
    const KIND: OperationKind = OperationKind::Read;
    const DATA: ResponseShape = ResponseShape { ids: &["coupon_id"], ..ResponseShape::RECORDS };
    type Row = UserCoupon;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::implied("USR-1"), "user_id", &self.user_id);
        let user = self.user_id.as_ref().map(Number::as_str);
        digits(&mut check, "USR-1", "user_id", user);
        check.required(Rule::implied("USR-2"), "user_coupon_id", &self.user_coupon_id);
        check.finish()
    }
}

/// One coupon of a user.
///
/// 一个用户的一张券。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UserCoupon {
    /// Id of the template, as in `coupon.id`.
    ///
    /// 模板的 id，与 `coupon.id` 相同。
    #[serde(with = "Lenient::<String>")]
    pub coupon_id: Option<String>,
    /// Where it stands: 0 unused, 1 used. Expiry is no state: compare `end_at`.
    ///
    /// 走到哪一步：0 未使用，1 已使用。过期不是状态，要看 `end_at`。
    #[serde(with = "Lenient::<UserCouponStatus>")]
    pub status: Option<UserCouponStatus>,
    /// Id of the user, as asked.
    ///
    /// 用户的 id，即所查的那个。
    #[serde(with = "Lenient::<String>")]
    pub user_id: Option<String>,
    /// First second in which this user's coupon is valid. Unix seconds (assumed).
    ///
    /// 此人这张券有效的第一秒。Unix 秒（推定）。
    #[serde(with = "Lenient::<Timestamp>")]
    pub start_at: Option<Timestamp>,
    /// Last second in which this user's coupon is valid. Unix seconds (assumed).
    ///
    /// 此人这张券有效的最后一秒。Unix 秒（推定）。
    #[serde(with = "Lenient::<Timestamp>")]
    pub end_at: Option<Timestamp>,
    /// Where the user has it from: 0 claimed, 1 a promotion, 2 a membership card, 3 a check-in.
    ///
    /// 从哪里得来：0 自己领取，1 满减/送活动，2 会员卡赠送，3 签到赠送。
    #[serde(with = "Lenient::<CouponOrigin>")]
    pub type_id: Option<CouponOrigin>,
    /// The template. "Array" in the table, an object in the sample (contradiction 6).
    ///
    /// 券模板。表中为 array，示例为对象（见矛盾 6）。
    #[serde(with = "ZeroOrOne::<UserCouponDetail>")]
    pub coupon: Option<UserCouponDetail>,
}

/// The template of a user's coupon. Not the fields of the answer by ids: some are missing, some differ in meaning.
///
/// 用户所持券的模板。与按 id 查询的应答不同：少几个字段，另有几个含义不同。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UserCouponDetail {
    /// Id of the template.
    ///
    /// 模板的 id。
    #[serde(with = "Lenient::<String>")]
    pub id: Option<String>,
    /// Where it belongs: 1 WeChat, 2 Koubei.
    ///
    /// 属于哪个平台：1 微信，2 口碑。
    #[serde(with = "Lenient::<Platform>")]
    pub r#type: Option<Platform>,
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
    /// The discount: an amount or a percentage, by `coupon_type`. The answer by ids calls the claimed count `number`
    /// and has `amount` for this (contradiction 5). Unit and scale are not documented.
    ///
    /// 减多少：由 `coupon_type` 定为金额或折扣。按 id 查询的应答中 `number` 是已领张数，金额叫 `amount`（见矛盾 5）。单位和刻度未说明。
    #[serde(with = "Lenient::<Decimal>")]
    pub number: Option<Decimal>,
    /// How many have been used.
    ///
    /// 已用掉多少张。
    #[serde(with = "Lenient::<i64>")]
    pub used: Option<i64>,
    /// How `number` is meant: 0 a fixed amount, 1 a percentage (contradiction 33).
    ///
    /// `number` 的含义：0 金额，1 折扣（见矛盾 33）。
    #[serde(with = "Lenient::<DiscountForm>")]
    pub coupon_type: Option<DiscountForm>,
    /// The least an order must come to; 0 is no threshold. The unit is not documented.
    ///
    /// 订单至少多少才可用；0 即无门槛。单位未说明。
    #[serde(with = "Lenient::<Decimal>")]
    pub min_amount_use: Option<Decimal>,
    /// How many one customer may claim; 0 is no limit.
    ///
    /// 一个客户最多领几张；0 即不限。
    #[serde(with = "Lenient::<i64>")]
    pub number_of_user: Option<i64>,
    /// Which goods it counts for: 0 all, 1 given goods. The answer by ids has another list, in which 1 means given
    /// categories (contradiction 9).
    ///
    /// 适用哪些商品：0 全部，1 某些商品。按 id 查询的应答另有一套，其中 1 指某些分类（见矛盾 9）。
    #[serde(with = "Lenient::<GoodsLimit>")]
    pub goods_range_type: Option<GoodsLimit>,
    /// How its validity is counted: 0 fixed dates, 1 from the day of the claim, 2 from the day after.
    ///
    /// 有效期怎样算：0 固定日期，1 从领取当天算起，2 从领取次日算起。
    #[serde(with = "Lenient::<ValidityType>")]
    pub expire_type: Option<ValidityType>,
    /// First second of validity of the template, for fixed dates. Unix seconds (assumed).
    ///
    /// 固定日期时模板有效期的第一秒。Unix 秒（推定）。
    #[serde(with = "Lenient::<Timestamp>")]
    pub start_at: Option<Timestamp>,
    /// Last second of validity of the template, for fixed dates. Unix seconds (assumed).
    ///
    /// 固定日期时模板有效期的最后一秒。Unix 秒（推定）。
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
    /// Scenes it is for, 1 to 7. A yes or no in the answer by ids (contradiction 9).
    ///
    /// 适用的场景，1 到 7。按 id 查询的应答中它是一个是非值（见矛盾 9）。
    #[serde(with = "Lenient::<Scene>")]
    pub show_page: Option<Scene>,
    /// Whether no other discount may be had with it: 1 yes, 0 no.
    ///
    /// 是否不能与其他优惠同享：1 是，0 否。
    #[serde(with = "Lenient::<bool>")]
    pub only_coupon: Option<bool>,
    /// How often one person may use it in a day; 0 is no limit.
    ///
    /// 一人一天最多用几次；0 即不限。
    #[serde(with = "Lenient::<i64>")]
    pub use_per_person_per_day: Option<i64>,
    /// Whether it can be claimed: 1 yes, 0 no.
    ///
    /// 能否领取：1 能，0 不能。
    #[serde(with = "Lenient::<bool>")]
    pub is_receive: Option<bool>,
    /// Whether it is limited to times of the day: 1 yes, 0 no.
    ///
    /// 是否只在一天的某些时段可用：1 是，0 否。
    #[serde(with = "Lenient::<bool>")]
    pub is_use_time_range: Option<bool>,
    /// Whether Koubei takes it: 1 yes, 0 no.
    ///
    /// 口碑是否可用：1 可，0 不可。
    #[serde(with = "Lenient::<bool>")]
    pub is_koubei: Option<bool>,
    /// Its purpose: 0 cash, 1 buy and get, 2 limited items free (contradiction 33).
    ///
    /// 券的用途：0 现金，1 买赠，2 限量免单（见矛盾 33）。
    #[serde(with = "Lenient::<Category>")]
    pub category: Option<Category>,
    /// How many of the dearest goods are free.
    ///
    /// 最贵的几件免单。
    #[serde(with = "Lenient::<i64>")]
    pub max_num: Option<i64>,
    /// How many of the cheapest goods are free.
    ///
    /// 最便宜的几件免单。
    #[serde(with = "Lenient::<i64>")]
    pub min_num: Option<i64>,
    /// How many goods an order must hold. Together with `min_amount_use` it can mean "no limit"; by which values is not said.
    ///
    /// 订单至少几件商品才可用。与 `min_amount_use` 合起来可表示不限；取什么值时如此，未说明。
    #[serde(with = "Lenient::<i64>")]
    pub min_num_use: Option<i64>,
    /// Which shops take it: 0 all, 1 given shops, 2 all but given shops; `shop_range_type` in the answer by ids
    /// (contradiction 34).
    ///
    /// 适用哪些门店：0 全部，1 某些，2 除某些之外；按 id 查询的应答叫 `shop_range_type`（见矛盾 34）。
    #[serde(with = "Lenient::<ShopRange>")]
    pub multi_range_type: Option<ShopRange>,
    /// The given shops. Typed int for what can only be several: read from a number, a list or text with commas
    /// (contradiction 34).
    ///
    /// 指定的门店。表中类型为 int，却只能是多个：数字、列表、逗号隔开的文本都读（见矛盾 34）。
    #[serde(with = "IdList")]
    pub shop_ids: Vec<String>,
    /// The time of validity, as text for people.
    ///
    /// 有效的时间，给人看的文字。
    #[serde(with = "Lenient::<String>")]
    pub expire: Option<String>,
    /// The scenes of use, as text for people.
    ///
    /// 可用的场景，给人看的文字。
    #[serde(with = "Lenient::<String>")]
    pub scene_type_desc: Option<String>,
    /// No longer in use, by the table.
    ///
    /// 表中说已不再使用。
    #[serde(with = "Lenient::<String>")]
    pub coupon_title: Option<String>,
}

coupon_wire::values! {
    /// Where a user's coupon stands (状态).
    pub enum UserCouponStatus {
        /// Not used (未使用).
        Unused = "0",
        /// Used (已使用).
        Used = "1",
    }
}

coupon_wire::values! {
    /// Where a user has a coupon from (类型).
    pub enum CouponOrigin {
        /// Claimed (领取).
        Claimed = "0",
        /// Given by a promotion over an amount (满减/送).
        Promotion = "1",
        /// Given with a membership card (会员卡赠送).
        MemberCard = "2",
        /// Given for checking in (签到送).
        CheckIn = "3",
    }
}

coupon_wire::values! {
    /// The platform a coupon belongs to (优惠券所属平台).
    pub enum Platform {
        /// WeChat (微信).
        WeChat = "1",
        /// Koubei (口碑).
        Koubei = "2",
    }
}

coupon_wire::values! {
    /// Which goods a coupon counts for (可使用的商品), by the list of the answer by user.
    pub enum GoodsLimit {
        /// All goods.
        ///
        /// 全部商品。
        All = "0",
        /// Given goods.
        ///
        /// 某些商品。
        Goods = "1",
    }
}

coupon_wire::values! {
    /// Purpose of a coupon (category).
    ///
    /// 券的用途。
    pub enum Category {
        /// Takes off money (现金券).
        Cash = "0",
        /// Buy some, get some (买赠券).
        BuyAndGet = "1",
        /// Makes a limited number of items free (限制数量免单券).
        LimitedItemsFree = "2",
    }
}

coupon_wire::values! {
    /// The scenes a coupon is for (适用场景).
    pub enum Scene {
        /// Take-away (外卖).
        TakeAway = "1",
        /// Eating in (堂食).
        EatIn = "2",
        /// Take-away and eating in.
        ///
        /// 外卖和堂食。
        TakeAwayAndEatIn = "3",
        /// Paying the bill (买单).
        Bill = "4",
        /// Take-away and paying the bill.
        ///
        /// 外卖和买单。
        TakeAwayAndBill = "5",
        /// Eating in and paying the bill.
        ///
        /// 堂食和买单。
        EatInAndBill = "6",
        /// Everything (通用).
        Everything = "7",
    }
}
