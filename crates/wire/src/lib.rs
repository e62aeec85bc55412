#![doc = include_str!("../README.md")]

pub mod account;
mod answer;
mod cause_texts;
mod damaged;
mod damaged_page;
mod diagnosis;
mod diagnosis_cause;
mod embedded_json;
mod error;
mod escaped_rows;
mod lenient;
mod member_span;
mod number;
mod object;
mod operation_path;
mod record;
mod scalar;
#[cfg(feature = "schema")]
mod schema;
mod shape;
mod string_scan;
mod struct_fields;
mod text_range;
mod time;
mod unit;
mod validator;
mod values;
mod violation;

pub use answer::{Answer, Row, any_row, keyed_rows, rows};
pub use cause_texts::{CAUSE_TEXTS, CauseText, cause_table};
pub use damaged_page::DamagedPage;
pub use diagnosis::{Compared, Diagnosis};
pub use diagnosis_cause::DiagnosisCause;
pub use embedded_json::EmbeddedJson;
pub use error::{Error, InvalidScalar, Location};
pub use lenient::{Lenient, OneOrMany, ZeroOrOne};
pub use operation_path::{MAX_OPERATION_PATH, is_operation_path};
pub use scalar::{Number, Scalar};
#[cfg(feature = "schema")]
pub use schema::OperationSchemas;
pub use unit::{DateRange, DayLimit, Percent, Quantity};
pub use validator::Validator;
pub use values::Enumerated;
pub use violation::{Certainty, Rule, Violation, ViolationKind};

/// Helpers for the other crates of this workspace. Not a part of the interface.
#[doc(hidden)]
pub mod internal {
    pub use crate::damaged::member_text;
    pub use crate::diagnosis::{SignatureFinding, permutations};
    pub use crate::error::{excerpt, masked_excerpt};
    pub use crate::number::{strict_decimal, strict_whole};
    pub use crate::record::record;
    #[cfg(feature = "schema")]
    pub use crate::schema::{bilingual, nested_schema, schema};
    pub use crate::shape::{Entries, loose_members, unmarked};
    pub use crate::struct_fields::fields_of;
}

/// Whether a call only reads or may change something at the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// Only reads. May be repeated.
    Read,
    /// May change something. Never repeated once a byte may have been sent.
    Write,
}

impl OperationKind {
    /// True for a write.
    pub fn is_write(self) -> bool {
        self == Self::Write
    }

    /// "read" or "write".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}
