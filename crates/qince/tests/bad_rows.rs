//! Pages with one bad row: it costs itself, its place is named, and the others are read.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

mod support;

use std::{sync::Mutex, time::Duration};

use bytes::Bytes;
use coupon_domain::{CouponPage, CouponQuery, DateField, PageNumber, Provider as _, Scope, Window};
use coupon_qince::CouponDetails;
use coupon_testkit::{ScriptedConnector, in_matrix, passed_in_matrix};
use http::Response;

use support::qince_over;

/// Thirty ways for a row to be bad, each with the field that its error names. `@` is an id that no other row has.
const CLASSES: [(&[u8], &str); 30] = [
    (br#"{"id":"@","price":{"a":1}}"#, ".price"),
    (br#"{"id":"@","num":["1"]}"#, ".num"),
    (br#"{"id":"@","cm_name":{"a":1}}"#, ".cm_name"),
    (br#"{"id":{"a":1},"cm_name":"x"}"#, ".id"),
    (br#"{"id":["@"]}"#, ".id"),
    ("{\"id\":\"@\",\"sign_num\":\"1箱半\"}".as_bytes(), ".sign_num"),
    (br#"{"id":"@","used_time":"2019-10-15 24:60"}"#, ".used_time"),
    (br#"{"id":"@","price":"1.2.3"}"#, ".price"),
    (br#"{"id":null,"cm_name":"x"}"#, ""),
    (br#"{"cm_name":"no id"}"#, ""),
    (br#"{"id":""}"#, ""),
    (br#"{"id":"@","create_time":"2019-15-32 17:10:21"}"#, ".create_time"),
    (br#"{"id":"@","create_time":"soon"}"#, ".create_time"),
    (br#"{"id":"@","create_time":"2019-02-30 17:10:21"}"#, ".create_time"),
    (br#"{"id":"@","modify_time":"2019-10-15T25:00:00"}"#, ".modify_time"),
    (br#"{"id":"@","effect_date":"2021-03-01~"}"#, ".effect_date"),
    (br#"{"id":"@","effect_date":"2021-13-32~2021-14-01"}"#, ".effect_date"),
    (br#"{"id":"@","price":"12,50"}"#, ".price"),
    (br#"{"id":"@","price":"0x10"}"#, ".price"),
    (br#"{"id":"@","price":"NaN"}"#, ".price"),
    (br#"{"id":"@","price":"(5.00)"}"#, ".price"),
    ("{\"id\":\"@\",\"num\":\"10*12瓶\"}".as_bytes(), ".num"),
    (br#"{"id":"@","num":"1","num":"2"}"#, ""),
    (br#"{"id":"@","cm_name":"\ud800"}"#, ".cm_name"),
    (b"{\"id\":\"@\",\"cm_name\":\"a\tb\"}", ".cm_name"),
    (b"{\"id\":\"@\",\"cm_name\":\"\xc4\xcf\xbe\xa9\"}", ".cm_name"),
    (b"{\"id\":\"@\",\"cm_name\":\"\xe5\x88\"}", ""),
    (br#"{"id":"@","price":NaN}"#, ""),
    ("{\"id\":\"@\",\"price\":\"十元\"}".as_bytes(), ".price"),
    ("{\"id\":\"@\",\"num\":\"10多箱\"}".as_bytes(), ".num"),
];

#[tokio::test]
async fn a_bad_row_of_any_class_costs_itself() {
    let pages = in_matrix(3_000, 100_000);
    let random = Mutex::new(fastrand::Rng::with_seed(9));
    let said = std::sync::Arc::new(Mutex::new((0, 0, 0)));
    let asked = said.clone();
    let connector = ScriptedConnector::new(move |number| {
        let mut random = random.lock().unwrap();
        let class = (number - 1) % CLASSES.len();
        let (rows, bad) = (random.usize(1..12), random.usize(..12));
        let bad = bad.min(rows - 1);
        *asked.lock().unwrap() = (class, rows, bad);
        let id = random.u64(1_000..).to_string();
        let list: Vec<Vec<u8>> = (0..rows)
            .map(|row| match row == bad {
                true => replaced(CLASSES[class].0, &id),
                false => {
                    format!(r#"{{"id":"{row}","cm_name":"顾客{row}","num":"{row}箱"}}"#).into()
                }
            })
            .collect();
        let page = [b"[", &list.join(&b","[..])[..], b"]"].concat();
        let answer = match random.bool() {
            true => [br#"{"return_code":"0","response_data":"#, &page[..], b"}"].concat(),
            false => {
                let inside = escaped(&page);
                [br#"{"return_code":"0","response_data":""#, &inside[..], b"\"}"].concat()
            }
        };
        (Duration::ZERO, Ok(Response::new(Bytes::from(answer))))
    });
    let provider = CouponDetails::new(qince_over(connector), 1_000);
    let query = query();
    let mut unread_pages = 0;
    for number in 0..pages {
        let page = match number % 2 {
            0 => provider.coupons(&query, PageNumber::FIRST).await.unwrap(),
            _ => match provider.coupon_page(&query, PageNumber::FIRST).await.unwrap() {
                CouponPage::Read(page) => page,
                CouponPage::Unread(unread) => {
                    unread_pages += 1;
                    let page = unread.read_all();
                    for (key, row) in unread.rows().iter().zip(&page.rows) {
                        let (id, text) = match row {
                            Ok(row) => (Some(row.value.id.as_str()), &row.row),
                            Err(row) => (row.id.as_deref(), &row.row),
                        };
                        assert!(id.is_none_or(|id| id == key.id), "{key:?}");
                        assert_eq!(*text, key.row);
                    }
                    page
                }
            },
        };
        let (class, rows, bad) = *said.lock().unwrap();
        let shown = String::from_utf8_lossy(CLASSES[class].0);
        assert_eq!(page.rows.len(), rows, "page {number}, {shown}");
        for (place, row) in page.rows.iter().enumerate() {
            match row {
                Ok(row) => {
                    assert_ne!(place, bad, "page {number}, {shown}: {row:?}");
                    assert_eq!(row.value.id.as_str(), place.to_string(), "{shown}");
                }
                Err(row) => {
                    assert_eq!(place, bad, "page {number}, {shown}: {}", row.reason);
                    let path = format!("[{place}]{}", CLASSES[class].1);
                    let named = CLASSES[class].1.is_empty() || row.reason.contains(&path);
                    assert!(named && !row.reason.is_empty(), "{shown}: {}", row.reason);
                }
            }
        }
    }
    assert!(unread_pages > pages / 10, "{unread_pages} of {pages} pages came unread");
    passed_in_matrix("R9", "pages with one bad row", pages);
}

fn query() -> CouponQuery {
    let window = Window { by: DateField::Created, from: None, to: None };
    CouponQuery { scope: Scope::Window(window), state: None }
}

fn replaced(row: &[u8], id: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for byte in row {
        match byte {
            b'@' => bytes.extend_from_slice(id.as_bytes()),
            byte => bytes.push(*byte),
        }
    }
    bytes
}

/// As inside a string: quotes and backslashes have a backslash before them, nothing else has.
fn escaped(bytes: &[u8]) -> Vec<u8> {
    let mut escaped = Vec::new();
    for byte in bytes {
        if matches!(byte, b'"' | b'\\') {
            escaped.push(b'\\');
        }
        escaped.push(*byte);
    }
    escaped
}

/// Documents whose shape is the attack: each ends, and what can be read of it is read.
#[tokio::test]
async fn an_answer_of_any_shape_ends() {
    let row = |middle: &str| format!(r#"[{{"id":"1"}},{middle},{{"id":"3"}}]"#);
    let deep =
        |open: &str, close: &str| format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
    let keys: String = (0..1_000_000).map(|n| format!("\"k{n}\":1,")).collect();
    let lists = [
        (row(&format!(r#"{{"id":"2","a":{}}}"#, deep("[", "]"))), "nesting 100,000 deep"),
        (row(&format!(r#"{{"id":"2","a":{}}}"#, deep("{\"a\":", "}"))), "objects 100,000 deep"),
        (row(&format!(r#"{{{keys}"id":"2"}}"#)), "1,000,000 keys"),
    ];
    let count = lists.len();
    for (list, name) in lists {
        let answer = format!(r#"{{"return_code":"0","response_data":{list}}}"#);
        let connector = ScriptedConnector::new(move |_| {
            (Duration::ZERO, Ok(Response::new(Bytes::from(answer.clone()))))
        });
        let provider = CouponDetails::new(qince_over(connector), 1_000);
        let page = provider.coupons(&query(), PageNumber::FIRST).await;
        match page {
            Ok(page) => {
                let ids: Vec<_> =
                    page.rows.iter().flatten().map(|row| row.value.id.as_str()).collect();
                assert!(ids.contains(&"1") && ids.contains(&"3"), "{name}: {ids:?}");
                assert_eq!(page.rows.len(), 3, "{name}");
            }
            Err(error) => panic!("{name}: {error}"),
        }
    }
    passed_in_matrix("R10", "documents of hostile shapes", count);
}
