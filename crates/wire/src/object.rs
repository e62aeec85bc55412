//! Reads a record from text that is known to be JSON. serde_json examines each byte of a value several times, to validate it
//! and to find its end; this reader only finds the end. Values that are not [`Lenient`](crate::Lenient) go to serde_json.

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, MapAccess, Visitor, value::BorrowedStrDeserializer},
};
use serde_json::Error;

use crate::{member_span::MemberSpan, string_scan::ordinary_prefix};

/// Name of the newtype under which a visitor asks for the JSON text of a value. A string without escapes comes as what stands
/// between its quotes, by `visit_borrowed_str`; any other text as it is, by `visit_str`.
pub(crate) const TEXT: &str = "$coupon_wire::text";

/// Reads a record. After an error the caller asks serde_json, whose message is better.
pub(crate) fn known<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, Error> {
    if !json.starts_with('{') {
        return Err(Error::custom("no record"));
    }
    T::deserialize(JsonSlice { json, is_plain: false })
}

/// As [`known`], of a record whose members were found before.
pub(crate) fn found<'de, T: Deserialize<'de>>(
    page: &'de str,
    json: &'de str,
    members: &'de [MemberSpan],
) -> Result<T, Error> {
    T::deserialize(FoundRecord { page, json, members })
}

/// The JSON text of one value.
struct JsonSlice<'de> {
    json: &'de str,
    /// True for a string that is known to have no escape.
    is_plain: bool,
}

/// The JSON text of a record, and its members.
struct FoundRecord<'de> {
    page: &'de str,
    json: &'de str,
    members: &'de [MemberSpan],
}

/// Forwards a method to serde_json.
macro_rules! ask_serde_json {
    ($($method:ident($($argument:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, Error> {
            serde_json::Deserializer::from_str(self.json).$method($($argument,)* visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for JsonSlice<'de> {
    type Error = Error;

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match name {
            TEXT if self.is_plain => visitor.visit_borrowed_str(&self.json[1..self.json.len() - 1]),
            TEXT => visitor.visit_str(self.json),
            _ => serde_json::Deserializer::from_str(self.json)
                .deserialize_newtype_struct(name, visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.json.strip_prefix('{') {
            Some(rest) => visitor.visit_map(Members { rest }),
            None => serde_json::Deserializer::from_str(self.json)
                .deserialize_struct(name, fields, visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    ask_serde_json! {
        deserialize_any() deserialize_bool() deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64()
        deserialize_i128() deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
        deserialize_f32() deserialize_f64() deserialize_char() deserialize_str() deserialize_string()
        deserialize_bytes() deserialize_byte_buf() deserialize_option() deserialize_unit() deserialize_seq()
        deserialize_map() deserialize_identifier() deserialize_unit_struct(name: &'static str)
        deserialize_tuple(length: usize) deserialize_tuple_struct(name: &'static str, length: usize)
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
    }
}

impl<'de> Deserializer<'de> for FoundRecord<'de> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let Self { page, members, .. } = self;
        visitor.visit_map(FoundMembers { page, members: members.iter(), member: None })
    }

    ask_serde_json! {
        deserialize_any() deserialize_bool() deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64()
        deserialize_i128() deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
        deserialize_f32() deserialize_f64() deserialize_char() deserialize_str() deserialize_string()
        deserialize_bytes() deserialize_byte_buf() deserialize_option() deserialize_unit() deserialize_seq()
        deserialize_map() deserialize_identifier() deserialize_unit_struct(name: &'static str)
        deserialize_tuple(length: usize) deserialize_tuple_struct(name: &'static str, length: usize)
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
        deserialize_newtype_struct(name: &'static str) deserialize_ignored_any()
    }
}

struct FoundMembers<'de> {
    page: &'de str,
    members: std::slice::Iter<'de, MemberSpan>,
    /// The member whose key was read last.
    member: Option<&'de MemberSpan>,
}

impl<'de> MapAccess<'de> for FoundMembers<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        self.member = self.members.next();
        let Some(member) = self.member else { return Ok(None) };
        seed.deserialize(BorrowedStrDeserializer::new(member.key(self.page))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let member = self.member.ok_or_else(|| Error::custom("a value without a key"))?;
        seed.deserialize(JsonSlice { json: member.value(self.page), is_plain: member.is_plain() })
    }
}

/// The members of an object that have not been read yet.
struct Members<'de> {
    rest: &'de str,
}

impl<'de> Members<'de> {
    /// Moves behind commas, colons and blanks.
    fn skip(&mut self) {
        let blank = |byte: &u8| matches!(byte, b',' | b':' | b' ' | b'\n' | b'\r' | b'\t');
        let blanks = self.rest.bytes().take_while(blank).count();
        self.rest = &self.rest[blanks..];
    }

    fn take(&mut self) -> &'de str {
        let (value, rest) = self.rest.split_at(value_end(self.rest.as_bytes()));
        self.rest = rest;
        value
    }
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        self.skip();
        if !self.rest.starts_with('"') {
            return Ok(None);
        }
        let key = self.take();
        let name = &key[1..key.len() - 1];
        let read = if name.contains('\\') {
            seed.deserialize(&mut serde_json::Deserializer::from_str(key))
        } else {
            seed.deserialize(BorrowedStrDeserializer::new(name))
        };
        read.map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        self.skip();
        seed.deserialize(JsonSlice { json: self.take(), is_plain: false })
    }
}

/// Length of the value at the beginning of the text, by its brackets and quotes.
pub(crate) fn value_end(json: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        match json.get(at) {
            Some(b'"') => {
                at = string_end(json, at + 1);
                if depth == 0 {
                    return at;
                }
                continue;
            }
            Some(b'{' | b'[') => depth += 1,
            Some(b'}' | b']') if depth == 0 => return at,
            Some(b'}' | b']') if depth == 1 => return at + 1,
            Some(b'}' | b']') => depth -= 1,
            Some(b',' | b' ' | b'\n' | b'\r' | b'\t') if depth == 0 => return at,
            Some(_) => {}
            None => return at,
        }
        at += 1;
    }
}

/// Index behind the closing quote of the string that contains `at`.
fn string_end(json: &[u8], mut at: usize) -> usize {
    while at < json.len() {
        if let Some(chunk) = json[at..].first_chunk() {
            at += ordinary_prefix(*chunk);
        }
        match json.get(at) {
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            _ => at += 1,
        }
    }
    json.len()
}
