//! Readers for fields, named in `#[serde(with = "…")]`.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{
        self, DeserializeSeed, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor,
        value::MapAccessDeserializer,
    },
};
use serde_json::value::RawValue;

use crate::{
    error::{InvalidScalar, excerpt},
    object,
    record::ObjectOnly,
    scalar::Scalar,
};

/// Reads `Option<T>` from a JSON string, number or boolean; absent, `null` and blank text are none. Works on JSON text,
/// where every digit is still there; not on a parsed `serde_json::Value`.
#[derive(Debug)]
pub struct Lenient<T>(PhantomData<T>);

impl<T: Scalar> Lenient<T> {
    /// For `#[serde(with)]`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_newtype_struct(object::TEXT, LenientVisitor(PhantomData))
    }

    /// For `#[serde(with)]`: the vendor's usual form, `null` for none.
    pub fn serialize<S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => value.write(serializer),
            None => serializer.serialize_none(),
        }
    }
}

/// Takes the JSON text of a value: from the reader of a known record, otherwise from serde_json.
struct LenientVisitor<T>(PhantomData<T>);

impl<'de, T: Scalar> Visitor<'de> for LenientVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, json: D) -> Result<Option<T>, D::Error> {
        scalar(<&RawValue>::deserialize(json)?.get())
    }

    fn visit_borrowed_str<E: de::Error>(self, content: &'de str) -> Result<Option<T>, E> {
        value(content)
    }

    fn visit_str<E: de::Error>(self, json: &str) -> Result<Option<T>, E> {
        scalar(json)
    }
}

/// The value of a JSON text.
pub(crate) fn scalar<T: Scalar, E: de::Error>(json: &str) -> Result<Option<T>, E> {
    let unescaped: String;
    let text = match json.as_bytes() {
        [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => &json[1..json.len() - 1],
        [b'"', ..] => {
            unescaped = serde_json::from_str(json).map_err(E::custom)?;
            &unescaped
        }
        b"null" => "",
        [b'{', ..] => return Err(unexpected::<T, _>("an object")),
        [b'[', ..] => return Err(unexpected::<T, _>("a list")),
        _ => json,
    };
    value(text)
}

/// The value of a text that has no escapes any more.
fn value<T: Scalar, E: de::Error>(text: &str) -> Result<Option<T>, E> {
    // Most values have no blanks around them, and trimming is not cheap.
    let bare = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let is_bare = bare(text.as_bytes().first()) && bare(text.as_bytes().last());
    match if is_bare { text } else { text.trim() } {
        "" => Ok(None),
        text => T::read(text)
            .map_err(|InvalidScalar| unexpected::<T, _>(&format!("{:?}", excerpt(text)))),
    }
}

fn unexpected<T: Scalar, E: de::Error>(found: &str) -> E {
    E::custom(format_args!("expected {}, found {found}", T::EXPECTED))
}

/// Reads `Vec<T>` from a list, from one object, or from nothing (`null`, `""`, `"[]"`).
#[derive(Debug)]
pub struct OneOrMany<T>(PhantomData<T>);

impl<T> OneOrMany<T> {
    /// For `#[serde(with)]`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error>
    where
        T: Deserialize<'de>,
    {
        deserializer.deserialize_any(ManyVisitor(PhantomData))
    }

    /// For `#[serde(with)]`: a list.
    pub fn serialize<S: Serializer>(values: &[T], serializer: S) -> Result<S::Ok, S::Error>
    where
        T: Serialize,
    {
        serializer.collect_seq(values)
    }
}

/// Reads `Option<T>` from an object, from a list of at most one, or from nothing (`null`, `""`, `"{}"`, `"[]"`).
#[derive(Debug)]
pub struct ZeroOrOne<T>(PhantomData<T>);

impl<T> ZeroOrOne<T> {
    /// For `#[serde(with)]`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error>
    where
        T: Deserialize<'de>,
    {
        let mut many = OneOrMany::<T>::deserialize(deserializer)?;
        match many.len() {
            0 | 1 => Ok(many.pop()),
            n => Err(D::Error::custom(format_args!("expected one object, found a list of {n}"))),
        }
    }

    /// For `#[serde(with)]`: the object, `null` for none.
    pub fn serialize<S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error>
    where
        T: Serialize,
    {
        value.serialize(serializer)
    }
}

struct ManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ManyVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, an object or nothing")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<T>, E> {
        match text.trim() {
            "" | "[]" | "{}" | "null" => Ok(Vec::new()),
            _ => Err(E::invalid_value(de::Unexpected::Str(&excerpt(text)), &self)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element_seed(ObjectOnly(PhantomData))? {
            values.push(value);
        }
        Ok(values)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<T>, A::Error> {
        let first = map.next_key::<String>()?;
        if first.as_deref() == Some(NUMBER) {
            return Err(A::Error::invalid_type(de::Unexpected::Other("number"), &self));
        }
        T::deserialize(MapAccessDeserializer::new(PutBack { first, map })).map(|value| vec![value])
    }
}

/// With its feature `arbitrary_precision`, which any crate of a build may turn on, serde_json shows a number as a map with
/// this key.
const NUMBER: &str = "$serde_json::private::Number";

/// A map whose first key has been read already.
struct PutBack<A> {
    first: Option<String>,
    map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for PutBack<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(first) => seed.deserialize(first.into_deserializer()).map(Some),
            None => self.map.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}
