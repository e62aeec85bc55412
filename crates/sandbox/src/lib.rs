#![doc = include_str!("../README.md")]

mod clock;
mod config;
mod context;
mod diagnose;
mod dispatch;
mod error;
mod faults;
mod in_process;
mod integrity;
mod json_writer;
mod lazy_diagnosis;
mod limits;
mod quirks;
mod record_kind;
mod records;
mod request_log;
mod response;
mod samples;
mod sandbox;
mod seed;
mod seed_words;
mod seeded_rng;
mod serde_text;
mod served_vendor;
mod snapshot;
mod suspect_call;
mod unread;
mod vendor_side;
mod vendors;

pub use clock::Clock;
pub use config::SandboxConfig;
pub use diagnose::recoded;
pub use dispatch::VendorAnswer;
pub use error::SandboxError;
pub use faults::{
    ActiveFault, Delivery, FAULTS, Fault, FaultRule, GatewayPage, Latency, StateEffect,
};
pub use in_process::InProcess;
pub use json_writer::JsonObject;
pub use lazy_diagnosis::LazyDiagnosis;
pub use limits::LARGEST_BODY;
pub use quirks::{Quirk, QuirkRow, Quirks};
pub use record_kind::{RecordKind, RecordStep, RecordText};
pub use request_log::{LogEntry, REQUEST_ID};
pub use response::{error_response, json_response};
pub use sandbox::Sandbox;
pub use snapshot::Reset;
pub use unread::UnreadRequest;
pub use vendors::*;
