//! What there is, and what was called.

use crate::fault_texts::{FAULT_TEXTS, FaultText};
use coupon_sandbox::{RawRow, SandboxConfig, SandboxError};
use serde::Serialize;
use serde_json::{json, value::RawValue};

use super::request::{AdminRoute, Ask, Done, PREFIX, done};

/// Entries and rows that are answered when the query does not say.
const USUAL: u64 = 100;

pub(super) fn routes(ask: &Ask<'_>) -> Done {
    let route = |route: &AdminRoute| {
        json!({ "method": route.method, "path": format!("{PREFIX}{}", route.path),
                "takes": route.takes, "does": route.does })
    };
    let fault = |fault: &FaultText| json!({ "fault": fault.text, "does": fault.en });
    let routes: Vec<_> = ask.routes.iter().map(route).collect();
    let faults: Vec<_> = FAULT_TEXTS.iter().map(fault).collect();
    done(&json!({ "routes": routes, "faults": faults }))
}

const KINDS: &str = "vouchers, held, coupons, qmai, templates";

/// How many rows there are of each kind, and by what they are judged.
pub(super) fn counts(ask: &Ask<'_>) -> Done {
    let counts: Result<serde_json::Map<_, _>, SandboxError> = KINDS
        .split(", ")
        .map(|kind| Ok((kind.to_owned(), rows_of(ask, kind)?.len().into())))
        .collect();
    let SandboxConfig { seed, coupons, .. } = ask.sandbox.config();
    done(&json!({ "now": ask.sandbox.now(), "seed": seed, "coupons": coupons, "rows": counts? }))
}

#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    row: &'a RawValue,
}

/// Rows of one kind as the vendor would answer them, in the vendor's order.
pub(super) fn rows(ask: &Ask<'_>) -> Done {
    let (skip, limit) = (ask.number("skip", 0)?, ask.number("limit", USUAL)?);
    let find = ask.query("find").unwrap_or_default();
    let rows = rows_of(ask, ask.name)?;
    let found: Vec<&RawRow> = rows.iter().filter(|(_, row)| row.contains(&*find)).collect();
    let page = found.iter().skip(skip as usize).take(limit as usize).map(|(id, row)| {
        let row =
            serde_json::from_str(row).map_err(|error| SandboxError::new(error.to_string()))?;
        Ok(Shown { id, row })
    });
    let page: Vec<Shown<'_>> = page.collect::<Result<_, SandboxError>>()?;
    #[derive(Serialize)]
    struct Page<'a> {
        total: usize,
        rows: Vec<Shown<'a>>,
    }
    done(&Page { total: found.len(), rows: page })
}

fn rows_of(ask: &Ask<'_>, kind: &str) -> Result<Vec<RawRow>, SandboxError> {
    let sandbox = ask.sandbox;
    Ok(match kind {
        "vouchers" => sandbox.voucher_rows(),
        "held" => sandbox.held_rows(),
        "coupons" => sandbox.coupon_rows(),
        "qmai" => sandbox.qmai_rows(),
        "templates" => sandbox.template_rows(),
        _ => return Err(SandboxError::new(format!("there are no rows {kind:?}: {KINDS}"))),
    })
}

pub(super) fn log(ask: &Ask<'_>) -> Done {
    let (after, limit) = (ask.number("after", 0)?, ask.number("limit", USUAL)?);
    let entries = ask.sandbox.log_page(after, limit as usize);
    done(&entries)
}

pub(super) fn entry(ask: &Ask<'_>) -> Done {
    let unknown = || SandboxError::unknown("entry of the log", ask.name);
    let id: u64 = ask.name.parse().map_err(|_| unknown())?;
    let found = ask.sandbox.log_page(id.saturating_sub(1), 1);
    done(found.first().filter(|entry| entry.id == id).ok_or_else(unknown)?)
}

pub(super) fn clear_log(ask: &Ask<'_>) -> Done {
    ask.sandbox.clear_log();
    done(&json!({}))
}
