//! Qmai: account, time and signature stand in the body; V2 has one path for all operations.

use coupon_qmai_wire::{Operation, operations_with_schemas};
use coupon_wire::OperationSchemas;
use serde_json::{Map, Value, json};

use crate::openapi_parts::{
    document::{Schemas, field, frame, operation},
    rules::with_rules,
};

pub(super) const DESCRIPTION: &str = "The coupon interfaces of Qmai. The signature stands in the body: HMAC-SHA1 of the common parameters, \
in base64, percent-encoded. Derived from the endpoint files; every description is in English and then in Chinese.\n\n\
企迈的券接口。签名放在请求体里：对公共参数取 HMAC-SHA1，再做 base64 与百分号编码。由接口文件生成，各段说明先英文后中文。";

pub(super) const SIGNATURE: &str = "The signature is no header: it is the field `token` of the body (`Token` in V2), and is made for \
each call from its common parameters.\n\n\
签名不在请求头里，而是请求体中的 `token`（V2 为 `Token`）：每次调用由公共参数计算。";

pub(super) fn document() -> Value {
    let mut schemas = Schemas::default();
    let mut paths = Map::<String, Value>::new();
    for with in operations_with_schemas() {
        let post = post(&with, &mut schemas);
        let path = format!("/{}", with.operation.path);
        match paths.get_mut(&path) {
            Some(before) => join(&mut before["post"], &post),
            None => {
                paths.insert(path, json!({ "post": post }));
            }
        }
    }
    let components = json!({ "schemas": schemas.0 });
    frame("Qmai 企迈", DESCRIPTION, paths, components, SIGNATURE)
}

/// A path that no other operation has: behind `#` stands the operation's name, which no client sends.
pub(super) fn path_alone(operation: &Operation) -> String {
    match operation.action {
        Some(_) => format!("/{}#{}", operation.path, operation.name),
        None => format!("/{}", operation.path),
    }
}

fn post(with: &OperationSchemas<Operation>, schemas: &mut Schemas) -> Value {
    let name = with.operation.name;
    let body = request(with, schemas);
    let row = schemas.keep(&format!("{name}.row"), with.row.clone());
    let answer = json!({ "oneOf": [success(with, &row), refusal(&with.reply)] });
    operation(name, with.operation.kind, &with.params["description"], body, answer)
}

/// The envelope with the call in it. Every common parameter is required (ENV-1).
fn request(with: &OperationSchemas<Operation>, schemas: &mut Schemas) -> Value {
    let rules = |params: &Value| with.operation.validate(&params.to_string()).unwrap_or_default();
    let call = schemas.keep(with.operation.name, with_rules(&with.params, &rules));
    let mut envelope = with.request.clone();
    let Some(properties) = envelope["properties"].as_object_mut() else { return envelope };
    let names: Vec<String> = properties.keys().cloned().collect();
    for (name, property) in properties {
        match name.to_ascii_lowercase().as_str() {
            "params" => *property = call.clone(),
            "timestamp" => property["pattern"] = r"^\d{10}$".into(),
            "nonce" => property["pattern"] = r"^0*[1-9]\d*$".into(),
            _ => {}
        }
        if let Some(types) = property.get_mut("type").and_then(Value::as_array_mut) {
            types.retain(|kind| kind == "string" || kind == "number");
            property["minLength"] = 1.into();
        }
    }
    envelope["required"] = names.into();
    if let Some(envelope) = envelope.as_object_mut() {
        envelope.remove("$schema");
    }
    envelope
}

fn success(with: &OperationSchemas<Operation>, row: &Value) -> Value {
    let data = if with.operation.data.undocumented {
        json!({})
    } else if with.operation.data.keyed {
        let map = json!({ "type": "object", "additionalProperties": row });
        let list = json!({ "type": "array", "items": row });
        let records = json!({ "anyOf": [map, list] });
        let data =
            json!({ "type": "object", "required": ["data"], "properties": { "data": records } });
        let none = json!({ "type": "array", "maxItems": 0 });
        json!({ "anyOf": [data, none, { "type": "null" }] })
    } else {
        let list = json!({ "type": "array", "items": row });
        let listed = json!({ "type": "object", "required": ["list"], "properties": { "list": list, "total": {} } });
        json!({ "anyOf": [list, listed, row, { "type": "null" }] })
    };
    let envelope = &with.reply;
    json!({
        "title": "Success",
        "type": "object",
        "required": ["status", "code", "data"],
        "properties": {
            "status": field(envelope, "status", json!({ "enum": ["true", true] })),
            "code": field(envelope, "code", json!({ "enum": ["0", 0] })),
            "message": field(envelope, "message", json!({ "type": ["string", "null"] })),
            "traceId": field(envelope, "traceId", json!({ "type": ["string", "null"] })),
            "data": field(envelope, "data", data),
        },
    })
}

fn refusal(envelope: &Value) -> Value {
    let code = json!({ "type": ["string", "integer"], "not": { "enum": ["0", 0] } });
    json!({
        "title": "Refusal",
        "type": "object",
        "required": ["status", "code", "message"],
        "properties": {
            "status": field(envelope, "status", json!({ "type": ["boolean", "string"] })),
            "code": field(envelope, "code", code),
            "message": field(envelope, "message", json!({ "type": "string" })),
            "traceId": field(envelope, "traceId", json!({ "type": ["string", "null"] })),
            "data": field(envelope, "data", json!({ "type": "null" })),
        },
    })
}

/// The operation that stands for all of V2, which have one path.
const V2: &str = "v2";

/// Operations of one path: the body of any, the answer of any.
fn join(before: &mut Value, post: &Value) {
    const BODY: &str = "/requestBody/content/application~1json/schema";
    const ANSWER: &str = "/responses/200/content/application~1json/schema";
    let is_joined = before["operationId"] == V2;
    for place in [BODY, ANSWER] {
        let (Some(first), Some(second)) = (before.pointer_mut(place), post.pointer(place)) else {
            continue;
        };
        let first_alone = first.take();
        let mut all = match first_alone["anyOf"].as_array() {
            Some(all) if is_joined => all.clone(),
            _ => vec![first_alone],
        };
        all.push(second.clone());
        *first = json!({ "anyOf": all });
    }
    for word in ["summary", "description"] {
        let texts = [&before[word], &post[word]].map(|text| text.as_str().unwrap_or_default());
        before[word] = texts.join("\n\n").into();
    }
    before["operationId"] = V2.into();
}
