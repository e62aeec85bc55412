//! The admin API over HTTP: every route does what its table says, and docs/sandbox.md has the same tables.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{collections::BTreeSet, net::SocketAddr};

use crate::support::*;
use axum::extract::ConnectInfo;
use bytes::Bytes;
use coupon_sandbox::{Sandbox, SandboxConfig};
use coupon_sandbox_server::{ADMIN_ROUTES, FAULT_TEXTS};
use coupon_sign::Secret;
use http::Request;
use serde_json::{Value, json};

/// Asks and gives status and answer.
async fn ask(sandbox: &Sandbox, method: &str, path: &str, body: Value) -> (u16, Value) {
    let body = if body.is_null() { Bytes::new() } else { body.to_string().into() };
    let request = Request::builder().method(method).uri(format!("/_sandbox/{path}"));
    let answer = send(sandbox, request.body(body).unwrap()).await;
    let status = answer.status().as_u16();
    (status, serde_json::from_slice(answer.body()).unwrap())
}

async fn done(sandbox: &Sandbox, method: &str, path: &str, body: Value) -> Value {
    let (status, answer) = ask(sandbox, method, path, body).await;
    assert_eq!(status, 200, "{method} {path}: {answer}");
    answer
}

/// A call of each route, in an order that makes sense, and what its answer must have. The one test that knows them all.
#[tokio::test]
async fn every_route_of_the_table_answers() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox =
        Sandbox::new(SandboxConfig { snapshots: Some(folder.path().into()), ..settings() });
    data(&sandbox, "voucher.getVoucherInfos", json!({})).await;
    let snapshot: Value = serde_json::from_str(&sandbox.snapshot()).unwrap();
    let no = running_coupon(&sandbox);
    let calls = [
        ("GET", "", "", json!(null), "/routes/0/method", json!("GET")),
        ("GET", "accounts", "", json!(null), "/qince/openid", json!("6006510957283014425")),
        ("POST", "accounts", "", json!({"qince_app_key": "k2"}), "/qince/app_key", json!("k2")),
        ("GET", "grants", "", json!(null), "/withheld", json!([])),
        (
            "POST",
            "grants",
            "",
            json!({"operation": "v3.getCustomerCoupons", "granted": false}),
            "/withheld/0",
            json!("v3.getCustomerCoupons"),
        ),
        ("GET", "clock", "", json!(null), "/now", json!("2026-03-01T04:00:00Z")),
        (
            "POST",
            "clock",
            "",
            json!({"advance_seconds": 60}),
            "/now",
            json!("2026-03-01T04:01:00Z"),
        ),
        (
            "POST",
            "step",
            "",
            json!({"step": "use_coupon", "coupon_no": no}),
            "/now",
            json!("2026-03-01T04:01:00Z"),
        ),
        ("POST", "faults", "", json!({"fault": "503", "count": 3}), "/id", json!(1)),
        ("GET", "faults", "", json!(null), "/0/fault", json!("503")),
        ("DELETE", "faults/{id}", "faults/1", json!(null), "", json!([])),
        ("DELETE", "faults", "", json!(null), "", json!([])),
        ("GET", "quirks", "", json!(null), "/response-data", json!("string")),
        (
            "POST",
            "quirks",
            "",
            json!({"profile": "as-observed", "response-data": "inline"}),
            "/response-data",
            json!("inline"),
        ),
        ("GET", "snapshot", "", json!(null), "/settings/quirks/response-data", json!("inline")),
        ("PUT", "snapshot", "", snapshot, "/now", json!("2026-03-01T04:00:00Z")),
        (
            "POST",
            "snapshots/{name}",
            "snapshots/a",
            json!(null),
            "/file",
            json!(folder.path().join("a.json").to_str()),
        ),
        ("GET", "snapshots", "", json!(null), "/snapshots", json!(["a"])),
        (
            "POST",
            "snapshots/{name}/load",
            "snapshots/a/load",
            json!(null),
            "/now",
            json!("2026-03-01T04:00:00Z"),
        ),
        ("GET", "log", "log?after=0&limit=1", json!(null), "/0/id", json!(1)),
        ("GET", "log/{id}", "log/1", json!(null), "/operation", json!("voucher.getVoucherInfos")),
        ("DELETE", "log", "", json!(null), "", json!({})),
        ("POST", "reset", "", json!({"coupons": 30}), "/now", json!("2026-03-01T04:00:00Z")),
        ("GET", "state", "", json!(null), "/rows/qmai", json!(10)),
        ("GET", "state/{kind}", "state/qmai?limit=2&skip=1", json!(null), "/total", json!(10)),
    ];
    let mut seen = BTreeSet::new();
    for (method, route, path, body, pointer, expected) in calls {
        seen.insert((method, route));
        let path = if path.is_empty() { route } else { path };
        let answer = done(&sandbox, method, path, body).await;
        assert_eq!(answer.pointer(pointer), Some(&expected), "{method} {path}: {answer}");
    }
    let all = ADMIN_ROUTES.iter().map(|route| (route.method, route.path)).collect();
    assert_eq!(seen, all, "every route of the table is asked here");
}

