//! Signatures against those of openssl and of the vendor's own Go client (`fixtures/sign/wxpay`).
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{
    MCHID, PLATFORM_SERIAL, SERIAL_NO, account, attempt, op, parts, signed, unsigned, vector,
};
use coupon_sign::Secret;
use coupon_wxpay_wire::{
    Account, AccountConfig, AccountError, AnswerSignatureError, AttemptParams, Error, Operation,
    ResponseShape, VerifyError, busifavor::BusiFavorUse, decode, encode_raw, parse_request,
    string_to_sign,
};
use http::{HeaderValue, Response};
use jiff::Timestamp;

const LIST: &str = r#"{"openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o","appid":"wx233544546545989","stock_id":"9865000","coupon_state":"SENDED","creator_merchant":"1900009191","offset":0,"limit":20}"#;
const USE: &str = r#"{"coupon_code":"sxxe34343434","stock_id":"100088","appid":"wx1234567889999","use_time":"2015-05-20T13:29:35+08:00","use_request_no":"1002600620019090123143254435","openid":"xsd3434454567676"}"#;

#[test]
fn a_get_and_a_post_are_signed_as_openssl_signs_them() {
    for (operation, params, file) in [
        ("busifavor.listCoupons", LIST, "request-get"),
        ("busifavor.useCoupon", USE, "request-post"),
    ] {
        let request = encode_raw(&account(), &attempt(), op(operation), params.into());
        let text = String::from_utf8(string_to_sign(&attempt(), &request)).unwrap();
        assert_eq!(text, vector(&format!("{file}.txt")), "{file}");
        let signature = vector(&format!("{file}.signature"));
        let authorization = format!(
            r#"WECHATPAY2-SHA256-RSA2048 mchid="{MCHID}",nonce_str="593BEC0C930BF1AFEB40B4A08C8FB242",timestamp="1554208460",serial_no="{SERIAL_NO}",signature="{}""#,
            signature.trim_end()
        );
        assert_eq!(request.headers()["authorization"], authorization, "{file}");
        assert!(request.headers()["authorization"].is_sensitive());
        assert_eq!(request.headers()["accept"], "application/json");
        assert_eq!(request.headers()["wechatpay-serial"], PLATFORM_SERIAL);
        let is_post = file == "request-post";
        assert_eq!(request.headers().get("content-type").is_some(), is_post);
        assert_eq!(request.body().is_empty(), !is_post);

        let parsed = parse_request(&request).unwrap();
        parsed.verify(&account()).unwrap();
        assert_eq!(parsed.operation.unwrap().name, operation);
        let found = common::json(std::str::from_utf8(&parsed.params).unwrap());
        let sent = common::json(params);
        for (name, value) in sent.as_object().unwrap() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            assert_eq!(found[name], text, "{name}");
        }
    }
}

