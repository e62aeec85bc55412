//! Named switches: where the documents contradict themselves, the sandbox shows either behaviour.

mod quirk;

use std::{fmt, ptr};

pub use self::quirk::QuirkRow;
use crate::{error::SandboxError, vendors::VENDORS};

/// The switch of no vendor: a gateway may answer in the place of any.
pub(crate) static HTTP_REFUSALS: QuirkRow = QuirkRow {
    name: "http-refusals",
    values: &["vendor", "plain"],
    observed: 0,
    contradiction: "ERR-1",
    en: "The body of an answer 400, 405, 408 or 413 is in the vendor's shape, or plain text as a gateway sends it",
    zh: "400、405、408、413 应答的正文为厂商格式，或如网关一样为纯文本",
};

const COUNT: usize = {
    let (mut count, mut at) = (1, 0);
    while at < VENDORS.len() {
        count += VENDORS[at].quirks.len();
        at += 1;
    }
    count
};

/// A switch. Those of a vendor stand together; `docs/sandbox.md` lists all with their values.
#[derive(Debug, Clone, Copy)]
pub struct Quirk(&'static QuirkRow);

impl PartialEq for Quirk {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self.0, other.0)
    }
}

impl Eq for Quirk {}

impl Quirk {
    /// Every switch: those of the vendors, the last vendor first, and the one that is no vendor's.
    pub const ALL: [Self; COUNT] = {
        let mut all = [Self(&HTTP_REFUSALS); COUNT];
        let (mut filled, mut vendor) = (0, VENDORS.len());
        while vendor > 0 {
            vendor -= 1;
            let own = VENDORS[vendor].quirks;
            let mut at = 0;
            while at < own.len() {
                all[filled] = Self(own[at]);
                (filled, at) = (filled + 1, at + 1);
            }
        }
        all
    };

    /// The switch of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quirk| quirk.name() == name)
    }

    /// Its name on the command line: `response-data`.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The values of the switch; the first is that of [`Quirks::as_documented`].
    pub fn values(self) -> &'static [&'static str] {
        self.0.values
    }

    /// The value of [`Quirks::as_observed`].
    pub fn observed(self) -> &'static str {
        self.0.values[self.0.observed]
    }

    /// The row of its table, with the texts for people.
    pub fn row(self) -> &'static QuirkRow {
        self.0
    }

    /// Its place among all.
    fn place(self) -> usize {
        let place = Self::ALL.iter().position(|quirk| *quirk == self);
        place.expect("the table of its vendor has it")
    }
}

/// A value for every switch.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Quirks([u8; COUNT]);

impl Default for Quirks {
    fn default() -> Self {
        Self::as_documented()
    }
}

impl fmt::Debug for Quirks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(quirk, value)| (quirk.name(), value))).finish()
    }
}

impl Quirks {
    /// The values that the documents print, as far as they print any.
    pub fn as_documented() -> Self {
        Self([0; COUNT])
    }

    /// The values that public clients met; where none is known, those of the vendor's own samples.
    pub fn as_observed() -> Self {
        let mut quirks = Self::as_documented();
        for quirk in Quirk::ALL {
            quirks.set(quirk.name(), quirk.observed()).expect("the table names its own values");
        }
        quirks
    }

    /// The profile of that name: `as-documented` or `as-observed`.
    ///
    /// # Errors
    ///
    /// There is no such profile.
    pub fn profile(name: &str) -> Result<Self, SandboxError> {
        match name {
            "as-documented" => Ok(Self::as_documented()),
            "as-observed" => Ok(Self::as_observed()),
            _ => Err(SandboxError::new(format!(
                "there is no profile {name:?}: as-documented or as-observed"
            ))),
        }
    }

    /// Sets one switch, both by name.
    ///
    /// # Errors
    ///
    /// There is no such switch, or it has no such value; the message lists those that there are.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), SandboxError> {
        let Some(quirk) = Quirk::named(name) else {
            let known = Quirk::ALL.map(Quirk::name).join(", ");
            return Err(SandboxError::new(format!("there is no quirk {name:?}: {known}")));
        };
        let Some(position) = quirk.values().iter().position(|known| *known == value) else {
            let known = quirk.values().join(", ");
            return Err(SandboxError::new(format!("quirk {name} has no value {value:?}: {known}")));
        };
        self.0[quirk.place()] = position as u8;
        Ok(())
    }

    /// The value of a switch.
    pub fn value(&self, quirk: Quirk) -> &'static str {
        quirk.values()[usize::from(self.0[quirk.place()])]
    }

    /// The value of the switch of a table.
    pub(crate) fn of(&self, row: &'static QuirkRow) -> &'static str {
        self.value(Quirk(row))
    }

    /// Every switch with its value.
    pub fn iter(&self) -> impl Iterator<Item = (Quirk, &'static str)> + '_ {
        Quirk::ALL.into_iter().map(|quirk| (quirk, self.value(quirk)))
    }

    pub(crate) fn is(&self, row: &'static QuirkRow, value: &str) -> bool {
        debug_assert!(row.values.contains(&value), "{} has no {value}", row.name);
        self.of(row) == value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_name_no_switch_and_no_value_twice() {
        for (at, quirk) in Quirk::ALL.into_iter().enumerate() {
            assert_eq!(quirk.place(), at, "{}", quirk.name());
            assert_eq!(Quirk::named(quirk.name()), Some(quirk));
            assert!(quirk.values().len() >= 2 && quirk.values().contains(&quirk.observed()));
            let mut values = quirk.values().to_vec();
            values.sort_unstable();
            values.dedup();
            assert_eq!(values.len(), quirk.values().len(), "{}", quirk.name());
        }
    }

    #[test]
    fn a_wrong_name_or_value_is_told_the_right_ones() {
        let mut quirks = Quirks::default();
        quirks.set("response-data", "inline").unwrap();
        assert_eq!(quirks.value(Quirk::named("response-data").unwrap()), "inline");
        let error = quirks.set("response-data", "xml").unwrap_err().to_string();
        assert_eq!(error, "quirk response-data has no value \"xml\": string, inline");
        let error = quirks.set("reponse-data", "inline").unwrap_err().to_string();
        assert!(error.contains("use-status-zero") && error.contains("response-data"), "{error}");
        assert!(Quirks::profile("as-imagined").is_err());
    }
}
