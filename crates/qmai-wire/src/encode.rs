//! Writing and signing a call.

use bytes::Bytes;
use coupon_sign::{Secret, hmac_sha1_base64};
use http::{Method, Request, header};

use crate::{
    account::{Account, V2Signing},
    attempt_params::AttemptParams,
    endpoint::{Endpoint, Operation},
};

/// A signed request for a call. Rules are not checked here: see [`Endpoint::validate`].
pub fn encode<E: Endpoint>(account: &Account, attempt: &AttemptParams, call: &E) -> Request<Bytes> {
    let params = serde_json::to_vec(call).expect("a call is made of text and numbers");
    encode_raw(account, attempt, &Operation::of::<E>(), params.into())
}

/// A signed request for `params` of any kind: these very bytes stand in the envelope. Empty `params` are sent as `{}`.
///
/// V3 sends time and nonce as integers, as every public client does; V2 as text, as the document shows.
pub fn encode_raw(
    account: &Account,
    attempt: &AttemptParams,
    operation: &Operation,
    params: Bytes,
) -> Request<Bytes> {
    let (open_id, grant_code) =
        (account.open_id().expose_secret(), account.grant_code().expose_secret());
    let (token, time, nonce) =
        (token(account, attempt, operation), attempt.time().as_second(), attempt.nonce());
    // Ids and token are made of characters that JSON takes as they are.
    let head = match operation.action {
        None => format!(
            r#"{{"openId":"{open_id}","grantCode":"{grant_code}","token":"{token}","timestamp":{time},"nonce":{nonce},"params":"#
        ),
        Some(action) => format!(
            r#"{{"OpenId":"{open_id}","GrantCode":"{grant_code}","Token":"{token}","Timestamp":"{time}","Nonce":"{nonce}","Action":"{action}","Params":"#
        ),
    };
    let params: &[u8] = if params.is_empty() { b"{}" } else { &params };
    let body = [head.as_bytes(), params, b"}"].concat();
    Request::builder()
        .method(Method::POST)
        .uri(format!("{}/{}", account.base_url(), operation.path))
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.into())
        .expect("the account was checked when it was made")
}

/// The signature: base64 of HMAC-SHA1 over [`string_to_sign`], percent-encoded, which is the form that stands in the body.
/// Sent without that encoding it fails about one time in three, whenever it holds a `+`.
pub fn token(account: &Account, attempt: &AttemptParams, operation: &Operation) -> String {
    signed(account, attempt, operation, |parts| account.signer().base64_percent_encoded(parts))
}

/// The text that is signed. It holds the account's openId and grantCode, and never its key; `params` are not signed.
pub fn string_to_sign(account: &Account, attempt: &AttemptParams, operation: &Operation) -> String {
    signed(account, attempt, operation, |parts| parts.concat())
}

/// Makes something of the parts that are signed.
fn signed(
    account: &Account,
    attempt: &AttemptParams,
    operation: &Operation,
    make: impl FnOnce(&[&str]) -> String,
) -> String {
    let (mut timestamp, mut nonce) = (itoa::Buffer::new(), itoa::Buffer::new());
    let fields = SignedFields {
        action: operation.action,
        open_id: account.open_id().expose_secret(),
        grant_code: account.grant_code().expose_secret(),
        timestamp: timestamp.format(attempt.time().as_second()),
        nonce: nonce.format(attempt.nonce()),
    };
    make(&fields.parts(recipe(account, operation.action)))
}

/// V3 is signed in camelCase, which is proven; V2 as the account says.
pub(crate) fn recipe(account: &Account, action: Option<&str>) -> V2Signing {
    action.map_or(V2Signing::CamelCase, |_| account.v2_signing())
}

/// The values that are signed, as text.
#[derive(Clone, Copy)]
pub(crate) struct SignedFields<'a> {
    pub(crate) action: Option<&'a str>,
    pub(crate) open_id: &'a str,
    pub(crate) grant_code: &'a str,
    pub(crate) timestamp: &'a str,
    pub(crate) nonce: &'a str,
}

impl SignedFields<'_> {
    pub(crate) fn text(&self, recipe: V2Signing) -> String {
        self.parts(recipe).concat()
    }

    /// The text in parts, some of them empty. A signature takes them one by one: it costs little more than its HMAC, and
    /// formatting would double that.
    fn parts(&self, recipe: V2Signing) -> [&str; 10] {
        let Self { action, open_id, grant_code, timestamp, nonce } = *self;
        let action = action.unwrap_or_default();
        let (names, action_name, action) = match recipe {
            V2Signing::CamelCase => (["grantCode=", "&nonce=", "&openId=", "&timestamp="], "", ""),
            V2Signing::PascalCase => (["GrantCode=", "&Nonce=", "&OpenId=", "&Timestamp="], "", ""),
            V2Signing::PascalCaseWithAction => {
                (["&GrantCode=", "&Nonce=", "&OpenId=", "&Timestamp="], "Action=", action)
            }
        };
        let [grant, n, open, time] = names;
        [action_name, action, grant, grant_code, n, nonce, open, open_id, time, timestamp]
    }

    /// Base64, not yet percent-encoded.
    pub(crate) fn sign(&self, recipe: V2Signing, key: &Secret) -> String {
        hmac_sha1_base64(key, self.text(recipe).as_bytes())
    }
}
