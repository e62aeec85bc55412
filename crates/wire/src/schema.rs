//! JSON Schemas of the readers and of whole operations. A reader's schema allows every form that the reader accepts.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use crate::{
    lenient::{Lenient, OneOrMany, ZeroOrOne},
    scalar::Scalar,
};

/// The English and the Chinese part of a description: endpoint files have a paragraph of each, in this order. The second is
/// empty if there is none.
pub fn bilingual(description: &str) -> (&str, &str) {
    description.split_once("\n\n").unwrap_or((description, ""))
}

/// An operation with the JSON Schemas of its request and its answer, in the vendor's own field names.
#[derive(Debug)]
pub struct OperationSchemas<O: 'static> {
    /// The operation.
    pub operation: &'static O,
    /// Schema of the whole request: common parameters, where the vendor puts them into the body, and the call.
    pub request: Value,
    /// Schema of the call alone.
    pub params: Value,
    /// Schema of the whole answer. The row stands where the document has it.
    pub reply: Value,
    /// Schema of one row. It allows any JSON where the documents describe none.
    pub row: Value,
}

/// The schema of a type, without references.
pub fn schema<T: JsonSchema>() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let inline = settings.with(|settings| settings.inline_subschemas = true);
    inline.into_generator().into_root_schema_for::<T>().to_value()
}

/// A schema without the keyword that belongs at the root alone.
pub fn nested_schema(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("$schema");
    }
    schema
}

impl<T: Scalar> JsonSchema for Lenient<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Lenient".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut schema = json_schema!({
            "type": ["string", "number", "boolean", "null"],
            "x-expected": T::EXPECTED,
        });
        if !T::KNOWN.is_empty() {
            schema.insert("examples".to_owned(), Value::from(T::KNOWN.to_vec()));
        }
        schema
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "OneOrMany".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        <Vec<T>>::json_schema(generator)
    }
}

impl<T: JsonSchema> JsonSchema for ZeroOrOne<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ZeroOrOne".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        <Option<T>>::json_schema(generator)
    }
}
