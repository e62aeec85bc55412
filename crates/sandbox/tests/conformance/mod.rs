//! The contract of every provider, checked through the trait alone, for all three providers over the sandbox within the process.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

mod case;
mod reads;
mod switches;
mod writes;
