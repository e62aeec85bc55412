//! Maps, order files and rows of a vendor that cannot be read: each is told in Chinese, without a word of English.

use std::fs;

use crate::{
    chinese::{assert_chinese, in_chinese},
    support::{Place, Reply, Server, done},
};

/// Maps that cannot be read, of every kind.
const MAPS: &[&str] = &[
    "order_no = ",
    "order_no",
    "order_no = 订单",
    "order_no = 1",
    "order_no: \"a\"",
    "order_no = \"a",
    "order_no = ['a'",
    "order_no = \"a\" b",
    "[where",
    "order_no = \"a\"\norder_no = \"b\"",
    "zeit = \"a\"",
    "time = \"a\"",
    "order_no = \"a\"\ndelimiter = \";;\"",
    "order_no = \"a\"\nheader_row = -1",
    "order_no = \"a\"\nheader_row = 1.5",
    "order_no = \"a\"\nheader_row = \"x\"",
    "order_no = \"a\"\nhidden = \"no\"",
    "order_no = \"a\"\nhidden = true",
    "order_no = \"a\"\nsign = \"b\"",
    "order_no = \"a\"\nsign = { column = \"b\" }",
    "order_no = \"a\"\nsign = { column = \"b\", positive = \"c\" }",
    "order_no = \"a\"\nwhere = { a = 1 }",
    "order_no = \"a\"\nwhere = 1",
    "order_no = 2026-01-99",
    "order_no = 0x_1",
    "order_no = \"\\q\"",
    "order_no = {a=1,,}",
];

/// Fields of a map, and what the maps above have instead.
const FIELDS: &[&str] = &[
    "account",
    "column",
    "count",
    "delimiter",
    "hidden",
    "negative",
    "no",
    "order",
    "positive",
    "sheet",
    "sign",
    "skip",
    "strip",
    "zeit",
];

/// Files that hold no table of orders, of every kind.
const FILES: &[&[u8]] = &[
    b"",
    b"\"a,b\n1",
    b"a\0b",
    b"a,b\n1,2\n",
    b"<html><table></table>",
    b"<?xml version='1.0'?><a/>",
    b"%PDF-1.4",
    b"Rar!\x1a\x07\x01\0",
    b"\x89PNG\r\n\x1a\n",
    b"PK\x03\x04no archive",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1no workbook",
    "订单,时间,金额\n1.2E+18,2026-01-01,5\n".as_bytes(),
    "订单,时间,金额\nA,某天,5\n".as_bytes(),
    "订单,时间,金额\nA,1999-01-01,5\n".as_bytes(),
    "订单,时间,金额\nA,2026-01-01,五元五\n".as_bytes(),
    "订单,时间,金额\nA,2026-01-01,#N/A\n".as_bytes(),
    "订单,时间,金额\n,2026-01-01,5\n".as_bytes(),
    "订单,时间,金额\nA,2026-01-01\n".as_bytes(),
    "订单,时间,金额,金额\nA,2026-01-01,5,5\n".as_bytes(),
    "订单,时间,金额\nA,2026-01-01,5\n合计,,5\nB,2026-01-01,5\n".as_bytes(),
    "订单,时间,金额\nA,2026-01-01,9999999999999999999999999999\nA,2026-01-01,0.01\n".as_bytes(),
];

#[test]
fn maps_and_order_files_that_cannot_be_read_speak_chinese() {
    let place = Place::new();
    place.good(&["sync"]);
    place.write("good.csv", "订单,时间,金额\nA,2026-01-01,5\n");
    let reconcile = ["reconcile", "--account", "trade", "--map", "map.toml", "--orders"];
    for map in MAPS {
        place.write("map.toml", map);
        let run = [&reconcile[..], &["good.csv", "--lang", "zh"]].concat();
        let ran = place.run(&run);
        assert_chinese(&run, &ran.err, FIELDS);
        assert_eq!(ran.code, Some(2), "{map}: {ran:?}");
        assert!(ran.err.contains("map.toml："), "{map}: {ran:?}");
    }
    fs::write(place.path("map.toml"), b"order_no = \"\xb5\xa5\"").unwrap();
    in_chinese(&place, &[&reconcile[..], &["good.csv"]].concat());
    place.write("map.toml", "order_no = \"订单\"\ntime = \"时间\"\nvoucher_amount = \"金额\"\n");
    for file in FILES {
        fs::write(place.path("orders.file"), file).unwrap();
        let ran = in_chinese(&place, &[&reconcile[..], &["orders.file"]].concat());
        assert_eq!(ran.code, Some(2), "{}: {ran:?}", String::from_utf8_lossy(file));
    }
}

/// Rows that cannot be read, each for another reason; the last one breaks the page.
const ROWS: &str = r#"{"id":1,"name":{"a":1}},{"id":2,"startDate":"soon"},{"id":3,"num":"many"},{"id":4,"money":"12,50"},{"name":"x"},
    {"id":5,"id":6},{"id":7,"isFinish":"perhaps"},[1],{"id":8,"discountsPercent":[1]}"#;

#[test]
fn what_a_vendor_sent_and_nobody_can_read_is_told_in_chinese() {
    let server = Server::new(|request| -> Reply {
        let created =
            request.path.contains("getVoucherInfos") && request.body.contains("start_create_date");
        let first = request.body.contains("\"page_number\":1");
        done(request, &if created && first { format!("[{ROWS}]") } else { "null".to_owned() })
    });
    let place = Place::at(server.address);
    let days = ["--since", "2026-01-01", "--until", "2026-01-02"];
    let (sync, list) = (["sync", "--provider", "qince.voucher"], ["quarantine", "list"]);
    in_chinese(&place, &[&sync[..], &days].concat());
    let waiting = place.json(&list);
    let waiting = waiting.as_array().unwrap();
    assert!(waiting.len() > 6, "{waiting:?}");
    // The vendor's text stands in quotes, and its fields are named.
    let fields = ["name", "startDate", "num", "money", "isFinish", "discountsPercent", "voucher"];
    let check = |arguments: &[&str]| {
        let shown = place.run(&[arguments, &["--lang", "zh"]].concat());
        let ours = shown.out.replace("\\\"", "").split('"').step_by(2).collect::<String>();
        assert_chinese(arguments, &ours.replace(['[', ']'], ""), &fields);
    };
    check(&list);
    for row in waiting {
        check(&["quarantine", "show", row["id"].as_str().unwrap()]);
        assert!(!row["reason"].as_str().unwrap().contains('：'), "programs read English: {row}");
    }
    for answer in
        ["<i>502</i>", "", "[]", "{\"return_code\":", "{\"return_code\":\"0\",\"response_data\":5}"]
    {
        let server = Server::new(move |_| -> Reply { Reply::Text(answer.to_owned()) });
        let place = Place::at(server.address);
        let ran = in_chinese(&place, &["call", "voucher.getVoucherInfos", "--body", "{}"]);
        assert_ne!(ran.code, Some(0), "{answer}: {ran:?}");
    }
}
