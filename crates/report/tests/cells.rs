//! Every cell of the one table, as a cell of an order file.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::io::Cursor;

use common::{LedgerFolder, now};
use coupon_report::{Mapping, ReconcileError, ReconcileOptions, reconcile};
use coupon_testkit::{CELL_CASES, CellKind};
use jiff::civil::date;
use rust_decimal::Decimal;

#[tokio::test]
async fn every_cell_of_the_table_is_read() {
    let place = LedgerFolder::new();
    let ledger = place.ledger().await;
    let mapping = Mapping {
        order_no: "订单号".into(),
        time: Some("下单时间".into()),
        voucher_amount: Some("金额".into()),
        ..Mapping::default()
    };
    let options = ReconcileOptions {
        account: Some("trade".into()),
        since: date(2026, 3, 1),
        until: date(2026, 3, 1),
        tolerance: Decimal::ZERO,
        without_orders: Vec::new(),
    };
    for case in CELL_CASES {
        let (column, expected) = match (case.kind, case.expected) {
            (CellKind::Id, expected) => (0, expected.and_then(|id| id.ok_or("Blank")).map(Some)),
            (CellKind::Day, expected) => (1, expected.and_then(|day| day.ok_or("Blank")).map(Some)),
            // An order without an amount had no coupon.
            (CellKind::Amount, expected) => {
                (2, expected.map(|yuan| yuan.filter(|yuan| *yuan != "0")))
            }
        };
        let (header, row) = (["订单号", "下单时间", "金额"], ["A1", "2026-03-01", "5"]);
        for (name, file) in case.files(&header, &row, column) {
            let found =
                match reconcile(&ledger, Cursor::new(&file), &mapping, &options, now()).await {
                    Ok(run) => Ok(run.breaks.first().and_then(|found| match case.kind {
                        CellKind::Id => found.order_no.clone(),
                        CellKind::Day => found.day.map(|day| day.to_string()),
                        CellKind::Amount => found.orders.map(|yuan| yuan.normalize().to_string()),
                    })),
                    Err(ReconcileError::Cell { line: 2, what, .. }) => Err(format!("{what:?}")),
                    Err(other) => panic!("{name}: {other}"),
                };
            let expected = expected.map(|value| value.map(str::to_owned));
            assert_eq!(found, expected.map_err(str::to_owned), "{name}");
        }
    }
}
