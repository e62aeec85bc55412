//! Why a signature was refused: the mistakes that clients make, tried one after the other with the account's own key.

use bytes::Bytes;
use coupon_sign::{Secret, hmac_sha1_base64, percent_encode};
use coupon_wire::{
    Compared, Diagnosis, DiagnosisCause,
    internal::{first_difference, permutations},
};
use http::Request;
use jiff::{SignedDuration, Timestamp};

use crate::{
    account::{Account, V2Signing},
    encode::recipe,
    parsed_request::{ParsedRequest, VerifyError, parse_request},
};

/// How far the time of a call may be off.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(10);
const ZONE: i64 = 8 * 60 * 60;
/// An id or a grant, where it is not shown.
const MASK: &str = "***";
const KEY_ENDS: [&str; 5] = ["\n", "\r\n", " ", "\t", "\r"];
const RECIPES: [V2Signing; 3] =
    [V2Signing::PascalCase, V2Signing::CamelCase, V2Signing::PascalCaseWithAction];

/// Diagnoses the signature of a request. `None` if it is right, or if the request is no call of Qmai:
/// [`parse_request`](crate::parse_request) says why not.
///
/// `now` is when the request arrived; without it the time of a right signature is not judged.
pub fn diagnose(
    request: &Request<Bytes>,
    account: &Account,
    now: Option<Timestamp>,
) -> Option<Diagnosis> {
    let parsed = match parse_request(request) {
        Ok(parsed) => parsed,
        Err(VerifyError::Timestamp) => return Some(unread(DiagnosisCause::TimeForm)),
        Err(VerifyError::Envelope(_)) if std::str::from_utf8(request.body()).is_err() => {
            return Some(unread(DiagnosisCause::Gbk));
        }
        Err(_) => return None,
    };
    let expected = parsed.signed(MASK, MASK).text(recipe(account, parsed.operation.action));
    match parsed.verify(account) {
        Ok(()) => wrong_time(&parsed, &expected, now),
        Err(VerifyError::OpenId | VerifyError::GrantCode) => {
            Some(diagnosis(DiagnosisCause::AnotherAccount, &expected, None, MASK.to_owned(), None))
        }
        Err(_) => {
            let candidate = TokenCandidate { parsed: &parsed, account };
            let right = percent_encode(&candidate.expected());
            let (cause, signed) = candidate.cause().unwrap_or((DiagnosisCause::WrongKey, None));
            let found = parsed.token.expose_secret().to_owned();
            Some(diagnosis(cause, &expected, signed, found, Some(&right)))
        }
    }
}

/// A request whose token is wrong.
struct TokenCandidate<'a> {
    parsed: &'a ParsedRequest,
    account: &'a Account,
}

/// A cause, and the text that was signed with ids made unreadable.
type TokenMistake = (DiagnosisCause, Option<String>);

