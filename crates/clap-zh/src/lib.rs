#![doc = include_str!("../README.md")]

mod command;
mod texts;
mod usage_error;

pub use texts::{ChineseTexts, ChineseTextsError};
