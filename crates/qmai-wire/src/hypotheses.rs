//! Hypotheses about a wrong token: what was signed, with which key, digested and written in which way.

use coupon_sign::{
    hmac_md5_hex, hmac_sha1_base64, hmac_sha1_hex, md5_hex, percent_encode, sha1_hex,
};
use coupon_wire::{DiagnosisCause, internal::permutations};

use crate::{
    account::{Account, MASK, V2Signing},
    encode::recipe,
    parsed_request::ParsedRequest,
    token_form::form,
};

const RECIPES: [V2Signing; 3] =
    [V2Signing::PascalCase, V2Signing::CamelCase, V2Signing::PascalCaseWithAction];
const SPACES: [&str; 5] = ["\n", "\r\n", " ", "\t", "\r"];
/// Longer `params` are not signed by trial.
const LONGEST_PARAMS: usize = 16 * 1024;

/// One mistake, or two that only together give the token found.
pub(crate) struct TokenMistake {
    pub(crate) cause: DiagnosisCause,
    pub(crate) second_cause: Option<DiagnosisCause>,
    /// The text that was signed with ids made unreadable; none where the text is right.
    pub(crate) signed: Option<String>,
}

/// A text that may have been signed, and the same as it is shown.
struct SignedText {
    cause: Option<DiagnosisCause>,
    real: String,
    shown: String,
}

/// A key that may have been used, and the mistake.
type KeyChoice = (Option<DiagnosisCause>, String);

/// Hex digest of a text with a key, and the mistake.
type DigestChoice = (Option<DiagnosisCause>, fn(&[u8], &[u8]) -> String);

const DIGESTS: [DigestChoice; 7] = [
    (None, |key, text| hmac_sha1_hex(key, text)),
    (Some(DiagnosisCause::ArgumentsExchanged), |key, text| hmac_sha1_hex(text, key)),
    (Some(DiagnosisCause::OtherDigest), |_, text| sha1_hex(text)),
    (Some(DiagnosisCause::OtherDigest), |key, text| sha1_hex(&[text, key].concat())),
    (Some(DiagnosisCause::OtherDigest), |key, text| sha1_hex(&[key, text].concat())),
    (Some(DiagnosisCause::OtherDigest), |key, text| hmac_md5_hex(key, text)),
    (Some(DiagnosisCause::OtherDigest), |_, text| md5_hex(&[text])),
];

/// The right token, not yet percent-encoded.
pub(crate) fn right_token(parsed: &ParsedRequest, account: &Account) -> String {
    let recipe = recipe(account, parsed.action.as_deref());
    let text = text_of(parsed, recipe);
    hmac_sha1_base64(account.open_key(), text.as_bytes())
}

/// The simplest mistake that gives the token of this request.
pub(crate) fn mistake(parsed: &ParsedRequest, account: &Account) -> Option<TokenMistake> {
    let (mut texts, keys) = (texts(parsed, account), keys(account));
    let found = parsed.token.expose_secret();
    for mistakes in [1, 2] {
        if mistakes == 2 {
            // A thousand milliseconds beside every other mistake would be too much work.
            texts.retain(|text| text.cause != Some(DiagnosisCause::TimeForm));
        }
        for text in &texts {
            for (key_cause, key) in &keys {
                for (digest_cause, digest) in &DIGESTS {
                    let causes = [text.cause, *key_cause, *digest_cause];
                    let causes: Vec<DiagnosisCause> = causes.into_iter().flatten().collect();
                    // The form of the token may be one more mistake, so that one less is looked at too.
                    if causes.len() != mistakes && causes.len() + 1 != mistakes {
                        continue;
                    }
                    let hex = digest(key.as_bytes(), text.real.as_bytes());
                    let Some(form_cause) = form(found, &hex) else { continue };
                    let mut causes = causes.into_iter().chain(form_cause);
                    let (Some(cause), second_cause) = (causes.next(), causes.next()) else {
                        continue;
                    };
                    if causes.next().is_some() {
                        continue;
                    }
                    let second_cause = second_cause.filter(|second| *second != cause);
                    let signed = text.cause.map(|_| text.shown.clone());
                    return Some(TokenMistake { cause, second_cause, signed });
                }
            }
        }
    }
    None
}

fn text_of(parsed: &ParsedRequest, recipe: V2Signing) -> String {
    parsed.signed(parsed.open_id.expose_secret(), parsed.grant_code.expose_secret()).text(recipe)
}

