//! `coupon sign` against signatures that our code did not compute.

use crate::support::Place;
use serde_json::Value;

fn vectors() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/sign/vectors.json");
    let text = std::fs::read_to_string(path).expect("the vectors are in the repository");
    serde_json::from_str(&text).expect("the vectors are JSON")
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[test]
fn qince_digests_are_those_of_the_published_vectors() {
    let (place, vectors) = (Place::new(), vectors());
    for vector in vectors["qince_md5"].as_array().unwrap() {
        let (body, key, time) =
            (text(&vector["body"]), text(&vector["app_key"]), text(&vector["timestamp"]));
        let mut arguments = vec!["sign", "qince", "--app-key", &key, "--timestamp", &time];
        let file = format!("@{}", place.write("body", &body).display());
        let typed = place.json(&[&arguments[..], &["--body", &body]].concat());
        let read = place.json(&[&arguments[..], &["--body", &file]].concat());
        assert_eq!(typed, read, "a file's bytes are taken as they are");
        assert_eq!(typed["digest"], vector["digest"]);
        let signed = typed["string_to_sign"].as_str().unwrap();
        assert_eq!(signed, format!("{body}|***|{time}"), "the key is masked");
        assert_eq!(typed.get("url"), None);

        let (Some(openid), Some(msg_id)) = (vector["openid"].as_str(), vector["msg_id"].as_str())
        else {
            continue;
        };
        arguments.extend([
            "--body",
            &body,
            "--openid",
            openid,
            "--msg-id",
            msg_id,
            "--operation",
            "voucher.getVoucherInfos",
        ]);
        let url = place.json(&arguments)["url"].clone();
        let digest = text(&vector["digest"]);
        let path = format!("/api/voucher/v1/getVoucherInfos/{openid}/{time}/{digest}/{msg_id}");
        assert_eq!(url, format!("https://openapi.qince.com{path}"));
    }
}

#[test]
fn qmai_tokens_are_those_of_the_published_vectors() {
    let (place, vectors) = (Place::new(), vectors());
    let sign = |vector: &Value, more: &[&str]| {
        let (id, grant, key) =
            (text(&vector["open_id"]), text(&vector["grant_code"]), text(&vector["open_key"]));
        let (nonce, time) = (text(&vector["nonce"]), text(&vector["timestamp"]));
        let arguments = [
            "sign",
            "qmai",
            "--open-id",
            &id,
            "--grant-code",
            &grant,
            "--open-key",
            &key,
            "--nonce",
            &nonce,
            "--timestamp",
            &time,
        ];
        let signed = place.json(&[&arguments[..], more].concat());
        assert!(!text(&signed["string_to_sign"]).contains(&key), "{signed}");
        signed
    };
    for vector in vectors["qmai_v3_hmac_sha1"].as_array().unwrap() {
        assert_eq!(sign(vector, &[])["token"], vector["token"]);
    }
    let common = serde_json::json!({
        "open_key": "fake-open-key-rs-0001", "grant_code": "fakegrant1", "nonce": 7,
        "open_id": "00000000000000000000000000000001", "timestamp": 1700000000,
    });
    let v2 = &vectors["qmai_v2_hmac_sha1"];
    for (strategy, expected) in [
        ("pascal-case", &v2["pascal_case"]),
        ("camel-case", &v2["camel_case"]),
        ("pascal-case-with-action", &v2["pascal_case_with_action user.user-coupons-detail"]),
    ] {
        assert_eq!(&sign(&common, &["--v2", strategy])["token"], expected, "{strategy}");
    }
}

#[test]
fn a_url_needs_all_of_its_parts() {
    let place = Place::new();
    let base = ["sign", "qince", "--app-key", "k", "--timestamp", "20240102030405", "--body", "{}"];
    for more in [
        &["--openid", "1"][..],
        &["--openid", "1", "--msg-id", "a b", "--operation", "voucher.getVoucherInfos"],
        &["--openid", "1", "--msg-id", "a", "--operation", "voucher.nothing"],
        &["--openid", "a/b", "--msg-id", "a", "--operation", "voucher.getVoucherInfos"],
    ] {
        assert_eq!(place.run(&[&base[..], more].concat()).code, Some(2), "{more:?}");
    }
}
