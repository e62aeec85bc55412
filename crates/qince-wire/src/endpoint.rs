//! Operations: name, path, kind, rules and rows of each.

use std::collections::BTreeMap;

use coupon_wire::{
    Certainty, Location, OperationKind, Row, Violation, internal::fields_of, is_operation_path,
};
use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_json::value::RawValue;

/// One operation of the documents, as the call that it takes.
pub trait Endpoint: Serialize + DeserializeOwned + Default + sealed::Sealed {
    /// "voucher.getVoucherInfos".
    const NAME: &'static str;
    /// Part of the URL between `/api/` and the openid: "voucher/v1/getVoucherInfos".
    const PATH: &'static str;
    /// Whether it may change something.
    const KIND: OperationKind;
    /// How well it is known: documented, unless its file says otherwise.
    const GRADE: Certainty = Certainty::Documented;
    /// Documented shape of `response_data`.
    const DATA: ResponseShape;
    /// One record of `response_data`.
    type Row: Serialize + DeserializeOwned;

    /// The broken rules of a call whose blank fields are none; see [`Endpoint::validate`].
    #[doc(hidden)]
    fn rules(&self) -> Vec<Violation>;

    /// Every broken rule of the documents, all at once. A blank field is the same as none, as it is for the vendor.
    fn validate(&self) -> Vec<Violation> {
        let body = serde_json::to_string(self).expect("a call is made of text, numbers and lists");
        let read: Self = serde_json::from_str(&body).expect("what a call writes, it reads");
        read.rules()
    }
}

/// Documented shape of the `response_data` of a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseShape {
    /// Records: an object is one, a list many. Anything else is an error.
    Rows,
    /// None. A blank answer has no row. Any other answer is one row, kept verbatim.
    Undocumented,
}

pub(crate) mod sealed {
    /// Only this crate's operations can be signed, so that encoding cannot fail.
    pub trait Sealed {}
}

/// A record as JSON of any shape: for operations whose answer the documents do not describe, and for calls by name.
pub type Raw = Box<RawValue>;

/// An operation known by name alone.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// "voucher.getVoucherInfos".
    pub name: &'static str,
    /// "voucher/v1/getVoucherInfos".
    pub path: &'static str,
    /// Whether it may change something.
    pub kind: OperationKind,
    /// How well it is known. Of an operation of one's own nothing is known here.
    pub grade: Certainty,
    /// Documented shape of `response_data`.
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
    /// The path has other characters, has fewer than three parts, or is longer than 200 characters.
    #[error(
        "the path is module, version and operation, as customer/v1/queryCustomer: letters, digits, '-', '_' and '.' between single slashes"
    )]
    Path,
}

impl OperationError {
    /// The same in Chinese.
    pub fn zh(&self) -> &'static str {
        match self {
            Self::Name => "操作名由字母、数字、连字符、下划线、点组成，各段以单个斜线分隔",
            Self::Path => {
                "路径应为模块、版本、操作，如 customer/v1/queryCustomer；由字母、数字、连字符、下划线、点组成，各段以单个斜线分隔"
            }
        }
    }
}

impl Operation {
    pub(crate) const fn of<E: Endpoint>() -> Self {
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

    /// An operation that is not in [`OPERATIONS`](crate::OPERATIONS). Its body has no rules but to be an object, and any row is
    /// accepted.
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
        if !is_operation_path(path) || path.split('/').count() < 3 {
            return Err(OperationError::Path);
        }
        if !is_operation_path(name) {
            return Err(OperationError::Name);
        }
        let (grade, violations) = (Certainty::Assumed, object_alone);
        Ok(Self {
            name,
            path,
            kind,
            grade,
            data,
            violations,
            check_row: |_| Ok(()),
            fields: || &[],
        })
    }

    /// Every broken rule of a body. An error if the body is no JSON object or a field has an impossible type.
    pub fn validate(&self, body: &str) -> Result<Vec<Violation>, coupon_wire::Error> {
        (self.violations)(self.name, body)
    }

    /// The fields of a call in the order of the document; none for an operation of one's own.
    pub fn fields(&self) -> &'static [&'static str] {
        (self.fields)()
    }

    /// Whether the typed model can read this row.
    pub fn check_row(&self, row: &str) -> Result<(), coupon_wire::Error> {
        (self.check_row)(row)
    }
}

/// Where an operation's answers come from, for messages.
pub(crate) fn place(operation: &'static str) -> Location {
    Location { vendor: "qince", operation }
}

fn violations_in<E: Endpoint>(
    name: &'static str,
    body: &str,
) -> Result<Vec<Violation>, coupon_wire::Error> {
    Row::<E>::decode_text(place(name), "body", body).map(|call| call.rules())
}

fn object_alone(name: &'static str, body: &str) -> Result<Vec<Violation>, coupon_wire::Error> {
    let read = Row::<BTreeMap<String, IgnoredAny>>::decode_text(place(name), "body", body);
    read.map(|_| Vec::new())
}

fn check_row_of<E: Endpoint>(row: &str) -> Result<(), coupon_wire::Error> {
    Row::<E::Row>::decode_text(place(E::NAME), "row", row).map(drop)
}
