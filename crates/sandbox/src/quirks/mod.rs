//! Named switches: where the documents contradict themselves, the sandbox shows either behaviour.

mod quirk;
mod table;

use std::fmt;

pub use self::quirk::Quirk;
use self::table::{COUNT, TABLE};
use crate::error::SandboxError;

impl Quirk {
    /// Every switch, in the order of the table.
    pub const ALL: [Self; COUNT] = {
        let mut all = [Self::UseStatusZero; COUNT];
        let mut at = 0;
        while at < COUNT {
            all[at] = TABLE[at].quirk;
            at += 1;
        }
        all
    };

    /// The switch of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quirk| quirk.name() == name)
    }

    /// Its name on the command line: `response-data`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The values of the switch; the first is that of [`Quirks::as_documented`].
    pub fn values(self) -> &'static [&'static str] {
        self.row().values
    }

    /// The value of [`Quirks::as_observed`].
    pub fn observed(self) -> &'static str {
        self.values()[self.row().observed]
    }

    fn row(self) -> &'static table::QuirkRow {
        &TABLE[self as usize]
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
        self.0[quirk as usize] = position as u8;
        Ok(())
    }

    /// The value of a switch.
    pub fn value(&self, quirk: Quirk) -> &'static str {
        quirk.values()[usize::from(self.0[quirk as usize])]
    }

    /// Every switch with its value.
    pub fn iter(&self) -> impl Iterator<Item = (Quirk, &'static str)> + '_ {
        Quirk::ALL.into_iter().map(|quirk| (quirk, self.value(quirk)))
    }

    pub(crate) fn is(&self, quirk: Quirk, value: &str) -> bool {
        debug_assert!(quirk.values().contains(&value), "{} has no {value}", quirk.name());
        self.value(quirk) == value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_switches_and_names_no_thing_twice() {
        for (at, quirk) in Quirk::ALL.into_iter().enumerate() {
            assert_eq!(quirk as usize, at, "{}", quirk.name());
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
        assert_eq!(quirks.value(Quirk::ResponseData), "inline");
        let error = quirks.set("response-data", "xml").unwrap_err().to_string();
        assert_eq!(error, "quirk response-data has no value \"xml\": string, inline");
        let error = quirks.set("reponse-data", "inline").unwrap_err().to_string();
        assert!(error.contains("use-status-zero") && error.contains("response-data"), "{error}");
        assert!(Quirks::profile("as-imagined").is_err());
    }
}
