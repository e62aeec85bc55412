//! A row of a page is read in one pass, a row by itself by serde_json: both say the same of whatever comes.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::cell::Cell;

use coupon_wire::{
    DateRange, Lenient, Location, Number, OneOrMany, Quantity, Row, ZeroOrOne, rows,
};
use jiff::civil::DateTime;
use proptest::{
    collection::vec,
    sample::select,
    strategy::Strategy,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::value::RawValue;

const PLACE: Location = Location { vendor: "vendor", operation: "module.operation" };

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Model {
    #[serde(with = "Lenient::<String>")]
    id: Option<String>,
    #[serde(with = "Lenient::<i64>")]
    count: Option<i64>,
    #[serde(with = "Lenient::<Decimal>")]
    price: Option<Decimal>,
    #[serde(with = "Lenient::<bool>")]
    flag: Option<bool>,
    #[serde(with = "Lenient::<DateTime>")]
    time: Option<DateTime>,
    #[serde(with = "Lenient::<DateRange>")]
    range: Option<DateRange>,
    #[serde(with = "Lenient::<Quantity>")]
    num: Option<Quantity>,
    #[serde(with = "Lenient::<Number>")]
    number: Option<Number>,
    #[serde(with = "OneOrMany::<Item>")]
    items: Vec<Item>,
    #[serde(with = "ZeroOrOne::<Item>")]
    best: Option<Item>,
    plain: Option<Item>,
    word: Option<String>,
    float: f64,
    raw: Option<Box<RawValue>>,
    kind: Option<OperationKind>,
    pair: Option<(u8, String)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Item {
    #[serde(with = "Lenient::<String>")]
    id: Option<String>,
}

#[derive(Debug, Deserialize)]
enum OperationKind {
    Cash,
    #[expect(dead_code, reason = "compared as it is shown")]
    Share(u8),
}

const NAMES: &[&str] = &[
    "id", "count", "price", "flag", "time", "range", "num", "number", "items", "best", "plain",
    "word", "float", "raw", "kind", "pair", "unknown", "i\\u0064", "na\\\"me", "",
];

const VALUES: &[&str] = &[
    r#""17""#,
    "17",
    "-0.50",
    "1e3",
    "12345678901234567890123",
    "true",
    "null",
    r#""""#,
    r#"" ""#,
    r#""Y""#,
    r#""2022-10-20 13:25""#,
    r#""2022-10-20~2022-10-31""#,
    r#""10箱""#,
    r#""a\"b\\""#,
    r#""\u5238\n""#,
    r#""券，很长的一段文字，超过八个字节""#,
    r#""[]""#,
    "[]",
    "{}",
    "[ ]",
    r#"{"id":1}"#,
    r#"[{"id":"x"}, {"id":2}]"#,
    r#"[{"id":[1]}]"#,
    r#"{"id":{"deep":["}",{"a":"]\""}]}, "b":","}"#,
    r#"[["a"],{"b":[{}]}]"#,
    r#""Cash""#,
    r#"{"Share":7}"#,
    r#"[7,"x"]"#,
    "0.1",
    r#""null""#,
    r#"{ "id" : "x" , "id2" :[ 1 , 2 ] }"#,
];

const BLANKS: &[&str] = &["", "", "", " ", "\n\t"];

/// Records of up to five members with blanks between their parts.
fn record() -> impl Strategy<Value = String> {
    let blank = || select(BLANKS);
    let member = (blank(), select(NAMES), blank(), blank(), select(VALUES), blank())
        .prop_map(|(a, name, b, c, value, d)| format!("{a}\"{name}\"{b}:{c}{value}{d}"));
    (blank(), vec(member, 0..6))
        .prop_map(|(blank, members)| format!("{{{blank}{}}}", members.join(",")))
}

/// Asserts that both readers agree. True if they could read the record.
fn alike(record: &str) -> bool {
    let found = rows::<Model>(PLACE, "data", Some(&format!("[{record}]"))).unwrap();
    let alone = Row::<Model>::new(PLACE, "data[0]".to_owned(), record.to_owned().into()).unwrap();
    let (in_page, alone) = (found[0].decode(), alone.decode());
    assert_eq!(format!("{in_page:?}"), format!("{alone:?}"), "{record}");
    alone.is_ok()
}

#[test]
fn every_value_of_every_field_is_read_alike() {
    let mut read = 0;
    for name in NAMES {
        for value in VALUES {
            read += usize::from(alike(&format!(r#"{{"{name}":{value}}}"#)));
        }
    }
    assert!((200..500).contains(&read), "some are errors, most are not: {read}");
}

#[test]
fn random_records_are_read_alike() {
    let config = Config { cases: 50_000, failure_persistence: None, ..Config::default() };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let read = Cell::new(0);
    let case = |record: String| {
        read.set(read.get() + usize::from(alike(&record)));
        Ok(())
    };
    TestRunner::new_with_rng(config, random).run(&record(), case).unwrap();
    let read = read.get();
    assert!((5_000..45_000).contains(&read), "some are errors, some are not: {read}");
}
