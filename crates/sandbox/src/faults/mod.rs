//! Faults on purpose: the network, a gateway or a busy vendor spoils a call.

mod answer;
mod delivery;
mod drift;
mod effects;
mod fault;
mod rules;

pub(crate) use self::{answer::instead, drift::Drift, effects::FaultEffects, rules::ActiveFaults};
pub use self::{
    delivery::Delivery,
    fault::{FAULTS, Fault, GatewayPage, Latency, StateEffect},
    rules::{ActiveFault, FaultRule},
};