impl TokenCandidate<'_> {
    /// The first mistake that gives the token found.
    fn cause(&self) -> Option<TokenMistake> {
        self.form()
            .or_else(|| self.key_end())
            .or_else(|| self.other_recipe())
            .or_else(|| self.other_time())
            .or_else(|| self.params())
            .or_else(|| self.other_order())
    }

    fn expected(&self) -> String {
        hmac_sha1_base64(self.account.open_key(), self.text(self.recipe()).as_bytes())
    }

    fn form(&self) -> Option<TokenMistake> {
        let cause = match form(self.parsed.token.expose_secret(), &self.expected())? {
            TokenForm::Right => return None,
            TokenForm::Plain => DiagnosisCause::NotPercentEncoded,
            TokenForm::Twice => DiagnosisCause::EncodedTwice,
            TokenForm::LowerCase => DiagnosisCause::LowerCaseHex,
        };
        Some((cause, None))
    }

    fn key_end(&self) -> Option<TokenMistake> {
        let key = self.account.open_key().expose_secret();
        let ended = |end: &&str| Secret::new(format!("{key}{end}"));
        let text = self.text(self.recipe());
        KEY_ENDS
            .iter()
            .any(|end| self.fits(&text, &ended(end)))
            .then_some((DiagnosisCause::KeyWithLineEnd, None))
    }

    fn other_recipe(&self) -> Option<TokenMistake> {
        let recipe = RECIPES.into_iter().find(|recipe| self.fits_text(&self.text(*recipe)))?;
        Some((DiagnosisCause::V2Strategy, Some(self.parsed.signed(MASK, MASK).text(recipe))))
    }

    fn other_time(&self) -> Option<TokenMistake> {
        let time = &self.parsed.timestamp;
        let seconds: i64 = time.parse().ok()?;
        let zones =
            [seconds - ZONE, seconds + ZONE].map(|time| (time.to_string(), DiagnosisCause::Utc));
        let millis = (0..1000).map(|milli| (format!("{time}{milli:03}"), DiagnosisCause::TimeForm));
        let mut times = zones.into_iter().chain(millis);
        times.find_map(|(other, cause)| self.with_time(&other, cause))
    }

    fn with_time(&self, time: &str, cause: DiagnosisCause) -> Option<TokenMistake> {
        let parsed = ParsedRequest { timestamp: time.to_owned(), ..self.parsed.clone() };
        let other = TokenCandidate { parsed: &parsed, account: self.account };
        let signed = parsed.signed(MASK, MASK).text(self.recipe());
        self.fits_text(&other.text(self.recipe())).then_some((cause, Some(signed)))
    }

    /// The whole envelope without the token, in order of names: what vendors ask for who do sign parameters.
    fn params(&self) -> Option<TokenMistake> {
        let params = String::from_utf8_lossy(&self.parsed.params);
        let add = |text: String| {
            let (name, before) = match self.recipe() {
                V2Signing::CamelCase => ("params", "&timestamp="),
                _ => ("Params", "&Timestamp="),
            };
            [
                text.replacen(before, &format!("&{name}={params}{before}"), 1),
                format!("{text}&{name}={params}"),
            ]
        };
        let real = add(self.text(self.recipe()));
        let shown = add(self.parsed.signed(MASK, MASK).text(self.recipe()));
        let mut pairs = real.into_iter().zip(shown);
        let (_, shown) = pairs.find(|(real, _)| self.fits_text(real))?;
        Some((DiagnosisCause::ParamsSigned, Some(shown)))
    }

    fn other_order(&self) -> Option<TokenMistake> {
        let pairs = |text: String| text.split('&').map(str::to_owned).collect::<Vec<_>>();
        let (real, shown) = (
            pairs(self.text(self.recipe())),
            pairs(self.parsed.signed(MASK, MASK).text(self.recipe())),
        );
        let both: Vec<(String, String)> = real.into_iter().zip(shown).collect();
        let values = |text: &str| text.split_once('=').map_or("", |(_, value)| value).to_owned();
        permutations(&both).into_iter().find_map(|order| {
            let (real, shown): (Vec<String>, Vec<String>) = order.into_iter().unzip();
            let bare = |parts: &[String]| parts.iter().map(|part| values(part)).collect::<String>();
            let ways = [
                (real.join("&"), shown.join("&")),
                (real.concat(), shown.concat()),
                (bare(&real), bare(&shown)),
            ];
            let (_, shown) = ways.into_iter().find(|(real, _)| self.fits_text(real))?;
            Some((DiagnosisCause::KeyOrder, Some(shown)))
        })
    }

    fn recipe(&self) -> V2Signing {
        recipe(self.account, self.parsed.operation.action)
    }

    fn text(&self, recipe: V2Signing) -> String {
        let ParsedRequest { open_id, grant_code, .. } = self.parsed;
        self.parsed.signed(open_id.expose_secret(), grant_code.expose_secret()).text(recipe)
    }

    fn fits_text(&self, text: &str) -> bool {
        self.fits(text, self.account.open_key())
    }

    fn fits(&self, text: &str, key: &Secret) -> bool {
        form(self.parsed.token.expose_secret(), &hmac_sha1_base64(key, text.as_bytes())).is_some()
    }
}

/// How a token is written.
enum TokenForm {
    Right,
    Plain,
    Twice,
    LowerCase,
}

/// The form of a token that is this base64; none if it is another.
fn form(token: &str, base64: &str) -> Option<TokenForm> {
    let once = percent_encode(base64);
    if token == once {
        Some(TokenForm::Right)
    } else if token == base64 || token == base64.replace('+', " ") {
        Some(TokenForm::Plain)
    } else if token == percent_encode(&once) {
        Some(TokenForm::Twice)
    } else {
        let lower = once.replace("%2B", "%2b").replace("%2F", "%2f").replace("%3D", "%3d");
        (token == lower).then_some(TokenForm::LowerCase)
    }
}

/// Diagnosis of an envelope that cannot be read.
fn unread(cause: DiagnosisCause) -> Diagnosis {
    diagnosis(cause, "grantCode=***&nonce=…&openId=***&timestamp=…", None, String::new(), None)
}

/// The time of a right signature.
fn wrong_time(parsed: &ParsedRequest, expected: &str, now: Option<Timestamp>) -> Option<Diagnosis> {
    let now = now?;
    let signed = Timestamp::from_second(parsed.timestamp.parse().ok()?).ok()?;
    let off = signed.duration_since(now).abs();
    let cause = match off {
        _ if off <= TOLERANCE => return None,
        _ if (off - SignedDuration::from_secs(ZONE)).abs() <= TOLERANCE => DiagnosisCause::Utc,
        _ => DiagnosisCause::ClockOff,
    };
    let right = now.as_second().to_string();
    let found = diagnosis(cause, expected, None, parsed.timestamp.clone(), Some(&right));
    Some(Diagnosis { compared: Compared::Time, ..found })
}

