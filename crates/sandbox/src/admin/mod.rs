//! `/_sandbox/…`: everything that no vendor offers, over HTTP with JSON, for tests in any language.

mod guard;
mod routes;
mod state;
mod steer;

use std::borrow::Cow;

use axum::http::{HeaderValue, Method, Request, Response, StatusCode, header};
use bytes::Bytes;
use percent_encoding::percent_decode_str;
use serde::{Serialize, de::DeserializeOwned};

pub(crate) use self::guard::turned_away;
pub use self::routes::{ADMIN_ROUTES, AdminRoute};
use crate::{
    Sandbox, SandboxError,
    json::{Object, quoted},
    server::json,
};

pub(crate) const PREFIX: &str = "/_sandbox/";

/// A request to a route: what stands in the place of `{name}`, the query, the body.
#[derive(Debug)]
struct Ask<'a> {
    sandbox: &'a Sandbox,
    request: &'a Request<Bytes>,
    name: &'a str,
}

/// The JSON text of an answer.
type Done = Result<String, SandboxError>;

pub(crate) fn answer(sandbox: &Sandbox, request: &Request<Bytes>) -> Response<Bytes> {
    let path = request.uri().path().trim_start_matches(PREFIX);
    let fits = |route: &&AdminRoute| named(route.path, path).is_some();
    let known: Vec<&AdminRoute> = ADMIN_ROUTES.iter().filter(fits).collect();
    if known.is_empty() {
        let text = format!("there is no {path:?} here; GET {PREFIX} lists what there is");
        return refuse(StatusCode::NOT_FOUND, &text);
    }
    let method = |route: &&&AdminRoute| route.method == request.method().as_str();
    let Some(route) = known.iter().find(method) else {
        return wrong_method(request.method(), &known);
    };
    let name = named(route.path, path).unwrap_or_default();
    match (route.answer)(&Ask { sandbox, request, name }) {
        Ok(text) => json(text.into()),
        Err(why) => refusal(&why),
    }
}

/// Why a request of the sandbox's own is not carried out.
pub(crate) fn refusal(why: &SandboxError) -> Response<Bytes> {
    refuse(StatusCode::BAD_REQUEST, &why.to_string())
}

pub(crate) fn refuse(status: StatusCode, text: &str) -> Response<Bytes> {
    let mut answer = json(Object::new().json("error", quoted(text)).finish().into());
    *answer.status_mut() = status;
    answer
}

fn wrong_method(method: &Method, known: &[&AdminRoute]) -> Response<Bytes> {
    let allowed: Vec<&str> = known.iter().map(|route| route.method).collect();
    let allowed = allowed.join(", ");
    let text = format!("{method} is not possible here: {allowed}");
    let mut answer = refuse(StatusCode::METHOD_NOT_ALLOWED, &text);
    let allowed = HeaderValue::from_str(&allowed).expect("methods are ASCII");
    answer.headers_mut().insert(header::ALLOW, allowed);
    answer
}

/// What a path has in the place of `{name}`, if it is of that pattern; "" where the pattern names nothing.
fn named<'a>(pattern: &str, path: &'a str) -> Option<&'a str> {
    let Some((before, rest)) = pattern.split_once('{') else {
        return (pattern == path).then_some("");
    };
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    let name = path.strip_prefix(before)?.strip_suffix(after)?;
    (!name.is_empty() && !name.contains('/')).then_some(name)
}

impl Ask<'_> {
    fn body<T: DeserializeOwned>(&self) -> Result<T, SandboxError> {
        serde_json::from_slice(self.request.body())
            .map_err(|error| SandboxError::new(format!("the body: {error}")))
    }

    /// A number of the query, or what counts without it.
    fn number(&self, name: &str, otherwise: u64) -> Result<u64, SandboxError> {
        let Some(text) = self.query(name) else { return Ok(otherwise) };
        let wrong = || SandboxError::new(format!("{name}={text} in the query is no whole number"));
        text.parse().map_err(|_| wrong())
    }

    /// A part of the query.
    fn query(&self, name: &str) -> Option<Cow<'_, str>> {
        let query = self.request.uri().query()?;
        let value = query.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('='))?;
        Some(percent_decode_str(value).decode_utf8_lossy())
    }
}

fn done(value: &impl Serialize) -> Done {
    serde_json::to_string(value).map_err(|error| SandboxError::new(error.to_string()))
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
