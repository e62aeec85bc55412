//! The parts that both documents share.

use coupon_wire::{OperationKind, internal::bilingual};
use serde_json::{Map, Value, json};

const LICENCE: &str = env!("CARGO_PKG_LICENSE");

/// The frame of a document. `signature` says how a call is signed: OpenAPI has no type for it, so that it is a scheme of HTTP
/// with a name of its own.
pub(crate) fn frame(
    title: &str,
    description: &str,
    paths: Map<String, Value>,
    mut components: Value,
    signature: &str,
) -> Value {
    components["securitySchemes"] = json!({
        "signature": { "type": "http", "scheme": "vendor-signature", "description": signature },
    });
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": env!("CARGO_PKG_VERSION"),
            "description": description,
            "license": { "name": LICENCE, "identifier": LICENCE },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "signature": [] }],
        "paths": paths,
        "components": components,
    })
}

/// One operation, from the words of its schema.
pub(crate) fn operation(
    name: &str,
    kind: OperationKind,
    words: &Value,
    body: Value,
    answer: Value,
) -> Value {
    let description = words.as_str().unwrap_or_default();
    let (english, _) = bilingual(description);
    json!({
        "operationId": name,
        "tags": [name.split('.').next().unwrap_or_default()],
        "summary": english.lines().next().unwrap_or_default(),
        "description": description,
        "x-kind": kind.as_str(),
        "requestBody": {
            "required": true,
            "content": { "application/json": { "schema": body } },
        },
        "responses": {
            "200": {
                "description": "Success or refusal: both vendors answer 200, and a code tells.\n\n成功与拒绝都以 200 应答，由编码区分。",
                "content": { "application/json": { "schema": answer.clone() } },
            },
            "413": {
                "description": "The body is larger than 8 MiB. A gateway says so in plain text (`http-refusals=plain`).\n\n请求体超过 8 MiB；网关以纯文本应答（`http-refusals=plain`）。",
                "content": {
                    "application/json": { "schema": answer },
                    "text/plain": { "schema": { "type": "string" } },
                },
            },
        },
    })
}

/// Schemas by their titles, so that a document says each once.
#[derive(Default)]
pub(crate) struct Schemas(pub(crate) Map<String, Value>);

impl Schemas {
    /// Keeps a schema and gives the reference to it.
    pub(crate) fn keep(&mut self, name: &str, mut schema: Value) -> Value {
        if let Some(schema) = schema.as_object_mut() {
            schema.remove("$schema"); // belongs at the root alone
        }
        let title = schema["title"].as_str().unwrap_or(name).to_owned();
        let kept = self.0.entry(title.clone()).or_insert_with(|| schema.clone());
        assert!(*kept == schema, "{title} is the title of two schemas");
        json!({ "$ref": format!("#/components/schemas/{title}") })
    }
}

/// A field of an envelope with its words, and a schema of its own.
pub(crate) fn field(envelope: &Value, name: &str, mut schema: Value) -> Value {
    schema["description"] = envelope["properties"][name]["description"].clone();
    schema
}
