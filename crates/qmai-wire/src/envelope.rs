//! The envelopes of requests and answers, as they are read; their schemas are made from these types.

use coupon_wire::Lenient;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Envelope of a call of API 3.0.
///
/// API 3.0 请求的外层。
#[derive(Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct RequestV3<'a> {
    /// Id of the account: letters, digits and dashes. Required (seen).
    ///
    /// 账户的密钥 Id，只含字母、数字、连字符；必填（已见于其他版本）。
    #[serde(with = "Lenient::<String>")]
    pub(crate) open_id: Option<String>,
    /// Code of the grant that the business gave. Required (seen).
    ///
    /// 商家授权后得到的代码；必填（已见于其他版本）。
    #[serde(with = "Lenient::<String>")]
    pub(crate) grant_code: Option<String>,
    /// The signature: HMAC-SHA1 in base64, percent-encoded. Required (seen).
    ///
    /// 数字签名：HMAC-SHA1 的 base64，再做百分号编码；必填（已见于其他版本）。
    #[serde(with = "Lenient::<String>")]
    pub(crate) token: Option<String>,
    /// When it was signed: Unix seconds, as text or number. Required (seen).
    ///
    /// 签名时刻，Unix 秒，文本或数字均可；必填（已见于其他版本）。
    #[serde(with = "Lenient::<String>")]
    pub(crate) timestamp: Option<String>,
    /// A positive whole number, another one in every attempt. Required (seen).
    ///
    /// 正整数，每次发送都换新；必填（已见于其他版本）。
    #[serde(with = "Lenient::<String>")]
    pub(crate) nonce: Option<String>,
    /// The call itself, an object; "array" in the table (contradiction 6). Not signed.
    ///
    /// 业务内容，为对象（文档写作 array，见矛盾 6）；不参与签名。
    #[serde(borrow)]
    pub(crate) params: Option<&'a RawValue>,
}

/// Envelope of a call of API 2.0: other letter case (contradiction 7), and an `Action`.
///
/// API 2.0 请求的外层：字段首字母大写（见矛盾 7），另有 `Action`。
#[derive(Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct RequestV2<'a> {
    /// Id of the account: letters, digits and dashes. Required (assumed).
    ///
    /// 账户的密钥 Id，只含字母、数字、连字符；必填（推定）。
    #[serde(with = "Lenient::<String>")]
    pub(crate) open_id: Option<String>,
    /// Code of the grant that the business gave. Required (assumed).
    ///
    /// 商家授权后得到的代码；必填（推定）。
    #[serde(with = "Lenient::<String>")]
    pub(crate) grant_code: Option<String>,
    /// The signature; how it is made is not proven for V2. Required (assumed).
    ///
    /// 数字签名；V2 的算法尚未证实。必填（推定）。
    #[serde(with = "Lenient::<String>")]
    pub(crate) token: Option<String>,
    /// When it was signed: Unix seconds, as text or number. Required (assumed).
    ///
    /// 签名时刻，Unix 秒，文本或数字均可；必填（推定）。
    #[serde(with = "Lenient::<String>")]
    pub(crate) timestamp: Option<String>,
    /// A positive whole number, another one in every attempt. Required (assumed).
    ///
    /// 正整数，每次发送都换新；必填（推定）。
    #[serde(with = "Lenient::<String>")]
    pub(crate) nonce: Option<String>,
    /// Which operation is called; one action serves two of them (contradiction 4).
    ///
    /// 所调用的操作名；同一名称对应两个操作（见矛盾 4）。
    #[serde(with = "Lenient::<String>")]
    pub(crate) action: Option<String>,
    /// The call itself, an object; "array" in the table (contradiction 6).
    ///
    /// 业务内容，为对象（文档写作 array，见矛盾 6）。
    #[serde(borrow)]
    pub(crate) params: Option<&'a RawValue>,
}

/// Envelope of every answer.
///
/// 所有应答的外层。
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct AnswerEnvelope<'a> {
    /// False if the gateway refused. "true" on success, `true` on an error of the operation: it proves no success
    /// (contradiction 2).
    ///
    /// 网关拒绝时为 false；成功为文本 "true"，业务出错也为 true，所以不能当作成功标志（见矛盾 2）。
    #[serde(default, with = "Lenient::<String>")]
    pub(crate) status: Option<String>,
    /// 0 for a success, as text or number (contradiction 3); no list of the others is public.
    ///
    /// 0 表示成功，文本或数字均可（见矛盾 3）；其余编码没有公开的清单。
    #[serde(default, with = "Lenient::<String>")]
    pub(crate) code: Option<String>,
    /// Reason of a failure, or any text on success.
    ///
    /// 出错原因；成功时可为任意文字。
    #[serde(default, with = "Lenient::<String>")]
    pub(crate) message: Option<String>,
    /// The vendor's name for this call. Seen; no document has it.
    ///
    /// 厂商给本次调用的编号；实际见过，文档未列。
    #[serde(default, rename = "traceId", with = "Lenient::<String>")]
    pub(crate) trace: Option<String>,
    /// The records asked for; absent, null or blank for nothing found.
    ///
    /// 所查询的内容；缺失、null 或空白表示没有查到。
    #[serde(borrow)]
    pub(crate) data: Option<&'a RawValue>,
}
