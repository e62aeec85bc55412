//! Envelopes as they are sent and as they come.

use crate::common::{OPERATIONS, account, answer, attempt, op, row, rows};
use coupon_qmai_wire::{
    ApiError, Error, MALFORMED, SIGNATURE_REFUSED, decode, encode_raw,
    v2::{UserCouponsDetailByIds as ByIds, UserCouponsDetailByUser as ByUser},
    v3::GetCustomerCoupons as Coupons,
};

#[test]
fn a_raw_body_stands_in_the_envelope_to_the_byte() {
    let (account, attempt) = (account(), attempt());
    for params in ["{\"customerId\" : \"1\"}\r\n", "{\"备注\":\"券+|\\\"\"}", "not json"] {
        let request = encode_raw(&account, &attempt, op(OPERATIONS[0]), params.into());
        let body = std::str::from_utf8(request.body()).unwrap();
        assert!(
            body.ends_with(&format!(r#","timestamp":1700000000,"nonce":7,"params":{params}}}"#)),
            "{body}"
        );
    }
    let empty = encode_raw(&account, &attempt, op(OPERATIONS[1]), "".into());
    assert!(empty.body().ends_with(br#""Params":{}}"#));
}

#[test]
fn requests_go_to_the_documented_paths_under_any_base() {
    for (name, path) in [
        (OPERATIONS[0], "/qmai/v3/crm/coupon/getCustomerCoupons"),
        (OPERATIONS[1], "/qmai/api/v2"),
        (OPERATIONS[2], "/qmai/api/v2"),
    ] {
        let request = encode_raw(&account(), &attempt(), op(name), "{}".into());
        assert_eq!((request.method().as_str(), request.uri().path()), ("POST", path));
        assert_eq!(request.headers()["content-type"], "application/json");
    }
}

#[test]
fn nothing_comes_in_many_forms() {
    for data in ["null", r#""""#, "[]", r#""[]""#, r#""null""#, "{}"] {
        assert!(rows::<Coupons>(data).is_empty(), "{data}");
        assert!(rows::<ByUser>(data).is_empty(), "{data}");
        assert!(rows::<ByIds>(data).is_empty(), "{data}");
        assert!(rows::<ByIds>(&format!(r#"{{"data":{data}}}"#)).is_empty(), "{data}");
    }
    let absent = decode::<Coupons>(&answer(r#"{"status":true,"code":0}"#)).unwrap();
    assert!(absent.rows.is_empty());
}

#[test]
fn a_single_record_without_an_id_stands_for_nothing() {
    for id in ["0", r#""0""#, r#""""#, "null"] {
        assert!(rows::<Coupons>(&format!(r#"{{"cardId":{id},"title":"x"}}"#)).is_empty(), "{id}");
        assert!(
            rows::<Coupons>(&format!(r#"{{"cardId":{id},"couponId":{id}}}"#)).is_empty(),
            "{id}"
        );
        assert!(rows::<ByUser>(&format!(r#"{{"coupon_id":{id}}}"#)).is_empty(), "{id}");
        assert_eq!(rows::<Coupons>(&format!(r#"{{"cardId":{id},"couponId":"5"}}"#)).len(), 1);
        assert_eq!(
            rows::<Coupons>(&format!(r#"[{{"cardId":{id}}}]"#)).len(),
            1,
            "a list says it has one"
        );
    }
    assert_eq!(rows::<Coupons>(r#"{"other":1}"#).len(), 1, "an unknown record is not swallowed");
}

#[test]
fn what_is_no_envelope_is_an_error_of_the_page() {
    for (page, path) in [
        ("<html><body>502 Bad Gateway</body></html>", "."),
        ("", "."),
        (r#"{"status":true,"data":[]}"#, "code"),
        (r#"{"status":true,"code":"","data":[]}"#, "code"),
        (r#"{"code":0,"data":"soon"}"#, "data"),
        (r#"{"code":0,"data":7}"#, "data"),
        (r#"{"code":{},"data":[]}"#, "."),
        (r#"["true","0","","",[{"cardId":"1"}]]"#, "."),
        (r#"{"code":0,"data":"{\"cardId\":"}"#, "data"),
    ] {
        match decode::<Coupons>(&answer(page)) {
            Err(Error::Unreadable(error)) if path != "data" => {
                assert_eq!(error.path, path, "{page}: {error}");
            }
            // The code says that it was done.
            Err(Error::BadData(error)) => assert_eq!(error.path, path, "{page}: {error}"),
            other => panic!("{page}: {other:?}"),
        }
    }
}

#[test]
fn a_document_inside_a_string_is_read_like_one_that_stands_there() {
    let inside = |data: &str| serde_json::Value::from(data).to_string();
    for data in
        [r#"{"cardId":"7"}"#, r#"[{"cardId":"7"}]"#, r#"{"list":[{"cardId":"7"}],"total":1}"#]
    {
        assert_eq!(row::<Coupons>(&inside(data)).card_id.as_deref(), Some("7"), "{data}");
    }
    let map = r#"{"9":{"id":9},"10":{"id":10},"9":{"id":"other"}}"#;
    let nested = format!(r#"{{"data":{map}}}"#);
    let inner = format!(r#"{{"data":{}}}"#, inside(map));
    for data in [map, &inside(map), &nested, &inside(&nested), &inner, &inside(&inner)] {
        let rows = rows::<ByIds>(data);
        let ids: Vec<_> = rows.iter().map(|row| row.decode().unwrap().id.unwrap()).collect();
        assert_eq!(ids, ["9", "10", "other"], "{data}: the vendor's order, with repetitions");
    }
    assert!(rows::<Coupons>(&inside(r#"{"cardId":0}"#)).is_empty(), "a record of nothing");
}

#[test]
fn a_list_is_no_row() {
    let rows = rows::<ByUser>(r#"[["7",0],{"coupon_id":7,"coupon":[["7"]]},{"coupon_id":7}]"#);
    assert_eq!(rows[0].decode().unwrap_err().path, "data[0]");
    assert_eq!(rows[1].decode().unwrap_err().path, "data[1].coupon[0]");
    assert_eq!(rows[2].decode().unwrap().coupon_id.as_deref(), Some("7"));
}

#[test]
fn a_refusal_keeps_the_vendors_words() {
    let page = r#"{"status":false,"code":110004,"message":"签名错误","traceId":"t-1","data":null}"#;
    let Err(Error::Refused(refusal)) = decode::<Coupons>(&answer(page)) else { panic!("refused") };
    assert_eq!(refusal.to_string(), "code 110004: 签名错误");
    assert_eq!((refusal.code.as_str(), refusal.trace.as_deref()), (SIGNATURE_REFUSED, Some("t-1")));
    assert_ne!(refusal.code, MALFORMED);
    let success = decode::<Coupons>(&answer(r#"{"code":0,"traceId":"t-2"}"#)).unwrap();
    assert_eq!(success.trace.as_deref(), Some("t-2"));
}

#[test]
fn messages_tell_not_found_and_throttling() {
    let refusal = |message: &str, gateway| ApiError {
        code: "1".to_owned(),
        message: Some(message.to_owned()),
        trace: None,
        gateway,
    };
    assert!(refusal("查询的信息不存在", false).is_not_found());
    assert!(!refusal("接口不存在", true).is_not_found());
    assert!(!refusal("参数错误", false).is_not_found());
    assert!(!ApiError { message: None, ..refusal("", false) }.is_not_found());
    for message in ["接口限流", "请求过于频繁", "系统繁忙"] {
        assert!(refusal(message, true).is_throttled() && refusal(message, false).is_throttled());
    }
    assert!(!refusal("签名错误", true).is_throttled());
}

#[test]
fn ids_keep_every_digit() {
    let long = "12345678901234567890123456789012";
    let rows =
        rows::<Coupons>(&format!(r#"[{{"cardId":{long},"templateId":18446744073709551616}}]"#));
    let coupon = rows[0].decode().unwrap();
    assert_eq!(coupon.card_id.as_deref(), Some(long));
    assert_eq!(coupon.template_id.as_deref(), Some("18446744073709551616"));
}

#[test]
fn a_bad_row_costs_itself_and_says_where_it_is() {
    let rows = rows::<ByIds>(
        r#"{"data":{"7":{"id":7,"total":"many"},"8":{"id":8,"new":[1]},"9":{"id":9}}}"#,
    );
    assert_eq!(rows.len(), 3);
    let error = rows[0].decode().unwrap_err();
    assert_eq!(error.path, "data.data.7.total");
    assert_eq!((error.place.vendor, error.place.operation), ("qmai", OPERATIONS[1]));
    assert!(error.problem.contains("expected a whole number, found \"many\""), "{error}");
    assert!(error.excerpt.contains("many"));
    assert_eq!(rows[1].decode().unwrap().id.as_deref(), Some("8"), "unknown fields are ignored");
    assert!(rows[1].raw().contains(r#""new":[1]"#), "and stay in the text");
}

#[test]
fn a_page_that_is_no_json_is_cut_into_its_rows_all_the_same() {
    let page = |data: &[u8]| {
        let body =
            [br#"{"status":"true","code":"0","message":"ok","data":"#, data, b"}\0"].concat();
        let answer = decode::<ByIds>(&http::Response::new(body.into())).unwrap();
        let read = |row: &coupon_wire::Row<_>| {
            row.decode()
                .map(|read: coupon_qmai_wire::v2::TemplateDetail| read.id.unwrap())
                .map_err(|error| error.path)
        };
        answer.rows.iter().map(read).collect::<Vec<_>>()
    };
    let good = || Ok("7".to_owned());
    for bad in [&b"{\"id\":8,\"title\":\"a\tb\"}"[..], b"{\"id\":8,\"title\":\"\xb0\xa1\"}"] {
        let is = |path: &str| [good(), Err(format!("{path}.title"))];
        assert_eq!(
            page(&[b"{\"data\":{\"7\":{\"id\":7},\"8\":", bad, b"}}"].concat()),
            is("data.data.8")
        );
        assert_eq!(page(&[b"{\"7\":{\"id\":7},\"8\":", bad, b"}"].concat()), is("data.8"));
        assert_eq!(page(&[b"[{\"id\":7},", bad, b"]"].concat()), is("data[1]"));
        let list = [b"{\"list\":[{\"id\":7},", bad, b"],\"total\":2}"].concat();
        assert_eq!(page(&list), is("data[1]"));
    }
    // A refusal is read as one, whatever its message holds.
    let refused = http::Response::new(
        b"{\"status\":false,\"code\":9,\"message\":\"\xb0\xa1\t\"}".to_vec().into(),
    );
    let Err(Error::Refused(refusal)) = decode::<Coupons>(&refused) else { panic!("refused") };
    assert_eq!(refusal.message.as_deref(), Some("\u{fffd}\u{fffd}"));
}
