//! Every switch shows each of its behaviours, literally; set at the start or while the sandbox runs.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

mod look;

use coupon_sandbox::{Quirk, Quirks, Sandbox, SandboxConfig};

use crate::support::{sandbox, settings};
use look::look;

/// The part of an answer that shows each value, in the order of the values. Runs of digits are `#` where they are ids or counts.
const SHOWN: [(&str, &[&str]); 39] = [
    ("use-status-zero", &[r#""useStatus":"0""#, r#""message":"查询的信息不存在""#]),
    ("gift-status", &[r#""useStatus":"2""#, r#""useStatus":"4""#]),
    ("qmai-status", &[r#"{"status":"true","#, r#"{"status":true,"#]),
    ("qmai-code", &[r#""code":"0" "code":"20001""#, r#""code":0 "code":20001"#]),
    ("qmai-trace-id", &["no traceId", "16 characters"]),
    ("qmai-int", &[r#""useStatus":"0""#, r#""useStatus":0"#]),
    ("qmai-blank", &[r#""expire_days":"""#, r#""expire_days":null"#]),
    ("v2-both-keys", &["data", "coupon_id"]),
    ("v2-number", &[r##""number":"#","used""##, r##""number":"#","amount":"#","used""##]),
    ("v2-templates", &[r##"{"data":{"#":{"id":"#""##, r##"{"data":[{"id":"#""##]),
    (
        "v3-data",
        &[r#""data":{"beginAt""#, r#""data":[{"beginAt""#, r#""data":{"list":[{"beginAt""#],
    ),
    ("qmai-envelope", &[r#""code":"100002""#, r#""code":"0""#]),
    ("v3-updated-at", &["2026-03-01 12:00:00", "2026-03-01 12:00:0"]),
    ("v2-goods-range", &[r#""goods_range_type":"1""#, r#""goods_range_type":"2""#]),
    ("v2-show-page", &[r#""show_page":"7""#, r#""show_page":"1""#]),
    ("nothing-found", &[r#""code":"20001""#, r#""code":"0" null"#, r#""code":"0" []"#]),
    ("qmai-biz-id", &["2 coupons", "1 coupons"]),
    ("voucher-id", &[r##"[{"id":#,"##, r##"[{"id":"#","##]),
    ("prod-brands", &["prodBrands", "prodBrand"]),
    ("voucher-percent", &[r#""discountsPercent":"0.85""#, r#""discountsPercent":"85""#]),
    ("voucher-times", &["2026-03-01 10:20", "2026-03-01 10:20:30"]),
    ("effect-date", &["2026-03-01~2026-12-31", "2026-03-01 ~ 2026-12-31"]),
    ("modify-time", &["2026-03-01 12:00:00.000", "2026-03-01 12:00:00.000000"]),
    ("return-code", &[r#""0" "1" 0 1"#, r#""0" "1" "0" "1""#, "0 1 0 1"]),
    ("response-data", &[r##""response_data":"[{\"id\":#,\""##, r##""response_data":[{"id":#,""##]),
    ("no-rows", &[r#","response_data":"[]"}"#, r#","response_data":null}"#, "}"]),
    ("source-from", &[r#""sourceFrom":"ZZ""#, r#""sourceFrom":"OPENAPI""#]),
    ("required-type", &[r#""requiredType":"""#, r#""requiredType":"0""#]),
    ("end-date", &[r#""1" 2026-12-31"#, r#""0" 2026-12-31"#]),
    ("receive-fields", &[r#""0""#, r#""1""#]),
    ("receive-answer", &["null", r##""#""##, r##""{\"id\":\"#\"}""##]),
    ("coupon-units", &["10箱 80.00% 不限制", "10 80.00 "]),
    ("coupon-keys", &["操作成功", "cm_id 必填;product_id 必填"]),
    ("voucher-use-status", &[r#""use_status":"0""#, "no use_status"]),
    ("voucher-expired", &[r#""use_status":"2""#, r#""use_status":"0""#]),
    (
        "named-range",
        &[r#"cmInfos: 1, cmLevels: []"#, r#"cmInfos: no, cmLevels: [{"cmLevelName":"A"}]"#],
    ),
    ("window-end", &["1 of 1", "0 of 1"]),
    ("http-refusals", &[r#"{"return_code":"1008","#, "both vendors take POST only"]),
    ("qince-time", &["时间戳格式错误,应为 yyyyMMddHHmmss", "操作成功"]),
];

#[tokio::test]
async fn every_switch_shows_each_of_its_behaviours() {
    for quirk in Quirk::ALL {
        let (_, shown) = SHOWN.iter().find(|(name, _)| *name == quirk.name()).unwrap();
        assert_eq!(shown.len(), quirk.values().len(), "{}", quirk.name());
        for (value, expected) in quirk.values().iter().zip(*shown) {
            let name = quirk.name();
            let mut quirks = Quirks::default();
            quirks.set(name, value).unwrap();
            let from_the_start = Sandbox::new(SandboxConfig { quirks, ..settings() });
            assert_eq!(look(&from_the_start, name).await, *expected, "{name}={value}");
            let switched = sandbox();
            switched.set_quirk(name, value).unwrap();
            assert_eq!(switched.quirks(), quirks);
            assert_eq!(look(&switched, name).await, *expected, "{name}={value}, set later");
        }
    }
}

#[tokio::test]
async fn a_switch_turned_back_leaves_no_trace() {
    let sandbox = sandbox();
    let all = |sandbox: &Sandbox| {
        let qince = [sandbox.voucher_rows(), sandbox.held_rows(), sandbox.coupon_rows()];
        (qince, sandbox.qmai_rows(), sandbox.template_rows())
    };
    let before = all(&sandbox);
    sandbox.set_quirks(Quirks::as_observed());
    assert_ne!(all(&sandbox), before);
    sandbox.set_quirks(Quirks::as_documented());
    assert_eq!(all(&sandbox), before);
}

#[test]
fn a_switch_that_there_is_not_changes_nothing() {
    let sandbox = sandbox();
    assert!(sandbox.set_quirk("response-data", "xml").is_err());
    assert!(sandbox.set_quirk("response_data", "inline").is_err());
    assert_eq!(sandbox.quirks(), Quirks::as_documented());
}
