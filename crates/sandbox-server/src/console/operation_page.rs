//! One operation: its form, the signed request, and what came back.

use axum::http::StatusCode;
use maud::{Markup, html};

use super::{
    body::{body, form},
    data::Choices,
    diagnose::diagnosis,
    fields::fields,
    layout::{both, copyable},
    operations::{operation, operations},
    request::{ConsoleRequest, ConsoleResponse, FormFields},
    response_view::{raw, rows},
    snippets::{curl, http, programs},
    try_it::{SentCall, right_key, send, sign},
};
use crate::{
    shown_vendor::{ConsoleOperation, ProgramCall},
    vendors::VENDORS,
};

/// The page of an operation; with `post`, its form was sent.
pub(super) async fn show(visit: &ConsoleRequest<'_>, name: &str, post: bool) -> ConsoleResponse {
    let Some(operation) = operation(name) else {
        return ConsoleResponse::refused(
            StatusCode::NOT_FOUND,
            "There is no such operation · 没有这个接口",
        );
    };
    let usual = form(&visit.sandbox.sample(operation.name));
    let given = given(visit, &usual, post);
    let result = if post { Some(carry_out(visit, operation, &given).await) } else { None };
    let lang = visit.lang;
    let page = html! {
        div.columns {
            (menu(visit, operation))
            div.work {
                p.path {
                    span.method { "POST" } code { "/" (operation.path) }
                    span.kind { (super::home::kind(lang, operation.kind)) }
                }
                (both(lang, operation.meaning()))
                form.call method="post" action=(format!("/console/call/{name}#result")) data-send {
                    div.actions {
                        button.primary type="submit" { (lang.of("Sign and send", "签名并发送")) }
                        a.button href=(format!("/console/call/{name}?sample=1")) { (lang.of("Fill in an example", "填入示例")) }
                        a.button href=(format!("/console/call/{name}")) { (lang.of("Clear", "清空")) }
                    }
                    (fields(lang, operation, &given, &usual, &Choices::of_state(visit.sandbox)))
                    (by_hand(visit, &given))
                    (key(visit, operation, &given))
                    div.actions {
                        button.primary type="submit" { (lang.of("Sign and send", "签名并发送")) }
                        span.hint { kbd { "Ctrl" } " + " kbd { "Enter" } }
                    }
                }
                @if let Some(result) = result { (result) }
            }
        }
    };
    ConsoleResponse::page(operation.name, page)
}

/// The values of the form: those that were sent, those of the address, or an example.
fn given(visit: &ConsoleRequest<'_>, usual: &FormFields, post: bool) -> FormFields {
    if post {
        return visit.form.clone();
    }
    if !visit.query.get("sample").is_empty() {
        return usual.clone();
    }
    let mut given = form(visit.query.get("body"));
    if given.is_empty() && !visit.query.get("body").is_empty() {
        given.set("@body".to_owned(), visit.query.raw("body").to_owned());
    }
    given
}

async fn carry_out(
    visit: &ConsoleRequest<'_>,
    operation: &ConsoleOperation,
    given: &FormFields,
) -> Markup {
    let typed = given.raw("@body");
    let body = if typed.trim().is_empty() { body(operation, given) } else { typed.to_owned() };
    let key = match given.raw("@key") {
        "" => right_key(visit.sandbox, operation),
        // A browser sends the line ends of a text as CR LF.
        other => other.replace("\r\n", "\n"),
    };
    match sign(visit, operation, &body, &key) {
        Ok(signed) => result(visit, operation, &send(visit, signed).await, &key, &body),
        Err(why) => html! { section.result id="result" { p.notice.bad role="alert" { (why) } } },
    }
}

