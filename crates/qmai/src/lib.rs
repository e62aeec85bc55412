#![doc = include_str!("../README.md")]

mod client;
mod commands;
mod error;
mod postcondition;
mod provider;
mod translate;

pub use client::{Qmai, business_id};
