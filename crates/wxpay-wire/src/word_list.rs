//! A reader for lists of texts or numbers.

use coupon_wire::Lenient;
use serde::{Deserialize, Deserializer, Serializer, de::Error};
use serde_json::value::RawValue;

/// Reads `Vec<String>` from a list of texts or numbers, or from nothing. Blank elements are left out. For `#[serde(with)]`.
pub(crate) struct WordList;

impl WordList {
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<String>, D::Error> {
        let elements = Option::<Vec<&RawValue>>::deserialize(deserializer)?.unwrap_or_default();
        let text = |element: &RawValue| {
            Lenient::<String>::deserialize(&mut serde_json::Deserializer::from_str(element.get()))
        };
        let texts = elements.into_iter().map(text).filter_map(Result::transpose);
        texts.collect::<Result<_, _>>().map_err(D::Error::custom)
    }

    pub(crate) fn serialize<S: Serializer>(
        texts: &[String],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(texts)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for WordList {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "WordList".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": ["array", "null"],
            "items": { "type": ["string", "number"] },
            "x-expected": "a list of texts or numbers",
        })
    }
}
