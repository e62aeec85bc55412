//! The switches of Qince: where its documents contradict themselves or say nothing.

use crate::quirks::QuirkRow;

/// In the order of the tables of the documents.
pub(crate) static QUIRKS: &[&QuirkRow] = &[
    &VOUCHER_ID,
    &PROD_BRANDS,
    &VOUCHER_PERCENT,
    &VOUCHER_TIMES,
    &EFFECT_DATE,
    &MODIFY_TIME,
    &RETURN_CODE,
    &RESPONSE_DATA,
    &NO_ROWS,
    &SOURCE_FROM,
    &REQUIRED_TYPE,
    &END_DATE,
    &RECEIVE_FIELDS,
    &RECEIVE_ANSWER,
    &COUPON_UNITS,
    &COUPON_KEYS,
    &VOUCHER_USE_STATUS,
    &VOUCHER_EXPIRED,
    &NAMED_RANGE,
    &WINDOW_END,
    &QINCE_TIME,
];

pub(crate) static VOUCHER_ID: QuirkRow = QuirkRow {
    name: "voucher-id",
    values: &["number", "text"],
    observed: 0,
    contradiction: "10",
    en: "id of getVoucherInfos is a bare number of 19 digits as sampled, or a text as everywhere else",
    zh: "getVoucherInfos 的 id 为 19 位数字（示例）或文本（其他接口）",
};

pub(crate) static PROD_BRANDS: QuirkRow = QuirkRow {
    name: "prod-brands",
    values: &["prodBrands", "prodBrand"],
    observed: 0,
    contradiction: "11",
    en: "The name of the list of brands in getVoucherInfos, as in the sample or as in the table",
    zh: "getVoucherInfos 商品品牌列表的字段名：示例或表格",
};

pub(crate) static VOUCHER_PERCENT: QuirkRow = QuirkRow {
    name: "voucher-percent",
    values: &["share", "percent"],
    observed: 0,
    contradiction: "12",
    en: "discountsPercent of getVoucherInfos is a share from 0 to 1 as created, or out of a hundred as in the usage answer",
    zh: "getVoucherInfos 的 discountsPercent 为 0~1（同新增）或 0~100（同使用情况）",
};

pub(crate) static VOUCHER_TIMES: QuirkRow = QuirkRow {
    name: "voucher-times",
    values: &["minutes", "seconds"],
    observed: 0,
    contradiction: "13",
    en: "distribute_time and receive_time end with the minutes as sampled, or with the seconds as in the table",
    zh: "distribute_time、receive_time 到分（示例）或到秒（表格）",
};

pub(crate) static EFFECT_DATE: QuirkRow = QuirkRow {
    name: "effect-date",
    values: &["tight", "spaced"],
    observed: 0,
    contradiction: "13",
    en: "effect_date of a 兑货券 is a~b as sampled or a ~ b as in the table",
    zh: "兑货券 effect_date 为 a~b（示例）或 a ~ b（表格）",
};

pub(crate) static MODIFY_TIME: QuirkRow = QuirkRow {
    name: "modify-time",
    values: &["milliseconds", "microseconds"],
    observed: 0,
    contradiction: "13",
    en: "modify_time of a 兑货券 has three decimals as sampled, or six as the table's ss.us says",
    zh: "兑货券 modify_time 为三位小数（示例）或六位小数（表格 ss.us）",
};

pub(crate) static RETURN_CODE: QuirkRow = QuirkRow {
    name: "return-code",
    values: &["as-sampled", "text", "number"],
    observed: 1,
    contradiction: "14",
    en: "return_code is a text or a number as each operation samples it, or one of them everywhere",
    zh: "return_code 按各接口示例为文本或数字，或统一为文本，或统一为数字",
};

pub(crate) static RESPONSE_DATA: QuirkRow = QuirkRow {
    name: "response-data",
    values: &["string", "inline"],
    observed: 0,
    contradiction: "14",
    en: "response_data is a JSON document inside a string, or JSON itself",
    zh: "response_data 为字符串中的 JSON，或直接为 JSON",
};

pub(crate) static NO_ROWS: QuirkRow = QuirkRow {
    name: "no-rows",
    values: &["list", "null", "absent"],
    observed: 0,
    contradiction: "14",
    en: "A Qince list without rows is \"[]\", null, or no field at all",
    zh: "勤策列表无数据时 response_data 为 \"[]\"、null，或没有该字段",
};

pub(crate) static SOURCE_FROM: QuirkRow = QuirkRow {
    name: "source-from",
    values: &["two-values", "three-values"],
    observed: 0,
    contradiction: "15",
    en: "sourceFrom of getVoucherInfos knows ZZ and XF as in its table, or OPENAPI too as create_type does",
    zh: "getVoucherInfos 的 sourceFrom 只有 ZZ、XF（本表），或同 create_type 还有 OPENAPI",
};

