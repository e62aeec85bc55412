//! `/` and `/console/…`: pages for people who try calls by hand. Every page is made here and works without its little script;
//! nothing comes from outside.

mod body;
mod clock;
mod data;
mod diagnose;
mod faults;
mod fields;
mod home;
mod layout;
mod operation_page;
mod operations;
mod quirks;
mod request;
mod request_log;
mod response_view;
mod snippets;
mod state;
mod try_it;

use axum::http::{HeaderValue, Method, Request, Response, StatusCode, header};
use bytes::Bytes;

use self::{
    layout::page,
    request::{ConsoleRequest, ConsoleResponse},
};
use crate::auth::Door;
use coupon_sandbox::Sandbox;

const PREFIX: &str = "/console/";
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Whether this is the path of one of its pages below the first one.
pub(crate) fn has(path: &str) -> bool {
    path.starts_with(PREFIX)
}

/// Answers what is the console's; `None` for any other path.
pub(crate) async fn answer(
    sandbox: &Sandbox,
    request: &Request<Bytes>,
    door: &Door<'_>,
) -> Option<Response<Bytes>> {
    let (method, path) = (request.method(), request.uri().path());
    let reads = method == Method::GET || method == Method::HEAD;
    let place = match path {
        "/" if reads => "",
        _ if reads || method == Method::POST => path.strip_prefix(PREFIX)?,
        _ => return None,
    };
    let visit = ConsoleRequest::new(sandbox, request);
    if let Some(refusal) = door.turned_away(sandbox, request) {
        return Some(refusal);
    }
    let shown = if method == Method::POST && !visit.is_from_here(request) {
        ConsoleResponse::refused(
            StatusCode::FORBIDDEN,
            "Not from another site · 不接受其他网站的提交",
        )
    } else {
        show(&visit, method, place).await
    };
    Some(answered(&visit, shown))
}

async fn show(visit: &ConsoleRequest<'_>, method: &Method, place: &str) -> ConsoleResponse {
    let (page, rest) = place.split_once('/').unwrap_or((place, ""));
    match (page, method == Method::POST) {
        ("", false) => home::show(visit),
        ("call", post) => operation_page::show(visit, rest, post).await,
        ("log", false) => request_log::show(visit, rest),
        ("log", true) => request_log::replay(visit, rest).await,
        ("doctor", _) => diagnose::show(visit),
        ("state", false) => state::show(visit),
        ("state", true) => state::step(visit),
        ("clock", false) => clock::show(visit),
        ("clock", true) => clock::turn(visit),
        ("faults", false) => faults::show(visit),
        ("faults", true) => faults::change(visit),
        ("quirks", false) => quirks::show(visit),
        ("quirks", true) => quirks::change(visit),
        ("page.css", false) => {
            ConsoleResponse::Asset("text/css; charset=utf-8", coupon_style::STYLE)
        }
        ("style.css", false) => {
            ConsoleResponse::Asset("text/css; charset=utf-8", include_str!("style.css"))
        }
        ("console.js", false) => {
            ConsoleResponse::Asset("text/javascript; charset=utf-8", include_str!("console.js"))
        }
        ("icon.svg", false) => ConsoleResponse::Asset("image/svg+xml", include_str!("icon.svg")),
        _ => {
            ConsoleResponse::refused(StatusCode::NOT_FOUND, "There is no such page · 没有这个页面")
        }
    }
}

fn answered(visit: &ConsoleRequest<'_>, shown: ConsoleResponse) -> Response<Bytes> {
    let (status, kind, text) = match shown {
        ConsoleResponse::Page(status, title, body) => {
            (status, "text/html; charset=utf-8", page(visit, &title, &body))
        }
        ConsoleResponse::Moved(place) => return moved(&place),
        ConsoleResponse::Asset(kind, text) => (StatusCode::OK, kind, text.to_owned()),
    };
    let mut answer = Response::new(Bytes::from(text));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(cookie) = visit.language_cookie() {
        headers.insert(header::SET_COOKIE, HeaderValue::from_static(cookie));
    }
    answer
}

/// After a change, so that loading the page again does not repeat it.
fn moved(place: &str) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(place) = HeaderValue::from_str(place) {
        answer.headers_mut().insert(header::LOCATION, place);
    }
    answer
}
