//! A reconciliation that is closed stays as it was.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::common::*;
use coupon_ledger::{ClosedReconciliation, LedgerError};

on_both!(a_closed_run_is_shown_as_it_was_and_its_name_is_taken,);

fn run(name: &str, body: &str) -> ClosedReconciliation {
    ClosedReconciliation { name: name.to_owned(), closed_at: at(1), body: body.to_owned() }
}

async fn a_closed_run_is_shown_as_it_was_and_its_name_is_taken(place: Place) {
    let ledger = place.ledger().await;
    assert_eq!(ledger.closed_run("2026-03").await.unwrap(), None);
    ledger.close_run(run("2026-03", "三月")).await.unwrap();
    ledger.close_run(run("2026-02", "二月")).await.unwrap();

    let error = ledger.close_run(run("2026-03", "other")).await.unwrap_err();
    assert!(matches!(&error, LedgerError::AlreadyClosed { name, .. } if name == "2026-03"));
    assert!(
        error.to_string().ends_with("reconciliation 2026-03 is closed already; take another name")
    );
    drop(ledger);

    let ledger = place.ledger().await;
    assert_eq!(ledger.closed_run("2026-03").await.unwrap(), Some(run("2026-03", "三月")));
    assert_eq!(ledger.closed_runs().await.unwrap(), ["2026-02", "2026-03"]);
}
