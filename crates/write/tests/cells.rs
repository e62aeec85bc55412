//! Every cell of the one table that a customers' file can have, as a cell of such a file.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use coupon_testkit::{CELL_CASES, CellKind};
use coupon_write::{IssueFile, RowErrorCause};

#[test]
fn every_id_and_day_of_the_table_is_read() {
    for case in CELL_CASES {
        let column = match case.kind {
            CellKind::Id => 1,
            CellKind::Day => 2,
            // A customers' file has no amounts.
            CellKind::Amount => continue,
        };
        let (header, row) = (["customer", "code", "until"], ["7", "C1", "2026-12-31"]);
        for (name, bytes) in case.files(&header, &row, column) {
            let file =
                IssueFile::read(&bytes, false).unwrap_or_else(|error| panic!("{name}: {error}"));
            let found = match (&file.rows[..], &file.errors[..]) {
                ([row], []) if case.kind == CellKind::Id => Ok(row.code.clone()),
                ([row], []) => Ok(row.until.map(|day| day.to_string())),
                ([], [error]) => match &error.cause {
                    RowErrorCause::Cell { cause, .. } => Err(format!("{cause:?}")),
                    other => panic!("{name}: {other:?}"),
                },
                other => panic!("{name}: {other:?}"),
            };
            let expected = case.expected.map(|value| value.map(str::to_owned));
            assert_eq!(found, expected.map_err(str::to_owned), "{name}");
        }
    }
}
