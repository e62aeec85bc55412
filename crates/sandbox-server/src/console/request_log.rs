//! The log: a list with filters, each entry, and its replay.

use axum::http::{Request, StatusCode};
use coupon_wire::OperationKind;
use maud::{Markup, html};
use serde_json::Value;

use super::{
    diagnose::diagnosis,
    layout::copyable,
    operations::{operation, operations},
    request::{ConsoleLang, ConsoleRequest, ConsoleResponse},
    response_view::raw,
};
use crate::{record_values::plain, vendor_call::call, vendors::VENDORS};
use coupon_sandbox::{LogEntry, REQUEST_ID};

/// More entries than these are not listed.
const MOST_LISTED: usize = 200;

/// The list, or with a number its entry.
pub(super) fn show(visit: &ConsoleRequest<'_>, rest: &str) -> ConsoleResponse {
    if rest.is_empty() {
        return list(visit);
    }
    match entry(visit, rest) {
        Some(logged) => ConsoleResponse::page(
            format!("{} #{}", visit.lang.of("Call", "请求"), logged.id),
            one(visit.lang, &logged),
        ),
        None => ConsoleResponse::refused(
            StatusCode::NOT_FOUND,
            "There is no such entry (any more) · 没有（或已不再保留）这条日志",
        ),
    }
}

/// Sends the very bytes of an entry again.
pub(super) async fn replay(visit: &ConsoleRequest<'_>, rest: &str) -> ConsoleResponse {
    let logged = rest.strip_suffix("/replay").and_then(|id| entry(visit, id));
    let request = logged.and_then(|logged| {
        let mut request = Request::builder().method(logged.method.as_str()).uri(logged.path);
        for (name, value) in logged.headers {
            request = request.header(name, value);
        }
        request.body(logged.request).ok()
    });
    let Some(request) = request else {
        return ConsoleResponse::refused(
            StatusCode::NOT_FOUND,
            "There is no such entry (any more) · 没有（或已不再保留）这条日志",
        );
    };
    let answer = call(visit.sandbox, request, None).await;
    let id = answer.headers().get(&REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    ConsoleResponse::Moved(format!("/console/log/{id}"))
}

fn entry(visit: &ConsoleRequest<'_>, id: &str) -> Option<LogEntry> {
    let id = id.parse::<u64>().ok().filter(|id| *id > 0)?;
    visit.sandbox.log_page(id - 1, 1).into_iter().find(|logged| logged.id == id)
}

fn list(visit: &ConsoleRequest<'_>) -> ConsoleResponse {
    let (lang, query) = (visit.lang, &visit.query);
    let (wanted, result, text) = (query.get("operation"), query.get("result"), query.get("q"));
    let fits = |logged: &LogEntry| {
        let operation = wanted.is_empty() || logged.operation == Some(wanted);
        let result = match result {
            "refused" => !is_success(logged),
            "signature" => logged.signature_refused,
            "fault" => logged.fault.is_some(),
            _ => true,
        };
        let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(text);
        operation
            && result
            && (text.is_empty()
                || logged.path.contains(text)
                || holds(&logged.request)
                || holds(&logged.answer))
    };
    let mut entries: Vec<LogEntry> = visit.sandbox.log(0).into_iter().filter(fits).collect();
    let all = entries.len();
    entries.reverse();
    entries.truncate(MOST_LISTED);
    let results = [
        ("", "all", "全部"),
        ("refused", "not successful", "未成功"),
        ("signature", "signature refused", "签名被拒"),
        ("fault", "with a fault", "带故障"),
    ];
    let page = html! {
        form.filter method="get" action="/console/log" {
            div.field {
                label for="operation" { (lang.of("Operation", "接口")) }
                select id="operation" name="operation" {
                    option value="" { (lang.of("all", "全部")) }
                    @for one in operations() { option value=(one.name) selected[one.name == wanted] { (one.name) } }
                }
            }
            div.field {
                label for="outcome" { (lang.of("Result", "结果")) }
                select id="outcome" name="result" {
                    @for (value, english, chinese) in results {
                        option value=(value) selected[value == result] { (lang.of(english, chinese)) }
                    }
                }
            }
            div.field {
                label for="q" { (lang.of("Contains", "包含文字")) }
                input id="q" name="q" value=(text) type="search";
            }
            div.actions { button.primary type="submit" { (lang.of("Filter", "筛选")) } }
        }
        @if entries.is_empty() {
            p.empty { (lang.of("No call yet. Send one, from here or from your own program.", "还没有请求。可在这里，或从自己的程序发一个。")) }
        } @else {
            p.count { (all) " " (lang.of("calls, the newest first", "次请求，新的在前")) }
            (table(lang, &entries))
        }
    };
    ConsoleResponse::page(lang.of("Request log", "请求日志"), page)
}

fn table(lang: ConsoleLang, entries: &[LogEntry]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(lang.of("The calls", "请求")) {
            table.log {
                thead { tr {
                    th scope="col" { "#" }
                    th scope="col" { (lang.of("result", "结果")) }
                    th scope="col" { (lang.of("operation", "接口")) }
                    th scope="col" { (lang.of("time (Beijing)", "时间（北京）")) }
                    th scope="col" { (lang.of("message", "消息")) }
                } }
                tbody {
                    @for logged in entries {
                        tr {
                            td { a href=(format!("/console/log/{}", logged.id)) { (logged.id) } }
                            td { (verdict(lang, logged)) }
                            td { (logged.operation.unwrap_or("—")) }
                            td.mono { (super::clock::beijing(logged.at)) }
                            td.message { (envelope(logged).1) }
                        }
                    }
                }
            }
        }
    }
}