fn keys(account: &Account) -> Vec<KeyChoice> {
    let key = account.open_key().expose_secret();
    let mut keys = vec![(None, key.to_owned())];
    for space in SPACES {
        keys.push((Some(DiagnosisCause::KeyWithLineEnd), format!("{key}{space}")));
        keys.push((Some(DiagnosisCause::KeyWithLineEnd), format!("{space}{key}")));
    }
    for quote in ['"', '\'', '`'] {
        keys.push((Some(DiagnosisCause::KeyInQuotes), format!("{quote}{key}{quote}")));
    }
    let others = [
        "",
        "null",
        "None",
        "undefined",
        account.open_id().expose_secret(),
        account.grant_code().expose_secret(),
    ];
    keys.extend(others.map(|other| (Some(DiagnosisCause::WrongKey), other.to_owned())));
    keys
}

/// The texts that may have been signed; the right one first.
fn texts(parsed: &ParsedRequest, account: &Account) -> Vec<SignedText> {
    let right = recipe(account, parsed.action.as_deref());
    let masked = |parsed: &ParsedRequest, recipe| parsed.signed(MASK, MASK).text(recipe);
    let (real, shown) = (text_of(parsed, right), masked(parsed, right));
    let mut texts = vec![SignedText { cause: None, real: real.clone(), shown: shown.clone() }];
    let mut add = |cause, real: String, shown: String| {
        texts.push(SignedText { cause: Some(cause), real, shown });
    };
    for recipe in RECIPES.into_iter().filter(|recipe| *recipe != right) {
        add(DiagnosisCause::V2Strategy, text_of(parsed, recipe), masked(parsed, recipe));
    }
    for end in ["\n", "\r\n"] {
        add(DiagnosisCause::LineEnds, format!("{real}{end}"), format!("{shown}{end}"));
    }
    add(DiagnosisCause::TextEncoded, percent_encode(&real), percent_encode(&shown));
    for (cause, time, nonce) in others(parsed) {
        let other = ParsedRequest { timestamp: time, nonce, ..parsed.clone() };
        add(cause, text_of(&other, right), masked(&other, right));
    }
    if parsed.params.len() <= LONGEST_PARAMS {
        let params = String::from_utf8_lossy(&parsed.params);
        let (name, before) = match right {
            V2Signing::CamelCase => ("params", "&timestamp="),
            _ => ("Params", "&Timestamp="),
        };
        let within = |text: &str| text.replacen(before, &format!("&{name}={params}{before}"), 1);
        let behind = |text: &str| format!("{text}&{name}={params}");
        add(DiagnosisCause::ParamsSigned, within(&real), within(&shown));
        add(DiagnosisCause::ParamsSigned, behind(&real), behind(&shown));
    }
    for (real, shown) in orders(&real, &shown) {
        add(DiagnosisCause::KeyOrder, real, shown);
    }
    texts
}

/// Other times and nonces that may stand in the signature: cause, time, nonce.
fn others(parsed: &ParsedRequest) -> Vec<(DiagnosisCause, String, String)> {
    let (time, nonce) = (&parsed.timestamp, &parsed.nonce);
    let mut found = Vec::new();
    if let Ok(seconds) = time.parse::<i64>() {
        let mut add = |cause, time: i64| found.push((cause, time.to_string(), nonce.clone()));
        for hours in (-14..=14).filter(|hours| *hours != 0) {
            let utc = i64::abs(hours) == 8;
            let cause = if utc { DiagnosisCause::Utc } else { DiagnosisCause::TimeZone };
            add(cause, seconds + hours * 3600);
        }
        for second in 1..=60 {
            add(DiagnosisCause::TimeTakenTwice, seconds + second);
            add(DiagnosisCause::TimeTakenTwice, seconds - second);
        }
        for milli in 0..1000 {
            add(DiagnosisCause::TimeForm, seconds * 1000 + milli);
        }
    }
    if let Ok(number) = nonce.parse::<u64>() {
        for other in [number.checked_add(1), number.checked_sub(1)].into_iter().flatten() {
            found.push((DiagnosisCause::NonceTakenTwice, time.clone(), other.to_string()));
        }
    }
    found
}

/// The pairs in every order: joined with `&`, with nothing, and their values alone.
fn orders(real: &str, shown: &str) -> Vec<(String, String)> {
    let both: Vec<(&str, &str)> = real.split('&').zip(shown.split('&')).collect();
    let value = |pair: &&str| pair.split_once('=').map_or("", |(_, value)| value).to_owned();
    let ways = |order: Vec<(&str, &str)>| {
        let (real, shown): (Vec<&str>, Vec<&str>) = order.into_iter().unzip();
        let bare = |parts: &[&str]| parts.iter().map(value).collect::<String>();
        [
            (real.join("&"), shown.join("&")),
            (real.concat(), shown.concat()),
            (bare(&real), bare(&shown)),
        ]
    };
    permutations(&both).into_iter().flat_map(ways).filter(|(text, _)| text != real).collect()
}
