//! A document that is read where it stands in its page gives the rows, the values and the errors that the plain way gives:
//! serde_json takes the string out, cuts it into rows, and reads each.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::cell::Cell;

use coupon_wire::{EmbeddedJson, Error, Lenient, Location, OneOrMany, Quantity, Row, rows};
use jiff::civil::DateTime;
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::value::RawValue;

const PLACE: Location = Location { vendor: "vendor", operation: "operation" };

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Model {
    #[serde(with = "Lenient::<String>")]
    id: Option<String>,
    #[serde(with = "Lenient::<i64>")]
    count: Option<i64>,
    #[serde(with = "Lenient::<Decimal>")]
    price: Option<Decimal>,
    #[serde(with = "Lenient::<DateTime>")]
    time: Option<DateTime>,
    #[serde(with = "Lenient::<Quantity>")]
    number: Option<Quantity>,
    #[serde(with = "OneOrMany::<Inner>")]
    list: Vec<Inner>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Inner {
    #[serde(with = "Lenient::<String>")]
    key: Option<String>,
    value: Option<String>,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    data: &'a RawValue,
}

type Read = (String, Result<Model, Error>);

fn read(found: Result<Vec<Row<Model>>, Error>) -> Result<Vec<Read>, Error> {
    Ok(found?.iter().map(|row| (row.raw().to_owned(), row.decode())).collect())
}

/// True if the page's document was taken out and has rows.
fn check(page: &[u8]) -> bool {
    let Some(cut) = EmbeddedJson::parse(page, "data") else { return false };
    let Ok(Envelope { data }) = serde_json::from_slice(page) else { return false };
    let plain = read(rows(PLACE, "data", Some(data.get())));
    let found = read(cut.rows(PLACE, "data"));
    assert_eq!(found, plain, "{}", String::from_utf8_lossy(page));
    for (text, value) in found.iter().flatten() {
        if let Ok(value) = value {
            assert_eq!(serde_json::from_str::<Model>(text).unwrap(), *value, "{text}");
        }
    }
    found.is_ok_and(|rows| !rows.is_empty())
}

/// The document inside a string of a page.
fn page(document: &str) -> Vec<u8> {
    format!("{{\"code\":0,\"data\":{},\"more\":1}}", serde_json::to_string(document).unwrap())
        .into()
}

#[test]
fn rows_of_every_kind_are_read_as_the_plain_way_reads_them() {
    let digits = "1234567890".repeat(30);
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for row in [
        r#"{"id":"券","count":7,"price":"10.00","time":"2024-01-02 03:04"}"#,
        r#"{"id":"a\"b\\c\/d\b\f\n\r\t\u5238\ud83d\ude00"}"#,
        r#"{"id":"\ud83d"}"#,
        r#"{"id":"\ude00\ud83d"}"#,
        r#"{"id":"\u12g4"}"#,
        r#"{"id":"\x"}"#,
        r#"{"id":1,"id":2}"#,
        r#"{"other":1,"other":2,"id":"a"}"#,
        r#"{"i\u0064":"a"}"#,
        r#"{"":"","id":null}"#,
        r#"{"list":[{"key":"a","value":"b"},{"key":"\"","value":null}],"number":"10箱"}"#,
        r#"{"list":{"key":1,"value":"b\\"}}"#,
        r#"{"list":[[1]]}"#,
        r#"{"id":{"a":[true,false,null,-0.5e+10]}}"#,
        r#"{"id":01}"#,
        r#"{"id":-}"#,
        r#"{"id":1.}"#,
        r#"{"id":1e}"#,
        r#"{"id":.5}"#,
        r#"{"id":+1}"#,
        r#"{"id":-0}"#,
        r#"{"id":1e400}"#,
        r#"{"id":True}"#,
        r#"{"id":}"#,
        r#"{"id"}"#,
        r#"{"id":"a",}"#,
        r#"{,}"#,
        r#"{}"#,
        r#"{ "id" : "a" }"#,
        r#"[1]"#,
        r#"1"#,
        r#""text""#,
        "{\"id\":\"a\tb\"}",
        "{\"id\":\"a\u{7f}b\u{80}\"}",
        "{\"time\":\"2024-02-30 00:00\"}",
        "{\"price\":\"１０．５\",\"count\":\"1,000\"}",
        &format!("{{\"id\":{digits},\"price\":\"{digits}\"}}"),
        &format!("{{\"id\":-{digits}.{digits}E-{digits}}}"),
        &format!("{{\"other\":{}}}", nested(10)),
        &format!("{{\"other\":{}}}", nested(63)),
        &format!("{{\"other\":{}}}", nested(64)),
        &format!("{{\"other\":{}}}", nested(65)),
        &format!("{{\"other\":{}}}", nested(300)),
    ] {
        let first = r#"{"id":"first","count":1,"list":[]}"#;
        for document in [
            format!("[{row}]"),
            format!("[{first},{row},{first}]"),
            format!("[{row},{first}"),
            format!("[{row}] "),
            format!("[{row}]]"),
            format!("[{row}]{row}"),
            format!("\u{feff}[{row},\n{first}]\0"),
            format!("{{\"list\":[{row}],\"total\":1}}"),
            row.to_owned(),
        ] {
            check(&page(&document));
        }
    }
}

#[test]
fn the_outer_string_may_be_escaped_in_any_way_and_may_be_no_utf_8() {
    for data in [
        &br#""[{\"id\":\"a\\\/b\/c\"}]""#[..],
        br#""[{\u0022id\":1}]""#,
        br#""[{\"id\":\"\u5238\"}]""#,
        br#""[{\"id\":\"a\nb\"}]""#,
        br#""[{\"id\":\"a\\nb\"}]""#,
        br#""[{\"id\":\"a\\\\nb\"}]""#,
        br#""[{\"id\":\"a\\\\\\\"b\"}]""#,
        br#""[{\"id\":\"a"b\"}]""#,
        br#""[{\"id\":\"a\"}"]""#,
        br#""[{"id":1}]""#,
        br#""[{\"id\":\"a\\"}]""#,
        br#""[]""#,
        br#""[{}]""#,
        b"\"[{\\\"id\\\":\\\"\xc8\xaf\\\"}]\"",
        b"\"[{\\\"id\\\":\\\"\xe5\x88\\\"}]\"",
        b"\"[{\\\"id\\\":\\\"a\tb\\\"}]\"",
        b"\"[{\\\"id\\\":\\\"a\x1fb\\\"}]\"",
    ] {
        check(&[b"{\"data\":", data, b"}"].concat());
        check(&[b"{\"data\":", data].concat());
        check(&[b"{\"a\":[1],\"data\" : ", data, b" ,\"b\":{}}"].concat());
    }
}

const TOKENS: [&str; 26] = [
    "\"id\":",
    "\"count\":",
    "\"price\":",
    "\"time\":",
    "\"number\":",
    "\"list\":",
    "\"key\":",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "-1.5e3",
    "00",
    "7",
    "\"券\"",
    "\\u5238",
    "\\ud83d",
    "\\\"",
    "\\\\",
    " ",
    "\t",
];

/// Values in JSON, and texts that are nearly JSON.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        3 => "[a-z0-9券é\\\\\"/\u{1}]{0,20}".prop_map(|text| serde_json::to_string(&text).unwrap()),
        1 => Just(r#""a\u5238\ud83d\ude00\/""#.to_owned()),
        1 => Just(r#""\ud83d""#.to_owned()),
        2 => "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,4})?",
        1 => select(vec!["null", "true", "false", "\"\"", "\"10箱\"", "\"2024-01-02 03:04\"", "\"1,000.00\"", "01"])
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        let member = (select(vec!["id", "key", "value", "a"]), inner.clone());
        let members = vec(member.prop_map(|(key, value)| format!("\"{key}\":{value}")), 0..4);
        prop_oneof![
            vec(inner, 0..4).prop_map(|values| format!("[{}]", values.join(","))),
            members.prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    })
}

/// A list of rows, with the same keys in most of them.
fn document() -> impl Strategy<Value = String> {
    let keys = vec(
        select(vec!["id", "count", "price", "time", "number", "list", "other", "i\\u0064", "券"]),
        0..7,
    );
    let row = |keys: Vec<&'static str>| {
        let values = vec(value(), keys.len());
        let rows = vec(values, 0..4);
        (Just(keys), rows).prop_map(|(keys, rows)| {
            let row = |values: Vec<String>| {
                let members = keys.iter().zip(values);
                let members = members.map(|(key, value)| format!("\"{key}\":{value}"));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            };
            format!("[{}]", rows.into_iter().map(row).collect::<Vec<_>>().join(","))
        })
    };
    keys.prop_flat_map(row)
}

#[test]
fn random_documents_and_what_is_left_of_them_are_read_as_the_plain_way_reads_them() {
    // `PROPTEST_CASES` asks for more.
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let cases = config.cases.max(3_000);
    let config = ProptestConfig { cases, ..config };
    let whole = Cell::new(0);
    let change = (any::<Index>(), 0..3_usize, select(TOKENS.to_vec()), any::<bool>());
    let changes = vec(change, 0..3);
    let case = |(document, changes): (String, Vec<(Index, usize, &str, bool)>)| {
        let mut bytes = page(&document);
        for (at, removed, token, is_escaped) in changes {
            let begin = at.index(bytes.len());
            let end = bytes.len().min(begin + removed);
            let escaped = serde_json::to_string(token).unwrap();
            let token = if is_escaped { &escaped[1..escaped.len() - 1] } else { token };
            bytes.splice(begin..end, token.bytes());
        }
        whole.set(whole.get() + u32::from(check(&bytes)));
        Ok(())
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, random).run(&(document(), changes), case).unwrap();
    assert!(whole.get() > cases / 4, "{} of {cases} had rows", whole.get());
}
