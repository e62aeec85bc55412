//! The last calls and their answers, for tests and for people.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use http::{HeaderName, Request, Response};
use jiff::Timestamp;
use serde::{Serialize, Serializer};

use crate::{
    lazy_diagnosis::{KeptSuspect, LazyDiagnosis},
    served_vendor::ServedVendor,
    suspect_call::SuspectCall,
    vendors::serving,
};

/// Names the entry of the log that a call made; on every answer to a call.
pub static REQUEST_ID: HeaderName = HeaderName::from_static("x-sandbox-request");

/// The most entries that are kept.
const MOST_ENTRIES: usize = 10_000;
/// The most bytes that are kept in all: a thousand calls at least. More would be memory that every call must touch anew.
const MOST_BYTES: usize = 17 * 1024 * 1024;
/// Of a longer answer only the beginning is kept.
const LONGEST_ANSWER: usize = 16 * 1024;
/// The size in bytes of most signed texts.
const DIAGNOSED_TEXT: usize = 1024;
/// The size in bytes of most heads, or a little less.
const HEAD: usize = 320;

/// One call as it came in, and the answer that was made for it. Accounts of a sandbox are public, so nothing is masked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogEntry {
    /// The number in the header `x-sandbox-request` of the answer; from 1, in the order of the answers.
    pub id: u64,
    /// When it was answered, by the sandbox's clock.
    pub at: Timestamp,
    /// The vendor's name; blank if no head of a request arrived.
    pub vendor: &'static str,
    /// `voucher.getVoucherInfos`; nothing if no operation could be made out.
    pub operation: Option<&'static str>,
    /// `POST`, if it is a call.
    pub method: String,
    /// Path and query, as they were sent.
    pub path: String,
    /// Names in lower case, in the order received.
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(serialize_with = "as_text")]
    pub request: Bytes,
    /// Status of the answer; 0 if none was made.
    pub status: u16,
    /// The answer before a fault of the network touched it; of a long one the first 16 KiB.
    #[serde(serialize_with = "as_text")]
    pub answer: Bytes,
    /// How long the whole answer was, in bytes.
    pub answer_length: usize,
    /// The fault that was put on it: `reset-after`.
    pub fault: Option<String>,
    /// Why the request was not read as a call: its body broke off, or no head of a request arrived in time.
    pub error: Option<String>,
    /// Whether signature, time or account was refused, or the body is no UTF-8.
    pub signature_refused: bool,
    /// Why.
    pub diagnosis: LazyDiagnosis,
}

/// The outcome of a call.
#[derive(Debug)]
pub(crate) struct LogOutcome<'a> {
    pub(crate) at: Timestamp,
    pub(crate) answer: Option<&'a Response<Bytes>>,
    pub(crate) fault: Option<String>,
    pub(crate) suspect: Option<SuspectCall>,
    pub(crate) error: Option<String>,
}

impl LogOutcome<'_> {
    pub(crate) fn new(at: Timestamp) -> Self {
        Self { at, answer: None, fault: None, suspect: None, error: None }
    }
}

/// The last calls.
#[derive(Debug, Default)]
pub(crate) struct RequestLog(Mutex<Ring>);

#[derive(Debug, Default)]
struct Ring {
    last: u64,
    bytes: usize,
    entries: VecDeque<StoredCall>,
}

/// Copied together into one piece: what hyper read and what an answer was made in are larger buffers, which go on being used.
#[derive(Debug)]
struct StoredCall {
    id: u64,
    at: Timestamp,
    vendor: Option<&'static ServedVendor>,
    /// Method, path and header lines; the request; the beginning of the answer.
    text: Vec<u8>,
    /// Where the request begins in it, and where the answer does.
    request: usize,
    answer: usize,
    status: u16,
    answer_length: usize,
    fault: Option<String>,
    suspect: Option<Arc<KeptSuspect>>,
    error: Option<String>,
}

impl RequestLog {
    /// Notes a call and gives its id.
    pub(crate) fn note(&self, request: &Request<Bytes>, outcome: LogOutcome<'_>) -> u64 {
        let answer = outcome.answer.map_or(&[][..], |answer| answer.body());
        let kept = &answer[..answer.len().min(LONGEST_ANSWER)];
        let mut text = Vec::with_capacity(HEAD + request.body().len() + kept.len());
        push_head(&mut text, request);
        let end_of_head = text.len();
        // After a head that is longer than most.
        text.reserve_exact(request.body().len() + kept.len());
        text.extend_from_slice(request.body());
        let end_of_request = text.len();
        text.extend_from_slice(kept);
        self.keep(StoredCall {
            id: 0,
            at: outcome.at,
            vendor: Some(serving(request.uri().path())),
            text,
            request: end_of_head,
            answer: end_of_request,
            status: outcome.answer.map_or(0, |answer| answer.status().as_u16()),
            answer_length: answer.len(),
            fault: outcome.fault,
            suspect: outcome.suspect.map(|suspect| Arc::new(suspect.into())),
            error: outcome.error,
        })
    }

    /// Notes a connection on which no request arrived, and gives its id.
    pub(crate) fn note_silence(&self, outcome: LogOutcome<'_>) -> u64 {
        self.keep(StoredCall {
            id: 0,
            at: outcome.at,
            vendor: None,
            text: Vec::new(),
            request: 0,
            answer: 0,
            status: 0,
            answer_length: 0,
            fault: None,
            suspect: None,
            error: outcome.error,
        })
    }

