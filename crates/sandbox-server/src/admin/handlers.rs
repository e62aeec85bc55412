//! Routes that change the sandbox: clock, actions, permissions, keys, faults, quirks, snapshots and reset.

use std::collections::BTreeMap;

use axum::http::header::HOST;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer};
use serde_json::json;

use super::request::{AdminRequest, AdminResult, done};
use crate::snapshot_folder;
use coupon_sandbox::{Action, FaultRule, Quirks, Reset, SandboxError};

/// A change of the clock: one of three.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ClockChange {
    Set(Timestamp),
    AdvanceSeconds(i64),
    /// Whether it runs.
    Run(bool),
}

pub(super) fn clock(request: &AdminRequest<'_>) -> AdminResult {
    done(&json!({ "now": request.sandbox.now() }))
}

pub(super) fn turn_clock(request: &AdminRequest<'_>) -> AdminResult {
    let sandbox = request.sandbox;
    match request.body()? {
        ClockChange::Set(now) => sandbox.set_clock(now),
        ClockChange::AdvanceSeconds(by) => sandbox.advance(SignedDuration::from_secs(by)),
        ClockChange::Run(true) => sandbox.run_clock(),
        ClockChange::Run(false) => sandbox.set_clock(sandbox.now()),
    }
    clock(request)
}

pub(super) fn step(request: &AdminRequest<'_>) -> AdminResult {
    request.sandbox.apply(&request.body::<Action>()?)?;
    clock(request)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PermissionChange {
    operation: String,
    granted: bool,
}

pub(super) fn grants(request: &AdminRequest<'_>) -> AdminResult {
    done(&json!({ "withheld": request.sandbox.denied_operations() }))
}

pub(super) fn grant(request: &AdminRequest<'_>) -> AdminResult {
    let PermissionChange { operation, granted } = request.body()?;
    request.sandbox.set_permission(&operation, granted)?;
    grants(request)
}

pub(super) fn accounts(request: &AdminRequest<'_>) -> AdminResult {
    let host = request.http.headers().get(HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1");
    done(&request.sandbox.access(&format!("http://{host}")))
}

/// The keys that a request changes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyChanges {
    #[serde(default, deserialize_with = "key_change")]
    qince_app_key: KeyChange,
    #[serde(default, deserialize_with = "key_change")]
    qmai_open_key: KeyChange,
}

/// The change of a key: a missing field leaves it, `null` restores the first one, a text replaces it.
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

pub(super) fn set_keys(request: &AdminRequest<'_>) -> AdminResult {
    let KeyChanges { qince_app_key, qmai_open_key } = request.body()?;
    qince_app_key.apply(|key| request.sandbox.set_qince_key(key))?;
    qmai_open_key.apply(|key| request.sandbox.set_qmai_key(key))?;
    accounts(request)
}

pub(super) fn faults(request: &AdminRequest<'_>) -> AdminResult {
    done(&request.sandbox.faults())
}

pub(super) fn place_fault(request: &AdminRequest<'_>) -> AdminResult {
    let id = request.sandbox.place_fault(request.body::<FaultRule>()?)?;
    done(&json!({ "id": id }))
}

pub(super) fn remove_fault(request: &AdminRequest<'_>) -> AdminResult {
    let unknown = || SandboxError::unknown("fault", request.name);
    request.sandbox.remove_fault(request.name.parse().map_err(|_| unknown())?)?;
    faults(request)
}

pub(super) fn remove_faults(request: &AdminRequest<'_>) -> AdminResult {
    for placed in request.sandbox.faults() {
        request.sandbox.remove_fault(placed.id)?;
    }
    faults(request)
}

pub(super) fn quirks(request: &AdminRequest<'_>) -> AdminResult {
    let quirks = request.sandbox.quirks();
    let all: BTreeMap<&str, &str> =
        quirks.iter().map(|(quirk, value)| (quirk.name(), value)).collect();
    done(&all)
}

/// The name that stands for all switches at once.
const PROFILE: &str = "profile";

pub(super) fn set_quirks(request: &AdminRequest<'_>) -> AdminResult {
    let wanted: BTreeMap<String, String> = request.body()?;
    let mut quirks = match wanted.get(PROFILE) {
        Some(profile) => Quirks::profile(profile)?,
        None => request.sandbox.quirks(),
    };
    for (name, value) in wanted.iter().filter(|(name, _)| *name != PROFILE) {
        quirks.set(name, value)?;
    }
    request.sandbox.set_quirks(quirks);
    self::quirks(request)
}

pub(super) fn snapshot(request: &AdminRequest<'_>) -> AdminResult {
    Ok(request.sandbox.snapshot())
}

pub(super) fn restore(request: &AdminRequest<'_>) -> AdminResult {
    let text = std::str::from_utf8(request.http.body());
    request.sandbox.restore(text.map_err(|_| SandboxError::new("the snapshot is not UTF-8"))?)?;
    clock(request)
}

pub(super) fn snapshots(request: &AdminRequest<'_>) -> AdminResult {
    done(&json!({ "snapshots": snapshot_folder::list(request.sandbox)? }))
}

pub(super) fn save(request: &AdminRequest<'_>) -> AdminResult {
    let path = snapshot_folder::save(request.sandbox, request.name)?;
    done(&json!({ "file": path.display().to_string() }))
}

pub(super) fn load(request: &AdminRequest<'_>) -> AdminResult {
    snapshot_folder::load(request.sandbox, request.name)?;
    clock(request)
}

pub(super) fn reset(request: &AdminRequest<'_>) -> AdminResult {
    let change = if request.http.body().is_empty() { Reset::default() } else { request.body()? };
    request.sandbox.reset(change)?;
    clock(request)
}
