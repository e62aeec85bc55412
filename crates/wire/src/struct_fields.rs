//! The fields of a call in the order of the document: a schema sorts them by name, the type that reads them does not.

use std::fmt;

use serde::{
    de::{Deserialize, Deserializer, Error, Visitor},
    forward_to_deserialize_any,
};

/// The fields that a type reads, in the order in which it declares them. It is asked to read itself, and what it asks for is noted.
pub fn fields_of<T: for<'de> Deserialize<'de>>() -> &'static [&'static str] {
    T::deserialize(Asked).map_or_else(|StructFields(fields)| fields, |_| &[])
}

struct Asked;

#[derive(Debug)]
struct StructFields(&'static [&'static str]);

impl<'de> Deserializer<'de> for Asked {
    type Error = StructFields;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, StructFields> {
        Err(StructFields(fields))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, StructFields> {
        Err(StructFields(&[]))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

impl fmt::Display for StructFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("only the fields were asked for")
    }
}

impl std::error::Error for StructFields {}

impl Error for StructFields {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    #[allow(dead_code, reason = "its fields are only named")]
    struct Sample {
        zeta: String,
        #[serde(rename = "Alpha")]
        alpha: String,
    }

    #[test]
    fn fields_come_as_they_are_declared_and_under_the_names_that_are_read() {
        assert_eq!(fields_of::<Sample>(), ["zeta", "Alpha"]);
        assert_eq!(fields_of::<String>(), <[&str; 0]>::default());
    }
}
