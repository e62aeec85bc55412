//! `/_sandbox/…`: everything that no vendor offers, over HTTP with JSON, for tests in any language.

mod handlers;
mod request;
mod routes;
mod state;

use axum::http::{HeaderValue, Method, Request, Response, StatusCode, header};
use bytes::Bytes;
use coupon_sandbox::{Sandbox, error_response, json_response};

use self::request::{AdminRequest, PREFIX};
pub use self::{request::AdminRoute, routes::ADMIN_ROUTES};

/// Whether a path belongs to the admin API.
pub(crate) fn has(path: &str) -> bool {
    path.starts_with(PREFIX)
}

pub(crate) fn answer(sandbox: &Sandbox, request: &Request<Bytes>) -> Response<Bytes> {
    let path = request.uri().path().trim_start_matches(PREFIX);
    let fits = |route: &&AdminRoute| named(route.path, path).is_some();
    let known: Vec<&AdminRoute> = ADMIN_ROUTES.iter().filter(fits).collect();
    if known.is_empty() {
        let text = format!("there is no {path:?} here; GET {PREFIX} lists what there is");
        return error_response(StatusCode::NOT_FOUND, &text);
    }
    let method = |route: &&&AdminRoute| route.method == request.method().as_str();
    let Some(route) = known.iter().find(method) else {
        return wrong_method(request.method(), &known);
    };
    let name = named(route.path, path).unwrap_or_default();
    match (route.answer)(&AdminRequest { sandbox, http: request, name, routes: ADMIN_ROUTES }) {
        Ok(text) => json_response(text),
        Err(why) => error_response(StatusCode::BAD_REQUEST, &why.to_string()),
    }
}

fn wrong_method(method: &Method, known: &[&AdminRoute]) -> Response<Bytes> {
    let allowed: Vec<&str> = known.iter().map(|route| route.method).collect();
    let allowed = allowed.join(", ");
    let text = format!("{method} is not possible here: {allowed}");
    let mut answer = error_response(StatusCode::METHOD_NOT_ALLOWED, &text);
    let allowed = HeaderValue::from_str(&allowed).expect("methods are ASCII");
    answer.headers_mut().insert(header::ALLOW, allowed);
    answer
}

/// The part of a path in the place of `{name}`, if the path is of that pattern; "" where the pattern names nothing.
fn named<'a>(pattern: &str, path: &'a str) -> Option<&'a str> {
    let Some((before, rest)) = pattern.split_once('{') else {
        return (pattern == path).then_some("");
    };
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    let name = path.strip_prefix(before)?.strip_suffix(after)?;
    (!name.is_empty() && !name.contains('/')).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_names_one_part_of_a_path() {
        assert_eq!(named("clock", "clock"), Some(""));
        assert_eq!(named("snapshots/{name}/load", "snapshots/a/load"), Some("a"));
        assert_eq!(named("snapshots/{name}", "snapshots/a"), Some("a"));
        assert_eq!(named("snapshots/{name}", "snapshots/a/load"), None);
        assert_eq!(named("snapshots/{name}", "snapshots/"), None);
    }
}
