//! How coupons of a stock look in WeChat: the same tables in coupons and in stocks.

use coupon_wire::{Lenient, ZeroOrOne};
use serde::{Deserialize, Serialize};

/// How a coupon looks.
///
/// 样式信息。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct DisplayPattern {
    /// The terms that users read. Lists leave it out.
    ///
    /// 使用须知；列表中不返回。
    #[serde(with = "Lenient::<String>")]
    pub description: Option<String>,
    /// Address of the merchant's picture.
    ///
    /// 商户 logo 的地址。
    #[serde(with = "Lenient::<String>")]
    pub merchant_logo_url: Option<String>,
    /// The merchant's name, as users see it.
    ///
    /// 商户名称。
    #[serde(with = "Lenient::<String>")]
    pub merchant_name: Option<String>,
    /// Name of the colour behind it.
    ///
    /// 背景颜色的名称。
    #[serde(with = "Lenient::<String>")]
    pub background_color: Option<String>,
    /// Address of its picture.
    ///
    /// 券详情图片的地址。
    #[serde(with = "Lenient::<String>")]
    pub coupon_image_url: Option<String>,
}

/// Where a user goes from a coupon.
///
/// 自定义入口。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CustomEntrance {
    /// To a mini program.
    ///
    /// 小程序入口。
    #[serde(with = "ZeroOrOne::<MiniProgramEntrance>")]
    pub mini_programs_info: Option<MiniProgramEntrance>,
    /// To the official account with this appid.
    ///
    /// 商户公众号的 appid。
    #[serde(with = "Lenient::<String>")]
    pub appid: Option<String>,
    /// To this hall of offers.
    ///
    /// 营销馆 id。
    #[serde(with = "Lenient::<String>")]
    pub hall_id: Option<String>,
    /// To this shop.
    ///
    /// 可用门店 id。
    #[serde(with = "Lenient::<String>")]
    pub store_id: Option<String>,
    /// How the code is shown: NOT_SHOW, BARCODE, QRCODE.
    ///
    /// code 展示模式：NOT_SHOW、BARCODE、QRCODE。
    #[serde(with = "Lenient::<String>")]
    pub code_display_mode: Option<String>,
}

/// The way to a mini program.
///
/// 小程序入口。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct MiniProgramEntrance {
    /// The mini program.
    ///
    /// 小程序的 appid。
    #[serde(with = "Lenient::<String>")]
    pub mini_programs_appid: Option<String>,
    /// Its page.
    ///
    /// 页面路径。
    #[serde(with = "Lenient::<String>")]
    pub mini_programs_path: Option<String>,
    /// Words on the way in.
    ///
    /// 入口文案。
    #[serde(with = "Lenient::<String>")]
    pub entrance_words: Option<String>,
    /// Words beside it.
    ///
    /// 引导文案。
    #[serde(with = "Lenient::<String>")]
    pub guiding_words: Option<String>,
}