#[tokio::test]
async fn a_replaced_key_refuses_the_old_one_until_it_is_restored() {
    let sandbox = sandbox();
    let old = qince_account(&sandbox);
    let call = coupon_qince_wire::voucher::GetVoucherInfos::default();
    let request = coupon_qince_wire::encode(&old, &stamp(&sandbox), &call);
    done(&sandbox, "POST", "accounts", json!({"qince_app_key": "another"})).await;
    let refused = send(&sandbox, request.clone()).await;
    assert!(text(refused.clone()).contains(r#""return_code":"1003""#));
    let id = refused.headers()["x-sandbox-request"].to_str().unwrap().to_owned();
    let entry = done(&sandbox, "GET", &format!("log/{id}"), json!(null)).await;
    assert_eq!(entry["diagnosis"]["cause"], "differs", "{entry}");
    data(&sandbox, "voucher.getVoucherInfos", json!({})).await;

    done(&sandbox, "POST", "accounts", json!({"qince_app_key": null})).await;
    assert!(text(send(&sandbox, request).await).contains(r#""return_code":"0""#));
    let (status, error) = ask(&sandbox, "POST", "accounts", json!({"qince_app_key": ""})).await;
    assert_eq!(status, 400, "{error}");
    qmai(&sandbox, "v3.getCustomerCoupons", json!({"customerId": sandbox.qmai().customers[0]}))
        .await
        .unwrap();
    let broken = coupon_qmai_wire::encode_raw(
        &qmai_account(&sandbox),
        &coupon_qmai_wire::AttemptParams::new(sandbox.now(), 7),
        coupon_qmai_wire::operation("v3.getCustomerCoupons").unwrap(),
        r#"{"customerId":"1"}"#.into(),
    );
    done(&sandbox, "POST", "accounts", json!({"qmai_open_key": "another"})).await;
    assert!(text(send(&sandbox, broken).await).contains("110004"));
}

#[tokio::test]
async fn rows_are_those_of_the_vendor_page_by_page_and_by_text() {
    let sandbox = sandbox();
    for (kind, rows) in [
        ("vouchers", sandbox.voucher_rows()),
        ("held", sandbox.held_rows()),
        ("coupons", sandbox.coupon_rows()),
        ("qmai", sandbox.qmai_rows()),
        ("templates", sandbox.template_rows()),
    ] {
        let page =
            done(&sandbox, "GET", &format!("state/{kind}?skip=2&limit=3"), json!(null)).await;
        assert_eq!(page["total"], rows.len(), "{kind}");
        let shown: Vec<_> = page["rows"].as_array().unwrap().iter().collect();
        for (shown, (id, row)) in shown.iter().zip(&rows[2..5]) {
            assert_eq!(shown["id"], *id);
            assert_eq!(shown["row"], serde_json::from_str::<Value>(row).unwrap());
        }
    }
    let found =
        done(&sandbox, "GET", "state/coupons?find=%E5%BE%85%E5%AE%A1%E6%89%B9", json!(null));
    let pending = sandbox.coupon_rows().iter().filter(|(_, row)| row.contains("待审批")).count();
    assert_eq!(found.await["total"], pending);
}

#[tokio::test]
async fn what_is_asked_wrongly_is_answered_with_what_is_right() {
    let sandbox = sandbox();
    for (method, path, body, status, part) in [
        ("GET", "nothing", json!(null), 404, "GET /_sandbox/ lists what there is"),
        ("PUT", "clock", json!({}), 405, "PUT is not possible here: GET, POST"),
        (
            "POST",
            "clock",
            json!({"stop": 1}),
            400,
            "expected one of `set`, `advance_seconds`, `run`",
        ),
        (
            "POST",
            "faults",
            json!({"fault": "500", "operation": "x"}),
            400,
            "no operation \\\"x\\\"",
        ),
        ("POST", "faults", json!({"fault": "boom"}), 400, "reset-before, reset-after"),
        ("DELETE", "faults/7", json!(null), 400, "there is no fault \\\"7\\\""),
        ("POST", "quirks", json!({"respond": "inline"}), 400, "response-data"),
        ("GET", "log/9", json!(null), 400, "no entry of the log \\\"9\\\""),
        ("GET", "log?after=x", json!(null), 400, "after=x in the query is no whole number"),
        ("GET", "state/people", json!(null), 400, "vouchers, held, coupons, qmai, templates"),
        ("POST", "reset", json!({"seeds": 1}), 400, "unknown field `seeds`"),
        ("POST", "snapshots/a", json!(null), 400, "--snapshots FOLDER"),
        ("PUT", "snapshot", json!({}), 400, "the snapshot: missing field"),
    ] {
        let (got, answer) = ask(&sandbox, method, path, body).await;
        assert!(got == status && answer.to_string().contains(part), "{method} {path}: {answer}");
    }
}

#[tokio::test]
async fn other_machines_need_the_token_and_other_sites_are_kept_out() {
    let token = Some(Secret::new("s3cret"));
    let with_token = Sandbox::new(SandboxConfig { admin_token: token, ..settings() });
    let status = async |sandbox: &Sandbox, peer: &str, headers: &[(&str, &str)]| {
        let request = Request::get("/_sandbox/clock").header("host", "127.0.0.1:8080");
        let request =
            headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let mut request = request.body(Bytes::new()).unwrap();
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        send(sandbox, request).await.status().as_u16()
    };
    let (here, there) = ("127.0.0.1:5", "192.168.1.7:5");
    let (right, wrong) = (("authorization", "Bearer s3cret"), ("authorization", "Bearer s3cre"));
    assert_eq!(status(&with_token, here, &[]).await, 200);
    assert_eq!(status(&with_token, there, &[right]).await, 200);
    assert_eq!(status(&with_token, there, &[wrong]).await, 403);
    assert_eq!(status(&with_token, there, &[("authorization", "s3cret")]).await, 403);
    assert_eq!(status(&with_token, there, &[]).await, 403);
    assert_eq!(status(&sandbox(), there, &[("authorization", "Bearer ")]).await, 403);
    assert_eq!(status(&sandbox(), here, &[("origin", "http://127.0.0.1:8080")]).await, 200);
    assert_eq!(status(&sandbox(), here, &[("origin", "https://evil.example")]).await, 403);
    assert_eq!(status(&sandbox(), here, &[("origin", "null")]).await, 403);
}

/// The tables of docs/sandbox.md are what the code says.
#[test]
fn the_documents_have_every_route_and_every_fault() {
    let docs = include_str!("../../../docs/sandbox.md");
    let written = |mark: &str| {
        let (begin, end) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
        let rest = docs.split_once(&begin).map_or("", |(_, rest)| rest);
        rest.split_once(&end).map_or("", |(table, _)| table)
    };
    let mut routes = "| | path | takes | what it does |\n|---|---|---|---|\n".to_owned();
    for route in ADMIN_ROUTES {
        let takes = if route.takes.starts_with('{') {
            format!("`{}`", route.takes)
        } else {
            route.takes.to_owned()
        };
        routes += &format!(
            "| {} | `/_sandbox/{}` | {takes} | {} |\n",
            route.method, route.path, route.does
        );
    }
    let mut faults =
        "| fault | what the caller meets, and what the state shows | 含义 |\n|---|---|---|\n"
            .to_owned();
    for fault in FAULT_TEXTS {
        faults += &format!("| `{}` | {} | {} |\n", fault.text, fault.en, fault.zh);
    }
    assert!(
        written("routes") == routes,
        "put this between the marks of docs/sandbox.md:\n{routes}"
    );
    assert!(
        written("faults") == faults,
        "put this between the marks of docs/sandbox.md:\n{faults}"
    );
}
