//! The causes of a wrong signature as the documentation shows them.

use crate::diagnosis_cause::DiagnosisCause;

/// One cause in the documentation.
#[derive(Debug, Clone, Copy)]
pub struct CauseText {
    /// The cause.
    pub cause: DiagnosisCause,
    /// Its name: `reserialised-body`.
    pub name: &'static str,
    /// `Qince`, `Qmai` or `both`.
    pub vendors: &'static str,
    /// The mistake, in English.
    pub en: &'static str,
    /// The mistake, in Chinese.
    pub zh: &'static str,
}

/// Every cause, in the order of [`DiagnosisCause`]'s variants.
pub const CAUSE_TEXTS: [CauseText; 38] = [
    text(
        DiagnosisCause::ReserialisedBody,
        "reserialised-body",
        "Qince",
        "the body was written anew after signing: spaces, escapes, order of fields, blanks left out",
        "签名后正文被重新序列化：空格、转义、字段顺序、省略空值",
    ),
    text(
        DiagnosisCause::LineEnds,
        "line-ends",
        "both",
        "line ends were stripped or added by a tool (`curl -d @file`, `echo`)",
        "换行被工具去掉或添加（`curl -d @file`、`echo`）",
    ),
    text(
        DiagnosisCause::NumbersRewritten,
        "numbers-rewritten",
        "Qince",
        "numbers were rewritten: 1 as 1.0, an id rounded, a number as text",
        "数字被改写：1 变成 1.0、id 被舍入、数字变成文本",
    ),
    text(
        DiagnosisCause::LanguageRendering,
        "language-rendering",
        "Qince",
        "a language's own rendering of the object was signed: `str(dict)`, `[object Object]`, `%v`, `Map.toString`",
        "签名的是语言自身的对象文本：`str(dict)`、`[object Object]`、`%v`、`Map.toString`",
    ),
    text(
        DiagnosisCause::FormAndJson,
        "form-and-json",
        "Qince",
        "a form was signed and JSON sent, or the other way round",
        "签名的是表单而发送的是 JSON，或相反",
    ),
    text(
        DiagnosisCause::EncodedJson,
        "encoded-json",
        "Qince",
        "the JSON was encoded twice, in the body or in the signed text",
        "JSON 被编码两次（正文或签名原文中）",
    ),
    text(
        DiagnosisCause::CutBody,
        "cut-body",
        "Qince",
        "the end of the body is missing: its length was counted in characters",
        "正文结尾缺失：长度按字符数而非字节数计算",
    ),
    text(
        DiagnosisCause::ByteOrderMark,
        "byte-order-mark",
        "Qince",
        "a byte order mark stands before the body in one of the two places",
        "正文或签名原文之一带有 BOM",
    ),
    text(
        DiagnosisCause::Latin1,
        "latin1",
        "Qince",
        "signed in Latin-1 or ASCII, where other characters become `?`",
        "签名时用了 Latin-1 或 ASCII，其他字符变成 `?`",
    ),
    text(
        DiagnosisCause::Gbk,
        "gbk",
        "both",
        "signed or sent in GBK instead of UTF-8",
        "签名或发送时用了 GBK 而非 UTF-8",
    ),
    text(
        DiagnosisCause::Gzip,
        "gzip",
        "Qince",
        "the body was sent compressed, which the vendor does not read",
        "正文压缩（gzip）后发送，厂商不接受",
    ),
    text(
        DiagnosisCause::EmptyBody,
        "empty-body",
        "Qince",
        "an empty body, signed as nothing and sent as `{}` or the other way round",
        "空正文与 `{}` 混用",
    ),
    text(
        DiagnosisCause::Utc,
        "utc",
        "both",
        "8 hours off: UTC instead of Beijing time, or local time read as UTC",
        "相差 8 小时：UTC 与北京时间混用",
    ),
    text(
        DiagnosisCause::TwelveHours,
        "twelve-hours",
        "Qince",
        "12 hours off: `hh` where `HH` is meant",
        "相差 12 小时：应为 `HH` 却写成 `hh`",
    ),
    text(
        DiagnosisCause::TimeZone,
        "time-zone",
        "both",
        "a whole number of hours off: the time of another zone",
        "相差整数小时：用了其他时区的时间",
    ),
    text(
        DiagnosisCause::Milliseconds,
        "milliseconds",
        "Qince",
        "milliseconds where the seconds belong: `yyyyMMddHHmmSS`",
        "秒的位置写成了毫秒：`yyyyMMddHHmmSS`",
    ),
    text(
        DiagnosisCause::TimeTakenTwice,
        "time-taken-twice",
        "both",
        "the clock was read twice: the signed time is some seconds from the one sent",
        "时间取了两次：签名与发送的时间相差几秒",
    ),
    text(
        DiagnosisCause::NonceTakenTwice,
        "nonce-taken-twice",
        "Qmai",
        "the nonce was drawn twice: the signed one is the neighbour of the one sent",
        "随机数取了两次：签名用的与发送的相邻",
    ),
    text(
        DiagnosisCause::Epoch,
        "epoch",
        "Qince",
        "seconds or milliseconds since 1970 instead of 14 digits",
        "用了秒或毫秒时间戳而非 14 位数字",
    ),
    text(
        DiagnosisCause::TimeForm,
        "time-form",
        "both",
        "no time in the form asked for: 14 digits for Qince, 10 for Qmai",
        "时间格式不对：勤策 14 位，企迈 10 位",
    ),
    text(
        DiagnosisCause::ClockOff,
        "clock-off",
        "both",
        "the signature is right, its time is more than ten minutes off",
        "签名正确，但时间相差超过 10 分钟",
    ),
    text(
        DiagnosisCause::NotPercentEncoded,
        "not-percent-encoded",
        "Qmai",
        "the token stands in the body without percent-encoding",
        "签名值未做百分号编码",
    ),
    text(
        DiagnosisCause::PartlyEncoded,
        "partly-encoded",
        "Qmai",
        "only some characters of the token are encoded: `quote`, `escape`, `PathEscape`, `+` alone",
        "签名值只编码了部分字符：`quote`、`escape`、`PathEscape`、只编码 `+`",
    ),
    text(
        DiagnosisCause::EncodedTwice,
        "encoded-twice",
        "Qmai",
        "the token was percent-encoded more than once",
        "签名值做了多次百分号编码",
    ),
    text(
        DiagnosisCause::LowerCaseHex,
        "lower-case-hex",
        "Qmai",
        "`%2b` where `%2B` is meant",
        "百分号编码用了小写",
    ),
    text(
        DiagnosisCause::TextEncoded,
        "text-encoded",
        "Qmai",
        "the text was percent-encoded before it was signed",
        "签名原文先做了百分号编码",
    ),
    text(
        DiagnosisCause::UpperCaseHex,
        "upper-case-hex",
        "Qince",
        "the digest is in upper case",
        "签名值用了大写",
    ),
    text(
        DiagnosisCause::DigestEncoding,
        "digest-encoding",
        "both",
        "the right digest in another form: base64 or hex, separators, half of it, lost zeros",
        "签名值正确但形式不对：base64 与十六进制混用、分隔符、只取一半、丢失前导零",
    ),
    text(
        DiagnosisCause::OtherDigest,
        "other-digest",
        "both",
        "another digest over the right text: SHA-1, HMAC, MD5 twice",
        "对正确的原文用了其他摘要算法：SHA-1、HMAC、两次 MD5",
    ),
    text(
        DiagnosisCause::ArgumentsExchanged,
        "arguments-exchanged",
        "Qmai",
        "key and text of the HMAC were exchanged",
        "HMAC 的密钥与原文参数颠倒",
    ),
    text(
        DiagnosisCause::KeyOrder,
        "key-order",
        "both",
        "the right parts in another order, or joined in another way",
        "拼接顺序或分隔符不对",
    ),
    text(
        DiagnosisCause::ParamsSigned,
        "params-signed",
        "Qmai",
        "`params` were signed as well",
        "把 params 也签名了",
    ),
    text(
        DiagnosisCause::KeyWithLineEnd,
        "key-with-line-end",
        "both",
        "the key has a line end or a space around it",
        "密钥首尾带换行或空格",
    ),
    text(
        DiagnosisCause::KeyInQuotes,
        "key-in-quotes",
        "both",
        "the key was used with its quotes",
        "密钥连同引号一起使用",
    ),
    text(
        DiagnosisCause::V2Strategy,
        "v2-strategy",
        "Qmai",
        "the recipe of another version",
        "用了另一版本的签名写法",
    ),
    text(
        DiagnosisCause::AnotherAccount,
        "another-account",
        "both",
        "another account's openid, openId or grantCode",
        "不是此账户的 openid、openId 或 grantCode",
    ),
    text(
        DiagnosisCause::WrongKey,
        "wrong-key",
        "both",
        "proven: another value stands in the place of the key, an id or nothing",
        "已证实：密钥处用了别的值（某个 id，或为空）",
    ),
    text(
        DiagnosisCause::Differs,
        "differs",
        "both",
        "none of these: key or text differs, and nothing tells which",
        "以上都不符：密钥或原文不同，无法判断是哪一个",
    ),
];

const fn text(
    cause: DiagnosisCause,
    name: &'static str,
    vendors: &'static str,
    en: &'static str,
    zh: &'static str,
) -> CauseText {
    CauseText { cause, name, vendors, en, zh }
}

impl DiagnosisCause {
    /// Its name: `reserialised-body`.
    pub fn name(self) -> &'static str {
        CAUSE_TEXTS[self as usize].name
    }
}

/// The table of causes in Markdown, as docs/sandbox.md has it.
pub fn cause_table() -> String {
    let rows = CAUSE_TEXTS.iter().map(|CauseText { name, vendors, en, zh, .. }| {
        format!("| `{name}` | {vendors} | {en} | {zh} |\n")
    });
    let head = "| cause | vendor | what went wrong | 原因 |\n|---|---|---|---|\n".to_owned();
    std::iter::once(head).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_serialised_as_its_name() {
        for (at, text) in CAUSE_TEXTS.iter().enumerate() {
            assert_eq!(text.cause as usize, at);
            let named = format!("\"{}\"", text.name);
            assert_eq!(serde_json::to_string(&text.cause).unwrap(), named);
        }
    }
}
