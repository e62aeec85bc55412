//! Routes that change the sandbox: clock, actions, permissions, keys, faults, quirks, snapshots and reset.

use std::collections::BTreeMap;

use axum::http::header::HOST;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;

use super::request::{AdminRequest, AdminResult, done};
use crate::snapshot_folder;
use coupon_sandbox::{Action, FaultRule, Quirks, Reset, Sandbox, SandboxError};

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
    let action = Action::from_json(request.http.body());
    let action = action.map_err(|error| SandboxError::new(format!("the body: {error}")))?;
    request.sandbox.apply(&action)?;
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

/// A missing key stays, `null` restores the first one, a text replaces it.
pub(super) fn set_keys(request: &AdminRequest<'_>) -> AdminResult {
    let changes: BTreeMap<String, Option<String>> = request.body()?;
    let known: Vec<&str> = Sandbox::key_names().collect();
    if let Some(name) = changes.keys().find(|name| !known.contains(&name.as_str())) {
        let known = known.join("` or `");
        let why = format!("the body: unknown field `{name}`, expected `{known}`");
        return Err(SandboxError::new(why));
    }
    for name in known {
        if let Some(key) = changes.get(name) {
            request.sandbox.set_key(name, key.as_deref())?;
        }
    }
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