fn result(
    visit: &ConsoleRequest<'_>,
    operation: &ConsoleOperation,
    sent: &SentCall,
    key: &str,
    body: &str,
) -> Markup {
    let lang = visit.lang;
    let request = &sent.signed.request;
    let logged = sent.id.and_then(|id| visit.sandbox.log_page(id - 1, 1).pop());
    let refused = logged.as_ref().and_then(|logged| logged.diagnosis.get());
    let (base_url, settings) = (visit.base_url(), visit.sandbox.config());
    let call = ProgramCall { operation, base_url: &base_url, key, body, settings: &settings };
    html! {
        section.result id="result" tabindex="-1" {
            h2 { (lang.of("Reply", "应答")) }
            p.verdict {
                @match &sent.rows {
                    Ok(_) => span.pill.good { (lang.of("success", "成功")) },
                    Err(_) => span.pill.bad { (lang.of("no success", "未成功")) },
                }
                span { "HTTP " (sent.answer.status().as_u16()) }
                @if let Some(id) = sent.id { a href=(format!("/console/log/{id}")) { (lang.of("log entry", "日志")) " #" (id) } }
                @if let Some(fault) = logged.as_ref().and_then(|logged| logged.fault.as_ref()) {
                    span.pill.warn { (lang.of("fault", "故障")) " " (fault) }
                }
            }
            @match &sent.rows {
                Ok(texts) => (rows(lang, &operation.row, texts)),
                Err(why) => p.notice.bad role="alert" { (why) },
            }
            @if let Some(found) = refused { (diagnosis(lang, found)) }
            (raw(lang, sent.answer.body()))
            h2 { (lang.of("Request", "请求")) }
            (copyable(lang, lang.of("String to sign", "待签名字符串"), &sent.signed.string_to_sign))
            (copyable(lang, lang.of("Signature", "签名"), &sent.signed.signature))
            (copyable(lang, lang.of("The request as it was sent", "实际发送的请求"), http(request)))
            (copyable(lang, "curl", curl(request)))
            p.hint { (lang.of("The signature in it is good for ten minutes.", "其中的签名十分钟内有效。")) }
            (copyable(lang, "Rust", (operation.vendor.rust)(&call)))
            @for (language, program) in programs(&call) {
                (copyable(lang, language, program))
            }
        }
    }
}

/// The body as text, for what no field can say.
fn by_hand(visit: &ConsoleRequest<'_>, given: &FormFields) -> Markup {
    let (lang, typed) = (visit.lang, given.raw("@body"));
    html! {
        details.more open[!typed.is_empty()] {
            summary { (lang.of("Write the body by hand", "手写请求体")) }
            div.field {
                label for="@body" { (lang.of("JSON; what stands here is sent instead of the fields", "JSON；此处有内容时代替上面的字段")) }
                textarea id="@body" name="@body" rows="8" spellcheck="false" { (typed) }
            }
        }
    }
}

/// The key, to be broken on purpose.
fn key(visit: &ConsoleRequest<'_>, operation: &ConsoleOperation, given: &FormFields) -> Markup {
    let (lang, right) = (visit.lang, right_key(visit.sandbox, operation));
    let typed = match given.raw("@key") {
        "" => right.as_str(),
        other => other,
    };
    let name = operation.vendor.key_field;
    html! {
        details.more open[typed != right] {
            summary { (lang.of("Key", "密钥")) }
            div.field {
                label for="@key" { code { (name) } }
                // HTML takes the first line end of a text away.
                textarea id="@key" name="@key" rows="2" autocomplete="off" spellcheck="false" { "\n" (typed) }
                p.meaning {
                    (lang.of("The sandbox's own, and public. Change it to see what a wrong signature is answered, and why; blanks and line ends count.",
                        "沙箱自己的公开密钥。改动它，可看到签名错误时的应答与原因；空格和换行也算在内。"))
                }
            }
        }
    }
}

fn menu(visit: &ConsoleRequest<'_>, here: &ConsoleOperation) -> Markup {
    html! {
        details.menu open {
            summary { (visit.lang.of("Operations", "接口")) }
            @for vendor in VENDORS {
                p { (vendor.title_zh) " " (vendor.title_en) }
                ul {
                    @for one in operations().iter().filter(|one| one.vendor.name == vendor.name) {
                        li {
                            a href=(format!("/console/call/{}", one.name)) aria-current=[(one.name == here.name).then_some("page")] {
                                (one.short())
                            }
                        }
                    }
                }
            }
        }
    }
}
