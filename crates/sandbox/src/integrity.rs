//! Checks of the records that a snapshot names.

use std::{collections::HashMap, fmt::Display, hash::Hash};

use crate::error::SandboxError;

/// Notes where a record stands, by something that only one record may have.
pub(crate) fn note<K: Eq + Hash + Display + Clone>(
    places: &mut HashMap<K, u32>,
    key: K,
    place: u32,
) -> Result<(), SandboxError> {
    let twice = SandboxError::new(format!("the snapshot: {key} is there twice"));
    places.insert(key, place).map_or(Ok(()), |_| Err(twice))
}

/// Positions count from 0.
pub(crate) fn below(what: &str, position: u32, count: usize) -> Result<(), SandboxError> {
    if (position as usize) < count {
        return Ok(());
    }
    Err(SandboxError::new(format!("the snapshot: {what} {position}, and there are {count}")))
}
