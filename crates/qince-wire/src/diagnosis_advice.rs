//! Advice for each mistake, in English and Chinese.

use coupon_wire::DiagnosisCause;

/// The advice for a cause, in English and Chinese.
pub(crate) fn advice(cause: DiagnosisCause) -> (&'static str, &'static str) {
    match cause {
        DiagnosisCause::ReserialisedBody => (
            "Another text was signed than was sent: the body was written anew in between, with other spaces, escapes or order. Make the bytes once, sign them, and send those very bytes.",
            "签名的文本与发送的正文不同：签名之后正文被重新序列化（空格、转义或字段顺序不同）。请只生成一次字节，对其签名，并原样发送这些字节。",
        ),
        DiagnosisCause::Gbk => (
            "Body and digest are not both over UTF-8 bytes: one of them was made with GBK. In Java say getBytes(StandardCharsets.UTF_8) in both places; do not rely on the platform's default.",
            "正文与签名没有都使用 UTF-8 字节：其中一处用了 GBK。Java 中两处都写 getBytes(StandardCharsets.UTF_8)，不要依赖平台默认编码。",
        ),
        DiagnosisCause::EmptyBody => (
            "An empty call is the two bytes {}: sign and send those, never a body of no bytes.",
            "空请求是 {} 这两个字节：签名和发送都用它，不能是零长度的正文。",
        ),
        DiagnosisCause::Utc => (
            "The time is 8 hours off: the 14 digits are Beijing time (+08:00) whatever the server's zone, and the same text stands in path and digest.",
            "时间相差 8 小时：14 位数字是北京时间（+08:00），与服务器所在时区无关；路径与签名中必须是同一文本。",
        ),
        DiagnosisCause::Epoch => (
            "Seconds or milliseconds since 1970 were used. Write the time as 14 digits of Beijing time, yyyyMMddHHmmss, the same text in path and digest.",
            "使用了 1970 年以来的秒或毫秒。时间应写成北京时间的 14 位数字 yyyyMMddHHmmss，路径与签名中为同一文本。",
        ),
        DiagnosisCause::TimeForm => (
            "The time is no day and time in 14 digits. Write Beijing time as yyyyMMddHHmmss.",
            "时间不是有效的 14 位日期时间。请写北京时间 yyyyMMddHHmmss。",
        ),
        DiagnosisCause::ClockOff => (
            "The signature is right, but its time is more than 10 minutes off. Set the clock of the machine, and sign anew for every attempt.",
            "签名本身正确，但时间相差超过 10 分钟。请校准本机时钟，并且每次发送都重新签名。",
        ),
        DiagnosisCause::UpperCaseHex => (
            "The digest is right, but must be in lower-case hex.",
            "签名值正确，但必须用小写十六进制。",
        ),
        DiagnosisCause::KeyOrder => (
            "The right parts were joined wrongly. Sign body, key and time in this order with | between them: body|appkey|timestamp.",
            "拼接顺序或分隔符不对。请按 正文|appkey|timestamp 的顺序用 | 连接后签名。",
        ),
        DiagnosisCause::KeyWithLineEnd => (
            "The key was used with a line end or space around it. Cut it off where the key is read from its file or variable.",
            "密钥首尾带有换行或空格。请在从文件或环境变量读取密钥处去掉。",
        ),
        DiagnosisCause::AnotherAccount => (
            "The openid in the path is not this account's. Take openid and key from the same place.",
            "路径中的 openid 不属于此账户。请使用同一账户的 openid 与密钥。",
        ),
        DiagnosisCause::LineEnds => (
            "Line ends differ between the signed text and the body sent. curl -d @file strips them (use --data-binary), echo adds one (use printf %s). Sign the bytes that are sent.",
            "签名原文与发送的正文换行不同。curl -d @file 会去掉换行（请用 --data-binary），echo 会加上换行（请用 printf %s）。请对实际发送的字节签名。",
        ),
        DiagnosisCause::NumbersRewritten => (
            "Numbers stand otherwise in the signed text than in the body: 1 as 1.0, an id rounded by a double, or a number as text. Serialise once, and sign those bytes; keep ids as text.",
            "签名原文中的数字与正文不同：1 变成 1.0、id 被浮点数舍入，或数字变成文本。请只序列化一次并对其签名；id 用文本。",
        ),
        DiagnosisCause::LanguageRendering => (
            "The language's own text of the object was signed, not its JSON. Write the JSON once, and sign and send that text.",
            "签名的是语言自身的对象文本，而不是 JSON。请先生成 JSON 文本，对其签名并原样发送。",
        ),
        DiagnosisCause::FormAndJson => (
            "One of the two is a form and the other JSON. Send the JSON that was signed, as the whole body; in Python use data=, not json= or params=.",
            "签名与发送的一个是表单、一个是 JSON。请把签名的 JSON 文本作为整个正文发送。",
        ),
        DiagnosisCause::EncodedJson => (
            "The JSON was encoded twice in one of the two places: a text that holds JSON was written as JSON again. Send and sign the object itself.",
            "JSON 在其中一处被编码了两次：已是 JSON 的文本又被序列化。请签名并发送对象本身。",
        ),
        DiagnosisCause::CutBody => (
            "The end of the body did not arrive: Content-Length counts bytes, not characters. Take the length of the UTF-8 bytes.",
            "正文结尾没有送达：Content-Length 应按字节数而非字符数计算。请取 UTF-8 字节的长度。",
        ),
        DiagnosisCause::Gzip => (
            "The body was sent compressed (gzip). Send the plain bytes that were signed, without Content-Encoding.",
            "正文以 gzip 压缩后发送。请发送签名时的原始字节，不要使用 Content-Encoding。",
        ),
        DiagnosisCause::ByteOrderMark => (
            "A byte order mark (EF BB BF) stands before the text in one of the two places. Write UTF-8 without one.",
            "其中一处的文本前带有 BOM(EF BB BF)。请使用不带 BOM 的 UTF-8。",
        ),
        DiagnosisCause::Latin1 => (
            "The text was signed in Latin-1 or ASCII. Say UTF-8 where the text becomes bytes: getBytes(StandardCharsets.UTF_8), Encoding.UTF8.",
            "签名时文本按 Latin-1 或 ASCII 转成字节。请明确使用 UTF-8:getBytes(StandardCharsets.UTF_8)、Encoding.UTF8。",
        ),
        DiagnosisCause::TwelveHours => (
            "The time is 12 hours off to the second: the pattern says hh (12 hours) where HH (24 hours) is meant. Write yyyyMMddHHmmss.",
            "时间恰好相差 12 小时：格式中用了 hh（12 小时制），应为 HH（24 小时制）。请写 yyyyMMddHHmmss。",
        ),
        DiagnosisCause::TimeZone => (
            "The time is a whole number of hours off: it is that of another zone. The 14 digits are Beijing time (+08:00).",
            "时间相差整数小时：用了其他时区的时间。14 位数字应为北京时间（+08:00）。",
        ),
        DiagnosisCause::Milliseconds => (
            "Milliseconds stand where the seconds belong: the pattern says SS where ss is meant. Write yyyyMMddHHmmss.",
            "秒的位置写成了毫秒：格式中用了 SS，应为 ss。请写 yyyyMMddHHmmss。",
        ),
        DiagnosisCause::TimeTakenTwice => (
            "The clock was read twice: the signed time is some seconds from the one in the path. Read it once and use the same text in both places.",
            "时间取了两次：签名用的时间与路径中的相差几秒。请只取一次，两处使用同一文本。",
        ),
        DiagnosisCause::DigestEncoding => (
            "The digest is right, but in another form than 32 lower-case hex digits: base64, separators, half of it, or zeros lost where bytes became digits (use %02x).",
            "签名值正确，但形式不是 32 位小写十六进制：base64、带分隔符、只取一半，或转十六进制时丢了零（请用 %02x）。",
        ),
        DiagnosisCause::OtherDigest => (
            "Another digest was taken over the right text. It is MD5, once, without HMAC.",
            "对正确的原文用了其他摘要算法。应为一次 MD5，不用 HMAC。",
        ),
        DiagnosisCause::KeyInQuotes => (
            "The key was used with the quotes around it. Cut them off where the key is read from its file or variable.",
            "密钥连同引号一起使用。请在从文件或环境变量读取密钥处去掉引号。",
        ),
        DiagnosisCause::WrongKey => (
            "Another value stands in the place of the key: the openid, or nothing. Check where the program reads its key.",
            "密钥处用了别的值：openid，或者为空。请检查程序读取密钥的地方。",
        ),
        // The others are mistakes that a Qince call cannot make.
        _ => (
            "No known mistake gives this digest: the key differs, or the signed text differs from what was sent, and nothing tells which. Compare the key with the vendor's console, character by character, and the signed text with the one shown, byte by byte.",
            "已知的各种错误都算不出此签名：密钥不同，或签名原文与发送内容不同，无法判断是哪一个。请与控制台中的密钥逐字符核对，并将签名原文与此处显示的逐字节核对。",
        ),
    }
}
