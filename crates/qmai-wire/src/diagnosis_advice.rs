//! Advice for each mistake, in English and Chinese.

use coupon_wire::DiagnosisCause;

/// The advice for a cause, in English and Chinese.
pub(crate) fn advice(cause: DiagnosisCause) -> (&'static str, &'static str) {
    match cause {
        DiagnosisCause::NotPercentEncoded => (
            "The token is right, but must be percent-encoded (+ as %2B, / as %2F, = as %3D), in the JSON body too.",
            "签名值正确，但必须做百分号编码（+ 写作 %2B、/ 写作 %2F、= 写作 %3D），放在 JSON 正文中也一样。",
        ),
        DiagnosisCause::EncodedTwice => (
            "The token is right, but was percent-encoded more than once (%253D). The JSON body takes the form that was encoded once; a form library must not encode it again.",
            "签名值正确，但做了多次百分号编码（出现 %253D）。JSON 正文中只编码一次，不要让其他程序库再次编码。",
        ),
        DiagnosisCause::LowerCaseHex => (
            "The token is right, but its percent-encoding must be in upper-case hex: %2B, not %2b.",
            "签名值正确，但百分号编码必须用大写十六进制：%2B，而不是 %2b。",
        ),
        DiagnosisCause::KeyOrder => (
            "The right values were joined wrongly. Join name=value pairs with & in the order of the names: grantCode, nonce, openId, timestamp.",
            "拼接顺序或写法不对。请按名称升序用 & 连接 名称=值：grantCode、nonce、openId、timestamp。",
        ),
        DiagnosisCause::ParamsSigned => (
            "The params were signed as well. Only the four values of the envelope are signed.",
            "把 params 也一并签名了。只有外层的四个值参与签名。",
        ),
        DiagnosisCause::V2Strategy => (
            "It was signed by the recipe of another version. V3 signs camelCase names; how V2 signs is not proven, and the account says which recipe it uses (v2_signing).",
            "使用了另一版本的签名写法。V3 用首字母小写的名称；V2 的写法未经证实，由账户的 v2_signing 指定。",
        ),
        DiagnosisCause::KeyWithLineEnd => (
            "The key was used with a line end or space around it. Cut it off where the key is read from its file or variable.",
            "密钥首尾带有换行或空格。请在从文件或环境变量读取密钥处去掉。",
        ),
        DiagnosisCause::TimeForm => (
            "The time must be Unix time in whole seconds, 10 digits, the same in signature and body; no milliseconds.",
            "时间必须是 10 位的 Unix 秒，签名与正文中相同；不能用毫秒。",
        ),
        DiagnosisCause::Utc => (
            "The time is 8 hours off: Unix seconds count from 1970 in UTC, in every zone. A local time was read as if it were UTC, or the other way round.",
            "时间相差 8 小时：Unix 秒从 UTC 的 1970 年起算，与时区无关。可能把本地时间当成了 UTC，或者相反。",
        ),
        DiagnosisCause::ClockOff => (
            "The signature is right, but its time is more than 10 minutes off. Set the clock of the machine, and sign anew for every attempt.",
            "签名本身正确，但时间相差超过 10 分钟。请校准本机时钟，并且每次发送都重新签名。",
        ),
        DiagnosisCause::Gbk => (
            "The body is no UTF-8; most likely it was written in GBK. In Java say getBytes(StandardCharsets.UTF_8).",
            "正文不是 UTF-8，很可能是 GBK。Java 中请写 getBytes(StandardCharsets.UTF_8)。",
        ),
        DiagnosisCause::AnotherAccount => (
            "openId or grantCode is not this account's. Take openId, grantCode and key from the same place.",
            "openId 或 grantCode 不属于此账户。请使用同一账户的 openId、grantCode 与密钥。",
        ),
        DiagnosisCause::PartlyEncoded => (
            "The token is right, but only some of its characters are percent-encoded. +, / and = all are: %2B, %2F, %3D. In Python say quote(token, safe=''), in JavaScript encodeURIComponent, in Go url.QueryEscape.",
            "签名值正确，但只编码了部分字符。+、/、= 都要编码：%2B、%2F、%3D。Python 用 quote(token, safe='')，JavaScript 用 encodeURIComponent，Go 用 url.QueryEscape。",
        ),
        DiagnosisCause::TextEncoded => (
            "The text was percent-encoded before it was signed. Sign the plain text, and encode the token alone.",
            "签名之前原文做了百分号编码。请对原始文本签名，只对签名值做编码。",
        ),
        DiagnosisCause::TimeZone => (
            "The time is a whole number of hours off: Unix seconds count from 1970 in UTC, in every zone. A local time was read in another zone.",
            "时间相差整数小时：Unix 秒从 UTC 的 1970 年起算，与时区无关。本地时间按其他时区解析了。",
        ),
        DiagnosisCause::TimeTakenTwice => (
            "The clock was read twice: the signed time is some seconds from the one sent. Read it once and use the same value in both places.",
            "时间取了两次：签名用的时间与发送的相差几秒。请只取一次，两处使用同一值。",
        ),
        DiagnosisCause::NonceTakenTwice => (
            "The nonce was made twice: the signed one is the neighbour of the one sent. Make it once and use the same value in both places.",
            "随机数取了两次：签名用的与发送的相邻。请只取一次，两处使用同一值。",
        ),
        DiagnosisCause::DigestEncoding => (
            "The digest is right, but in another form: hex, or base64 of the hex. Take base64 of the 20 bytes of the HMAC, then percent-encode it.",
            "摘要正确，但形式不对：用了十六进制，或对十六进制再做 base64。请对 HMAC 的 20 个字节做 base64，再做百分号编码。",
        ),
        DiagnosisCause::OtherDigest => (
            "Another digest was taken over the right text. It is HMAC-SHA1 with the openKey as the key.",
            "对正确的原文用了其他摘要算法。应为以 openKey 为密钥的 HMAC-SHA1。",
        ),
        DiagnosisCause::ArgumentsExchanged => (
            "Key and text of the HMAC were exchanged. In PHP it is hash_hmac('sha1', $text, $key, true); in Python hmac.new(key, text, 'sha1').",
            "HMAC 的密钥与原文参数颠倒。PHP 为 hash_hmac('sha1', $text, $key, true),Python 为 hmac.new(key, text, 'sha1')。",
        ),
        DiagnosisCause::LineEnds => (
            "A line end was signed behind the text: echo adds one. Use printf %s.",
            "签名原文末尾多了换行：echo 会加上换行。请用 printf %s。",
        ),
        DiagnosisCause::KeyInQuotes => (
            "The key was used with the quotes around it. Cut them off where the key is read from its file or variable.",
            "密钥连同引号一起使用。请在从文件或环境变量读取密钥处去掉引号。",
        ),
        DiagnosisCause::WrongKey => (
            "Another value stands in the place of the key: openId, grantCode, or nothing. Check where the program reads its key.",
            "密钥处用了别的值：openId、grantCode，或者为空。请检查程序读取密钥的地方。",
        ),
        // The others are mistakes that a Qmai call cannot make.
        _ => (
            "No known mistake gives this token: the key differs, or the signed text differs from what was sent, and nothing tells which. Compare the key with the vendor's console, character by character, and the signed text with the one shown.",
            "已知的各种错误都算不出此签名：密钥不同，或签名原文与发送内容不同，无法判断是哪一个。请与控制台中的密钥逐字符核对，并核对此处显示的签名原文。",
        ),
    }
}
