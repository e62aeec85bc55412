//! Faults between pages.

use std::collections::BTreeSet;

use coupon_sandbox::{FaultRule, Sandbox};
use serde_json::{Value, json};

use crate::support::{data, sandbox};

/// Ids of all pages of ten, and how long the pages were.
async fn read(sandbox: &Sandbox, operation: &str, more: Value) -> (Vec<String>, Vec<usize>) {
    let (mut ids, mut lengths) = (Vec::new(), Vec::new());
    for page in 1..100 {
        let mut body = json!({"page_number": page, "page_length": 10});
        for (key, value) in more.as_object().unwrap() {
            body[key] = value.clone();
        }
        let rows = data(sandbox, operation, body).await;
        let rows = rows.as_array().unwrap();
        if rows.is_empty() {
            return (ids, lengths);
        }
        lengths.push(rows.len());
        let id = |row: &Value| row["id"].as_str().map_or(row["id"].to_string(), str::to_owned);
        ids.extend(rows.iter().map(id));
    }
    panic!("{operation}: pages do not end")
}

#[tokio::test]
async fn rows_are_repeated_or_missed_between_the_pages_of_all_three_lists() {
    for operation in
        ["coupondetail.queryCouponDetail", "voucher.getVoucherInfos", "voucher.getCmInfos"]
    {
        let sandbox = sandbox();
        let mut more = json!({});
        if operation == "voucher.getCmInfos" {
            let rows = sandbox.voucher_rows();
            let (id, _) = rows.iter().find(|(id, _)| sandbox.customers_of(id).len() > 10).unwrap();
            more = json!({"voucher_id": id});
        }
        let (all, lengths) = read(&sandbox, operation, more.clone()).await;
        assert!(lengths.len() > 1, "{operation}: more than one page");

        let id = sandbox.place_fault(FaultRule::every("rows-repeated".parse().unwrap())).unwrap();
        let (repeated, lengths) = read(&sandbox, operation, more.clone()).await;
        assert_eq!(lengths[1], (all.len() - 10).min(10) + 1, "{operation}");
        assert_eq!(repeated[9], repeated[10], "{operation}");
        let distinct: BTreeSet<&String> = repeated.iter().collect();
        assert_eq!(distinct, all.iter().collect(), "{operation}: nothing is missed");
        sandbox.remove_fault(id).unwrap();

        sandbox.place_fault(FaultRule::every("rows-shifted".parse().unwrap())).unwrap();
        let (shifted, _) = read(&sandbox, operation, more).await;
        assert_eq!(shifted[..10], all[..10], "{operation}");
        assert!(!shifted.contains(&all[10]), "{operation}: the first row of the second page");
        assert_eq!(shifted.get(10), all.get(11), "{operation}");
    }
}
