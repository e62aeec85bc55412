//! How numbers stand in a snapshot so that people, and programs that read numbers as floats, can read them.

/// Ids of 18 and 19 digits, as text.
pub(crate) mod id {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(id: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(id)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Instants, in Beijing time with milliseconds: `2026-03-01T12:00:00.000+08:00`.
pub(crate) mod time {
    use jiff::{Timestamp, tz::Offset};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::clock::Millis;

    pub(crate) fn serialize<S: Serializer>(at: &Millis, serializer: S) -> Result<S::Ok, S::Error> {
        let at = Timestamp::from_millisecond(*at).map_err(serde::ser::Error::custom)?;
        let civil = Offset::constant(8).to_datetime(at);
        serializer.collect_str(&format_args!("{civil:.3}+08:00"))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Millis, D::Error> {
        let text = String::deserialize(deserializer)?;
        let at: Timestamp = text.parse().map_err(D::Error::custom)?;
        Ok(at.as_millisecond())
    }
}

/// Switches that differ from the documents' first reading, by name.
pub(crate) mod quirks {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::quirks::Quirks;

    pub(crate) fn serialize<S: Serializer>(
        quirks: &Quirks,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let documented = Quirks::as_documented();
        let differing: BTreeMap<&str, &str> = quirks
            .iter()
            .filter(|(quirk, value)| documented.value(*quirk) != *value)
            .map(|(quirk, value)| (quirk.name(), value))
            .collect();
        differing.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Quirks, D::Error> {
        let mut quirks = Quirks::as_documented();
        for (name, value) in BTreeMap::<String, String>::deserialize(deserializer)? {
            quirks.set(&name, &value).map_err(D::Error::custom)?;
        }
        Ok(quirks)
    }
}
