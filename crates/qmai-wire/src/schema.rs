//! JSON Schemas of whole requests and answers, made from the types that read them.

use schemars::JsonSchema;
use serde_json::{Value, json};

use crate::{
    endpoint::{Endpoint, Operation},
    envelope::{Reply, RequestV2, RequestV3},
};

/// An operation with the JSON Schemas of its request and its answer, in the vendor's own field names.
#[derive(Debug)]
pub struct OperationSchemas {
    /// The operation.
    pub operation: &'static Operation,
    /// Schema of the whole request: the common parameters, and the call under `params` (V2: `Params`).
    pub request: Value,
    /// Schema of the call alone: what [`encode_raw`](crate::encode_raw) takes.
    pub params: Value,
    /// Schema of the whole answer. The row stands where the document has it: under `data`, by ids under `data.data` as the
    /// value of any key.
    pub reply: Value,
    /// Schema of one row.
    pub row: Value,
}

impl OperationSchemas {
    pub(crate) fn of<E: Endpoint + JsonSchema>(operation: &'static Operation) -> Self
    where
        E::Row: JsonSchema,
    {
        let (params, row) = (schema::<E>(), schema::<E::Row>());
        let (request, reply) = (request(operation, &params), reply(operation, &row));
        Self { operation, request, params, reply, row }
    }
}

fn request(operation: &Operation, params: &Value) -> Value {
    let Some(action) = operation.action else {
        let mut request = schema::<RequestV3<'static>>();
        fill(&mut request["properties"]["params"], params);
        return request;
    };
    let mut request = schema::<RequestV2<'static>>();
    request["properties"]["Action"]["const"] = action.into();
    fill(&mut request["properties"]["Params"], params);
    request
}

fn reply(operation: &Operation, row: &Value) -> Value {
    let mut reply = schema::<Reply<'static>>();
    let data = &mut reply["properties"]["data"];
    if operation.data.keyed {
        let description = "The records by their ids; the sample prints a key as the word `id` (contradiction 6).\n\n\
                           以 id 为键的各条记录；示例把键印成 `id` 一词（见矛盾 6）。";
        let map = json!({ "description": description, "additionalProperties": nested(row) });
        fill(data, &json!({ "properties": { "data": map } }));
        data["properties"]["data"]["type"] = read_types();
    } else {
        fill(data, row);
    }
    data["type"] = read_types();
    reply
}

/// An object is documented; lists, text that holds JSON, and blanks are read too.
fn read_types() -> Value {
    json!(["object", "array", "string", "null"])
}

/// Says what is in a field, which keeps its own description.
fn fill(field: &mut Value, content: &Value) {
    let description = field["description"].take();
    *field = nested(content);
    field["description"] = description;
}

/// A schema without what belongs at the root alone.
fn nested(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("$schema");
    }
    schema
}

fn schema<T: JsonSchema>() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let inline = settings.with(|settings| settings.inline_subschemas = true);
    inline.into_generator().into_root_schema_for::<T>().to_value()
}