#[test]
fn parameters_are_encoded_in_the_url_that_is_signed() {
    let odd =
        r#"{"openid":"a/b ?&é","appid":"wx","stock_id":null,"coupon_state":"","extra":[1,"ü"]}"#;
    let request = encode_raw(&account(), &attempt(), op("busifavor.listCoupons"), odd.into());
    let target = request.uri().path_and_query().unwrap().as_str();
    assert_eq!(
        target,
        "/v3/marketing/busifavor/users/a%2Fb%20%3F%26%C3%A9/coupons?appid=wx&extra=%5B1%2C%22%C3%BC%22%5D"
    );
    let parsed = parse_request(&request).unwrap();
    parsed.verify(&account()).unwrap();
    assert!(std::str::from_utf8(&parsed.params).unwrap().contains("a/b ?&é"));
    // No URL holds this: it goes along in the body, and the vendor refuses it.
    let long = format!(r#"{{"openid":"{}","appid":"wx"}}"#, "x".repeat(70_000));
    let request =
        encode_raw(&account(), &attempt(), op("busifavor.listCoupons"), long.clone().into());
    assert_eq!(request.body(), long.as_bytes());
    assert!(request.uri().path().ends_with("/users/%7Bopenid%7D/coupons"));
    // A text that is no object has no members.
    let request = encode_raw(&account(), &attempt(), op("busifavor.queryStock"), "[1]".into());
    assert_eq!(request.uri().path(), "/v3/marketing/busifavor/stocks/");
}

#[test]
fn another_request_another_account_and_another_scheme_are_told_apart() {
    let request = encode_raw(&account(), &attempt(), op("busifavor.useCoupon"), USE.into());
    let verify = |change: &dyn Fn(&mut http::Request<bytes::Bytes>)| {
        let mut changed = request.clone();
        change(&mut changed);
        parse_request(&changed).and_then(|parsed| parsed.verify(&account()))
    };
    let header = |from: &str, to: &str| {
        let text = request.headers()["authorization"].to_str().unwrap().replace(from, to);
        HeaderValue::from_str(&text).unwrap()
    };
    let with = |from: &'static str, to: &'static str| {
        let value = header(from, to);
        verify(&move |request| {
            request.headers_mut().insert("authorization", value.clone());
        })
    };
    assert_eq!(verify(&|_| {}), Ok(()));
    assert_eq!(verify(&|request| *request.body_mut() = "{}".into()), Err(VerifyError::Signature));
    assert_eq!(with("1554208460", "1554208461"), Err(VerifyError::Signature));
    assert_eq!(with("1554208460", "1554208460000"), Err(VerifyError::Timestamp));
    assert_eq!(with(MCHID, "1900009192"), Err(VerifyError::Mchid));
    assert_eq!(with(SERIAL_NO, "00"), Err(VerifyError::SerialNo));
    assert_eq!(with("nonce_str", "nonce"), Err(VerifyError::Missing("nonce_str")));
    assert_eq!(with("WECHATPAY2-SHA256-RSA2048", "Bearer"), Err(VerifyError::Scheme));
    let path = verify(&|request| *request.uri_mut() = "/other".parse().unwrap());
    assert_eq!(path, Err(VerifyError::Path("/other".to_owned())));
}

/// An answer that openssl signed, at its own time.
fn by_openssl(status: u16, file: &str) -> (AttemptParams, Response<bytes::Bytes>) {
    let message = vector(&format!("{file}.txt"));
    let mut lines = message.splitn(3, '\n');
    let (time, nonce) = (lines.next().unwrap(), lines.next().unwrap());
    let body = lines.next().unwrap().strip_suffix('\n').unwrap().to_owned();
    let signature = vector(&format!("{file}.signature"));
    let answer = Response::builder()
        .status(status)
        .header("Wechatpay-Timestamp", time)
        .header("Wechatpay-Nonce", nonce)
        .header("Wechatpay-Serial", PLATFORM_SERIAL)
        .header("Wechatpay-Signature", signature.trim_end());
    let time = Timestamp::from_second(time.parse().unwrap()).unwrap();
    (AttemptParams::new(time, 1), answer.body(body.into()).unwrap())
}

#[test]
fn an_answer_that_openssl_signed_is_taken_and_a_changed_one_is_not() {
    let (asked, answer) = by_openssl(200, "answer");
    let row = decode::<BusiFavorUse>(&account(), &asked, &answer).unwrap().rows.remove(0);
    assert_eq!(row.decode().unwrap().openid.as_deref(), Some("dsadas34345454545"));

    let (asked, refusal) = by_openssl(400, "refusal");
    match decode::<BusiFavorUse>(&account(), &asked, &refusal) {
        Err(Error::Refused(refused)) => {
            assert_eq!(
                (refused.code.as_str(), refused.is_signed),
                ("RESOURCE_ALREADY_EXISTS", true)
            );
        }
        other => panic!("{other:?}"),
    }
    for (status, file) in [(200, "answer"), (400, "refusal")] {
        let (asked, mut changed) = by_openssl(status, file);
        *changed.body_mut() = [changed.body(), &b" "[..]].concat().into();
        let error = decode::<BusiFavorUse>(&account(), &asked, &changed).unwrap_err();
        assert_eq!(error, Error::Signature(AnswerSignatureError::Differs), "{status}");
    }
}

/// The recipe of answers, by a message that we did not make: `core/notify/notify_test.go` of the vendor's own Go client.
#[test]
fn a_message_of_the_vendors_own_client_is_taken() {
    let message = vector("public/message.txt");
    let mut lines = message.splitn(3, '\n');
    let (time, nonce) = (lines.next().unwrap(), lines.next().unwrap());
    let body = lines.next().unwrap().strip_suffix('\n').unwrap().to_owned();
    let signature = vector("public/signature.txt");
    let answer = |body: String| {
        let answer = Response::builder()
            .header("Wechatpay-Timestamp", time)
            .header("Wechatpay-Nonce", nonce)
            .header("Wechatpay-Serial", "D7CE59D1F522D701")
            .header("Wechatpay-Signature", signature.trim_end());
        answer.body(body.into()).unwrap()
    };
    let config = AccountConfig {
        platform_serial: "D7CE59D1F522D701".to_owned(),
        platform_key: vector("public/public.pem"),
        ..parts()
    };
    let account = Account::new(config).unwrap();
    let asked = AttemptParams::new(Timestamp::from_second(time.parse().unwrap()).unwrap(), 1);
    let shape = ResponseShape::Undocumented;
    let any = Operation::custom("any", "v3/any", coupon_wire::OperationKind::Read, shape).unwrap();
    let taken = any.decode(&account, &asked, &answer(body.clone())).unwrap();
    assert_eq!(taken.rows[0].raw(), body);
    let changed = body.replace("payscore", "payscorf");
    let error = any.decode(&account, &asked, &answer(changed)).unwrap_err();
    assert_eq!(error, Error::Signature(AnswerSignatureError::Differs));
}

#[test]
fn a_success_must_be_signed_by_the_key_of_the_account_and_at_the_time_of_the_call() {
    let read = |answer: &Response<bytes::Bytes>, attempt: &AttemptParams| {
        decode::<BusiFavorUse>(&account(), attempt, answer).map(drop)
    };
    let body = r#"{"stock_id":"1"}"#;
    assert_eq!(read(&signed(200, body), &attempt()), Ok(()));
    let missing = |name| Err(Error::Signature(AnswerSignatureError::Missing(name)));
    assert_eq!(read(&unsigned(200, body), &attempt()), missing("Wechatpay-Signature"));
    for name in
        ["Wechatpay-Signature", "Wechatpay-Serial", "Wechatpay-Timestamp", "Wechatpay-Nonce"]
    {
        let mut answer = signed(200, body);
        answer.headers_mut().remove(name);
        assert_eq!(read(&answer, &attempt()), missing(name));
    }
    let mut of_another = signed(200, body);
    of_another.headers_mut().insert("Wechatpay-Serial", HeaderValue::from_static("77"));
    assert_eq!(read(&of_another, &attempt()), Err(AnswerSignatureError::Serial.into()));
    let later = |minutes: i64| {
        let time = attempt().time() + jiff::SignedDuration::from_mins(minutes);
        AttemptParams::new(time, 1)
    };
    for (minutes, expected) in [
        (5, Ok(())),
        (-5, Ok(())),
        (6, Err(AnswerSignatureError::Time)),
        (-6, Err(AnswerSignatureError::Time)),
    ] {
        assert_eq!(read(&signed(200, body), &later(minutes)), expected.map_err(Error::from));
    }
    for error in [
        AnswerSignatureError::Missing("Wechatpay-Nonce"),
        AnswerSignatureError::Serial,
        AnswerSignatureError::Time,
        AnswerSignatureError::Differs,
    ] {
        assert!(!error.to_string().is_empty() && error.zh().contains("应答"));
    }
}

#[test]
fn an_account_is_checked_field_by_field_and_shows_no_secret() {
    let refused = |config: AccountConfig| Account::new(config).unwrap_err();
    let of = |change: &dyn Fn(&mut AccountConfig)| {
        let mut config = parts();
        change(&mut config);
        refused(config)
    };
    assert_eq!(of(&|c| c.base_url = "https://a.cn?x=1".to_owned()), AccountError::BaseUrl);
    assert_eq!(of(&|c| c.base_url = "http://a.cn".to_owned()), AccountError::PlainHttp);
    for bad in ["", "1234567", "1234567890123456", "19000091a1"] {
        assert_eq!(of(&|c| c.mchid = Secret::new(bad)), AccountError::Mchid, "{bad}");
    }
    assert_eq!(of(&|c| c.serial_no = "1D:DE".to_owned()), AccountError::SerialNo);
    assert_eq!(of(&|c| c.appid = "wx 1".to_owned()), AccountError::Appid);
    assert_eq!(of(&|c| c.platform_serial = String::new()), AccountError::PlatformSerial);
    let pkcs1 = common::fixture("sign/rsa/pkcs1.pem");
    assert!(matches!(of(&|c| c.private_key = Secret::new(&*pkcs1)), AccountError::PrivateKey(_)));
    let private = vector("merchant-private.pem");
    assert!(matches!(of(&|c| c.platform_key = private.clone()), AccountError::PlatformKey(_)));
    for error in
        [AccountError::BaseUrl, AccountError::PlainHttp, AccountError::Mchid, AccountError::Appid]
    {
        assert!(!error.to_string().is_empty() && !error.zh().is_empty());
    }
    let shown = format!("{:?} {:?}", account(), parts());
    assert!(!shown.contains(MCHID) && !shown.contains("PRIVATE"), "{shown}");
    assert_eq!(account().redact("of 1900009191"), "of ***");
}
