//! Faults on purpose: the network, a gateway or a busy vendor spoils a call.

mod answer;
mod delivery;
mod effects;
mod fault;
mod rules;

pub(crate) use self::{
    answer::instead,
    effects::{Drift, FaultEffects},
    rules::ActiveFaults,
};
pub use self::{
    delivery::Delivery,
    fault::{FAULTS, Fault, GatewayPage, Latency, StateEffect},
    rules::{ActiveFault, FaultRule},
};
