//! The sample call of each operation and the answer of the sandbox, at a fixed seed and clock.

use std::io;

use bytes::Bytes;
use coupon_qince_wire as qince;
use coupon_qmai_wire as qmai;
use coupon_sandbox::{Clock, Sandbox, SandboxConfig};
use http::{Request, Response};
use jiff::Timestamp;
use serde_json::Value;

use super::accounts;
use crate::project::{read, root};

/// Noon of 2026-03-02 in Beijing, when all seeded data lies in the past.
const NOW: &str = "2026-03-02T04:00:00Z";
const BASE_URL: &str = "http://127.0.0.1:8080";
const RANDOM: u128 = 7;

/// A call and its answer.
pub(super) struct SampleExchange {
    /// The business part of the call.
    pub(super) body: Bytes,
    pub(super) request: Request<Bytes>,
    pub(super) answer: Response<Bytes>,
    /// The rows of the answer.
    rows: Vec<String>,
}

/// Sends the sample call `fixtures/{vendor}/{name}/call.json` to a fresh sandbox; where there is no such file, the sandbox's own
/// sample.
///
/// In a sample call, a text `@operation/row/field` stands for a field that the sample call of that operation is answered, and
/// `@access/…` for a part of what the sandbox says of its accounts. So no id is copied from the seeded data, and what is ended
/// or approved has just been made.
///
/// # Errors
/// Also if the answer is no success: a sample call is one that works.
pub(super) fn exchange(vendor: &str, name: &str) -> io::Result<SampleExchange> {
    SampleSandbox::new(SandboxConfig::default())?.exchange(vendor, name)
}

/// One sandbox with a stopped clock. The calls that a sample call refers to happen in the same sandbox, before it.
#[derive(Debug)]
pub struct SampleSandbox {
    /// The sandbox.
    pub sandbox: Sandbox,
    access: Value,
    now: Timestamp,
}

impl SampleSandbox {
    /// A fresh one with these settings, but for the clock.
    ///
    /// # Errors
    /// The sandbox's accounts cannot be written as JSON.
    pub fn new(config: SandboxConfig) -> io::Result<Self> {
        let now: Timestamp = NOW.parse().map_err(io::Error::other)?;
        let sandbox = Sandbox::new(SandboxConfig { clock: Clock::Fixed(now), ..config });
        let access = serde_json::to_value(sandbox.access(BASE_URL))?;
        Ok(Self { sandbox, access, now })
    }

    /// The time at which it stands.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The body of an operation's sample call: of its `call.json`, after the calls that it refers to, else of the sandbox.
    ///
    /// # Errors
    /// One of the calls that its `call.json` refers to is refused.
    pub fn body(&self, vendor: &str, name: &str) -> io::Result<Bytes> {
        let file = format!("fixtures/{vendor}/{name}/call.json");
        Ok(match root().join(&file).exists() {
            true => self.resolve(vendor, read(&file)?.trim_end())?.into(),
            false => self.sandbox.sample(name).into(),
        })
    }

    /// Its account at Qince, at this address.
    ///
    /// # Errors
    /// The address is none.
    pub fn qince(&self, base_url: &str) -> io::Result<qince::Account> {
        accounts::qince(base_url, &self.access["qince"])
    }

    /// Its account at Qmai, at this address.
    ///
    /// # Errors
    /// The address is none.
    pub fn qmai(&self, base_url: &str) -> io::Result<qmai::Account> {
        accounts::qmai(base_url, &self.access["qmai"])
    }

    fn exchange(&self, vendor: &str, name: &str) -> io::Result<SampleExchange> {
        let file = format!("fixtures/{vendor}/{name}/call.json");
        let body = self.body(vendor, name)?;
        let refused = |why: &dyn std::fmt::Display| {
            io::Error::other(format!("{file}: the sandbox refuses it, so it is no sample: {why}"))
        };
        if vendor == "qmai" {
            let attempt = qmai::AttemptParams::new(self.now, RANDOM);
            let operation = qmai::operation(name).expect("listed by the crate itself");
            let account = self.qmai(BASE_URL)?;
            let request = qmai::encode_raw(&account, &attempt, operation, body.clone());
            let answer = self.send(&request);
            let rows = operation.decode(&answer).map_err(|error| refused(&error))?.rows;
            let rows = rows.iter().map(|row| row.raw().to_owned()).collect();
            return Ok(SampleExchange { body, request, answer, rows });
        }
        let attempt = qince::AttemptParams::new(self.now, RANDOM);
        let operation = qince::operation(name).expect("listed by the crate itself");
        let account = self.qince(BASE_URL)?;
        let request = qince::encode_raw(&account, &attempt, operation, body.clone());
        let answer = self.send(&request);
        let rows = operation.decode(&attempt, &answer).map_err(|error| refused(&error))?.rows;
        let rows = rows.iter().map(|row| row.raw().to_owned()).collect();
        Ok(SampleExchange { body, request, answer, rows })
    }

    fn send(&self, request: &Request<Bytes>) -> Response<Bytes> {
        self.sandbox.call(request).response
    }

    /// Replaces every text that begins with `@`.
    fn resolve(&self, vendor: &str, text: &str) -> io::Result<String> {
        let mut pieces = text.split("\"@");
        let mut resolved = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once('"').unwrap_or((piece, ""));
            resolved.push_str(&Value::from(self.look_up(vendor, name)?).to_string());
            resolved.push_str(rest);
        }
        Ok(resolved)
    }

    fn look_up(&self, vendor: &str, name: &str) -> io::Result<String> {
        let nothing = || io::Error::other(format!("@{name} leads nowhere"));
        let (from, path) = name.split_once('/').ok_or_else(nothing)?;
        let found = if from == "access" {
            self.access.pointer(&format!("/{path}")).cloned()
        } else {
            let (row, field) = path.split_once('/').ok_or_else(nothing)?;
            let rows = self.exchange(vendor, from)?.rows;
            let row =
                row.parse::<usize>().ok().and_then(|row| rows.get(row)).ok_or_else(nothing)?;
            serde_json::from_str::<Value>(row)?.pointer(&format!("/{field}")).cloned()
        };
        match found.ok_or_else(nothing)? {
            Value::String(text) => Ok(text),
            other => Ok(other.to_string()),
        }
    }
}