    fn keep(&self, mut entry: StoredCall) -> u64 {
        let mut ring = self.ring();
        ring.last += 1;
        entry.id = ring.last;
        ring.push(entry);
        ring.last
    }

    /// Entries with a greater id, oldest first.
    pub(crate) fn after(&self, id: u64, most: usize) -> Vec<LogEntry> {
        let ring = self.ring();
        let begin = ring.entries.partition_point(|entry| entry.id <= id);
        ring.entries.range(begin..).take(most).map(StoredCall::show).collect()
    }

    /// Forgets every entry; ids go on.
    pub(crate) fn clear(&self) {
        let mut ring = self.ring();
        ring.entries.clear();
        ring.bytes = 0;
    }

    fn ring(&self) -> std::sync::MutexGuard<'_, Ring> {
        self.0.lock().expect("noting does not panic")
    }
}

impl Ring {
    fn push(&mut self, entry: StoredCall) {
        self.bytes += entry.size();
        self.entries.push_back(entry);
        while self.entries.len() > MOST_ENTRIES || self.bytes > MOST_BYTES {
            let Some(oldest) = self.entries.pop_front() else { return };
            self.bytes -= oldest.size();
        }
    }
}

impl StoredCall {
    fn size(&self) -> usize {
        // A diagnosis that is read later shows the signed text twice, each time in part if it is long.
        let diagnosis = if self.suspect.is_some() { 2 * DIAGNOSED_TEXT } else { 0 };
        size_of::<Self>() + self.text.capacity() + diagnosis
    }

    fn show(&self) -> LogEntry {
        let head = String::from_utf8_lossy(&self.text[..self.request]);
        let mut lines = head.lines();
        let (method, path) = lines.next().and_then(|line| line.split_once(' ')).unwrap_or_default();
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap_or((line, ""));
            (name.to_owned(), value.to_owned())
        };
        let request = Bytes::copy_from_slice(&self.text[self.request..self.answer]);
        let diagnosed = |suspect| {
            let call = Request::post(path).body(request.clone()).ok()?;
            Some(LazyDiagnosis::of(suspect, call))
        };
        let diagnosis = self.suspect.as_ref().and_then(diagnosed).unwrap_or_default();
        LogEntry {
            id: self.id,
            at: self.at,
            vendor: self.vendor.map_or("", |vendor| vendor.name),
            operation: self.vendor.and_then(|vendor| vendor.operation(path, &request)),
            method: method.to_owned(),
            path: path.to_owned(),
            headers: lines.map(header).collect(),
            request,
            status: self.status,
            answer: Bytes::copy_from_slice(&self.text[self.answer..]),
            answer_length: self.answer_length,
            fault: self.fault.clone(),
            error: self.error.clone(),
            signature_refused: self.suspect.is_some(),
            diagnosis,
        }
    }
}

/// `POST /path`, then one line for each header. A header's value has no line break.
fn push_head(text: &mut Vec<u8>, request: &Request<Bytes>) {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    text.extend_from_slice(request.method().as_str().as_bytes());
    text.push(b' ');
    text.extend_from_slice(path.as_bytes());
    for (name, value) in request.headers() {
        text.push(b'\n');
        text.extend_from_slice(name.as_str().as_bytes());
        text.extend_from_slice(b": ");
        text.extend_from_slice(value.as_bytes());
    }
}

fn as_text<S: Serializer>(bytes: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(log: &RequestLog, body: usize) -> u64 {
        let request = Request::post("/api/v2?a=b").header("X-One", "1").body(Bytes::from("x"));
        let answer = Response::new(Bytes::from(vec![b'y'; body]));
        let outcome =
            LogOutcome { answer: Some(&answer), ..LogOutcome::new(Timestamp::UNIX_EPOCH) };
        log.note(&request.expect("legal"), outcome)
    }

    #[test]
    fn an_entry_shows_the_call_and_the_beginning_of_a_long_answer() {
        let log = RequestLog::default();
        assert_eq!((note(&log, 3), note(&log, 100_000)), (1, 2));
        let all = log.after(0, 10);
        assert_eq!((all[0].method.as_str(), all[0].path.as_str()), ("POST", "/api/v2?a=b"));
        assert_eq!(all[0].headers, [("x-one".to_owned(), "1".to_owned())]);
        assert_eq!((&all[0].answer[..], all[0].answer_length), (&b"yyy"[..], 3));
        assert_eq!((all[1].answer.len(), all[1].answer_length), (LONGEST_ANSWER, 100_000));
        assert_eq!(log.after(1, 10), all[1..]);
        log.clear();
        assert!(log.after(0, 10).is_empty());
        assert_eq!(note(&log, 0), 3);
    }

    #[test]
    fn it_keeps_neither_too_many_entries_nor_too_many_bytes() {
        let log = RequestLog::default();
        for _ in 0..MOST_ENTRIES + 5 {
            note(&log, 0);
        }
        assert_eq!(log.after(0, usize::MAX).len(), MOST_ENTRIES);
        for _ in 0..2000 {
            note(&log, LONGEST_ANSWER);
        }
        let kept = log.after(0, usize::MAX);
        assert!(kept.len() > 1000 && kept.len() < 1100, "{}", kept.len());
        assert_eq!(kept.last().map(|entry| entry.id), Some(12_005));
    }
}
