//! The OpenAPI documents are sound, and the sandbox answers as they say.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use crate::calls::{calls, exchange};
use crate::support::{sandbox, settings};
use coupon_sandbox::{Quirk, Quirks, Sandbox, SandboxConfig};
use coupon_sandbox_server::{openapi, openapi_for_clients};
use jsonschema::Validator;
use serde_json::{Value, json};

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
        let wrong = json!({ "page_length": "x", "page": "x", "expire": "x", "customerId": "-", "ids": "-" });
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

/// The documents for clients: under its own profile every request, answer and row is of the type that they give.
#[tokio::test]
async fn every_answer_has_the_types_that_the_documents_for_clients_give() {
    for (profile, quirks) in
        [("as-documented", Quirks::as_documented()), ("as-observed", Quirks::as_observed())]
    {
        let sandbox = Sandbox::new(SandboxConfig { quirks, ..settings() });
        let documents =
            ["qince", "qmai"].map(|vendor| openapi_for_clients(vendor, profile).unwrap());
        let described = by_operation(documents.map(closed));
        let calls = calls(&sandbox).await;
        assert_eq!(calls.len(), described.len());
        for (name, body) in calls {
            for key in [true, false] {
                let (_, mut answer) = exchange(&sandbox, name, &body, key).await;
                // The exchange has read the text for us; a client gets text.
                if let Some(data) = answer.get_mut("response_data").filter(|data| !data.is_null()) {
                    *data = data.to_string().into();
                }
                assert_eq!(is_success(&answer), key, "{name}: {answer}");
                let outcome = described[name].answer(&answer);
                outcome.unwrap_or_else(|error| panic!("{profile}: {name} {answer}\n{error}"));
            }
        }
    }
    assert!(openapi_for_clients("third", "as-observed").is_none());
    assert!(openapi_for_clients("qmai", "as-imagined").is_none());
}

/// A field has one type, and may be absent or null.
#[test]
fn a_field_of_the_documents_for_clients_has_one_type() {
    for vendor in ["qince", "qmai"] {
        for profile in ["as-documented", "as-observed"] {
            let document = openapi_for_clients(vendor, profile).unwrap();
            let mut fields = 0;
            for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
                for (field, schema) in schema["properties"].as_object().unwrap() {
                    fields += 1;
                    assert_ne!(schema.get("examples"), Some(&Value::Null), "{name}.{field}");
                    let types = schema["type"].as_array().cloned().unwrap_or_default();
                    let types = types.iter().filter(|one| **one != "null").count();
                    // A success of Qmai says "true", an error false, as its documents print them.
                    let printed = field == "status" && profile == "as-documented";
                    assert!(types <= 1 || printed, "{vendor} {profile}: {name}.{field}: {schema}");
                }
            }
            assert!(fields > 50, "{vendor} {profile}: {fields}");
        }
    }
}

fn by_operation(documents: [Value; 2]) -> BTreeMap<String, Described> {
    let mut described = BTreeMap::new();
    for document in &documents {
        for path in document["paths"].as_object().unwrap().values() {
            let name = path["post"]["operationId"].as_str().unwrap().to_owned();
            described.insert(name, Described::new(document, &path["post"]));
        }
    }
    described
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
    let call = crate::support::creation(json!({ "tradeRange": "1" }));
    add.request(&call).unwrap();
    for change in [
        json!({ "name": "长".repeat(1000) }),
        json!({ "startDate": "2026/01/01" }),
        json!({ "payType": "SOMETIMES" }),
    ] {
        add.request(&crate::support::creation(change.clone())).expect_err(&change.to_string());
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
