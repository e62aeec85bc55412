//! The server's side: reads a request and verifies its signature.

use std::collections::BTreeMap;

use bytes::Bytes;
use coupon_sign::{Secret, constant_time_eq, percent_encode};
use coupon_wire::internal::{excerpt, record};
use http::Request;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    account::{Account, V2Signing},
    encode::{SignedFields, recipe},
    endpoint::{Endpoint, Operation, V2_PATH},
    envelope::{RequestV2, RequestV3},
    operations::{OPERATIONS, operation},
    v2::{UserCouponsDetailByIds, UserCouponsDetailByUser},
};

/// A request as it describes itself. None of it is proven before [`ParsedRequest::verify`].
#[derive(Debug, Clone)]
pub struct ParsedRequest {
    /// The operation it calls; none that is not in [`OPERATIONS`]. V2 has one `Action` for two: the fields of `Params` tell which.
    pub operation: Option<&'static Operation>,
    /// The value of `Action`, in V2.
    pub action: Option<String>,
    /// The openId in the envelope.
    pub open_id: Secret,
    /// The grantCode in the envelope.
    pub grant_code: Secret,
    /// Unix seconds, as written.
    pub timestamp: String,
    /// As written.
    pub nonce: String,
    /// The text of `params`. It is not signed.
    pub params: Bytes,
    pub(crate) token: Secret,
}

/// Reason why a request is not accepted. Never holds a key, an id, a grant or a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// Nothing answers at this path.
    #[error("nothing answers at {0}: V2 is served at /api/v2, V3 at /v3/…")]
    Path(String),
    /// The body is no envelope.
    #[error(
        "the body must be a JSON object with openId, grantCode, token, timestamp, nonce and params (V2: OpenId …): {0}"
    )]
    Envelope(String),
    /// A field of the envelope is missing or blank (ENV-1).
    #[error("the envelope has no {0}; the case of the letters counts")]
    Missing(&'static str),
    /// The time is no Unix time in seconds (ENV-2).
    #[error("the timestamp must be Unix time in seconds, 10 digits")]
    Timestamp,
    /// The nonce is no positive whole number (ENV-2).
    #[error("the nonce must be a positive whole number")]
    Nonce,
    /// `params` is no object (ENV-3).
    #[error("{0} must be a JSON object, not a text that holds one and not a list")]
    Params(&'static str),
    /// Another account.
    #[error("the openId is not this account's")]
    OpenId,
    /// Another grant.
    #[error("the grantCode is not this account's")]
    GrantCode,
    /// The token is that of other values, another key or another recipe.
    #[error("the token is not that of {string_to_sign:?} with this account's key: {hint}")]
    Token {
        /// The text that this side signed, with openId and grantCode made unreadable.
        string_to_sign: String,
        /// The likely cause.
        hint: &'static str,
    },
}

impl VerifyError {
    /// The reason in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Path(path) => format!("{path} 处没有接口：V2 在 /api/v2，V3 在 /v3/…"),
            Self::Envelope(_) => "请求体应为 JSON 对象，含 openId、grantCode、token、timestamp、nonce 和 params（V2 为 OpenId 等）".to_owned(),
            Self::Missing(field) => format!("请求体缺少 {field}；字母大小写须一致"),
            Self::Timestamp => "timestamp 应为 10 位的 Unix 秒数".to_owned(),
            Self::Nonce => "nonce 应为正整数".to_owned(),
            Self::Params(field) => format!("{field} 应为 JSON 对象，而不是含有对象的文本或列表"),
            Self::OpenId => "openId 不是此账户的".to_owned(),
            Self::GrantCode => "grantCode 不是此账户的".to_owned(),
            Self::Token { .. } => "token 与此账户的密钥不符".to_owned(),
        }
    }
}

/// Reads a request from its path and body, also one of an operation that is not in [`OPERATIONS`].
pub fn parse_request(request: &Request<Bytes>) -> Result<ParsedRequest, VerifyError> {
    let (path, body) = (request.uri().path(), request.body());
    if ends_with(path, V2_PATH) {
        let (envelope, action) = read_v2(body)?;
        let operation = by_action(&action, envelope.params.map_or("", RawValue::get));
        return envelope.parse_request(body, operation, Some(action));
    }
    let operation = operation_at(path);
    if operation.is_none() && !path.contains("/v3/") {
        return Err(VerifyError::Path(excerpt(path)));
    }
    read_v3(body)?.parse_request(body, operation, None)
}

/// The operation of V3 that answers at the end of this path, in [`OPERATIONS`].
pub fn operation_at(path: &str) -> Option<&'static Operation> {
    let mut by_path = OPERATIONS.iter().filter(|operation| operation.action.is_none());
    by_path.find(|operation| ends_with(path, operation.path))
}

fn ends_with(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|before| before.ends_with('/'))
}

impl ParsedRequest {
    /// Whether this account signed these values.
    pub fn verify(&self, account: &Account) -> Result<(), VerifyError> {
        if self.open_id != *account.open_id() {
            return Err(VerifyError::OpenId);
        }
        if self.grant_code != *account.grant_code() {
            return Err(VerifyError::GrantCode);
        }
        let fields = self.signed(self.open_id.expose_secret(), self.grant_code.expose_secret());
        let recipe = recipe(account, self.action.as_deref());
        let expected = fields.sign(recipe, account.open_key());
        if constant_time_eq(
            self.token.expose_secret().as_bytes(),
            percent_encode(&expected).as_bytes(),
        ) {
            return Ok(());
        }
        let string_to_sign = self.signed("***", "***").text(recipe);
        Err(VerifyError::Token { string_to_sign, hint: self.hint(&fields, account, &expected) })
    }

