//! `v2.user-coupons-detail.by-ids`: coupon templates by id.
//!
//! Document: API 2.0, 2.5.2 获取会员优惠券详情, first half. Answers a map under `data.data`, keyed by id; the sample prints the
//! key as the word `id` (contradiction 6). Every value is sampled as blank text, so any number may be blank. Ids that the
//! vendor does not know are left out (assumed).

use coupon_wire::{Broken, Check, Grade::*, Kind, Lenient, Many, One};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    check::digits,
    endpoint::{Data, Endpoint, sealed::Sealed},
    ids::Ids,
    v2::{ACTION, PATH},
};

/// Asks for templates by id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UserCouponsDetailByIds {
    /// Template ids with commas between them: `1,2,3`. How many one call may name is not known.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub ids: Option<String>,
}

impl Sealed for UserCouponsDetailByIds {}

impl Endpoint for UserCouponsDetailByIds {
    const NAME: &'static str = "v2.user-coupons-detail.by-ids";
    const PATH: &'static str = PATH;
    const ACTION: Option<&'static str> = Some(ACTION);
    const KIND: Kind = Kind::Read;
    const DATA: Data = Data { keyed: true, ids: &["id"] };
    type Row = CouponDetail;

    fn rules(&self) -> Vec<Broken> {
        let mut check = Check::default();
        check.required("IDS-1", Implied, "ids", &self.ids);
        check.list("IDS-2", Assumed, "ids", &self.ids);
        for id in self.ids.iter().flat_map(|ids| ids.split(',')) {
            digits(&mut check, "IDS-2", Assumed, "ids", Some(id.trim()));
        }
        check.finish()
    }
}

/// One coupon template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CouponDetail {
    /// Id of the template, as in the key of the map.
    #[serde(with = "Lenient::<String>")]
    pub id: Option<String>,
    /// Name of the coupon.
    #[serde(with = "Lenient::<String>")]
    pub title: Option<String>,
    /// How many there are in all; 0 is no limit.
    #[serde(with = "Lenient::<i64>")]
    pub total: Option<i64>,
    /// How many have been claimed. The answer by user calls the amount `number` (contradiction 5).
    #[serde(with = "Lenient::<i64>")]
    pub number: Option<i64>,
    /// How many have been used.
    #[serde(with = "Lenient::<i64>")]
    pub used: Option<i64>,
    /// What it takes off: an amount or a percentage, by `coupon_type`. Unit and scale are not documented; the account says
    /// whether an amount is in 分 or 元.
    #[serde(with = "Lenient::<Decimal>")]
    pub amount: Option<Decimal>,
    /// How `amount` is meant: 0 a fixed amount, 1 a percentage (contradiction 33).
    #[serde(with = "Lenient::<DiscountKind>")]
    pub coupon_type: Option<DiscountKind>,
    /// The least an order must come to; 0 is no threshold. The unit is not documented, as with `amount`.
    #[serde(with = "Lenient::<Decimal>")]
    pub min_amount_use: Option<Decimal>,
    /// How many one customer may claim; 0 is no limit.
    #[serde(with = "Lenient::<i64>")]
    pub number_of_user: Option<i64>,
    /// Which goods it counts for: 0 all, 1 given categories, 2 given goods, 3 all but given goods. The answer by user has
    /// another list (contradiction 9).
    #[serde(with = "Lenient::<GoodsRange>")]
    pub goods_range_type: Option<GoodsRange>,
    /// How its validity is counted: 0 fixed dates, 1 from the day of the claim, 2 from the day after.
    #[serde(with = "Lenient::<Validity>")]
    pub expire_type: Option<Validity>,
    /// First second of validity, for fixed dates. Unix seconds (assumed); 0 or blank is none.
    #[serde(with = "Lenient::<Timestamp>")]
    pub start_at: Option<Timestamp>,
    /// Last second of validity, for fixed dates. Unix seconds (assumed); 0 or blank is none.
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
    /// Whether the page of a product shows it, presumably 1 or 0. The answer by user gives a scene from 1 to 7 under this
    /// name, so the number is kept (contradiction 9).
    #[serde(with = "Lenient::<String>")]
    pub show_page: Option<String>,
    /// When it is given out by itself.
    #[serde(with = "Many::<AutoDispatch>")]
    pub auto_dispatch_config: Vec<AutoDispatch>,
    /// Which shops take it: 0 all, 1 given shops, 2 all but given shops; `multi_range_type` in the answer by user
    /// (contradiction 34).
    #[serde(with = "Lenient::<ShopRange>")]
    pub shop_range_type: Option<ShopRange>,
    /// Whether it is shown: 1 yes, 0 no.
    #[serde(with = "Lenient::<bool>")]
    pub is_view: Option<bool>,
    /// Whether it is shared (共享): 1 yes, 0 no. With what, the page does not say.
    #[serde(with = "Lenient::<bool>")]
    pub is_share: Option<bool>,
    /// How users come by it: 1 they claim it, 2 they redeem a code.
    #[serde(with = "Lenient::<ReceiveWay>")]
    pub user_receive_type: Option<ReceiveWay>,
    /// Where it can be used: 0 everywhere, 1 online, 2 offline.
    #[serde(with = "Lenient::<UseScene>")]
    pub use_scene: Option<UseScene>,
    /// The threshold of an amount off, as text for people.
    #[serde(with = "Lenient::<String>")]
    pub condition: Option<String>,
    /// The threshold of a percentage off, as text for people.
    #[serde(with = "Lenient::<String>")]
    pub discounts_content: Option<String>,
    /// The shops, as text for people.
    #[serde(with = "Lenient::<String>")]
    pub apply_stores_text: Option<String>,
    /// The goods, as text for people.
    #[serde(with = "Lenient::<String>")]
    pub apply_goods_text: Option<String>,
    /// Not explained; sampled as 0.
    #[serde(with = "Lenient::<String>")]
    pub poly_status: Option<String>,
    /// The time of validity, as text for people.
    #[serde(with = "Lenient::<String>")]
    pub expire_date: Option<String>,
    /// The time of validity, as another text for people.
    #[serde(with = "Lenient::<String>")]
    pub expire_date_text: Option<String>,
    /// The time of validity, as a third text for people.
    #[serde(with = "Lenient::<String>")]
    pub expire_date_text2: Option<String>,
    /// The scenes of use, as text for people.
    #[serde(with = "Lenient::<String>")]
    pub use_scene_text: Option<String>,
}

