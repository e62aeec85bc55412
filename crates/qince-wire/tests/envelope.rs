//! Envelopes of answers, in every form that was described or seen, and texts that are no answer.

use crate::support::{MSG_ID, attempt, one, read, read_by_name, success};
use bytes::Bytes;
use coupon_qince_wire::{
    Error, OPERATIONS,
    coupondetail::{AddCoupon, ApprovalCoupon},
    decode,
    voucher::{AddVoucherInfo, GetCmInfos, GetVoucherInfos, ReceiveVoucherInfo},
};
use coupon_wire::Location;
use http::{Response, StatusCode};

#[test]
fn success_is_code_zero_as_text_or_number() {
    for code in [r#""0""#, "0", r#"" 0 ""#] {
        let body = format!(r#"{{"return_code":{code},"response_data":[{{"id":1}}]}}"#);
        assert_eq!(read::<GetCmInfos>(&body).unwrap().rows.len(), 1, "{code}");
    }
}

#[test]
fn another_code_is_a_refusal_kept_verbatim() {
    for code in ["1", "10007", "-1", "00"] {
        let body = format!(
            r#"{{"return_code":"{code}","return_msg":"优惠券不存在","msg_id":"{MSG_ID}","response_data":null}}"#
        );
        let Err(Error::Refused(refusal)) = read::<GetCmInfos>(&body) else {
            panic!("{code} is a refusal")
        };
        assert_eq!(refusal.code, code);
        assert_eq!(refusal.message.as_deref(), Some("优惠券不存在"));
        assert_eq!(refusal.trace.as_deref(), Some(MSG_ID));
    }
    let Err(error) = read::<GetCmInfos>(r#"{"return_code":1}"#) else { panic!("1 is a refusal") };
    assert_eq!(error.to_string(), "return_code 1: no message");
}

#[test]
fn a_missing_code_is_never_a_success() {
    for body in [
        "{}",
        r#"{"return_code":null,"response_data":[]}"#,
        r#"{"return_code":"","response_data":[{"id":1}]}"#,
        r#"{"code":0,"data":[]}"#,
    ] {
        let Err(Error::Unreadable(error)) = read::<GetCmInfos>(body) else { panic!("{body}") };
        assert_eq!(error.path, "return_code", "{body}");
    }
}

#[test]
fn what_is_no_envelope_is_unreadable_with_its_status() {
    for body in
        ["<html><h1>404 Not Found</h1></html>", "", "[]", "[0,1]", "\"0\"", "{\"return_code\":"]
    {
        let mut answer = Response::new(Bytes::from(body));
        *answer.status_mut() = StatusCode::NOT_FOUND;
        let Err(Error::Unreadable(error)) = decode::<GetCmInfos>(&attempt(), &answer) else {
            panic!("{body}")
        };
        assert_eq!(error.place, Location { vendor: "qince", operation: "voucher.getCmInfos" });
        assert!(error.problem.starts_with("HTTP 404 is not the vendor's envelope"), "{error}");
        assert_eq!(error.excerpt, body);
    }
}

#[test]
fn no_rows_have_many_spellings() {
    for data in ["null", r#""""#, r#""null""#, r#""[]""#, "[]", "{}", r#""{}""#, r#"" [] ""#] {
        for operation in OPERATIONS {
            let answer = read_by_name(operation, &success(data)).unwrap();
            assert!(answer.rows.is_empty(), "{} {data}", operation.name);
        }
    }
    assert!(read::<GetCmInfos>(r#"{"return_code":0}"#).unwrap().rows.is_empty(), "absent");
}

#[test]
fn rows_come_as_an_object_or_a_list_inline_or_in_a_string() {
    for data in [
        r#"{"id":"7"}"#,
        r#"[{"id":"7"}]"#,
        r#""{\"id\":\"7\"}""#,
        r#""[{\"id\":\"7\"}]""#,
        r#""[{\"id\":\"\u0037\"}]""#,
        r#"{"list":[{"id":"7"}],"total":1}"#,
    ] {
        assert_eq!(one::<GetCmInfos>(data).id.as_deref(), Some("7"), "{data}");
    }
    assert_eq!(one::<AddVoucherInfo>(r#"[{"voucherId":7}]"#).voucher_id.as_deref(), Some("7"));
    assert_eq!(one::<AddCoupon>(r#"{"id":7}"#).id.as_deref(), Some("7"));
}

#[test]
fn data_that_is_neither_is_an_error_of_a_call_that_succeeded() {
    for data in [r#""ok""#, "7", "true", r#""[{\"id\":""#, r#""\"[]\"""#] {
        let Err(Error::BadData(error)) = read::<GetVoucherInfos>(&success(data)) else {
            panic!("{data}")
        };
        assert_eq!(error.path, "response_data", "{data}");
    }
}

#[test]
fn undocumented_data_of_any_shape_is_one_row_kept_as_it_is() {
    for (data, kept) in [
        (r#""ok""#, r#""ok""#),
        (r#""领取成功""#, r#""领取成功""#),
        ("7", "7"),
        ("true", "true"),
        (r#"{"id":68560831792951884261}"#, r#"{"id":68560831792951884261}"#),
        (r#""{\"id\":1}""#, r#"{"id":1}"#),
        (r#"[{"id":1},{"id":2}]"#, r#"[{"id":1},{"id":2}]"#),
        (r#""[1,2]""#, "[1,2]"),
        (r#""{broken""#, r#""{broken""#),
        (r#""6856083179295188426""#, r#""6856083179295188426""#),
    ] {
        let body = success(data);
        let answer = read::<ReceiveVoucherInfo>(&body).unwrap();
        assert_eq!(answer.rows.len(), 1, "{data}");
        assert_eq!(answer.rows[0].decode().unwrap().get(), kept);
        for name in ["voucher.receiveVoucherInfo", "coupondetail.approvalCoupon"] {
            let operation = coupon_qince_wire::operation(name).unwrap();
            let rows = read_by_name(operation, &body).unwrap().rows;
            assert_eq!((rows.len(), rows[0].raw()), (1, kept), "{name}");
            operation.check_row(rows[0].raw()).unwrap();
        }
    }
}

#[test]
fn an_answer_to_another_call_says_nothing_about_this_one() {
    for code in ["0", "1"] {
        let body = format!(r#"{{"return_code":"{code}","msg_id":"another"}}"#);
        let error = read::<ApprovalCoupon>(&body).unwrap_err();
        assert_eq!(error, Error::NotMine { found: "another".to_owned() });
    }
    for unnamed in [r#"{"return_code":"0","msg_id":""}"#, r#"{"return_code":"0"}"#] {
        assert_eq!(read::<ApprovalCoupon>(unnamed).unwrap().trace, None);
    }
}

#[test]
fn ids_keep_every_digit() {
    for id in ["6856083179295188426", "18446744073709551616", "70874216842235169480000000000001"] {
        for data in [format!(r#"[{{"id":{id}}}]"#), format!(r#"[{{"id":"{id}"}}]"#)] {
            let in_string = serde_json::Value::String(data.clone()).to_string();
            for data in [data, in_string] {
                assert_eq!(one::<GetVoucherInfos>(&data).id.as_deref(), Some(id), "{data}");
            }
        }
    }
}

#[test]
fn a_bad_row_costs_itself_and_its_error_says_where() {
    let body = success(r#"[{"id":1},{"id":2,"pdInfos":[{},{"requiredNum":"三箱"}]},{"id":3}]"#);
    let answer = read::<GetVoucherInfos>(&body).unwrap();
    let read: Vec<bool> = answer.rows.iter().map(|row| row.decode().is_ok()).collect();
    assert_eq!(read, [true, false, true]);
    let error = answer.rows[1].decode().unwrap_err();
    let place = Location { vendor: "qince", operation: "voucher.getVoucherInfos" };
    assert_eq!(error.place, place);
    assert_eq!(error.path, "response_data[1].pdInfos[1].requiredNum");
    assert!(
        error.problem.contains("a decimal number") && error.problem.contains("三箱"),
        "{error}"
    );
    assert!(error.excerpt.starts_with(r#"{"id":2,"#), "{error}");
    let shown = error.to_string();
    assert!(
        shown.starts_with("qince voucher.getVoucherInfos: response_data[1].pdInfos"),
        "{shown}"
    );
}
