//! Operations: name, path, action, kind, rules and rows of each.

use std::collections::BTreeMap;

use coupon_wire::{
    Certainty, Location, OperationKind, Row, Violation, internal::fields_of, is_operation_path,
};
use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_json::value::RawValue;

/// One operation of the documents, as the `params` that it takes.
pub trait Endpoint: Serialize + DeserializeOwned + Default + sealed::Sealed {
    /// "v3.getCustomerCoupons".
    const NAME: &'static str;
    /// Part of the URL behind the host: "v3/crm/coupon/getCustomerCoupons", "api/v2".
    const PATH: &'static str;
    /// Value of `Action`. V2 alone has it, where one path serves everything.
    const ACTION: Option<&'static str>;
    /// Whether it may change something.
    const KIND: OperationKind;
    /// How well it is known: documented, unless its file says otherwise.
    const GRADE: Certainty = Certainty::Documented;
    /// Place of the records in `data`.
    const DATA: ResponseShape;
    /// One record of `data`.
    type Row: Serialize + DeserializeOwned;

    /// The broken rules of a call whose blank fields are none; see [`Endpoint::validate`].
    #[doc(hidden)]
    fn rules(&self) -> Vec<Violation>;

    /// Every broken rule of the documents, all at once. A blank field is the same as none, as it is for the vendor.
    fn validate(&self) -> Vec<Violation> {
        let params = serde_json::to_string(self).expect("a call is made of text and numbers");
        let read: Self = serde_json::from_str(&params).expect("what a call writes, it reads");
        read.rules()
    }
}

/// Place of the records in `data`.
#[derive(Debug, Clone, Copy)]
pub struct ResponseShape {
    /// Whether they stand in a map of ids, one level down in `data.data`. Otherwise `data` is a record, a list or `{list, total}`.
    pub keyed: bool,
    /// The names of a record's own ids. A single record in which those that are there are blank or 0
    /// stands for nothing found.
    pub ids: &'static [&'static str],
    /// Whether nobody says what `data` is. A blank answer has no row; any other is one row, kept verbatim.
    pub undocumented: bool,
}

impl ResponseShape {
    /// A record, a list or `{list, total}`, whose records have no known ids.
    pub const RECORDS: Self = Self { keyed: false, ids: &[], undocumented: false };
    /// Anything.
    pub const UNDOCUMENTED: Self = Self { undocumented: true, ..Self::RECORDS };
}

pub(crate) mod sealed {
    /// Only this crate's operations can be signed, so that encoding cannot fail.
    pub trait Sealed {}
}

/// A record as JSON of any shape: for calls by name.
pub type Raw = Box<RawValue>;

/// An operation known by name alone.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// "v3.getCustomerCoupons".
    pub name: &'static str,
    /// "v3/crm/coupon/getCustomerCoupons", "api/v2".
    pub path: &'static str,
    /// Value of `Action`, in V2.
    pub action: Option<&'static str>,
    /// Whether it may change something.
    pub kind: OperationKind,
    /// How well it is known. Of an operation of one's own nothing is known here.
    pub grade: Certainty,
    /// Place of the records in `data`.
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
        "the path is what follows the host, as v3/crm/customer/gatherCustomerInfo: letters, digits, '-', '_' and '.' between single slashes"
    )]
    Path,
    /// V2 has one path, and tells its operations by their Action.
    #[error("{V2_PATH} serves everything by its Action: name the Action")]
    NoAction,
    /// The Action is blank, or has characters that a signature cannot hold as they are.
    #[error("an Action is like coupon.coupon-activity-add: letters, digits, '-', '_' and '.'")]
    Action,
}

impl OperationError {
    /// The same in Chinese.
    pub fn zh(&self) -> &'static str {
        match self {
            Self::Name => "操作名由字母、数字、连字符、下划线、点组成，各段以单个斜线分隔",
            Self::Path => {
                "路径应为主机名之后的部分，如 v3/crm/customer/gatherCustomerInfo；由字母、数字、连字符、下划线、点组成，各段以单个斜线分隔"
            }
            Self::NoAction => "api/v2 以 Action 区分各操作，请写明 Action",
            Self::Action => {
                "Action 形如 coupon.coupon-activity-add，由字母、数字、连字符、下划线、点组成"
            }
        }
    }
}

/// The path of every V2 operation.
pub(crate) const V2_PATH: &str = "api/v2";

impl Operation {
    /// The operation of a call's type.
    pub const fn of<E: Endpoint>() -> Self {
        Self {
            name: E::NAME,
            path: E::PATH,
            action: E::ACTION,
            kind: E::KIND,
            grade: E::GRADE,
            data: E::DATA,
            violations: violations_in::<E>,
            check_row: check_row_of::<E>,
            fields: fields_of::<E>,
        }
    }

    /// An operation of V3 that is not in [`OPERATIONS`](crate::OPERATIONS). Its `params` have no rules but to be an object, and
    /// any row is accepted.
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
        if path == V2_PATH {
            return Err(OperationError::NoAction);
        }
        if !is_operation_path(path) {
            return Err(OperationError::Path);
        }
        Self::unlisted(name, path, None, kind, data)
    }

    /// As [`custom`](Self::custom), for an operation of V2, which is told by its `Action`.
    ///
    /// # Errors
    ///
    /// The name or the Action cannot be sent as it is.
    pub fn custom_v2(
        name: &'static str,
        action: &'static str,
        kind: OperationKind,
        data: ResponseShape,
    ) -> Result<Self, OperationError> {
        if !is_operation_path(action) || action.contains('/') {
            return Err(OperationError::Action);
        }
        Self::unlisted(name, V2_PATH, Some(action), kind, data)
    }

    fn unlisted(
        name: &'static str,
        path: &'static str,
        action: Option<&'static str>,
        kind: OperationKind,
        data: ResponseShape,
    ) -> Result<Self, OperationError> {
        if !is_operation_path(name) {
            return Err(OperationError::Name);
        }
        Ok(Self {
            name,
            path,
            action,
            kind,
            grade: Certainty::Assumed,
            data,
            violations: object_alone,
            check_row: |_| Ok(()),
            fields: || &[],
        })
    }

    /// Every broken rule of a `params` text. An error if it is no JSON object or a field has an impossible type.
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
    Location { vendor: "qmai", operation }
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
