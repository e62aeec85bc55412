//! Everything as a readable file, and back.

use serde::{Deserialize, Serialize};

use crate::{
    clock::VirtualClock,
    config::SandboxConfig,
    error::SandboxError,
    qince::{seed::seeded as qince_seeded, state::QinceState},
    qmai::{seed::seeded as qmai_seeded, state::QmaiState},
    sandbox::Sandbox,
};

/// Raised when older files can no longer be read.
const FORMAT: u32 = 1;

/// The content of a file. The texts of rows are left out: they are written anew from the records when the file is read.
#[derive(Serialize)]
struct Saved<'a> {
    format: u32,
    settings: &'a SandboxConfig,
    clock: VirtualClock,
    qince_app_key: String,
    qmai_open_key: String,
    qince: &'a QinceState,
    qmai: &'a QmaiState,
}

/// The same, as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Loaded {
    format: u32,
    settings: SandboxConfig,
    clock: VirtualClock,
    qince_app_key: String,
    qmai_open_key: String,
    qince: QinceState,
    qmai: QmaiState,
}

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
    /// Everything as it is now, in JSON for people: settings and quirks, clock, keys, grants, and all records of both vendors.
    /// The same state is the same text. Faults and the log are no part of it.
    pub fn snapshot(&self) -> String {
        let (qince, qmai) = (&self.sides().qince, &self.sides().qmai);
        let settings = SandboxConfig { quirks: self.quirks(), ..self.settings().clone() };
        let saved = Saved {
            format: FORMAT,
            settings: &settings,
            clock: *self.clock(),
            qince_app_key: qince.key(),
            qmai_open_key: qmai.key(),
            qince: &qince.state(),
            qmai: &qmai.state(),
        };
        serde_json::to_string_pretty(&saved).expect("a state is made of numbers and text") + "\n"
    }

    /// Everything as it was when [`Sandbox::snapshot`] wrote that text. Nothing has changed if it cannot be read.
    ///
    /// # Errors
    ///
    /// It is no snapshot, or names what it does not have.
    pub fn restore(&self, text: &str) -> Result<(), SandboxError> {
        let loaded: Loaded = serde_json::from_str(text)
            .map_err(|error| SandboxError::new(format!("the snapshot: {error}")))?;
        let Loaded { format, settings, clock, qince_app_key, qmai_open_key, qince, qmai } = loaded;
        if format != FORMAT {
            let why = format!("the snapshot has format {format}; this sandbox reads {FORMAT}");
            return Err(SandboxError::new(why));
        }
        // The admin token and the folder of snapshots belong to the server, not to its data.
        let (admin_token, snapshots) = {
            let own = self.settings();
            (own.admin_token.clone(), own.snapshots.clone())
        };
        let settings = SandboxConfig { admin_token, snapshots, ..settings };
        let (qince, qmai) = (qince.ready(&settings)?, qmai.ready(&settings)?);
        let signing = settings.v2_signing;
        let (own_qince, own_qmai) = (&self.sides().qince, &self.sides().qmai);
        // Both keys are tried before either is taken.
        own_qmai.check_key(&qmai_open_key)?;
        own_qince.set_key(&qince_app_key)?;
        own_qmai.set_key(&qmai_open_key, signing)?;
        self.replace(settings, clock, qince, qmai);
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
        let (qince, qmai) = (qince_seeded(&settings), qmai_seeded(&settings));
        self.set_qince_key(None)?;
        self.rules().reset(settings.seed);
        self.calls().clear();
        let clock = settings.clock.into();
        self.replace(settings, clock, qince, qmai);
        self.set_qmai_key(None)
    }

    fn replace(
        &self,
        settings: SandboxConfig,
        clock: VirtualClock,
        qince: QinceState,
        qmai: QmaiState,
    ) {
        {
            let (own_qince, own_qmai) = (&self.sides().qince, &self.sides().qmai);
            let (mut own_qince, mut own_qmai) = (own_qince.state(), own_qmai.state());
            (*own_qince, *own_qmai) = (qince, qmai);
            *self.clock() = clock;
            self.set_settings(settings);
        }
        self.write_all();
    }
}
