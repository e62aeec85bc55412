//! The calls to a sandbox of one profile and their answers, from which the documents for clients take their types.

use axum::http::{Request, Response};
use bytes::Bytes;
use coupon_sandbox::{Clock, Quirks, Sandbox, SandboxConfig};
use serde_json::Value;

/// Inside the two years of the data, so that every operation finds a record that fits.
const NOW: &str = "2025-12-30T04:00:00Z";

/// The bodies that were sent for one operation, and the answers: successes and refusals.
#[derive(Default)]
pub(crate) struct SeenCalls {
    pub(crate) requests: Vec<Value>,
    pub(crate) answers: Vec<Value>,
    pub(crate) rows: Vec<Value>,
}

/// A sandbox of its own, so that the calls change nothing that anybody looks at.
pub(crate) fn fresh(quirks: Quirks) -> Sandbox {
    let clock = Clock::Fixed(NOW.parse().expect("a time"));
    Sandbox::new(SandboxConfig { quirks, clock, ..SandboxConfig::default() })
}

impl SeenCalls {
    pub(crate) fn exchange(
        &mut self,
        sandbox: &Sandbox,
        request: &Request<Bytes>,
    ) -> Response<Bytes> {
        let answer = sandbox.call(request).response;
        self.requests.extend(serde_json::from_slice::<Value>(request.body()));
        self.answers.extend(serde_json::from_slice::<Value>(answer.body()));
        answer
    }

    pub(crate) fn keep_rows<'a>(&mut self, rows: impl Iterator<Item = &'a str>) {
        self.rows.extend(rows.filter_map(|row| serde_json::from_str::<Value>(row).ok()));
    }
}

/// The same call with these values, if it has the first of the fields; else unchanged.
pub(crate) fn with_fields(body: &str, fields: &[(&str, &str)]) -> String {
    let mut call: Value = serde_json::from_str(body).expect("a sample is JSON");
    if call.get(fields[0].0).is_none() {
        return body.to_owned();
    }
    for (name, value) in fields {
        call[*name] = (*value).into();
    }
    call.to_string()
}
