#![doc = include_str!("../README.md")]

mod answer;
mod check;
mod diagnosis;
mod document;
mod error;
mod lenient;
mod object;
mod part;
mod problem;
mod record;
mod scalar;
#[cfg(feature = "schema")]
mod schema;
mod shape;
mod time;
mod unit;
mod values;

pub use answer::{Answer, Row, any_row, keyed_rows, rows};
pub use check::Check;
pub use diagnosis::{Cause, Compared, Diagnosis, first_difference};
pub use document::Cut;
pub use error::{Error, Place, excerpt, masked_excerpt};
pub use lenient::{Lenient, Many, One};
pub use problem::{Broken, Grade, Problem};
pub use record::record;
pub use scalar::{Number, Scalar};
#[cfg(feature = "schema")]
pub use schema::bilingual;
pub use unit::{DateRange, Days, Percent, Quantity};

/// Whether a call only looks or may change something at the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Looks. May be repeated.
    Read,
    /// May change something. Never repeated by us once a byte may have left.
    Write,
}

impl Kind {
    /// "read" or "write".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}
