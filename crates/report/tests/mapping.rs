//! The mapping of an order file: which lines count and how, and the range that they give.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::io::Cursor;

use common::{LedgerFolder, now};
use coupon_report::{Break, Mapping, OrderFile, ReconcileOptions, reconcile};
use jiff::civil::date;
use rust_decimal::Decimal;

/// Order number and yuan of each order of a file under a map.
async fn orders_of(file: &str, map: &str) -> Result<Vec<(String, String)>, String> {
    let place = LedgerFolder::new();
    let ledger = place.ledger().await;
    let map = format!("order_no = \"订单号\"\nvoucher_amount = \"金额\"\n{map}\n");
    let terms = ReconcileOptions {
        account: Some("trade".into()),
        since: date(2026, 3, 1),
        until: date(2026, 3, 31),
        tolerance: Decimal::ZERO,
        without_orders: Vec::new(),
    };
    let mapping: Mapping = toml::from_str(&map).unwrap();
    let run = reconcile(&ledger, Cursor::new(&file), &mapping, &terms, now()).await;
    let run = run.map_err(|error| error.to_string())?;
    let order = |found: &Break| Some((found.order_no.clone()?, found.orders?.to_string()));
    Ok(run.breaks.iter().filter_map(order).collect())
}

#[tokio::test]
async fn the_map_says_which_lines_count_and_how() {
    let order = |order: &str, yuan: &str| (order.to_owned(), yuan.to_owned());
    let closed = "订单号,状态,金额\nA,交易成功,40\nB,交易关闭,30\n";
    let counts = "where = { \"状态\" = [\"交易成功\", \"已完成\"] }";
    assert_eq!(orders_of(closed, counts).await, Ok(vec![order("A", "40")]));
    let refunds = "订单号,收/支,金额\nA,支出,40\nA,收入,15\n";
    let sign = "sign = { column = \"收/支\", negative = \"收入\" }";
    assert_eq!(orders_of(refunds, sign).await, Ok(vec![order("A", "25")]));
    let repeated = "订单号,金额\nA,40\nA,40\nB,30\n";
    let once = orders_of(repeated, "amount_per = \"order\"").await;
    assert_eq!(once, Ok(vec![order("A", "40"), order("B", "30")]));
    let differs = orders_of("订单号,金额\nA,40\nA,41\n", "amount_per = \"order\"").await;
    assert!(differs.unwrap_err().contains("line 3: order A has another amount than on line 2"));
    let parts = orders_of("订单号,金额\nA-1,10\nA-2,5\nB-x,1\n", "strip = \"-\"").await;
    assert_eq!(parts, Ok(vec![order("A", "15"), order("B-x", "1")]));
    let both = "where = { \"类型\" = [\"支付\", \"退款\"] }\nsign = { column = \"类型\", negative = \"退款\" }";
    let types = "订单号,类型,金额\nA,支付,40\nA,退款,15\nB,支付,5\nB,退款,5\nC,还款,9\n";
    let netted = orders_of(types, both).await;
    assert_eq!(netted, Ok(vec![order("A", "25")]), "B took back all it gave");
    let rows = orders_of("订单号,金额\nA,1\nB,2\nC,3\n", "last_row = 3").await;
    assert_eq!(rows, Ok(vec![order("A", "1"), order("B", "2")]));
    let nothing = orders_of("订单号,金额\n,0.00\nA,1\n", "").await;
    assert_eq!(nothing, Ok(vec![order("A", "1")]), "a line without a value needs no order");
}

#[test]
fn a_line_that_alone_widens_the_range_is_found() {
    let map: Mapping =
        toml::from_str("order_no = \"订单号\"\ntime = \"时间\"\nvoucher_amount = \"金额\"")
            .unwrap();
    let widening = |days: &[&str]| {
        let lines = days.iter().enumerate().map(|(at, day)| format!("A{at},{day},1\n"));
        let file = format!("订单号,时间,金额\n{}", lines.collect::<String>());
        let file = OrderFile::read(Cursor::new(&file), &map, Some(&"trade".into())).unwrap();
        file.widening_lines().iter().map(|found| (found.line, found.next)).collect::<Vec<_>>()
    };
    let (march, april) = (date(2026, 3, 1), date(2026, 4, 30));
    assert_eq!(widening(&["2026-03-01", "2026-03-30", "2025-03-01"]), [(4, march)]);
    assert_eq!(widening(&["2026-04-29", "2027-04-30", "2026-04-30"]), [(3, april)]);
    assert_eq!(widening(&["2026-03-01", "2026-03-02", "2026-04-02"]), []);
    assert_eq!(widening(&["2025-03-01", "2025-03-01", "2026-04-02", "2026-04-03"]), []);
    assert_eq!(widening(&["2026-03-01", "2026-06-02"]), [], "either may be the wrong one");
}
