//! Every switch for people: where it comes from and what it changes.

use std::fmt::Write as _;

use coupon_sandbox::Quirk;

/// One switch for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuirkText {
    /// The contradiction that the switch stands for, by its number, or the rule that leaves it open.
    pub contradiction: &'static str,
    /// The change that the switch makes, in English.
    pub en: &'static str,
    /// The same in Chinese.
    pub zh: &'static str,
}

/// The text of a switch.
pub fn quirk_text(quirk: Quirk) -> QuirkText {
    match quirk {
        Quirk::UseStatusZero => text(
            "1",
            "Whether the filter useStatus 0 of V3 finds reversed coupons too, which are answered as 0",
            "V3 按 useStatus 0 查询时，是否包含已冲正（应答同为 0）的券",
        ),
        Quirk::GiftStatus => text(
            "1",
            "Whether useStatus answers a number that neither legend has: a frozen coupon shows 4, being given away",
            "useStatus 是否出现两张图例都没有的值：已冻结的券显示 4（转赠中）",
        ),
        Quirk::QmaiStatus => text(
            "2, ERR-6",
            "status of a success is the text \"true\" or the boolean; it is a boolean in every error",
            "成功时 status 为文本 \"true\" 或布尔值；出错时总是布尔值",
        ),
        Quirk::QmaiCode => text(
            "3, ERR-6",
            "code is a text or a number, in successes and errors",
            "code 为文本或数字，成功与出错相同",
        ),
        Quirk::QmaiTraceId => text(
            "ERR-6",
            "Whether every answer of Qmai has a traceId, which no document names",
            "企迈的应答是否带 traceId（文档未列出）",
        ),
        Quirk::QmaiInt => text(
            "3",
            "Fields typed int in the tables of Qmai are texts as sampled, or numbers as typed",
            "表中类型为 int 的字段，按示例以文本返回，或按类型以数字返回",
        ),
        Quirk::QmaiBlank => text(
            "3",
            "An int of Qmai without a value is \"\" or null",
            "企迈 int 字段无值时为 \"\" 或 null",
        ),
        Quirk::V2BothKeys => text(
            "4",
            "Which operation of V2 answers a call that fills ids, user_id and user_coupon_id",
            "V2 请求同时填写 ids 与 user_id、user_coupon_id 时由哪个接口应答",
        ),
        Quirk::V2Number => text(
            "5",
            "coupon.number of V2 by user is the amount or percent as its table says, or the claimed count as in the other table, then with amount beside it",
            "V2 按用户查询时 coupon.number 为金额/折扣（本表），或已领取数量（另一表，此时另有 amount）",
        ),
        Quirk::V2Templates => text(
            "6",
            "data.data of V2 by ids is a map by id as sampled, or a list as the word array says",
            "V2 按 id 查询时 data.data 为以 id 为键的对象（示例）或列表（array）",
        ),
        Quirk::V3Data => text(
            "6, V3-7",
            "data of V3: one coupon is an object and several are a list, or always a list, or always {list,total}",
            "V3 的 data：一张券为对象、多张为列表；或总是列表；或总是 {list,total}",
        ),
        Quirk::QmaiEnvelope => text(
            "7",
            "Whether V2 takes the camelCase names of the V3 envelope and V3 the PascalCase ones of V2",
            "V2 是否接受 V3 的小驼峰公共参数名，V3 是否接受 V2 的大驼峰公共参数名",
        ),
        Quirk::V3UpdatedAt => text(
            "8",
            "Seconds of updatedAt below ten have two digits, or one as in the sample",
            "updatedAt 的秒小于 10 时为两位，或如示例为一位",
        ),
        Quirk::V2GoodsRange => text(
            "9",
            "coupon.goods_range_type of V2 by user has the two values of its own table or the four of the other",
            "V2 按用户查询时 goods_range_type 取本表的两个值或另一表的四个值",
        ),
        Quirk::V2ShowPage => text(
            "9",
            "coupon.show_page of V2 by user is a scene from 1 to 7 as in its own table or a yes/no as in the other",
            "V2 按用户查询时 show_page 为 1 至 7 的场景（本表）或是否显示（另一表）",
        ),
        Quirk::NothingFound => text(
            "V3-6",
            "Where nothing is found, Qmai answers a business error as documented, or a success with data null, or one with an empty list",
            "查无结果时企迈返回业务异常（文档），或成功且 data 为 null，或成功且 data 为空列表",
        ),
        Quirk::QmaiBizId => text(
            "ISC-1, WOF-1",
            "A write of Qmai with a bizId that was there before is done once more, or answered like the first time without effect; which of them the vendor does is unknown",
            "企迈写接口收到重复的 bizId 时再做一次，或按首次结果应答而不再执行；厂商属于哪一种，未知",
        ),
        Quirk::VoucherId => text(
            "10",
            "id of getVoucherInfos is a bare number of 19 digits as sampled, or a text as everywhere else",
            "getVoucherInfos 的 id 为 19 位数字（示例）或文本（其他接口）",
        ),
        Quirk::ProdBrands => text(
            "11",
            "The name of the list of brands in getVoucherInfos, as in the sample or as in the table",
            "getVoucherInfos 商品品牌列表的字段名：示例或表格",
        ),
        Quirk::VoucherPercent => text(
            "12",
            "discountsPercent of getVoucherInfos is a share from 0 to 1 as created, or out of a hundred as in the usage answer",
            "getVoucherInfos 的 discountsPercent 为 0~1（同新增）或 0~100（同使用情况）",
        ),
        Quirk::VoucherTimes => text(
            "13",
            "distribute_time and receive_time end with the minutes as sampled, or with the seconds as in the table",
            "distribute_time、receive_time 到分（示例）或到秒（表格）",
        ),
        Quirk::EffectDate => text(
            "13",
            "effect_date of a 兑货券 is a~b as sampled or a ~ b as in the table",
            "兑货券 effect_date 为 a~b（示例）或 a ~ b（表格）",
        ),
        Quirk::ModifyTime => text(
            "13",
            "modify_time of a 兑货券 has three decimals as sampled, or six as the table's ss.us says",
            "兑货券 modify_time 为三位小数（示例）或六位小数（表格 ss.us）",
        ),
        Quirk::ReturnCode => text(
            "14",
            "return_code is a text or a number as each operation samples it, or one of them everywhere",
            "return_code 按各接口示例为文本或数字，或统一为文本，或统一为数字",
        ),
        Quirk::ResponseData => text(
            "14",
            "response_data is a JSON document inside a string, or JSON itself",
            "response_data 为字符串中的 JSON，或直接为 JSON",
        ),
        Quirk::NoRows => text(
            "14",
            "A Qince list without rows is \"[]\", null, or no field at all",
            "勤策列表无数据时 response_data 为 \"[]\"、null，或没有该字段",
        ),
        Quirk::SourceFrom => text(
            "15",
            "sourceFrom of getVoucherInfos knows ZZ and XF as in its table, or OPENAPI too as create_type does",
            "getVoucherInfos 的 sourceFrom 只有 ZZ、XF（本表），或同 create_type 还有 OPENAPI",
        ),
        Quirk::RequiredType => text(
            "16",
            "requiredType of a 优惠券 without required goods is blank as its table implies, or \"0\" as sampled",
            "无必含商品时 requiredType 为空（表格）或 \"0\"（示例）",
        ),
        Quirk::EndDate => text(
            "17",
            "modifyVoucherEndDate without endDate, which its table omits, is refused, or answers a success and changes nothing",
            "modifyVoucherEndDate 未填 endDate（表格未列出）时拒绝，或返回成功但不变更",
        ),
        Quirk::ReceiveFields => text(
            "17",
            "voucherName and receiveTime of receiveVoucherInfo are read as the table has them, or ignored as the sample lacks them",
            "receiveVoucherInfo 的 voucherName、receiveTime 按表格读取，或按示例忽略",
        ),
        Quirk::ReceiveAnswer => text(
            "17",
            "What receiveVoucherInfo answers: nothing, the id of the held coupon as text, or {\"id\": …}",
            "receiveVoucherInfo 返回的内容：空、领取记录 id 文本，或 {\"id\": …}",
        ),
        Quirk::CouponUnits => text(
            "18",
            "Quantities, days and percents of a 兑货券 carry their unit (10箱, 10天, 80.00%), or are bare numbers",
            "兑货券的数量、天数、百分比带单位（10箱、10天、80.00%）或为纯数字",
        ),
        Quirk::CouponKeys => text(
            "19",
            "addCoupon takes one of cm_id and cm_code (and of product_id and product_code) as the note says, or needs both as the column says",
            "addCoupon 的 cm_id 与 cm_code（product_id 与 product_code）按说明填一个即可，或按必填列都要填",
        ),
        Quirk::VoucherUseStatus => text(
            "20, USE-5",
            "use_status of queryVoucherUsedInfo is there as in the table, or not as in the sample",
            "queryVoucherUsedInfo 的 use_status 有（表格）或没有（示例）",
        ),
        Quirk::VoucherExpired => text(
            "20",
            "use_status of an unused coupon that is over is 2, or stays 0 and 2 is only a filter",
            "过期未使用的券 use_status 为 2，或仍为 0（2 只用于查询）",
        ),
        Quirk::NamedRange => text(
            "21",
            "Under tradeRange 2 getVoucherInfos fills cmInfos as in the table, or has no cmInfos but the names of levels and types as in the sample",
            "tradeRange 为 2 时 getVoucherInfos 返回 cmInfos（表格），或没有 cmInfos 而只有客户级别、类型的名称（示例）",
        ),
        Quirk::WindowEnd => text(
            "QIN-7",
            "Whether the last day of a Qince window belongs to it",
            "勤策日期窗口是否包含结束当天",
        ),
        Quirk::QinceTime => text(
            "QIN-1",
            "Whether the time in the path may end with two or three digits of milliseconds in the place of the seconds, as the pattern yyyyMMddHHmmSS gives",
            "路径中的时间末尾是否可为两位或三位毫秒（格式 yyyyMMddHHmmSS 的结果）而非秒",
        ),
        Quirk::HttpRefusals => text(
            "ERR-1",
            "The body of an answer 400, 405, 408 or 413 is in the vendor's shape, or plain text as a gateway sends it",
            "400、405、408、413 应答的正文为厂商格式，或如网关一样为纯文本",
        ),
    }
}

