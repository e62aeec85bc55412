//! Routes that list records and logged calls.

use crate::{fault_text::FaultText, fault_texts::FAULT_TEXTS};
use coupon_sandbox::{RecordKind, RecordText, SandboxConfig, SandboxError};
use serde::Serialize;
use serde_json::{json, value::RawValue};

use super::request::{AdminRequest, AdminResult, AdminRoute, PREFIX, done};

/// Entries and rows that are answered when the query does not say.
const USUAL: u64 = 100;

pub(super) fn routes(request: &AdminRequest<'_>) -> AdminResult {
    let route = |route: &AdminRoute| {
        json!({ "method": route.method, "path": format!("{PREFIX}{}", route.path),
                "takes": route.takes, "does": route.does })
    };
    let fault = |fault: &FaultText| json!({ "fault": fault.text, "does": fault.en });
    let routes: Vec<_> = request.routes.iter().map(route).collect();
    let faults: Vec<_> = FAULT_TEXTS.iter().map(fault).collect();
    done(&json!({ "routes": routes, "faults": faults }))
}

/// The kinds of records that are listed, with their words.
fn kinds() -> impl Iterator<Item = (&'static str, &'static RecordKind)> {
    RecordKind::all().filter_map(|kind| Some((kind.listed?, kind)))
}

/// How many rows there are of each kind, and by what they are judged.
pub(super) fn counts(request: &AdminRequest<'_>) -> AdminResult {
    let counts: serde_json::Map<_, _> = kinds()
        .map(|(word, kind)| (word.to_owned(), request.sandbox.record_rows(kind).len().into()))
        .collect();
    let SandboxConfig { seed, coupons, .. } = request.sandbox.config();
    done(&json!({ "now": request.sandbox.now(), "seed": seed, "coupons": coupons, "rows": counts }))
}

#[derive(Serialize)]
struct StateRow<'a> {
    id: &'a str,
    row: &'a RawValue,
}

/// Rows of one kind as the vendor would answer them, in the vendor's order.
pub(super) fn rows(request: &AdminRequest<'_>) -> AdminResult {
    let (skip, limit) = (request.number("skip", 0)?, request.number("limit", USUAL)?);
    let find = request.query("find").unwrap_or_default();
    let rows = rows_of(request, request.name)?;
    let found: Vec<&RecordText> = rows.iter().filter(|(_, row)| row.contains(&*find)).collect();
    let page = found.iter().skip(skip as usize).take(limit as usize).map(|(id, row)| {
        let row =
            serde_json::from_str(row).map_err(|error| SandboxError::new(error.to_string()))?;
        Ok(StateRow { id, row })
    });
    let page: Vec<StateRow<'_>> = page.collect::<Result<_, SandboxError>>()?;
    #[derive(Serialize)]
    struct StatePage<'a> {
        total: usize,
        rows: Vec<StateRow<'a>>,
    }
    done(&StatePage { total: found.len(), rows: page })
}

fn rows_of(request: &AdminRequest<'_>, kind: &str) -> Result<Vec<RecordText>, SandboxError> {
    let found = kinds().find(|(word, _)| *word == kind);
    let unknown = || {
        let known: Vec<&str> = kinds().map(|(word, _)| word).collect();
        SandboxError::new(format!("there are no rows {kind:?}: {}", known.join(", ")))
    };
    found.map(|(_, kind)| request.sandbox.record_rows(kind)).ok_or_else(unknown)
}

pub(super) fn log(request: &AdminRequest<'_>) -> AdminResult {
    let (after, limit) = (request.number("after", 0)?, request.number("limit", USUAL)?);
    let entries = request.sandbox.log_page(after, limit as usize);
    done(&entries)
}

pub(super) fn entry(request: &AdminRequest<'_>) -> AdminResult {
    let unknown = || SandboxError::unknown("entry of the log", request.name);
    let id: u64 = request.name.parse().map_err(|_| unknown())?;
    let found = request.sandbox.log_page(id.saturating_sub(1), 1);
    done(found.first().filter(|entry| entry.id == id).ok_or_else(unknown)?)
}

pub(super) fn clear_log(request: &AdminRequest<'_>) -> AdminResult {
    request.sandbox.clear_log();
    done(&json!({}))
}
