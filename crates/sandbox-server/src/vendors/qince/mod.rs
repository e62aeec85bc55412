//! Qince 勤策: its row, its programs, its documents.

mod answers_seen;
mod choices;
pub(super) mod faults;
mod openapi;
mod openapi_for_clients;
mod programs;
mod sign;
pub(super) mod vendor;
