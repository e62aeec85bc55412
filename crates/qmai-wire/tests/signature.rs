//! Tokens against vectors that our code did not compute, and what a wrong one is told.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::num::NonZeroU64;

use crate::common::{OPERATIONS, account, attempt, claim_of, json, op, parts};
use coupon_qmai_wire::{
    Account, AccountConfig, AttemptParams, V2Signing, VerifyError, encode_raw, string_to_sign,
    token,
};
use coupon_sign::{Secret, hmac_sha1_base64, percent_encode};
use jiff::Timestamp;
use serde_json::Value;

const V3: &str = OPERATIONS[0];
const V2: &str = OPERATIONS[1];

fn vectors() -> Value {
    json(include_str!("../../../fixtures/sign/vectors.json"))
}

fn with_signing(v2_signing: V2Signing) -> Account {
    Account::new(AccountConfig { v2_signing, ..parts() }).unwrap()
}

fn body(account: &Account, attempt: &AttemptParams, name: &str) -> String {
    let request = encode_raw(account, attempt, op(name), r#"{"ids":"1"}"#.into());
    String::from_utf8(request.into_body().to_vec()).unwrap()
}

#[test]
fn v3_vectors_are_what_is_sent_and_what_is_accepted() {
    let vectors = vectors();
    let cases = vectors["qmai_v3_hmac_sha1"].as_array().unwrap();
    assert_eq!(cases.len(), 4);
    for case in cases {
        let secret = |field: &str| Secret::new(case[field].as_str().unwrap());
        let account = Account::new(AccountConfig {
            open_id: secret("open_id"),
            grant_code: secret("grant_code"),
            open_key: secret("open_key"),
            ..parts()
        })
        .unwrap();
        let time = Timestamp::from_second(case["timestamp"].as_i64().unwrap()).unwrap();
        let nonce = NonZeroU64::new(case["nonce"].as_u64().unwrap()).unwrap();
        let attempt = AttemptParams::with_nonce(time, nonce);
        let sent = json(&body(&account, &attempt, V3));
        assert_eq!(sent["token"], case["token"], "{}", case["source"]);
        assert_eq!((&sent["timestamp"], &sent["nonce"]), (&case["timestamp"], &case["nonce"]));
        claim_of(V3, sent.to_string()).unwrap().verify(&account).unwrap();
    }
}

#[test]
fn v2_vectors_by_each_recipe() {
    let vectors = vectors();
    for (signing, field) in [
        (V2Signing::PascalCase, "pascal_case"),
        (V2Signing::CamelCase, "camel_case"),
        (V2Signing::PascalCaseWithAction, "pascal_case_with_action user.user-coupons-detail"),
    ] {
        let account = with_signing(signing);
        let sent = json(&body(&account, &attempt(), V2));
        assert_eq!(sent["Token"], vectors["qmai_v2_hmac_sha1"][field], "{field}");
        assert_eq!(
            (sent["Timestamp"].as_str(), sent["Nonce"].as_str()),
            (Some("1700000000"), Some("7"))
        );
        claim_of(V2, sent.to_string()).unwrap().verify(&account).unwrap();
    }
}

#[test]
fn the_steps_of_a_signature_can_be_seen() {
    let (account, attempt) = (account(), attempt());
    let v3 = string_to_sign(&account, &attempt, op(V3));
    assert_eq!(
        v3,
        "grantCode=fakegrant1&nonce=7&openId=00000000000000000000000000000001&timestamp=1700000000"
    );
    let v2 = string_to_sign(&with_signing(V2Signing::PascalCaseWithAction), &attempt, op(V2));
    assert_eq!(
        v2,
        "Action=user.user-coupons-detail&GrantCode=fakegrant1&Nonce=7&OpenId=00000000000000000000000000000001&Timestamp=1700000000"
    );
    assert_eq!(
        token(&account, &attempt, op(V3)),
        percent_encode(&hmac_sha1_base64(account.open_key(), v3.as_bytes()))
    );
}

/// Nonce 3 is the vector whose token holds `+` and `/`.
fn hint_for(token: &str, name: &str, account: &Account) -> (String, &'static str) {
    let attempt = AttemptParams::new(Timestamp::from_second(1_700_000_000).unwrap(), 3);
    let mut sent = json(&body(account, &attempt, name));
    let field = if name == V3 { "token" } else { "Token" };
    sent[field] = token.into();
    match claim_of(name, sent.to_string()).unwrap().verify(account) {
        Err(VerifyError::Token { string_to_sign, hint }) => (string_to_sign, hint),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_wrong_token_is_explained() {
    let right = "HbwvU%2B6pDI%2F9Q5zfi0%2BdXCfp3j0%3D";
    for (token, expected) in [
        ("HbwvU+6pDI/9Q5zfi0+dXCfp3j0=", "the token must be percent-encoded, in the JSON body too"),
        ("HbwvU 6pDI/9Q5zfi0 dXCfp3j0=", "the token must be percent-encoded, in the JSON body too"),
        ("HbwvU%252B6pDI%252F9Q5zfi0%252BdXCfp3j0%253D", "the token is percent-encoded twice"),
        (&right.replace("%2B", "%2b"), "the percent-encoding must be upper-case hex"),
        ("bm90IHRoaXM%3D", "the key differs, or a value was changed after signing"),
    ] {
        let (string, hint) = hint_for(token, V3, &account());
        assert_eq!(hint, expected);
        assert_eq!(string, "grantCode=***&nonce=3&openId=***&timestamp=1700000000");
    }
    // The V3 vector under V2, where the account demands the recipe of the V2 envelope.
    assert_eq!(hint_for(right, V2, &account()).1, "it is signed by the recipe camel-case");
}

#[test]
fn another_account_and_another_key_are_told_apart() {
    let parsed = claim_of(V3, body(&account(), &attempt(), V3)).unwrap();
    let other = |change: fn(&mut AccountConfig)| {
        let mut parts = parts();
        change(&mut parts);
        parsed.verify(&Account::new(parts).unwrap()).unwrap_err()
    };
    assert_eq!(other(|p| p.open_id = Secret::new("2")), VerifyError::OpenId);
    assert_eq!(other(|p| p.grant_code = Secret::new("2")), VerifyError::GrantCode);
    let wrong_key = other(|p| p.open_key = Secret::new("another-key"));
    assert!(matches!(wrong_key, VerifyError::Token { .. }));
    let shown = format!("{wrong_key} {wrong_key:?} {parsed:?}");
    for secret in ["another-key", "00000000000000000000000000000001", "fakegrant1", "fake-open-key"]
    {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(
        format!("{:?}", parsed.open_id.expose_secret()).contains("0001"),
        "the search above can find"
    );
}

#[test]
fn a_path_that_nothing_serves() {
    for path in ["/", "/crm/coupon/getCustomerCoupons", "/evilapi/v2", "/api/v2/x"] {
        let request = http::Request::builder().uri(path).body("{}".into()).unwrap();
        let found = coupon_qmai_wire::parse_request(&request).unwrap_err();
        assert_eq!(found, VerifyError::Path(path.to_owned()));
    }
    for body in ["", "[]", "nonsense", "\"secret-body\""] {
        let found = claim_of(V3, body).unwrap_err();
        assert!(matches!(found, VerifyError::Envelope(_)), "{found:?}");
        assert!(!found.to_string().contains("secret-body"), "{found}");
    }
}
