//! The OpenAPI documents are sound, and the sandbox answers as they say.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::BTreeMap;

use coupon_sandbox::{Quirk, Quirks, Sandbox, SandboxConfig};
use coupon_sandbox_server::openapi;
use http::{Request, Response};
use jsonschema::Validator;
use serde_json::{Value, json};
use support::{qince_account, qmai_account, sandbox, send, settings, stamp};

/// One operation as its document has it.
struct Described {
    request: Validator,
    answer: Validator,
}

impl Described {
    fn new(document: &Value, post: &Value) -> Self {
        let validator = |place: &str| {
            let schema = json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "components": document["components"],
                "allOf": [post.pointer(place).unwrap()],
            });
            jsonschema::validator_for(&schema).unwrap()
        };
        Self {
            request: validator("/requestBody/content/application~1json/schema"),
            answer: validator("/responses/200/content/application~1json/schema"),
        }
    }

    fn request(&self, body: &Value) -> Result<(), String> {
        check(&self.request, body)
    }

    fn answer(&self, body: &Value) -> Result<(), String> {
        check(&self.answer, body)
    }
}

fn check(validator: &Validator, value: &Value) -> Result<(), String> {
    let error =
        |error: jsonschema::ValidationError<'_>| format!("{}: {error:?}", error.instance_path());
    let errors: Vec<String> = validator.iter_errors(value).map(error).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.join("\n")) }
}

/// Every operation by its name; the two of V2 share a description.
fn described(shape: fn(Value) -> Value) -> BTreeMap<&'static str, Described> {
    let qince = coupon_qince_wire::OPERATIONS.iter().map(|operation| {
        let path =
            format!("/api/{}/{{openid}}/{{timestamp}}/{{digest}}/{{msg_id}}", operation.path);
        ("qince", operation.name, path)
    });
    let qmai = coupon_qmai_wire::OPERATIONS
        .iter()
        .map(|operation| ("qmai", operation.name, format!("/{}", operation.path)));
    let described = |(vendor, name, path): (_, _, String)| {
        let document = shape(openapi(vendor).unwrap());
        let post = document["paths"][&path]["post"].clone();
        assert!(post.is_object(), "{name} is described at {path}");
        (name, Described::new(&document, &post))
    };
    qince.chain(qmai).map(described).collect()
}

/// No field but those described, and documents inside strings are looked at: stricter than a client must be.
fn closed(mut value: Value) -> Value {
    close(&mut value);
    value
}

