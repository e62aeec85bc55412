//! `v2.user-coupons-detail.by-user`: one coupon of a user, with its template.
//!
//! Document: API 2.0, 2.5.2 获取会员优惠券详情, second half; same path and action as by ids (contradiction 4). The answer does
//! not repeat `user_coupon_id`: whoever asks must keep it, it is the coupon's only name. Every value is sampled as blank
//! text. A success whose `coupon_id` is 0 or blank stands for "nothing found".

use coupon_wire::{Broken, Check, Grade::*, Kind, Lenient, Number, One};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    check::digits,
    endpoint::{Data, Endpoint, sealed::Sealed},
    ids::Ids,
    v2::{ACTION, DiscountKind, PATH, ShopRange, Validity},
};

/// Asks for one coupon of a user.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UserCouponsDetailByUser {
    /// Id of the user: a whole number.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub user_id: Option<Number>,
    /// Id of the coupon the user holds; not that of its template.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub user_coupon_id: Option<String>,
}

impl Sealed for UserCouponsDetailByUser {}

impl Endpoint for UserCouponsDetailByUser {
    const NAME: &'static str = "v2.user-coupons-detail.by-user";
    const PATH: &'static str = PATH;
    const ACTION: Option<&'static str> = Some(ACTION);
    const KIND: Kind = Kind::Read;
    const DATA: Data = Data { keyed: false, ids: &["coupon_id"] };
    type Row = UserCoupon;

    fn rules(&self) -> Vec<Broken> {
        let mut check = Check::default();
        check.required("USR-1", Implied, "user_id", &self.user_id);
        let user = self.user_id.as_ref().map(Number::as_str);
        digits(&mut check, "USR-1", Documented, "user_id", user);
        check.required("USR-2", Implied, "user_coupon_id", &self.user_coupon_id);
        check.finish()
    }
}

/// One coupon of a user.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UserCoupon {
    /// Id of the template, as in `coupon.id`.
    #[serde(with = "Lenient::<String>")]
    pub coupon_id: Option<String>,
    /// Where it stands: 0 unused, 1 used. Expiry is no state: compare `end_at`.
    #[serde(with = "Lenient::<UserCouponStatus>")]
    pub status: Option<UserCouponStatus>,
    /// Id of the user, as asked.
    #[serde(with = "Lenient::<String>")]
    pub user_id: Option<String>,
    /// First second in which this user's coupon is valid. Unix seconds (assumed).
    #[serde(with = "Lenient::<Timestamp>")]
    pub start_at: Option<Timestamp>,
    /// Last second in which this user's coupon is valid. Unix seconds (assumed).
    #[serde(with = "Lenient::<Timestamp>")]
    pub end_at: Option<Timestamp>,
    /// Where the user has it from: 0 claimed, 1 a promotion, 2 a membership card, 3 a check-in.
    #[serde(with = "Lenient::<Origin>")]
    pub type_id: Option<Origin>,
    /// The template. "Array" in the table, an object in the sample (contradiction 6).
    #[serde(with = "One::<UserCouponDetail>")]
    pub coupon: Option<UserCouponDetail>,
}

