//! Everything as a readable file, and back.

use serde::Deserialize;

use crate::{
    clock::VirtualClock,
    config::SandboxConfig,
    error::SandboxError,
    sandbox::Sandbox,
    vendors::{LoadedSandbox, StoredRecords},
};

/// Raised when older files can no longer be read.
const FORMAT: u32 = 1;

/// The settings that a reset changes; the others are those with which the sandbox began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reset {
    /// Another seed.
    pub seed: Option<u64>,
    /// Another number of coupons.
    pub coupons: Option<usize>,
}

/// The most coupons a reset makes: more would only fill the memory.
const MOST_COUPONS: usize = 5_000_000;

impl Sandbox {
    /// Everything as it is now, in JSON for people: settings and quirks, clock, keys, grants, and all records of every vendor.
    /// The same state is the same text. Faults and the log are no part of it.
    pub fn snapshot(&self) -> String {
        let settings = SandboxConfig { quirks: self.quirks(), ..self.settings().clone() };
        let clock = *self.clock();
        self.sides().saved(FORMAT, &settings, clock)
    }

    /// Everything as it was when [`Sandbox::snapshot`] wrote that text. Nothing has changed if it cannot be read.
    ///
    /// # Errors
    ///
    /// It is no snapshot, or names what it does not have.
    pub fn restore(&self, text: &str) -> Result<(), SandboxError> {
        let loaded: LoadedSandbox = serde_json::from_str(text)
            .map_err(|error| SandboxError::new(format!("the snapshot: {error}")))?;
        let (format, clock) = (loaded.format, loaded.clock);
        if format != FORMAT {
            let why = format!("the snapshot has format {format}; this sandbox reads {FORMAT}");
            return Err(SandboxError::new(why));
        }
        // The admin token and the folder of snapshots belong to the server, not to its data.
        let (admin_token, snapshots) = {
            let own = self.settings();
            (own.admin_token.clone(), own.snapshots.clone())
        };
        let settings = SandboxConfig { admin_token, snapshots, ..loaded.settings.clone() };
        let keys = loaded.keys().map(str::to_owned);
        let records = loaded.records(&settings)?;
        let sides = self.sides().all();
        // All keys are tried before any is taken.
        for (side, key) in sides.iter().zip(&keys) {
            side.check_key(key)?;
        }
        for (side, key) in sides.iter().zip(&keys) {
            side.set_key(Some(key), &settings)?;
        }
        self.replace(settings, clock, records);
        Ok(())
    }

    /// Fresh data, and everything else as at the start: keys, grants, clock, quirks and settings, no faults, an empty log.
    ///
    /// # Errors
    ///
    /// More than five million coupons.
    pub fn reset(&self, change: Reset) -> Result<(), SandboxError> {
        let start = self.start();
        let settings = SandboxConfig {
            seed: change.seed.unwrap_or(start.seed),
            coupons: change.coupons.unwrap_or(start.coupons),
            ..start.clone()
        };
        if settings.coupons > MOST_COUPONS.max(start.coupons) {
            return Err(SandboxError::new(format!("coupons: at most {MOST_COUPONS}")));
        }
        let records = StoredRecords::seeded(&settings);
        for side in self.sides().all() {
            side.set_key(None, &settings)?;
        }
        self.rules().reset(settings.seed);
        self.calls().clear();
        let clock = settings.clock.into();
        self.replace(settings, clock, records);
        Ok(())
    }

    fn replace(&self, settings: SandboxConfig, clock: VirtualClock, records: StoredRecords) {
        self.sides().replace(records, || {
            *self.clock() = clock;
            self.set_settings(settings);
        });
        self.write_all();
    }
}
