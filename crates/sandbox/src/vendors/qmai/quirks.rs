//! The switches of Qmai: where its documents contradict themselves or say nothing.

use crate::quirks::QuirkRow;

/// In the order of the tables of the documents.
pub(crate) static QUIRKS: &[&QuirkRow] = &[
    &USE_STATUS_ZERO,
    &GIFT_STATUS,
    &QMAI_STATUS,
    &QMAI_CODE,
    &QMAI_TRACE_ID,
    &QMAI_INT,
    &QMAI_BLANK,
    &V2_BOTH_KEYS,
    &V2_NUMBER,
    &V2_TEMPLATES,
    &V3_DATA,
    &QMAI_ENVELOPE,
    &V3_UPDATED_AT,
    &V2_GOODS_RANGE,
    &V2_SHOW_PAGE,
    &NOTHING_FOUND,
    &QMAI_BIZ_ID,
];

pub(crate) static USE_STATUS_ZERO: QuirkRow = QuirkRow {
    name: "use-status-zero",
    values: &["with-reversed", "unused-only"],
    observed: 0,
    contradiction: "1",
    en: "Whether the filter useStatus 0 of V3 finds reversed coupons too, which are answered as 0",
    zh: "V3 按 useStatus 0 查询时，是否包含已冲正（应答同为 0）的券",
};

pub(crate) static GIFT_STATUS: QuirkRow = QuirkRow {
    name: "gift-status",
    values: &["never", "frozen-as-4"],
    observed: 0,
    contradiction: "1",
    en: "Whether useStatus answers a number that neither legend has: a frozen coupon shows 4, being given away",
    zh: "useStatus 是否出现两张图例都没有的值：已冻结的券显示 4（转赠中）",
};

pub(crate) static QMAI_STATUS: QuirkRow = QuirkRow {
    name: "qmai-status",
    values: &["text", "boolean"],
    observed: 1,
    contradiction: "2, ERR-6",
    en: "status of a success is the text \"true\" or the boolean; it is a boolean in every error",
    zh: "成功时 status 为文本 \"true\" 或布尔值；出错时总是布尔值",
};

pub(crate) static QMAI_CODE: QuirkRow = QuirkRow {
    name: "qmai-code",
    values: &["text", "number"],
    observed: 1,
    contradiction: "3, ERR-6",
    en: "code is a text or a number, in successes and errors",
    zh: "code 为文本或数字，成功与出错相同",
};

pub(crate) static QMAI_TRACE_ID: QuirkRow = QuirkRow {
    name: "qmai-trace-id",
    values: &["absent", "present"],
    observed: 1,
    contradiction: "ERR-6",
    en: "Whether every answer of Qmai has a traceId, which no document names",
    zh: "企迈的应答是否带 traceId（文档未列出）",
};

pub(crate) static QMAI_INT: QuirkRow = QuirkRow {
    name: "qmai-int",
    values: &["text", "number"],
    observed: 1,
    contradiction: "3",
    en: "Fields typed int in the tables of Qmai are texts as sampled, or numbers as typed",
    zh: "表中类型为 int 的字段，按示例以文本返回，或按类型以数字返回",
};

pub(crate) static QMAI_BLANK: QuirkRow = QuirkRow {
    name: "qmai-blank",
    values: &["empty", "null"],
    observed: 0,
    contradiction: "3",
    en: "An int of Qmai without a value is \"\" or null",
    zh: "企迈 int 字段无值时为 \"\" 或 null",
};

pub(crate) static V2_BOTH_KEYS: QuirkRow = QuirkRow {
    name: "v2-both-keys",
    values: &["by-ids", "by-user"],
    observed: 0,
    contradiction: "4",
    en: "Which operation of V2 answers a call that fills ids, user_id and user_coupon_id",
    zh: "V2 请求同时填写 ids 与 user_id、user_coupon_id 时由哪个接口应答",
};

pub(crate) static V2_NUMBER: QuirkRow = QuirkRow {
    name: "v2-number",
    values: &["amount", "claimed"],
    observed: 0,
    contradiction: "5",
    en: "coupon.number of V2 by user is the amount or percent as its table says, or the claimed count as in the other table, then with amount beside it",
    zh: "V2 按用户查询时 coupon.number 为金额/折扣（本表），或已领取数量（另一表，此时另有 amount）",
};

pub(crate) static V2_TEMPLATES: QuirkRow = QuirkRow {
    name: "v2-templates",
    values: &["map", "list"],
    observed: 0,
    contradiction: "6",
    en: "data.data of V2 by ids is a map by id as sampled, or a list as the word array says",
    zh: "V2 按 id 查询时 data.data 为以 id 为键的对象（示例）或列表（array）",
};

pub(crate) static V3_DATA: QuirkRow = QuirkRow {
    name: "v3-data",
    values: &["object", "list", "page"],
    observed: 2,
    contradiction: "6, V3-7",
    en: "data of V3: one coupon is an object and several are a list, or always a list, or always {list,total}",
    zh: "V3 的 data：一张券为对象、多张为列表；或总是列表；或总是 {list,total}",
};

pub(crate) static QMAI_ENVELOPE: QuirkRow = QuirkRow {
    name: "qmai-envelope",
    values: &["exact", "any-case"],
    observed: 0,
    contradiction: "7",
    en: "Whether V2 takes the camelCase names of the V3 envelope and V3 the PascalCase ones of V2",
    zh: "V2 是否接受 V3 的小驼峰公共参数名，V3 是否接受 V2 的大驼峰公共参数名",
};

pub(crate) static V3_UPDATED_AT: QuirkRow = QuirkRow {
    name: "v3-updated-at",
    values: &["two-digits", "as-sampled"],
    observed: 1,
    contradiction: "8",
    en: "Seconds of updatedAt below ten have two digits, or one as in the sample",
    zh: "updatedAt 的秒小于 10 时为两位，或如示例为一位",
};

pub(crate) static V2_GOODS_RANGE: QuirkRow = QuirkRow {
    name: "v2-goods-range",
    values: &["own-table", "other-table"],
    observed: 0,
    contradiction: "9",
    en: "coupon.goods_range_type of V2 by user has the two values of its own table or the four of the other",
    zh: "V2 按用户查询时 goods_range_type 取本表的两个值或另一表的四个值",
};

pub(crate) static V2_SHOW_PAGE: QuirkRow = QuirkRow {
    name: "v2-show-page",
    values: &["own-table", "other-table"],
    observed: 0,
    contradiction: "9",
    en: "coupon.show_page of V2 by user is a scene from 1 to 7 as in its own table or a yes/no as in the other",
    zh: "V2 按用户查询时 show_page 为 1 至 7 的场景（本表）或是否显示（另一表）",
};

pub(crate) static NOTHING_FOUND: QuirkRow = QuirkRow {
    name: "nothing-found",
    values: &["error", "null", "list"],
    observed: 1,
    contradiction: "V3-6",
    en: "Where nothing is found, Qmai answers a business error as documented, or a success with data null, or one with an empty list",
    zh: "查无结果时企迈返回业务异常（文档），或成功且 data 为 null，或成功且 data 为空列表",
};

pub(crate) static QMAI_BIZ_ID: QuirkRow = QuirkRow {
    name: "qmai-biz-id",
    values: &["repeats", "deduplicates"],
    observed: 0,
    contradiction: "ISC-1, WOF-1",
    en: "A write of Qmai with a bizId that was there before is done once more, or answered like the first time without effect; which of them the vendor does is unknown",
    zh: "企迈写接口收到重复的 bizId 时再做一次，或按首次结果应答而不再执行；厂商属于哪一种，未知",
};
