//! `/_sandbox/…`: clock, grants and steps over HTTP, for tests in any language. From the same machine only.

use axum::http::{Method, Request, Response, StatusCode};
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    Impossible, Sandbox, Step,
    json::{Object, quoted},
    server::json,
};

pub(crate) const PREFIX: &str = "/_sandbox/";

/// Sets the clock, which stands still from then on, or moves it.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ClockStep {
    Set(Timestamp),
    AdvanceSeconds(i64),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grant {
    operation: String,
    granted: bool,
}

pub(crate) fn answer(sandbox: &Sandbox, request: &Request<Bytes>) -> Response<Bytes> {
    let path = request.uri().path().trim_start_matches(PREFIX);
    let body = request.body();
    let done = match (request.method(), path) {
        (&Method::GET, "clock") => Ok(()),
        (&Method::POST, "clock") => read(body).map(|step| turn(sandbox, step)),
        (&Method::POST, "step") => read::<Step>(body).and_then(|step| sandbox.take(&step)),
        (&Method::POST, "grants") => {
            read(body).and_then(|Grant { operation, granted }| sandbox.grant(&operation, granted))
        }
        _ => {
            let text = "GET or POST /_sandbox/clock, POST /_sandbox/step, POST /_sandbox/grants";
            return refusal(StatusCode::NOT_FOUND, text);
        }
    };
    match done {
        Ok(()) => json(Object::new().plain("now", sandbox.now()).finish().into()),
        Err(impossible) => refusal(StatusCode::BAD_REQUEST, &impossible.to_string()),
    }
}

pub(crate) fn refusal(status: StatusCode, text: &str) -> Response<Bytes> {
    let mut answer = json(Object::new().json("error", quoted(text)).finish().into());
    *answer.status_mut() = status;
    answer
}

fn turn(sandbox: &Sandbox, step: ClockStep) {
    match step {
        ClockStep::Set(now) => sandbox.set_clock(now),
        ClockStep::AdvanceSeconds(seconds) => sandbox.advance(SignedDuration::from_secs(seconds)),
    }
}

fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Impossible> {
    serde_json::from_slice(body).map_err(|error| Impossible::new(format!("the body: {error}")))
}
