//! JSON Schemas of whole requests and answers, made from the types that read them.

use coupon_wire::{
    OperationSchemas,
    internal::{nested_schema, schema},
};
use schemars::JsonSchema;
use serde_json::{Value, json};

use crate::{
    endpoint::{Endpoint, Operation},
    envelope::{AnswerEnvelope, RequestV2, RequestV3},
};

/// The schemas of one operation.
pub(crate) fn schemas_of<E: Endpoint + JsonSchema>(
    operation: &'static Operation,
) -> OperationSchemas<Operation>
where
    E::Row: JsonSchema,
{
    let (params, row) = (schema::<E>(), schema::<E::Row>());
    let (request, reply) = (request(operation, &params), reply(operation, &row));
    OperationSchemas { operation, request, params, reply, row }
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
    let mut reply = schema::<AnswerEnvelope<'static>>();
    let data = &mut reply["properties"]["data"];
    if operation.data.undocumented {
        *data = json!({ "description": data["description"] });
        return reply;
    }
    if operation.data.keyed {
        let description = "The records by their ids; the sample prints a key as the word `id` (contradiction 6).\n\n\
                           以 id 为键的各条记录；示例把键印成 `id` 一词（见矛盾 6）。";
        let map = json!({ "description": description, "additionalProperties": nested_schema(row) });
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

/// Gives a field the schema of its content. The field keeps its own description.
fn fill(field: &mut Value, content: &Value) {
    let description = field["description"].take();
    *field = nested_schema(content);
    field["description"] = description;
}
