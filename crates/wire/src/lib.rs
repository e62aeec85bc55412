#![doc = include_str!("../README.md")]

mod answer;
mod diagnosis;
mod embedded_json;
mod error;
mod lenient;
mod object;
mod record;
mod scalar;
#[cfg(feature = "schema")]
mod schema;
mod shape;
mod text_range;
mod time;
mod unit;
mod validator;
mod values;
mod violation;

pub use answer::{Answer, Row, any_row, keyed_rows, rows};
pub use diagnosis::{Cause, Compared, Diagnosis, first_difference};
pub use embedded_json::EmbeddedJson;
pub use error::{Error, Location, excerpt, masked_excerpt};
pub use lenient::{Lenient, OneOrMany, ZeroOrOne};
pub use record::record;
pub use scalar::{Number, Scalar};
#[cfg(feature = "schema")]
pub use schema::bilingual;
pub use unit::{DateRange, Days, Percent, Quantity};
pub use validator::Validator;
pub use violation::{Certainty, Violation, ViolationKind};

/// Whether a call only looks or may change something at the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// Looks. May be repeated.
    Read,
    /// May change something. Never repeated by us once a byte may have left.
    Write,
}

impl OperationKind {
    /// "read" or "write".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}