    pub(crate) fn signed<'a>(&'a self, open_id: &'a str, grant_code: &'a str) -> SignedFields<'a> {
        let (timestamp, nonce) = (self.timestamp.as_str(), self.nonce.as_str());
        SignedFields { action: self.action.as_deref(), open_id, grant_code, timestamp, nonce }
    }

    fn hint(&self, fields: &SignedFields<'_>, account: &Account, expected: &str) -> &'static str {
        let token = self.token.expose_secret();
        let once = percent_encode(expected);
        if token == expected || token == expected.replace('+', " ") {
            return "the token must be percent-encoded, in the JSON body too";
        }
        if token == percent_encode(&once) {
            return "the token is percent-encoded twice";
        }
        if token.eq_ignore_ascii_case(&once) {
            return "the percent-encoding must be upper-case hex";
        }
        let others = [V2Signing::PascalCase, V2Signing::CamelCase, V2Signing::PascalCaseWithAction];
        let signed_as = |recipe: &V2Signing| {
            let other = fields.sign(*recipe, account.open_key());
            token == other || token == percent_encode(&other)
        };
        match others.iter().find(|recipe| signed_as(recipe)) {
            Some(V2Signing::PascalCase) => "it is signed by the recipe pascal-case",
            Some(V2Signing::CamelCase) => "it is signed by the recipe camel-case",
            Some(V2Signing::PascalCaseWithAction) => {
                "it is signed by the recipe pascal-case-with-action"
            }
            None => "the key differs, or a value was changed after signing",
        }
    }
}

/// The fields of either envelope.
struct RequestEnvelope<'a> {
    names: &'static [&'static str; 6],
    texts: [Option<String>; 5],
    params: Option<&'a RawValue>,
}

const V3_NAMES: [&str; 6] = ["openId", "grantCode", "token", "timestamp", "nonce", "params"];
const V2_NAMES: [&str; 6] = ["OpenId", "GrantCode", "Token", "Timestamp", "Nonce", "Params"];

fn read_v3(body: &Bytes) -> Result<RequestEnvelope<'_>, VerifyError> {
    let RequestV3 { open_id, grant_code, token, timestamp, nonce, params } = read(body)?;
    Ok(RequestEnvelope {
        names: &V3_NAMES,
        texts: [open_id, grant_code, token, timestamp, nonce],
        params,
    })
}

fn read_v2(body: &Bytes) -> Result<(RequestEnvelope<'_>, String), VerifyError> {
    let RequestV2 { open_id, grant_code, token, timestamp, nonce, action, params } = read(body)?;
    let texts = [open_id, grant_code, token, timestamp, nonce];
    let action = action.ok_or(VerifyError::Missing("Action"))?;
    Ok((RequestEnvelope { names: &V2_NAMES, texts, params }, action))
}

fn read<'a, T: Deserialize<'a>>(body: &'a Bytes) -> Result<T, VerifyError> {
    // Without the library's own words, which may quote the body.
    record(serde_json::Deserializer::from_slice(body)).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        VerifyError::Envelope(format!(
            "{:?} error at line {line}, column {column}",
            error.classify()
        ))
    })
}

impl RequestEnvelope<'_> {
    fn parse_request(
        self,
        body: &Bytes,
        operation: Option<&'static Operation>,
        action: Option<String>,
    ) -> Result<ParsedRequest, VerifyError> {
        let mut fields = self.texts.into_iter().zip(self.names);
        let mut next = || {
            let (text, name) = fields.next().expect("five texts are asked for");
            text.ok_or(VerifyError::Missing(name))
        };
        let (open_id, grant_code, token) = (next()?, next()?, next()?);
        let (timestamp, nonce) = (next()?, next()?);
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if timestamp.len() != 10 || !digits(&timestamp) {
            return Err(VerifyError::Timestamp);
        }
        if !digits(&nonce) || nonce.bytes().all(|b| b == b'0') {
            return Err(VerifyError::Nonce);
        }
        let params = self.params.ok_or(VerifyError::Missing(self.names[5]))?.get();
        if !params.starts_with('{') {
            return Err(VerifyError::Params(self.names[5]));
        }
        Ok(ParsedRequest {
            operation,
            action,
            open_id: Secret::new(open_id),
            grant_code: Secret::new(grant_code),
            timestamp,
            nonce,
            params: body.slice_ref(params.as_bytes()),
            token: Secret::new(token),
        })
    }
}

/// The operation of an `Action`. One of them serves two operations: filled `ids` win over the others (IDS-3, assumed), and where
/// nothing is filled, the rules of the one taken say what is missing.
fn by_action(action: &str, params: &str) -> Option<&'static Operation> {
    let mut listed = OPERATIONS.iter().filter(|operation| operation.action == Some(action));
    let first = listed.next()?;
    if first.name != UserCouponsDetailByIds::NAME {
        return Some(first);
    }
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(params).unwrap_or_default();
    let ids = fields.get("ids").map_or("", |ids| ids.get().trim_matches('"').trim());
    let of_a_user = fields.contains_key("user_id") || fields.contains_key("user_coupon_id");
    let name = if of_a_user && matches!(ids, "" | "null") {
        UserCouponsDetailByUser::NAME
    } else {
        UserCouponsDetailByIds::NAME
    };
    operation(name)
}
