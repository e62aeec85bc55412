//! A reader for lists of numbers that a document types as one int or as an array.

use coupon_wire::Lenient;
use serde::{Deserialize, Deserializer, Serializer, de::Error};
use serde_json::value::RawValue;

/// Reads `Vec<String>` from a list of text or numbers, from one of them, from text with commas, or from nothing. For
/// `#[serde(with)]`.
pub(crate) struct IdList;

impl IdList {
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<String>, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        let elements = if raw.get().starts_with('[') {
            serde_json::from_str::<Vec<&RawValue>>(raw.get()).map_err(D::Error::custom)?
        } else {
            vec![raw]
        };
        let mut ids = Vec::new();
        for element in elements {
            let mut element = serde_json::Deserializer::from_str(element.get());
            let text = Lenient::<String>::deserialize(&mut element).map_err(D::Error::custom)?;
            let parts = text.iter().flat_map(|text| text.split(','));
            ids.extend(parts.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()));
        }
        Ok(ids)
    }

    pub(crate) fn serialize<S: Serializer>(
        ids: &[String],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(ids)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for IdList {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "IdList".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": ["array", "string", "number", "null"],
            "items": { "type": ["string", "number"] },
            "x-expected": "numbers: a list, one alone, or text with commas",
        })
    }
}
