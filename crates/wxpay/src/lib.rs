#![doc = include_str!("../README.md")]

mod client;
mod commands;
mod error;
mod merchant_role;
mod postcondition;
mod provider;
mod translate;
mod use_number;

pub use client::{WxPay, request_number};
pub use merchant_role::MerchantRole;