pub(crate) static REQUIRED_TYPE: QuirkRow = QuirkRow {
    name: "required-type",
    values: &["blank", "zero"],
    observed: 1,
    contradiction: "16",
    en: "requiredType of a 优惠券 without required goods is blank as its table implies, or \"0\" as sampled",
    zh: "无必含商品时 requiredType 为空（表格）或 \"0\"（示例）",
};

pub(crate) static END_DATE: QuirkRow = QuirkRow {
    name: "end-date",
    values: &["required", "optional"],
    observed: 0,
    contradiction: "17",
    en: "modifyVoucherEndDate without endDate, which its table omits, is refused, or answers a success and changes nothing",
    zh: "modifyVoucherEndDate 未填 endDate（表格未列出）时拒绝，或返回成功但不变更",
};

pub(crate) static RECEIVE_FIELDS: QuirkRow = QuirkRow {
    name: "receive-fields",
    values: &["read", "ignored"],
    observed: 0,
    contradiction: "17",
    en: "voucherName and receiveTime of receiveVoucherInfo are read as the table has them, or ignored as the sample lacks them",
    zh: "receiveVoucherInfo 的 voucherName、receiveTime 按表格读取，或按示例忽略",
};

pub(crate) static RECEIVE_ANSWER: QuirkRow = QuirkRow {
    name: "receive-answer",
    values: &["null", "text", "object"],
    observed: 0,
    contradiction: "17",
    en: "What receiveVoucherInfo answers: nothing, the id of the held coupon as text, or {\"id\": …}",
    zh: "receiveVoucherInfo 返回的内容：空、领取记录 id 文本，或 {\"id\": …}",
};

pub(crate) static COUPON_UNITS: QuirkRow = QuirkRow {
    name: "coupon-units",
    values: &["with", "without"],
    observed: 0,
    contradiction: "18",
    en: "Quantities, days and percents of a 兑货券 carry their unit (10箱, 10天, 80.00%), or are bare numbers",
    zh: "兑货券的数量、天数、百分比带单位（10箱、10天、80.00%）或为纯数字",
};

pub(crate) static COUPON_KEYS: QuirkRow = QuirkRow {
    name: "coupon-keys",
    values: &["one-of", "both"],
    observed: 0,
    contradiction: "19",
    en: "addCoupon takes one of cm_id and cm_code (and of product_id and product_code) as the note says, or needs both as the column says",
    zh: "addCoupon 的 cm_id 与 cm_code（product_id 与 product_code）按说明填一个即可，或按必填列都要填",
};

pub(crate) static VOUCHER_USE_STATUS: QuirkRow = QuirkRow {
    name: "voucher-use-status",
    values: &["present", "absent"],
    observed: 1,
    contradiction: "20, USE-5",
    en: "use_status of queryVoucherUsedInfo is there as in the table, or not as in the sample",
    zh: "queryVoucherUsedInfo 的 use_status 有（表格）或没有（示例）",
};

pub(crate) static VOUCHER_EXPIRED: QuirkRow = QuirkRow {
    name: "voucher-expired",
    values: &["answered", "derived"],
    observed: 0,
    contradiction: "20",
    en: "use_status of an unused coupon that is over is 2, or stays 0 and 2 is only a filter",
    zh: "过期未使用的券 use_status 为 2，或仍为 0（2 只用于查询）",
};

pub(crate) static NAMED_RANGE: QuirkRow = QuirkRow {
    name: "named-range",
    values: &["customers", "attributes"],
    observed: 1,
    contradiction: "21",
    en: "Under tradeRange 2 getVoucherInfos fills cmInfos as in the table, or has no cmInfos but the names of levels and types as in the sample",
    zh: "tradeRange 为 2 时 getVoucherInfos 返回 cmInfos（表格），或没有 cmInfos 而只有客户级别、类型的名称（示例）",
};

pub(crate) static WINDOW_END: QuirkRow = QuirkRow {
    name: "window-end",
    values: &["inclusive", "exclusive"],
    observed: 0,
    contradiction: "QIN-7",
    en: "Whether the last day of a Qince window belongs to it",
    zh: "勤策日期窗口是否包含结束当天",
};

pub(crate) static QINCE_TIME: QuirkRow = QuirkRow {
    name: "qince-time",
    values: &["seconds", "milliseconds"],
    observed: 1,
    contradiction: "QIN-1",
    en: "Whether the time in the path may end with two or three digits of milliseconds in the place of the seconds, as the pattern yyyyMMddHHmmSS gives",
    zh: "路径中的时间末尾是否可为两位或三位毫秒（格式 yyyyMMddHHmmSS 的结果）而非秒",
};
