//! Clock, steps, grants, keys, faults, quirks, snapshots and reset.

use std::collections::BTreeMap;

use axum::http::header::HOST;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer};
use serde_json::json;

use super::request::{Ask, Done, done};
use crate::snapshot_folder;
use coupon_sandbox::{Action, FaultRule, Quirks, Reset, SandboxError};

/// One of three.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ClockStep {
    Set(Timestamp),
    AdvanceSeconds(i64),
    /// Whether it runs.
    Run(bool),
}

pub(super) fn clock(ask: &Ask<'_>) -> Done {
    done(&json!({ "now": ask.sandbox.now() }))
}

pub(super) fn turn_clock(ask: &Ask<'_>) -> Done {
    let sandbox = ask.sandbox;
    match ask.body()? {
        ClockStep::Set(now) => sandbox.set_clock(now),
        ClockStep::AdvanceSeconds(by) => sandbox.advance(SignedDuration::from_secs(by)),
        ClockStep::Run(true) => sandbox.run_clock(),
        ClockStep::Run(false) => sandbox.set_clock(sandbox.now()),
    }
    clock(ask)
}

pub(super) fn step(ask: &Ask<'_>) -> Done {
    ask.sandbox.apply(&ask.body::<Action>()?)?;
    clock(ask)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grant {
    operation: String,
    granted: bool,
}

pub(super) fn grants(ask: &Ask<'_>) -> Done {
    done(&json!({ "withheld": ask.sandbox.denied_operations() }))
}

pub(super) fn grant(ask: &Ask<'_>) -> Done {
    let Grant { operation, granted } = ask.body()?;
    ask.sandbox.set_permission(&operation, granted)?;
    grants(ask)
}

pub(super) fn accounts(ask: &Ask<'_>) -> Done {
    let host = ask.request.headers().get(HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1");
    done(&ask.sandbox.access(&format!("http://{host}")))
}

/// The keys that a request changes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    #[serde(default, deserialize_with = "key_change")]
    qince_app_key: KeyChange,
    #[serde(default, deserialize_with = "key_change")]
    qmai_open_key: KeyChange,
}

/// What a request makes of a key: a missing field leaves it, `null` restores the first one, a text replaces it.
#[derive(Default)]
enum KeyChange {
    #[default]
    Keep,
    Restore,
    Set(String),
}

impl KeyChange {
    /// Hands the change to a function that takes the new key, or none for the first one.
    fn apply(
        &self,
        set: impl FnOnce(Option<&str>) -> Result<(), SandboxError>,
    ) -> Result<(), SandboxError> {
        match self {
            Self::Keep => Ok(()),
            Self::Restore => set(None),
            Self::Set(key) => set(Some(key)),
        }
    }
}

fn key_change<'de, D: Deserializer<'de>>(deserializer: D) -> Result<KeyChange, D::Error> {
    let key = Option::deserialize(deserializer)?;
    Ok(key.map_or(KeyChange::Restore, KeyChange::Set))
}

pub(super) fn set_keys(ask: &Ask<'_>) -> Done {
    let Keys { qince_app_key, qmai_open_key } = ask.body()?;
    qince_app_key.apply(|key| ask.sandbox.set_qince_key(key))?;
    qmai_open_key.apply(|key| ask.sandbox.set_qmai_key(key))?;
    accounts(ask)
}

pub(super) fn faults(ask: &Ask<'_>) -> Done {
    done(&ask.sandbox.faults())
}

pub(super) fn place_fault(ask: &Ask<'_>) -> Done {
    let id = ask.sandbox.place_fault(ask.body::<FaultRule>()?)?;
    done(&json!({ "id": id }))
}

pub(super) fn remove_fault(ask: &Ask<'_>) -> Done {
    let unknown = || SandboxError::unknown("fault", ask.name);
    ask.sandbox.remove_fault(ask.name.parse().map_err(|_| unknown())?)?;
    faults(ask)
}

pub(super) fn remove_faults(ask: &Ask<'_>) -> Done {
    for placed in ask.sandbox.faults() {
        ask.sandbox.remove_fault(placed.id)?;
    }
    faults(ask)
}

pub(super) fn quirks(ask: &Ask<'_>) -> Done {
    let quirks = ask.sandbox.quirks();
    let all: BTreeMap<&str, &str> =
        quirks.iter().map(|(quirk, value)| (quirk.name(), value)).collect();
    done(&all)
}

/// The name that stands for all switches at once.
const PROFILE: &str = "profile";

pub(super) fn set_quirks(ask: &Ask<'_>) -> Done {
    let wanted: BTreeMap<String, String> = ask.body()?;
    let mut quirks = match wanted.get(PROFILE) {
        Some(profile) => Quirks::profile(profile)?,
        None => ask.sandbox.quirks(),
    };
    for (name, value) in wanted.iter().filter(|(name, _)| *name != PROFILE) {
        quirks.set(name, value)?;
    }
    ask.sandbox.set_quirks(quirks);
    self::quirks(ask)
}

pub(super) fn snapshot(ask: &Ask<'_>) -> Done {
    Ok(ask.sandbox.snapshot())
}

pub(super) fn restore(ask: &Ask<'_>) -> Done {
    let text = std::str::from_utf8(ask.request.body());
    ask.sandbox.restore(text.map_err(|_| SandboxError::new("the snapshot is not UTF-8"))?)?;
    clock(ask)
}

pub(super) fn snapshots(ask: &Ask<'_>) -> Done {
    done(&json!({ "snapshots": snapshot_folder::list(ask.sandbox)? }))
}

pub(super) fn save(ask: &Ask<'_>) -> Done {
    let path = snapshot_folder::save(ask.sandbox, ask.name)?;
    done(&json!({ "file": path.display().to_string() }))
}

pub(super) fn load(ask: &Ask<'_>) -> Done {
    snapshot_folder::load(ask.sandbox, ask.name)?;
    clock(ask)
}

pub(super) fn reset(ask: &Ask<'_>) -> Done {
    let change = if ask.request.body().is_empty() { Reset::default() } else { ask.body()? };
    ask.sandbox.reset(change)?;
    clock(ask)
}