fn verdict(lang: ConsoleLang, logged: &LogEntry) -> Markup {
    let (code, _) = envelope(logged);
    html! {
        @if is_success(logged) { span.pill.good { (lang.of("success", "成功")) } }
        @else { span.pill.bad { @if code.is_empty() { (logged.status) } @else { (code) } } }
        @if logged.signature_refused { " " span.pill.warn { (lang.of("signature", "签名")) } }
        @if let Some(fault) = &logged.fault { " " span.pill.warn { (fault) } }
    }
}

/// Code and message of a vendor's answer; blank where there are none. A long answer is kept in part, so it is no JSON.
fn envelope(logged: &LogEntry) -> (String, String) {
    let text = String::from_utf8_lossy(&logged.answer);
    let find = |part: usize| {
        let found = VENDORS.into_iter().find_map(|vendor| field(&text, vendor.envelope[part]));
        found.unwrap_or_default()
    };
    (find(0), find(1))
}

/// A scalar of the envelope, which stands before the records.
fn field(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("\"{name}\":"))?;
    let value = serde_json::Deserializer::from_str(rest).into_iter::<Value>().next()?.ok()?;
    Some(plain(&value))
}

fn is_success(logged: &LogEntry) -> bool {
    logged.status == 200 && envelope(logged).0 == "0"
}

fn one(lang: ConsoleLang, logged: &LogEntry) -> Markup {
    let body = String::from_utf8_lossy(&logged.request);
    let headers: String =
        logged.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    html! {
        p.verdict {
            (verdict(lang, logged))
            span { "HTTP " (logged.status) }
            span { (super::clock::beijing(logged.at)) }
            @if let Some(name) = logged.operation { a href=(format!("/console/call/{name}")) { (name) } }
        }
        div.actions {
            form method="post" action=(format!("/console/log/{}/replay", logged.id)) {
                button.primary type="submit" { (lang.of("Replay these very bytes", "原样重放")) }
            }
            @if let Some(name) = logged.operation {
                a.button href=(open_in_form(name, &body)) { (lang.of("Open in its form", "在表单中打开")) }
            }
            a.button href=(format!("/console/doctor?id={}", logged.id)) { (lang.of("Doctor", "诊断")) }
        }
        @if logged.operation.and_then(operation).is_some_and(|one| one.kind == OperationKind::Write) {
            p.hint { (lang.of("This call writes: replayed, it writes again.", "这是写操作，重放会再写一次。")) }
        }
        @if let Some(found) = logged.diagnosis.get() { (diagnosis(lang, found)) }
        h2 { (lang.of("Request", "请求")) }
        (copyable(lang, lang.of("As it came in", "收到的内容"), format!("{} {}\n{headers}\n{body}", logged.method, logged.path)))
        h2 { (lang.of("Answer", "应答")) }
        (raw(lang, &logged.answer))
        @if logged.answer_length > logged.answer.len() {
            p.hint { (lang.of("Only the beginning of a long answer is kept; its bytes in all: ", "较长的应答只保留开头；总字节数：")) (logged.answer_length) }
        }
    }
}

/// The call of an entry in its form.
fn open_in_form(name: &str, body: &str) -> String {
    let sent: Option<Value> = serde_json::from_str(body).ok();
    let vendor = operation(name).map(|one| one.vendor);
    let inside = vendor.zip(sent.as_ref()).and_then(|(vendor, sent)| (vendor.call_inside)(sent));
    let inside = inside.map(Value::to_string);
    let body = coupon_sign::percent_encode(inside.as_deref().unwrap_or(body));
    format!("/console/call/{name}?body={body}")
}
