//! JSON Schemas of whole answers, made from the types that read them.

use coupon_wire::{
    OperationSchemas,
    internal::{nested_schema, schema},
};
use schemars::JsonSchema;
use serde_json::{Value, json};

use crate::{
    decode::ResponseEnvelope,
    endpoint::{Endpoint, Operation, ResponseShape},
};

/// The schemas of one operation. The whole request is the call itself.
pub(crate) fn schemas_of<E: Endpoint + JsonSchema>(
    operation: &'static Operation,
) -> OperationSchemas<Operation>
where
    E::Row: JsonSchema,
{
    let (params, row) = (schema::<E>(), schema::<E::Row>());
    let reply = reply(operation, &row);
    OperationSchemas { operation, request: params.clone(), params, reply, row }
}

/// The envelope with the rows in it.
fn reply(operation: &Operation, row: &Value) -> Value {
    let mut reply = schema::<ResponseEnvelope<'static>>();
    let data = &mut reply["properties"]["response_data"];
    let description = data["description"].take();
    *data = match operation.data {
        ResponseShape::Rows => json!({
            "description": description,
            "type": ["array", "object", "string", "null"],
            "items": nested_schema(row),
        }),
        ResponseShape::Undocumented => json!({ "description": description }),
    };
    reply
}