/// When a coupon is given out by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AutoDispatch {
    /// Numbers of the occasions; their meaning is not given.
    #[serde(with = "Ids")]
    pub r#type: Vec<String>,
    /// What must be paid. "Array" in the table, an object in the sample (contradiction 6).
    #[serde(with = "One::<PayConfig>")]
    pub pay_config: Option<PayConfig>,
}

/// What must be paid before a coupon is given out by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct PayConfig {
    /// How much, in 分: the one amount of this page whose unit is given.
    #[serde(with = "Lenient::<Decimal>")]
    pub pay_money: Option<Decimal>,
    /// How many.
    #[serde(with = "Lenient::<i64>")]
    pub pay_num: Option<i64>,
}

coupon_wire::values! {
    /// How a discount is worked out (优惠形式).
    pub enum DiscountKind {
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
        All = "0",
        /// Goods of given categories.
        Categories = "1",
        /// Given goods.
        Goods = "2",
        /// All but given goods.
        AllButGoods = "3",
    }
}

coupon_wire::values! {
    /// How validity is counted (有效期类型).
    pub enum Validity {
        /// From one date to another.
        Dates = "0",
        /// So many days from the day of the claim.
        DaysFromClaim = "1",
        /// So many days from the day after the claim.
        DaysFromDayAfterClaim = "2",
    }
}

coupon_wire::values! {
    /// Which shops take a coupon (适用门店).
    pub enum ShopRange {
        /// All shops.
        All = "0",
        /// Given shops only.
        Only = "1",
        /// All but given shops.
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
        Everywhere = "0",
        /// Online.
        Online = "1",
        /// Offline.
        Offline = "2",
    }
}
