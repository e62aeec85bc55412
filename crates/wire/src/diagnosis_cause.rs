//! The causes of a wrong signature.

use serde::Serialize;

/// Why a signature does not verify. Serialised as its [`name`](DiagnosisCause::name).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiagnosisCause {
    /// The body was written anew after signing: spaces, escapes, order of fields, blanks left out.
    ReserialisedBody,
    /// Line ends were stripped or added by a tool (`curl -d @file`, `echo`).
    LineEnds,
    /// Numbers were rewritten: 1 as 1.0, an id rounded, a number as text.
    NumbersRewritten,
    /// A language's own rendering of the object was signed: `str(dict)`, `[object Object]`, `%v`, `Map.toString`.
    LanguageRendering,
    /// A form was signed and JSON sent, or the other way round.
    FormAndJson,
    /// The JSON was encoded twice, in the body or in the signed text.
    EncodedJson,
    /// The end of the body is missing: its length was counted in characters.
    CutBody,
    /// A byte order mark stands before the body in one of the two places.
    ByteOrderMark,
    /// Signed in Latin-1 or ASCII, where other characters become `?`.
    Latin1,
    /// Signed or sent in GBK instead of UTF-8.
    Gbk,
    /// The body was compressed after signing.
    Gzip,
    /// An empty body, signed as nothing and sent as `{}` or the other way round.
    EmptyBody,
    /// 8 hours off: UTC instead of Beijing time, or local time read as UTC.
    Utc,
    /// 12 hours off: `hh` where `HH` is meant.
    TwelveHours,
    /// A whole number of hours off: the time of another zone.
    TimeZone,
    /// Milliseconds where the seconds belong: `yyyyMMddHHmmSS`.
    Milliseconds,
    /// The clock was read twice: the signed time is some seconds from the one sent.
    TimeTakenTwice,
    /// The nonce was drawn twice: the signed one is the neighbour of the one sent.
    NonceTakenTwice,
    /// Seconds or milliseconds since 1970 instead of 14 digits.
    Epoch,
    /// No time in the form asked for: 14 digits for Qince, 10 for Qmai.
    TimeForm,
    /// The signature is right, its time is more than ten minutes off.
    ClockOff,
    /// The token stands in the body without percent-encoding.
    NotPercentEncoded,
    /// Only some characters of the token are encoded: `quote`, `escape`, `PathEscape`, `+` alone.
    PartlyEncoded,
    /// The token was percent-encoded more than once.
    EncodedTwice,
    /// `%2b` where `%2B` is meant.
    LowerCaseHex,
    /// The text was percent-encoded before it was signed.
    TextEncoded,
    /// The digest is in upper case.
    UpperCaseHex,
    /// The right digest in another form: base64 or hex, separators, half of it, lost zeros.
    DigestEncoding,
    /// Another digest over the right text: SHA-1, HMAC, MD5 twice.
    OtherDigest,
    /// Key and text of the HMAC were exchanged.
    ArgumentsExchanged,
    /// The right parts in another order, or joined in another way.
    KeyOrder,
    /// `params` were signed as well.
    ParamsSigned,
    /// The key has a line end or a space around it.
    KeyWithLineEnd,
    /// The key was used with its quotes.
    KeyInQuotes,
    /// The recipe of another version.
    V2Strategy,
    /// Another account's openid, openId or grantCode.
    AnotherAccount,
    /// Proven: another value stands in the place of the key, an id or nothing.
    WrongKey,
    /// None of these: key or text differs, and nothing tells which.
    Differs,
}
