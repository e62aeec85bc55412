//! JSON Schemas of requests and answers, made from the types that read them.

use coupon_wire::{
    OperationSchemas,
    internal::{nested_schema, schema},
};
use schemars::JsonSchema;
use serde_json::{Value, json};

use crate::{
    endpoint::{Endpoint, Operation, ResponseShape},
    envelope::ListAnswer,
};

/// The schemas of one operation. The request is all its parameters, whatever their place in path, query and body.
pub(crate) fn schemas_of<E: Endpoint + JsonSchema>(
    operation: &'static Operation,
) -> OperationSchemas<Operation>
where
    E::Row: JsonSchema,
{
    let (params, row) = (schema::<E>(), schema::<E::Row>());
    let reply = match operation.data {
        ResponseShape::Record | ResponseShape::Undocumented => row.clone(),
        ResponseShape::List => list_of(&row),
    };
    OperationSchemas { operation, request: params.clone(), params, reply, row }
}

fn list_of(row: &Value) -> Value {
    let mut reply = schema::<ListAnswer<'static>>();
    let data = &mut reply["properties"]["data"];
    let description = data["description"].take();
    *data = json!({
        "description": description,
        "type": ["array", "null"],
        "items": nested_schema(row),
    });
    reply
}
