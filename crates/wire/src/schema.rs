//! JSON Schemas of the readers: what they take, not what a vendor happens to send.

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
