//! Operations: name, path, kind, rules and rows of each.

use std::collections::BTreeMap;

use coupon_wire::{
    Certainty, Location, OperationKind, Row, Violation, internal::fields_of, is_operation_path,
};
use http::Method;
use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_json::value::RawValue;

/// One operation of the documents, as the parameters that it takes.
pub trait Endpoint: Serialize + DeserializeOwned + Default + sealed::Sealed {
    /// "busifavor.useCoupon".
    const NAME: &'static str;
    /// The URL behind the host and its slash. A segment in braces is a parameter.
    const PATH: &'static str;
    /// Whether it may change something. A read is a GET, a write a POST.
    const KIND: OperationKind;
    /// How well it is known: documented, unless its file says otherwise.
    const GRADE: Certainty = Certainty::Documented;
    /// Place of the records in the answer.
    const DATA: ResponseShape;
    /// One record of the answer.
    type Row: Serialize + DeserializeOwned;

    /// The broken rules of a call whose blank fields are none; see [`Endpoint::validate`].
    #[doc(hidden)]
    fn rules(&self) -> Vec<Violation>;

    /// Every broken rule of the documents, all at once. A blank field is the same as none.
    fn validate(&self) -> Vec<Violation> {
        let params = serde_json::to_string(self).expect("a call is made of text and numbers");
        let read: Self = serde_json::from_str(&params).expect("what a call writes, it reads");
        read.rules()
    }
}

/// Place of the records in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseShape {
    /// The body is the one record.
    Record,
    /// They are the list `data`.
    List,
    /// Nobody says what the body is. A blank one has no row; any other is one row, kept verbatim.
    Undocumented,
}

pub(crate) mod sealed {
    /// Only this crate's operations are listed, so that encoding cannot fail.
    pub trait Sealed {}
}

/// A record as JSON of any shape: for calls by name.
pub type Raw = Box<RawValue>;

/// An operation known by name alone.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// "busifavor.useCoupon".
    pub name: &'static str,
    /// The URL behind the host and its slash. A segment in braces is a parameter.
    pub path: &'static str,
    /// Whether it may change something. A read is a GET, a write a POST.
    pub kind: OperationKind,
    /// How well it is known. Of an operation of one's own nothing is known here.
    pub grade: Certainty,
    /// Place of the records in the answer.
    pub data: ResponseShape,
    violations: fn(&'static str, &str) -> Result<Vec<Violation>, coupon_wire::Error>,
    check_row: fn(&str) -> Result<(), coupon_wire::Error>,
    fields: fn() -> &'static [&'static str],
}

/// Why an operation of one's own is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OperationError {
    /// The name is blank or has other characters than ASCII letters, digits, `-`, `_`, `.` and single slashes.
    #[error(
        "the name of an operation is made of letters, digits, '-', '_', '.' and single slashes"
    )]
    Name,
    /// The path has other characters, begins or ends with a slash, or is longer than 200 characters.
    #[error(
        "the path is what follows the host, as v3/marketing/busifavor/callbacks: letters, digits, '-', '_' and '.' between single slashes"
    )]
    Path,
}

impl OperationError {
    /// The same in Chinese.
    pub fn zh(&self) -> &'static str {
        match self {
            Self::Name => "操作名由字母、数字、连字符、下划线、点组成，各段以单个斜线分隔",
            Self::Path => {
                "路径应为主机名之后的部分，如 v3/marketing/busifavor/callbacks；由字母、数字、连字符、下划线、点组成，各段以单个斜线分隔"
            }
        }
    }
}

impl Operation {
    /// The operation of a call's type.
    pub const fn of<E: Endpoint>() -> Self {
        Self {
            name: E::NAME,
            path: E::PATH,
            kind: E::KIND,
            grade: E::GRADE,
            data: E::DATA,
            violations: violations_in::<E>,
            check_row: check_row_of::<E>,
            fields: fields_of::<E>,
        }
    }

    /// An operation that is not in [`OPERATIONS`](crate::OPERATIONS): a GET if it only reads, otherwise a POST. Its path has no
    /// parameters, its other parameters have no rules but to be an object, and any row is accepted.
    ///
    /// # Errors
    ///
    /// The name or the path cannot be sent as it is.
    pub fn custom(
        name: &'static str,
        path: &'static str,
        kind: OperationKind,
        data: ResponseShape,
    ) -> Result<Self, OperationError> {
        if !is_operation_path(path) {
            return Err(OperationError::Path);
        }
        if !is_operation_path(name) {
            return Err(OperationError::Name);
        }
        Ok(Self {
            name,
            path,
            kind,
            grade: Certainty::Assumed,
            data,
            violations: object_alone,
            check_row: |_| Ok(()),
            fields: || &[],
        })
    }

    /// The HTTP method.
    pub fn method(&self) -> Method {
        match self.kind {
            OperationKind::Read => Method::GET,
            OperationKind::Write => Method::POST,
        }
    }

    /// Every broken rule of the parameters, a JSON object. An error if it is none or a field has an impossible type.
    pub fn validate(&self, params: &str) -> Result<Vec<Violation>, coupon_wire::Error> {
        (self.violations)(self.name, params)
    }

    /// The fields of a call in the order of the document; none for an operation of one's own.
    pub fn fields(&self) -> &'static [&'static str] {
        (self.fields)()
    }

    /// Whether the typed model can read this row.
    pub fn check_row(&self, row: &str) -> Result<(), coupon_wire::Error> {
        (self.check_row)(row)
    }

    /// Where its answers come from, for messages.
    pub(crate) fn place(&self) -> Location {
        place(self.name)
    }
}

fn place(operation: &'static str) -> Location {
    Location { vendor: "wxpay", operation }
}

fn violations_in<E: Endpoint>(
    name: &'static str,
    params: &str,
) -> Result<Vec<Violation>, coupon_wire::Error> {
    Row::<E>::decode_text(place(name), "params", params).map(|call| call.rules())
}

fn object_alone(name: &'static str, params: &str) -> Result<Vec<Violation>, coupon_wire::Error> {
    let read = Row::<BTreeMap<String, IgnoredAny>>::decode_text(place(name), "params", params);
    read.map(|_| Vec::new())
}

fn check_row_of<E: Endpoint>(row: &str) -> Result<(), coupon_wire::Error> {
    Row::<E::Row>::decode_text(place(E::NAME), "row", row).map(drop)
}