/// The template of a user's coupon. Not the fields of the answer by ids: some are missing, some differ in meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UserCouponDetail {
    /// Id of the template.
    #[serde(with = "Lenient::<String>")]
    pub id: Option<String>,
    /// Where it belongs: 1 WeChat, 2 Koubei.
    #[serde(with = "Lenient::<Platform>")]
    pub r#type: Option<Platform>,
    /// Name of the coupon.
    #[serde(with = "Lenient::<String>")]
    pub title: Option<String>,
    /// How many there are in all; 0 is no limit.
    #[serde(with = "Lenient::<i64>")]
    pub total: Option<i64>,
    /// What it takes off: an amount or a percentage, by `coupon_type`. The answer by ids calls the claimed count `number`
    /// and has `amount` for this (contradiction 5). Unit and scale are not documented.
    #[serde(with = "Lenient::<Decimal>")]
    pub number: Option<Decimal>,
    /// How many have been used.
    #[serde(with = "Lenient::<i64>")]
    pub used: Option<i64>,
    /// How `number` is meant: 0 a fixed amount, 1 a percentage (contradiction 33).
    #[serde(with = "Lenient::<DiscountKind>")]
    pub coupon_type: Option<DiscountKind>,
    /// The least an order must come to; 0 is no threshold. The unit is not documented.
    #[serde(with = "Lenient::<Decimal>")]
    pub min_amount_use: Option<Decimal>,
    /// How many one customer may claim; 0 is no limit.
    #[serde(with = "Lenient::<i64>")]
    pub number_of_user: Option<i64>,
    /// Which goods it counts for: 0 all, 1 given goods. The answer by ids has another list, in which 1 means given
    /// categories (contradiction 9).
    #[serde(with = "Lenient::<GoodsLimit>")]
    pub goods_range_type: Option<GoodsLimit>,
    /// How its validity is counted: 0 fixed dates, 1 from the day of the claim, 2 from the day after.
    #[serde(with = "Lenient::<Validity>")]
    pub expire_type: Option<Validity>,
    /// First second of validity of the template, for fixed dates. Unix seconds (assumed).
    #[serde(with = "Lenient::<Timestamp>")]
    pub start_at: Option<Timestamp>,
    /// Last second of validity of the template, for fixed dates. Unix seconds (assumed).
    #[serde(with = "Lenient::<Timestamp>")]
    pub end_at: Option<Timestamp>,
    /// How many days it is valid, where they are counted from the claim.
    #[serde(with = "Lenient::<i64>")]
    pub expire_days: Option<i64>,
    /// Terms of use.
    #[serde(with = "Lenient::<String>")]
    pub desc: Option<String>,
    /// Whether it can be used. The values are not given; that 1 is yes is assumed.
    #[serde(with = "Lenient::<String>")]
    pub status: Option<String>,
    /// When it was made. Unix seconds (assumed).
    #[serde(with = "Lenient::<Timestamp>")]
    pub created_at: Option<Timestamp>,
    /// When it last changed. Unix seconds (assumed).
    #[serde(with = "Lenient::<Timestamp>")]
    pub updated_at: Option<Timestamp>,
    /// Scenes it is for, 1 to 7. A yes or no in the answer by ids (contradiction 9).
    #[serde(with = "Lenient::<Scene>")]
    pub show_page: Option<Scene>,
    /// Whether no other discount may be had with it: 1 yes, 0 no.
    #[serde(with = "Lenient::<bool>")]
    pub only_coupon: Option<bool>,
    /// How often one person may use it in a day; 0 is no limit.
    #[serde(with = "Lenient::<i64>")]
    pub use_per_person_per_day: Option<i64>,
    /// Whether it can be claimed: 1 yes, 0 no.
    #[serde(with = "Lenient::<bool>")]
    pub is_receive: Option<bool>,
    /// Whether it is limited to times of the day: 1 yes, 0 no.
    #[serde(with = "Lenient::<bool>")]
    pub is_use_time_range: Option<bool>,
    /// Whether Koubei takes it: 1 yes, 0 no.
    #[serde(with = "Lenient::<bool>")]
    pub is_koubei: Option<bool>,
    /// What it does: 0 cash, 1 buy and get, 2 limited items free (contradiction 33).
    #[serde(with = "Lenient::<Category>")]
    pub category: Option<Category>,
    /// How many of the dearest goods are free.
    #[serde(with = "Lenient::<i64>")]
    pub max_num: Option<i64>,
    /// How many of the cheapest goods are free.
    #[serde(with = "Lenient::<i64>")]
    pub min_num: Option<i64>,
    /// How many goods an order must hold. Together with `min_amount_use` it can mean "no limit"; by which values is not said.
    #[serde(with = "Lenient::<i64>")]
    pub min_num_use: Option<i64>,
    /// Which shops take it: 0 all, 1 given shops, 2 all but given shops; `shop_range_type` in the answer by ids
    /// (contradiction 34).
    #[serde(with = "Lenient::<ShopRange>")]
    pub multi_range_type: Option<ShopRange>,
    /// The given shops. Typed int for what can only be several: read from a number, a list or text with commas
    /// (contradiction 34).
    #[serde(with = "Ids")]
    pub shop_ids: Vec<String>,
    /// The time of validity, as text for people.
    #[serde(with = "Lenient::<String>")]
    pub expire: Option<String>,
    /// The scenes of use, as text for people.
    #[serde(with = "Lenient::<String>")]
    pub scene_type_desc: Option<String>,
    /// No longer in use, by the table.
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
    pub enum Origin {
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
        All = "0",
        /// Given goods.
        Goods = "1",
    }
}

coupon_wire::values! {
    /// What a coupon does (category).
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
        TakeAwayAndEatIn = "3",
        /// Paying the bill (买单).
        Bill = "4",
        /// Take-away and paying the bill.
        TakeAwayAndBill = "5",
        /// Eating in and paying the bill.
        EatInAndBill = "6",
        /// Everything (通用).
        Everything = "7",
    }
}
