//! The readers in a serde model, over JSON text.

use coupon_wire::{Lenient, Number, OneOrMany, ZeroOrOne};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Model {
    #[serde(with = "Lenient::<String>")]
    id: Option<String>,
    #[serde(with = "Lenient::<Decimal>")]
    money: Option<Decimal>,
    #[serde(with = "Lenient::<bool>")]
    done: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    num: Option<Number>,
    #[serde(with = "OneOrMany::<Item>")]
    items: Vec<Item>,
    #[serde(with = "ZeroOrOne::<Item>")]
    best: Option<Item>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Item {
    #[serde(with = "Lenient::<String>")]
    id: Option<String>,
}

#[test]
fn ids_and_decimals_keep_every_digit_sent_as_text_or_number() {
    for (sent, kept) in [
        ("18446744073709551616", "18446744073709551616"),
        ("\"70874216842235169480000000000001\"", "70874216842235169480000000000001"),
        ("70874216842235169480000000000001", "70874216842235169480000000000001"),
        ("\"0007\"", "0007"),
        ("\" \\u5238-7 \"", "券-7"),
        ("true", "true"),
    ] {
        assert_eq!(read(&format!(r#"{{"id":{sent}}}"#)).id.as_deref(), Some(kept), "{sent}");
    }
    for sent in ["999999999999.12345678", "\"999999999999.12345678\""] {
        let money = read(&format!(r#"{{"money":{sent}}}"#)).money.unwrap();
        assert_eq!(money.to_string(), "999999999999.12345678");
    }
}

#[test]
fn blank_is_none() {
    for blank in ["null", r#""""#, r#""  ""#, r#""\t""#] {
        let json = format!(r#"{{"id":{blank},"money":{blank},"done":{blank},"num":{blank}}}"#);
        assert_eq!(read(&json), Model::default(), "{blank}");
    }
    for nothing in ["null", r#""""#, r#""[]""#, r#""null""#, r#""{}""#, "[]"] {
        let json = format!(r#"{{"items":{nothing},"best":{nothing}}}"#);
        assert_eq!(read(&json), Model::default(), "{nothing}");
    }
}

#[test]
fn one_or_many() {
    for one in [r#"{"id":7}"#, r#"[{"id":7}]"#, r#"{"other":{"id":8},"id":7}"#] {
        let model = read(&format!(r#"{{"items":{one},"best":{one}}}"#));
        assert_eq!(model.items, [Item { id: Some("7".to_owned()) }], "{one}");
        assert_eq!(model.best, Some(Item { id: Some("7".to_owned()) }), "{one}");
    }
    assert_eq!(read(r#"{"items":[{"id":1},{}]}"#).items.len(), 2);
    assert_eq!(read(r#"{"items":{},"best":{}}"#).best, Some(Item::default()));
}

#[test]
fn what_does_not_fit_is_an_error_that_says_what_does() {
    for (json, message) in [
        (r#"{"money":"10箱"}"#, r#"expected a decimal number, found "10箱""#),
        (r#"{"done":"maybe"}"#, "expected true or false"),
        (r#"{"id":{"a":1}}"#, "expected text or a number, found an object"),
        (r#"{"id":[1]}"#, "expected text or a number, found a list"),
        (r#"{"items":5}"#, "expected a list, an object or nothing"),
        (r#"{"items":[5]}"#, "invalid type"),
        (r#"{"items":"箱"}"#, "expected a list, an object or nothing"),
        (r#"{"best":[{},{}]}"#, "expected one object, found a list of 2"),
    ] {
        let error = serde_json::from_str::<Model>(json).unwrap_err().to_string();
        assert!(error.contains(message), "{json}: {error}");
    }
}

#[test]
fn a_number_is_sent_with_the_digits_it_was_given() {
    for (given, sent) in [
        ("20.12345678", "20.12345678"),
        ("\"1000\"", "1000"),
        ("18446744073709551616", "18446744073709551616"),
        ("\"10箱\"", "\"10箱\""),
        ("\"007\"", "\"007\""),
    ] {
        let model = read(&format!(r#"{{"num":{given}}}"#));
        let json = serde_json::to_string(&model).unwrap();
        assert!(json.contains(&format!(r#""num":{sent},"#)), "{given}: {json}");
    }
}

fn read(json: &str) -> Model {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}