fn close(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(close);
            let is_schema = fields.get("properties").is_some_and(Value::is_object);
            if is_schema && !fields.contains_key("additionalProperties") {
                fields.insert("additionalProperties".to_owned(), false.into());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

async fn exchange(sandbox: &Sandbox, name: &str, body: &Value, key: bool) -> (Value, Value) {
    let text = body.to_string().into();
    let mut request: Request<bytes::Bytes> = match coupon_qmai_wire::operation(name) {
        Some(operation) => {
            let stamp = coupon_qmai_wire::AttemptParams::new(sandbox.now(), 7);
            coupon_qmai_wire::encode_raw(&qmai_account(sandbox), &stamp, operation, text)
        }
        None => {
            let operation = coupon_qince_wire::operation(name).unwrap();
            coupon_qince_wire::encode_raw(&qince_account(sandbox), &stamp(sandbox), operation, text)
        }
    };
    let sent: Value = serde_json::from_slice(request.body()).unwrap();
    if !key {
        spoil(&mut request);
    }
    let answer: Response<bytes::Bytes> = send(sandbox, request).await;
    let mut answer: Value = serde_json::from_slice(answer.body()).unwrap();
    if let Some(data) = answer.get("response_data").and_then(Value::as_str) {
        answer["response_data"] = serde_json::from_str(data).unwrap();
    }
    (sent, answer)
}

/// Another signature than the right one.
fn spoil(request: &mut Request<bytes::Bytes>) {
    let text = String::from_utf8(request.body().to_vec()).unwrap();
    *request.body_mut() = text.replacen(r#""token":""#, r#""token":"x"#, 1).into();
    *request.body_mut() = String::from_utf8(request.body().to_vec())
        .unwrap()
        .replacen(r#""Token":""#, r#""Token":"x"#, 1)
        .into();
    let uri = request.uri().to_string();
    if uri.contains("/api/voucher") || uri.contains("/api/coupondetail") {
        let (head, id) = uri.rsplit_once('/').unwrap();
        let (head, _) = head.rsplit_once('/').unwrap();
        *request.uri_mut() = format!("{head}/{:032x}/{id}", 1).parse().unwrap();
    }
}

/// A call of every operation that succeeds, in an order in which each finds what it needs.
async fn calls(sandbox: &Sandbox) -> Vec<(&'static str, Value)> {
    let (qince, qmai) = (sandbox.qince(), sandbox.qmai());
    let listed = sandbox.voucher_rows()[0].0.clone();
    let third = support::creation(
        json!({ "grantType": "THIRDPARTY", "tradeRange": "2", "cmId": qince.customers[0].id }),
    );
    let (_, made) = exchange(sandbox, "voucher.addVoucherInfo", &third, true).await;
    let voucher = made["response_data"]["voucherId"].clone();
    let deal: Value = serde_json::from_str(&sandbox.coupon_rows()[0].1).unwrap();
    let (user, coupon) = qmai.user_coupons[0].clone();
    vec![
        ("voucher.getVoucherInfos", json!({ "page_number": 1, "page_length": 9 })),
        ("voucher.addVoucherInfo", support::creation(json!({}))),
        ("voucher.getCmInfos", json!({ "voucher_id": listed })),
        ("voucher.queryVoucherUsedInfo", json!({ "voucherId": listed })),
        (
            "voucher.receiveVoucherInfo",
            json!({ "voucherId": voucher, "cmId": qince.customers[0].id, "receiveTime": "2026-03-01 12:00:00" }),
        ),
        ("voucher.modifyVoucherEndDate", json!({ "voucherId": voucher, "endDate": "2031-01-01" })),
        ("voucher.finishVoucher", json!({ "voucherId": voucher })),
        ("coupondetail.queryCouponDetail", json!({ "page_length": "50" })),
        (
            "coupondetail.addCoupon",
            json!({ "coupon_no": "OA-1", "deal_name": deal["deal_name"], "cm_id": qince.customers[0].id,
                "start_date": "2026-03-02", "end_date": "2030-12-31",
                "prods": [{ "product_id": qince.products[0].id, "unit_name": "箱", "num": 10 }] }),
        ),
        (
            "coupondetail.updateCouponExt",
            json!({ "coupon_no": "OA-1", "exts": [{ "ext_key": "备注", "ext_value": "已确认" }] }),
        ),
        (
            "coupondetail.approvalCoupon",
            json!({ "coupon_no": "OA-1", "coupon_status": "1", "confirm_emp": "王芳" }),
        ),
        ("v3.getCustomerCoupons", json!({ "customerId": qmai.customers[0] })),
        ("v2.user-coupons-detail.by-ids", json!({ "ids": qmai.coupon_ids[..3].join(",") })),
        ("v2.user-coupons-detail.by-user", json!({ "user_id": user, "user_coupon_id": coupon })),
    ]
}

#[tokio::test]
async fn every_answer_is_as_described_success_refusal_and_wrong_signature() {
    let (sandbox, described) = (sandbox(), described(closed));
    let calls = calls(&sandbox).await;
    assert_eq!(calls.len(), described.len());
    for (name, body) in calls {
        let (sent, answer) = exchange(&sandbox, name, &body, true).await;
        described[name].request(&sent).unwrap_or_else(|error| panic!("{name} {sent}\n{error}"));
        assert!(is_success(&answer), "{name} {body}: {answer}");
        described[name].answer(&answer).unwrap_or_else(|error| panic!("{name} {answer}\n{error}"));
        let wrong = json!({ "page_length": "x", "customerId": "-", "ids": "-" });
        for (body, key) in [(&wrong, true), (&body, false)] {
            let (_, refused) = exchange(&sandbox, name, body, key).await;
            assert!(!is_success(&refused), "{name}: {refused}");
            described[name]
                .answer(&refused)
                .unwrap_or_else(|error| panic!("{name} {refused}\n{error}"));
        }
    }
}

#[tokio::test]
async fn every_answer_is_as_described_under_every_switch() {
    let (closed, open) = (described(closed), described(|document| document));
    let mut all = vec![("as-observed", Quirks::as_observed())];
    for quirk in Quirk::ALL {
        for value in quirk.values() {
            let mut quirks = Quirks::default();
            quirks.set(quirk.name(), value).unwrap();
            all.push((quirk.name(), quirks));
        }
    }
    for (switch, quirks) in all {
        // With it V2 by user answers a field of the other operation's table, which is the point of it.
        let described = if switch == "v2-number" { &open } else { &closed };
        let sandbox = Sandbox::new(SandboxConfig { quirks, coupons: 60, ..settings() });
        let mut asked = calls(&sandbox).await;
        asked.push(("v3.getCustomerCoupons", json!({ "customerId": "380000000000000000" })));
        asked.push(("v2.user-coupons-detail.by-ids", json!({ "ids": "1" })));
        asked.push(("coupondetail.queryCouponDetail", json!({ "coupon_no": "none" })));
        for (name, body) in asked {
            let (_, answer) = exchange(&sandbox, name, &body, true).await;
            described[name]
                .answer(&answer)
                .unwrap_or_else(|error| panic!("{switch}: {name} {answer}\n{error}"));
        }
    }
}

fn is_success(answer: &Value) -> bool {
    let code = answer.get("return_code").or(answer.get("code")).unwrap();
    *code == "0" || *code == 0
}

#[test]
fn what_is_not_described_is_found() {
    let described = described(closed);
    let one = &described["voucher.getVoucherInfos"];
    for bad in [
        json!({}),
        json!({ "return_code": "0" }),
        json!({ "return_code": "1", "msg_id": "a" }),
        json!({ "return_code": "0", "msg_id": "a", "response_data": [{ "no_such_field": 1 }] }),
    ] {
        one.answer(&bad).expect_err(&bad.to_string());
    }
    let add = &described["voucher.addVoucherInfo"];
    let call = support::creation(json!({ "tradeRange": "1" }));
    add.request(&call).unwrap();
    for change in [
        json!({ "name": "长".repeat(1000) }),
        json!({ "startDate": "2026/01/01" }),
        json!({ "payType": "SOMETIMES" }),
    ] {
        add.request(&support::creation(change.clone())).expect_err(&change.to_string());
    }
    described["voucher.finishVoucher"].request(&json!({})).unwrap_err();
    // Its amount is required of one kind of discount only.
    let mut percent = call;
    percent.as_object_mut().unwrap().remove("money");
    percent["discountsType"] = "ZKBL".into();
    add.request(&percent).unwrap();
}

#[test]
fn every_reference_leads_somewhere_and_every_operation_has_one_name() {
    for vendor in ["qince", "qmai"] {
        let document = openapi(vendor).unwrap();
        let mut references = Vec::new();
        collect(&document, "$ref", &mut references);
        assert!(references.len() > 3);
        for reference in references {
            let place = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(place).is_some(), "{vendor}: {reference}");
        }
        let mut names = Vec::new();
        collect(&document, "operationId", &mut names);
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
        let mut descriptions = Vec::new();
        collect(&document, "description", &mut descriptions);
        let chinese = |text: &&String| text.chars().any(|c| ('一'..='鿿').contains(&c));
        assert!(
            descriptions.iter().all(|text| chinese(&text)),
            "{vendor}: every description is bilingual"
        );
    }
    assert!(openapi("third").is_none());
}

fn collect(value: &Value, key: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if let (true, Some(text)) = (name == key, field.as_str()) {
                    found.push(text.to_owned());
                }
                collect(field, key, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, key, found)),
        _ => {}
    }
}
