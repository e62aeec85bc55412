//! Qmai 企迈: its row, its programs, its documents.

mod answers_seen;
mod choices;
mod openapi;
mod openapi_for_clients;
mod programs;
mod sign;
pub(super) mod vendor;
