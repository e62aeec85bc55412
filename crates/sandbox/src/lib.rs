#![doc = include_str!("../README.md")]

mod accounts;
mod actions;
mod apply;
mod clock;
mod config;
mod credentials;
mod day_index;
mod diagnose;
mod dispatch;
mod error;
mod expected_rows;
mod faults;
mod in_process;
mod integrity;
mod json_writer;
mod lazy_diagnosis;
mod limits;
mod qince;
mod qmai;
mod quirks;
mod record;
mod request_log;
mod response;
mod sandbox;
mod seed;
mod seed_words;
mod seeded_rng;
mod serde_text;
mod snapshot;
mod suspect_call;
mod unread;
mod vendor;

pub use accounts::{QINCE_OPENID, QMAI_GRANT_CODE, QMAI_OPEN_ID};
pub use actions::{Action, Order};
pub use clock::Clock;
pub use config::{SandboxConfig, SeedSizes};
pub use credentials::{Credentials, IdAndCode, PUBLIC_ACCOUNT_IDS, QinceAccess, QmaiAccess};
pub use diagnose::{diagnose_qince, recoded};
pub use dispatch::VendorAnswer;
pub use error::SandboxError;
pub use faults::{
    ActiveFault, Delivery, FAULTS, Fault, FaultRule, GatewayPage, Latency, StateEffect,
};
pub use in_process::InProcess;
pub use json_writer::JsonObject;
pub use lazy_diagnosis::LazyDiagnosis;
pub use limits::LARGEST_BODY;
pub use quirks::{Quirk, Quirks};
pub use record::{RecordKind, RecordText};
pub use request_log::{LogEntry, REQUEST_ID};
pub use response::{error_response, json_response};
pub use sandbox::Sandbox;
pub use snapshot::Reset;
pub use unread::UnreadRequest;
pub use vendor::ServedVendor;
