//! The bodies of answers that are not a record, as they are read; their schemas are made from these types.

use coupon_wire::Lenient;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Body of every answer whose HTTP status is not 2xx.
///
/// HTTP 状态码不是 2xx 时的应答正文。
#[derive(Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub(crate) struct Refusal {
    /// The vendor's word for the reason: PARAM_ERROR, RESOURCE_NOT_EXISTS.
    ///
    /// 错误码，如 PARAM_ERROR、RESOURCE_NOT_EXISTS。
    #[serde(with = "Lenient::<String>")]
    pub(crate) code: Option<String>,
    /// The reason in words.
    ///
    /// 错误描述。
    #[serde(with = "Lenient::<String>")]
    pub(crate) message: Option<String>,
}

/// Answer of a list.
///
/// 列表的应答。
#[derive(Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub(crate) struct ListAnswer<'a> {
    /// The records; absent or blank for nothing found.
    ///
    /// 结果集；缺失或空白表示没有查到。
    #[serde(borrow)]
    pub(crate) data: Option<&'a RawValue>,
    /// How many there are in all.
    ///
    /// 总数量。
    #[serde(with = "Lenient::<i64>")]
    pub(crate) total_count: Option<i64>,
    /// As asked. The document calls it the number of a page; its name says an offset of rows.
    ///
    /// 与请求相同；文档称“分页页码”，字段名却是偏移量。
    #[serde(with = "Lenient::<i64>")]
    pub(crate) offset: Option<i64>,
    /// The most records of a page, as asked.
    ///
    /// 分页大小，与请求相同。
    #[serde(with = "Lenient::<i64>")]
    pub(crate) limit: Option<i64>,
}