/// Every switch with its values, for the help of a command line.
pub fn quirks_help() -> String {
    let head = "Quirks (first value: as-documented; with *: as-observed):\n";
    listed(head, |text| text.en)
}

/// The same in Chinese.
pub fn quirks_help_zh() -> String {
    listed(
        "文档自相矛盾之处的行为开关（第一个值：as-documented；带 * 的：as-observed）：\n",
        |text| text.zh,
    )
}

fn listed(head: &str, words: fn(QuirkText) -> &'static str) -> String {
    let mut help = head.to_owned();
    for quirk in Quirk::ALL {
        let mark = |value: &&str| if *value == quirk.observed() { "*" } else { "" };
        let values: Vec<String> =
            quirk.values().iter().map(|value| format!("{value}{}", mark(value))).collect();
        let (name, values, words) = (quirk.name(), values.join("|"), words(quirk_text(quirk)));
        writeln!(help, "\n  {name}={values}\n      {words}").expect("a String");
    }
    help
}

const fn text(contradiction: &'static str, en: &'static str, zh: &'static str) -> QuirkText {
    QuirkText { contradiction, en, zh }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every contradiction that needs a switch has one.
    #[test]
    fn contradictions_1_to_21_and_the_open_rules_have_a_switch() {
        let named: Vec<&str> = Quirk::ALL
            .into_iter()
            .flat_map(|quirk| quirk_text(quirk).contradiction.split(", "))
            .collect();
        for number in 1..=21 {
            assert!(named.contains(&number.to_string().as_str()), "contradiction {number}");
        }
        for rule in ["QIN-7", "V3-6", "V3-7", "USE-5", "ERR-6"] {
            assert!(named.contains(&rule), "{rule}");
        }
    }
}
