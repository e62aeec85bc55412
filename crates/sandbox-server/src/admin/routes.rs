//! Every route of the admin API; docs/sandbox.md has the same table.

use super::{
    handlers,
    request::{AdminRequest, AdminResult, AdminRoute},
    state,
};
use crate::vendors::{KEYS_EXAMPLE, LISTS_RECORDS};

/// Every route.
pub const ADMIN_ROUTES: &[AdminRoute] = &[
    route("GET", "", "", "Every route and every fault", state::routes),
    route(
        "GET",
        "accounts",
        "",
        "Both accounts with their keys, customers and products",
        handlers::accounts,
    ),
    route(
        "POST",
        "accounts",
        KEYS_EXAMPLE,
        "Replaces a key; null restores the first one; what is missing stays",
        handlers::set_keys,
    ),
    route("GET", "grants", "", "Operations whose permission is withheld", handlers::grants),
    route(
        "POST",
        "grants",
        r#"{"operation": "voucher.addVoucherInfo", "granted": false}"#,
        "Gives or withholds the permission to call an operation",
        handlers::grant,
    ),
    route("GET", "clock", "", "The sandbox's time", handlers::clock),
    route(
        "POST",
        "clock",
        r#"{"set": "2026-03-01T04:00:00Z"}, {"advance_seconds": 86400} or {"run": true}"#,
        "Sets the clock, which stands still from then on; moves it; lets it run or stops it",
        handlers::turn_clock,
    ),
    route(
        "POST",
        "step",
        r#"{"step": "use_coupon", "coupon_no": "DH20240101000001", "order": {"no": "CK1"}}"#,
        "Takes a step that no vendor's operation takes: use, recover, freeze, reverse, delete",
        handlers::step,
    ),
    route(
        "GET",
        "faults",
        "",
        "The placed faults, and how many calls each has befallen",
        handlers::faults,
    ),
    route(
        "POST",
        "faults",
        r#"{"fault": "reset-after", "operation": "coupondetail.addCoupon", "probability": 0.5, "skip": 1, "count": 3, "seed": 7}"#,
        "Places a fault and answers its id; only `fault` is required",
        handlers::place_fault,
    ),
    route("DELETE", "faults", "", "Takes all placed faults away", handlers::remove_faults),
    route("DELETE", "faults/{id}", "", "Takes one away", handlers::remove_fault),
    route("GET", "quirks", "", "Every switch with its value", handlers::quirks),
    route(
        "POST",
        "quirks",
        r#"{"profile": "as-observed", "response-data": "inline"}"#,
        "Sets all switches to a profile, then some by name",
        handlers::set_quirks,
    ),
    route("GET", "snapshot", "", "Everything as it is now, as a readable file", handlers::snapshot),
    route("PUT", "snapshot", "such a file", "Everything as it was then", handlers::restore),
    route("GET", "snapshots", "", "Names of the saved snapshots", handlers::snapshots),
    route(
        "POST",
        "snapshots/{name}",
        "",
        "Saves a snapshot as NAME.json in the folder of --snapshots",
        handlers::save,
    ),
    route("POST", "snapshots/{name}/load", "", "Loads it", handlers::load),
    route(
        "POST",
        "reset",
        r#"nothing, or {"seed": 7, "coupons": 1000}"#,
        "Fresh data, the first keys, all grants, the clock, quirks and settings of the start; no faults, an empty log",
        handlers::reset,
    ),
    route("GET", "state", "", "How many rows there are of each kind", state::counts),
    route("GET", "state/{kind}", "skip=0&limit=100&find=TEXT", LISTS_RECORDS, state::rows),
    route(
        "GET",
        "log",
        "after=0&limit=100",
        "Calls with their answers, faults and diagnoses, oldest first",
        state::log,
    ),
    route("GET", "log/{id}", "", "One of them, by `x-sandbox-request` of its answer", state::entry),
    route("DELETE", "log", "", "Forgets them; ids go on", state::clear_log),
];

const fn route(
    method: &'static str,
    path: &'static str,
    takes: &'static str,
    does: &'static str,
    answer: fn(&AdminRequest<'_>) -> AdminResult,
) -> AdminRoute {
    AdminRoute { method, path, takes, does, answer }
}
