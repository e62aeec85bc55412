//! Operations: name, path, action, kind, rules and rows of each.

use coupon_wire::{Location, OperationKind, Row, Violation};
use serde::{Serialize, de::DeserializeOwned};
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
    /// Place of the records in `data`.
    pub data: ResponseShape,
    violations: fn(&str) -> Result<Vec<Violation>, coupon_wire::Error>,
    check_row: fn(&str) -> Result<(), coupon_wire::Error>,
}

impl Operation {
    /// The operation of a call's type.
    pub const fn of<E: Endpoint>() -> Self {
        Self {
            name: E::NAME,
            path: E::PATH,
            action: E::ACTION,
            kind: E::KIND,
            data: E::DATA,
            violations: violations_in::<E>,
            check_row: check_row_of::<E>,
        }
    }

    /// Every broken rule of a `params` text. An error if it is no JSON object or a field has an impossible type.
    pub fn validate(&self, params: &str) -> Result<Vec<Violation>, coupon_wire::Error> {
        (self.violations)(params)
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

fn violations_in<E: Endpoint>(params: &str) -> Result<Vec<Violation>, coupon_wire::Error> {
    Row::<E>::decode_text(place(E::NAME), "params", params).map(|call| call.rules())
}

fn check_row_of<E: Endpoint>(row: &str) -> Result<(), coupon_wire::Error> {
    Row::<E::Row>::decode_text(place(E::NAME), "row", row).map(drop)
}
