//! Finding the rows of an answer, and what a bad one says.

use std::sync::Arc;

use bytes::Bytes;
use coupon_wire::{
    DamagedPage, Error, Location, OneOrMany, Row, ZeroOrOne, any_row, keyed_rows, rows,
};
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

const PLACE: Location = Location { vendor: "vendor", operation: "module.operation" };

type Find = fn(Location, &str, Option<&str>) -> Result<Vec<Row<Value>>, Error>;

#[test]
fn rows_of_every_shape() {
    for (data, expected) in [
        (r#"{"id":1}"#, &[r#"{"id":1}"#][..]),
        (r#"[{"id":1}, {"id":2}]"#, &[r#"{"id":1}"#, r#"{"id":2}"#]),
        (r#"{"list":[{"id":1}],"total":1}"#, &[r#"{"id":1}"#]),
        (r#"{"list":null,"total":0}"#, &[]),
        (r#"{"list":[1]}"#, &[r#"{"list":[1]}"#]),
        (r#""[{\"id\":\"\\u5238\"}]""#, &[r#"{"id":"\u5238"}"#]),
        (r#""{\"list\":[{\"id\":1}],\"total\":\"1\"}""#, &[r#"{"id":1}"#]),
        ("null", &[]),
        (r#""null""#, &[]),
        ("{}", &[]),
        ("{ }", &[]),
        ("[\n]", &[]),
        (r#"" ""#, &[]),
    ] {
        assert_eq!(texts(rows, data).unwrap(), expected, "{data}");
    }
    for data in ["7", r#""ok""#, r#""[1""#, r#""\"[]\"""#] {
        assert_eq!(texts(rows, data).unwrap_err().path, "data", "{data}");
    }
}

#[test]
fn a_list_that_is_no_json_is_cut_into_rows_and_the_bad_ones_alone_are_refused() {
    let list =
        "[{\"id\":1}, {\"id\":2,\"name\":\"a\tb]},{\"},{\"id\":3,},\n{\"id\":4,\"in\":[{}]} ]";
    assert!(serde_json::from_str::<Value>(list).is_err());
    for data in [list.to_owned(), Value::from(list).to_string()] {
        let found = rows::<Value>(PLACE, "data", Some(&data)).unwrap();
        let read: Vec<_> =
            found.iter().map(|row| row.decode().map_err(|error| error.path)).collect();
        let expected = [
            Ok(serde_json::json!({"id": 1})),
            Err("data[1].name".to_owned()),
            Err("data[2]".to_owned()),
            Ok(serde_json::json!({"id": 4, "in": [{}]})),
        ];
        assert_eq!(read, expected, "{data}");
        assert_eq!(found[1].raw(), "{\"id\":2,\"name\":\"a\tb]},{\"}");
    }
    for cut_off in [
        "[{\"id\":\"a\tb\"},{\"id\":",
        "[{\"id\":\"a\tb\"}",
        "[{\"id\":\"a\tb\"} {}]",
        "[{\"id\":\"a\tb\"},,{}]",
    ] {
        assert!(rows::<Value>(PLACE, "data", Some(cut_off)).is_err(), "{cut_off}");
    }
}

#[test]
fn a_byte_order_mark_and_nuls_around_a_document_are_no_part_of_it() {
    let inside = Value::from("\u{feff}[{\"id\":1}]\0\0").to_string();
    assert_eq!(texts(rows, &inside).unwrap(), [r#"{"id":1}"#]);
    let map = Value::from("\u{feff}{\"17\":{\"id\":17}}\0").to_string();
    assert_eq!(texts(keyed_rows, &map).unwrap(), [r#"{"id":17}"#]);
    for body in ["\u{feff}{}\0\0", "\r\n\u{feff}\u{feff} {}\n\0\u{feff}", "{}"] {
        assert_eq!(coupon_wire::internal::unmarked(body.as_bytes()), b"{}", "{body:?}");
    }
    assert_eq!(coupon_wire::internal::unmarked(b"\0"), b"");
    assert_eq!(coupon_wire::internal::unmarked(b"\xff\0"), b"\xff");
}

#[test]
fn every_form_of_data_is_cut_although_a_name_in_it_has_a_raw_control_character() {
    let row = "{\"id\":2,\"name\":\"a\tb\"}";
    for (find, data, paths) in [
        (rows as Find, row.to_owned(), &["data"][..]),
        (rows, format!("[{{\"id\":1}},{row},]"), &["", "data[1].name"]),
        (rows, "[\"a\tb\",{\"id\":1}]".to_owned(), &["data[0]", ""]),
        (rows, format!("{{\"list\":[{{\"id\":1}},{row}],\"total\":2}}"), &["", "data[1].name"]),
        (keyed_rows, format!("{{\"1\":{{\"id\":1}},\"2\":{row}}}"), &["", "data.2.name"]),
        // Raw inside a string too, and between the rows, where it is a blank.
        (
            rows,
            format!("\"[{{\\\"id\\\":1}},\n{}]\"", row.replace('"', "\\\"")),
            &["", "data[1].name"],
        ),
    ] {
        let found = find(PLACE, "data", Some(&data)).unwrap();
        let read: Vec<_> = found
            .iter()
            .map(|row| row.decode().err().map(|error| error.path).unwrap_or_default())
            .collect();
        // A record of one object has the path of its data.
        let read: Vec<_> = read.iter().map(|path| path.replace("data[0].name", "data")).collect();
        assert_eq!(read, paths, "{data}");
    }
}

#[test]
fn a_page_with_bytes_that_are_no_utf_8_is_cut_and_the_row_says_where_they_are() {
    let body = b"{\"message\":\"\xff\t\",\"code\":0,\"data\":[{\"id\":1},{\"id\":2,\"name\":\"\xb0\xa1\"}]}\n";
    let page = DamagedPage::parse(body, "data").unwrap();
    let envelope: Value = serde_json::from_str(page.envelope()).unwrap();
    assert_eq!(envelope, serde_json::json!({"message": "\u{fffd}\t", "code": 0}));
    let rows = page.rows::<Value>(PLACE, "data").unwrap();
    assert_eq!(rows[0].decode().unwrap(), serde_json::json!({"id": 1}));
    let error = rows[1].decode().unwrap_err();
    assert_eq!(
        (error.path.as_str(), error.problem.as_str()),
        ("data[1].name", "byte 17 of the row is no UTF-8")
    );
    assert_eq!(coupon_wire::internal::member_text(rows[1].raw(), "id").as_deref(), Some("2"));
    for body in
        [&b"{\"data\":[1],\"data\":[\xff]}"[..], b"<html>\xff</html>", b"{\"data\":[\xff", b"\xff"]
    {
        assert!(DamagedPage::parse(body, "data").is_none(), "{body:?}");
    }
    assert!(!format!("{page:?}").contains("name"));
}

#[test]
fn the_id_of_a_row_that_cannot_be_read_is_told_where_it_is_plain() {
    let id = |row: &str| coupon_wire::internal::member_text(row, "id");
    for (row, told) in [
        (r#"{"id":"7","n":"NaN"}"#, Some("7")),
        (r#"{"n":{"id":"8"},"id":18446744073709551616}"#, Some("18446744073709551616")),
        ("{\"n\":\"a\tb\",\"id\":\" 9 \"}", Some("9")),
        (r#"{"id":"7","id":"8"}"#, None),
        (r#"{"id":null}"#, None),
        (r#"{"id":" "}"#, None),
        (r#"{"id":["7"]}"#, None),
        (r#"{"id":"\ud800"}"#, None),
        (r#"{"id":"7""#, None),
        ("7", None),
    ] {
        assert_eq!(id(row).as_deref(), told, "{row}");
    }
}

#[test]
fn a_map_from_ids_is_one_row_an_id() {
    let data = r#"{"17":{"id":17},"5":{"id":5}}"#;
    assert_eq!(texts(keyed_rows, data).unwrap(), [r#"{"id":17}"#, r#"{"id":5}"#]);
    let unsorted = r#"{"9":{"id":1},"10":{"id":2},"9":{"id":3}}"#;
    let kept = [r#"{"id":1}"#, r#"{"id":2}"#, r#"{"id":3}"#];
    assert_eq!(texts(keyed_rows, unsorted).unwrap(), kept, "order and repetition are the vendor's");
    let inside = Value::from(unsorted).to_string();
    assert_eq!(texts(keyed_rows, &inside).unwrap(), kept, "a map inside a string");
    assert_eq!(texts(keyed_rows, r#""[{\"id\":17}]""#).unwrap(), [r#"{"id":17}"#]);
    for no_map in ["7", r#""ok""#, r#""{\"id\":""#, r#""\"{}\"""#] {
        assert_eq!(texts(keyed_rows, no_map).unwrap_err().path, "data", "{no_map}");
    }
    assert_eq!(texts(keyed_rows, r#"[{"id":17}]"#).unwrap(), [r#"{"id":17}"#]);
    for blank in ["{}", "[]", "null", r#""""#] {
        assert!(texts(keyed_rows, blank).unwrap().is_empty(), "{blank}");
    }
}

#[test]
fn data_that_nobody_describes_is_kept_whole() {
    for (data, kept) in [
        (r#""ok""#, r#""ok""#),
        (" 7 ", "7"),
        (r#"[{"id":1},{"id":2}]"#, r#"[{"id":1},{"id":2}]"#),
        (r#""{\"id\":1}""#, r#"{"id":1}"#),
        (r#""{\"id\":""#, r#""{\"id\":""#),
        (r#""12345678901234567890123""#, r#""12345678901234567890123""#),
    ] {
        assert_eq!(texts(any_row, data).unwrap(), [kept], "{data}");
    }
    for blank in ["null", r#""""#, r#"" [] ""#, "[]", "{}", r#""null""#] {
        assert!(texts(any_row, blank).unwrap().is_empty(), "{blank}");
    }
}

#[test]
fn rows_share_the_memory_of_their_page() {
    let found = rows::<Value>(PLACE, "data", Some(r#"[{"id":1},{"id":2}]"#)).unwrap();
    let [(first, _), (second, range)] = [found[0].part(), found[1].part()];
    assert!(Arc::ptr_eq(first, second));
    assert_eq!(&second[range], found[1].raw());
}

#[test]
fn an_error_names_vendor_operation_path_and_excerpt_and_debug_no_content() {
    let text = format!(r#"{{"name":"{}","id":"#, "张".repeat(90));
    let row = Row::<Value>::new(PLACE, "data[3]".to_owned(), text.into()).unwrap();
    let error = row.decode().unwrap_err().to_string();
    assert!(error.starts_with("vendor module.operation: data[3]"), "{error}");
    assert!(error.ends_with("张…\""), "{error}");
    assert!(error.chars().count() < 250, "{error}");
    assert!(!format!("{row:?}").contains('张'));
    let broken = Row::<Value>::new(PLACE, "data[4]".to_owned(), Bytes::from_static(b"\xff\xfe"));
    assert_eq!(broken.unwrap_err().path, "data[4]");
}

#[test]
fn a_list_fills_no_record() {
    #[derive(Debug, Default, Deserialize)]
    struct Item {
        id: u32,
    }
    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Model {
        id: u32,
        #[serde(with = "OneOrMany::<Item>")]
        items: Vec<Item>,
        #[serde(with = "ZeroOrOne::<Item>")]
        best: Option<Item>,
    }
    fn row<T>(text: &str) -> Row<T> {
        Row::new(PLACE, "data".to_owned(), text.to_owned().into()).unwrap()
    }
    let model = row::<Model>(r#"{"id":1,"items":[{"id":2}],"best":{"id":3}}"#).decode().unwrap();
    assert_eq!((model.id, model.items[0].id, model.best.unwrap().id), (1, 2, 3));
    for (text, path) in [
        ("[]", "data"),
        (r#"[1,[],null]"#, "data"),
        (r#"{"items":[[2]]}"#, "data.items[0]"),
        (r#"{"items":[{"id":2},[]]}"#, "data.items[1]"),
        (r#"{"best":[[3]]}"#, "data.best[0]"),
        (r#"{"id":1} {}"#, "data"),
    ] {
        let error = row::<Model>(text).decode().unwrap_err();
        assert_eq!(error.path, path, "{text}: {error}");
    }
    let problem = row::<Model>("[1]").decode().unwrap_err().problem;
    assert!(problem.contains("sequence") && problem.contains("Model"), "{problem}");
    assert_eq!(row::<Box<RawValue>>("[1, 2]").decode().unwrap().get(), "[1, 2]", "raw is anything");
    assert_eq!(row::<Value>("[1,[2]]").decode().unwrap(), serde_json::json!([1, [2]]));
}

fn texts(find: Find, data: &str) -> Result<Vec<String>, Error> {
    let found = find(PLACE, "data", Some(data))?;
    Ok(found.iter().map(|row| row.raw().to_owned()).collect())
}
