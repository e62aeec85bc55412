//! `busifavor.queryCoupon`: one coupon of a user.
//!
//! Document: 查询用户券详情, pay.weixin.qq.com/doc/v3/merchant/4015715938. Lengths are those of an older edition
//! (chapter9_2_5 of the wiki).

use coupon_wire::{Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use super::coupon::BusiFavorCoupon;
use crate::endpoint::{Endpoint, ResponseShape, sealed::Sealed};

/// Asks for one coupon of a user.
///
/// 查询用户的一张券。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct QueryCoupon {
    /// The user, as the official account or mini program knows them. In the path.
    ///
    /// 用户在 appid 下的唯一标识；在路径中。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub openid: Option<String>,
    /// Code of the coupon. In the path.
    ///
    /// 券的唯一标识；在路径中。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub coupon_code: Option<String>,
    /// The official account or mini program. In the path.
    ///
    /// 公众账号或小程序的 appid；在路径中。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub appid: Option<String>,
}

impl Sealed for QueryCoupon {}

impl Endpoint for QueryCoupon {
    const NAME: &'static str = "busifavor.queryCoupon";
    const PATH: &'static str =
        "v3/marketing/busifavor/users/{openid}/coupons/{coupon_code}/appids/{appid}";
    const KIND: OperationKind = OperationKind::Read;
    const DATA: ResponseShape = ResponseShape::Record;
    type Row = BusiFavorCoupon;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required("QCP-1", "openid", &self.openid);
        check.length(Rule::seen("QCP-1"), "openid", &self.openid, 128);
        check.required("QCP-2", "coupon_code", &self.coupon_code);
        check.length(Rule::seen("QCP-2"), "coupon_code", &self.coupon_code, 32);
        check.required("QCP-3", "appid", &self.appid);
        check.length(Rule::seen("QCP-3"), "appid", &self.appid, 32);
        check.finish()
    }
}