fn diagnosis(
    cause: DiagnosisCause,
    expected: &str,
    signed: Option<String>,
    found: String,
    right: Option<&str>,
) -> Diagnosis {
    let of_strings =
        signed.as_ref().and_then(|signed| first_difference(expected.as_bytes(), signed.as_bytes()));
    let of_found = right.and_then(|right| first_difference(right.as_bytes(), found.as_bytes()));
    let compared = if of_strings.is_some() { Compared::String } else { Compared::Signature };
    let (advice_en, advice_zh) = advice(cause);
    Diagnosis {
        cause,
        expected_masked: expected.to_owned(),
        signed_masked: signed,
        found,
        compared,
        first_difference: of_strings.or(of_found),
        advice_en,
        advice_zh,
    }
}

fn advice(cause: DiagnosisCause) -> (&'static str, &'static str) {
    match cause {
        DiagnosisCause::NotPercentEncoded => (
            "The token is right, but must be percent-encoded (+ as %2B, / as %2F, = as %3D), in the JSON body too.",
            "签名值正确,但必须做百分号编码(+ 写作 %2B,/ 写作 %2F,= 写作 %3D),放在 JSON 正文中也一样。",
        ),
        DiagnosisCause::EncodedTwice => (
            "The token is right, but was percent-encoded twice (%253D). The JSON body takes the form that was encoded once; a form library must not encode it again.",
            "签名值正确,但做了两次百分号编码(出现 %253D)。JSON 正文中只编码一次,不要让其他程序库再次编码。",
        ),
        DiagnosisCause::LowerCaseHex => (
            "The token is right, but its percent-encoding must be in upper-case hex: %2B, not %2b.",
            "签名值正确,但百分号编码必须用大写十六进制:%2B,而不是 %2b。",
        ),
        DiagnosisCause::KeyOrder => (
            "The right values were joined wrongly. Join name=value pairs with & in the order of the names: grantCode, nonce, openId, timestamp.",
            "拼接顺序或写法不对。请按名称升序用 & 连接 名称=值:grantCode、nonce、openId、timestamp。",
        ),
        DiagnosisCause::ParamsSigned => (
            "The params were signed as well. Only the four values of the envelope are signed.",
            "把 params 也一并签名了。只有外层的四个值参与签名。",
        ),
        DiagnosisCause::V2Strategy => (
            "It was signed by the recipe of another version. V3 signs camelCase names; how V2 signs is not proven, and the account says which recipe it uses (v2_signing).",
            "使用了另一版本的签名写法。V3 用首字母小写的名称;V2 的写法未经证实,由账号的 v2_signing 指定。",
        ),
        DiagnosisCause::KeyWithLineEnd => (
            "The key was used with a line end or space behind it. Cut it off where the key is read from its file or variable.",
            "密钥末尾带有换行或空格。请在从文件或环境变量读取密钥处去掉。",
        ),
        DiagnosisCause::TimeForm => (
            "The time must be Unix time in whole seconds, 10 digits, the same in signature and body; no milliseconds.",
            "时间必须是 10 位的 Unix 秒,签名与正文中相同;不能用毫秒。",
        ),
        DiagnosisCause::Utc => (
            "The time is 8 hours off: Unix seconds count from 1970 in UTC, in every zone. A local time was read as if it were UTC, or the other way round.",
            "时间相差 8 小时:Unix 秒从 UTC 的 1970 年起算,与时区无关。可能把本地时间当成了 UTC,或者相反。",
        ),
        DiagnosisCause::ClockOff => (
            "The signature is right, but its time is more than 10 minutes off. Set the clock of the machine, and sign anew for every attempt.",
            "签名本身正确,但时间相差超过 10 分钟。请校准本机时钟,并且每次发送都重新签名。",
        ),
        DiagnosisCause::Gbk => (
            "The body is no UTF-8; most likely it was written in GBK. In Java say getBytes(StandardCharsets.UTF_8).",
            "正文不是 UTF-8,很可能是 GBK。Java 中请写 getBytes(StandardCharsets.UTF_8)。",
        ),
        DiagnosisCause::AnotherAccount => (
            "openId or grantCode is not this account's. Take openId, grantCode and key from the same place.",
            "openId 或 grantCode 不属于此账号。请使用同一账号的 openId、grantCode 与密钥。",
        ),
        // The others are mistakes that a Qmai call cannot make.
        _ => (
            "None of the known mistakes gives this token, so the key is most likely another one. Compare it with the vendor's console, character by character; else a value was changed after signing.",
            "已知的各种错误都算不出此签名,很可能是密钥不对。请与控制台中的密钥逐字符核对;否则就是某个值在签名之后被改动。",
        ),
    }
}
