#![doc = include_str!("../README.md")]

mod client;
mod error;
mod provider;
mod translate;

pub use client::Qmai;
