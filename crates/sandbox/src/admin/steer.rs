//! Clock, steps, grants, keys, faults, quirks, snapshots and reset.

use std::collections::BTreeMap;

use axum::http::header::HOST;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer};
use serde_json::json;

use super::{Ask, Done, done};
use crate::{Action, FaultRule, Quirks, Reset, SandboxError};

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
    ask.sandbox.take(&ask.body::<Action>()?)?;
    clock(ask)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grant {
    operation: String,
    granted: bool,
}

pub(super) fn grants(ask: &Ask<'_>) -> Done {
    done(&json!({ "withheld": ask.sandbox.withheld() }))
}

pub(super) fn grant(ask: &Ask<'_>) -> Done {
    let Grant { operation, granted } = ask.body()?;
    ask.sandbox.grant(&operation, granted)?;
    grants(ask)
}

pub(super) fn accounts(ask: &Ask<'_>) -> Done {
    let host = ask.request.headers().get(HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1");
    done(&ask.sandbox.access(&format!("http://{host}")))
}

/// `null` and a missing field are two things: one restores a key, the other leaves it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    #[serde(default, deserialize_with = "given")]
    qince_app_key: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    qmai_open_key: Option<Option<String>>,
}

fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

pub(super) fn set_keys(ask: &Ask<'_>) -> Done {
    let keys: Keys = ask.body()?;
    if let Some(key) = keys.qince_app_key {
        ask.sandbox.set_qince_key(key.as_deref())?;
    }
    if let Some(key) = keys.qmai_open_key {
        ask.sandbox.set_qmai_key(key.as_deref())?;
    }
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
    done(&json!({ "snapshots": ask.sandbox.snapshots()? }))
}

pub(super) fn save(ask: &Ask<'_>) -> Done {
    let path = ask.sandbox.save(ask.name)?;
    done(&json!({ "file": path.display().to_string() }))
}

pub(super) fn load(ask: &Ask<'_>) -> Done {
    ask.sandbox.load(ask.name)?;
    clock(ask)
}

pub(super) fn reset(ask: &Ask<'_>) -> Done {
    let change = if ask.request.body().is_empty() { Reset::default() } else { ask.body()? };
    ask.sandbox.reset(change)?;
    clock(ask)
}
