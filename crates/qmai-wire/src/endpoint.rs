//! What an operation is: its name, path, action, kind, rules and rows.

use bytes::Bytes;
use coupon_wire::{Answer, Location, OperationKind, Violation};
use http::Response;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

#[cfg(feature = "schema")]
use crate::schema::OperationSchemas;
use crate::{decode::decode_any, error::Error, v2, v3};

/// One operation of the documents, as the `params` that it takes.
pub trait Endpoint: Serialize + DeserializeOwned + Default + sealed::Sealed {
    /// "v3.getCustomerCoupons".
    const NAME: &'static str;
    /// What stands in the URL behind the host: "v3/crm/coupon/getCustomerCoupons", "api/v2".
    const PATH: &'static str;
    /// V2 alone, where one path serves everything: what `Action` says.
    const ACTION: Option<&'static str>;
    /// Whether it may change something.
    const KIND: OperationKind;
    /// Where the records stand in `data`.
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

/// Where the records stand in `data`.
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
    /// What `Action` says, in V2.
    pub action: Option<&'static str>,
    /// Whether it may change something.
    pub kind: OperationKind,
    /// Where the records stand in `data`.
    pub data: ResponseShape,
    broken: fn(&str) -> Result<Vec<Violation>, coupon_wire::Error>,
    read: fn(&str) -> Result<(), coupon_wire::Error>,
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
            broken: broken_of::<E>,
            read: read_of::<E>,
        }
    }

    /// Every broken rule of a `params` text. An error if it is no JSON object or a field has an impossible type.
    pub fn validate(&self, params: &str) -> Result<Vec<Violation>, coupon_wire::Error> {
        (self.broken)(params)
    }

    /// The rows of an answer as text.
    pub fn decode(&self, answer: &Response<Bytes>) -> Result<Answer<Raw>, Error> {
        decode_any(self, answer)
    }

    /// Whether the typed model can read this row.
    pub fn check_row(&self, row: &str) -> Result<(), coupon_wire::Error> {
        (self.read)(row)
    }

    /// Where its answers come from, for messages.
    pub(crate) fn place(&self) -> Location {
        place(self.name)
    }
}

/// The operation of that name.
pub fn operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}

fn place(operation: &'static str) -> Location {
    Location { vendor: "qmai", operation }
}

fn broken_of<E: Endpoint>(params: &str) -> Result<Vec<Violation>, coupon_wire::Error> {
    let text = params.to_owned().into();
    let row = coupon_wire::Row::<E>::new(place(E::NAME), "params".to_owned(), text)?;
    row.decode().map(|call| call.rules())
}

fn read_of<E: Endpoint>(row: &str) -> Result<(), coupon_wire::Error> {
    let text = row.to_owned().into();
    let row = coupon_wire::Row::<E::Row>::new(place(E::NAME), "row".to_owned(), text)?;
    row.decode().map(drop)
}

/// Lists the operations, once.
macro_rules! operations {
    ($($endpoint:ty,)*) => {
        /// Every operation, for calls by name.
        pub const OPERATIONS: &[Operation] = &[$(Operation::of::<$endpoint>(),)*];

        /// Every operation with its schemas, in the order of [`OPERATIONS`].
        #[cfg(feature = "schema")]
        pub fn operations_with_schemas() -> Vec<OperationSchemas> {
            let of: &[fn(&'static Operation) -> OperationSchemas] =
                &[$(OperationSchemas::of::<$endpoint>,)*];
            OPERATIONS.iter().zip(of).map(|(operation, of)| of(operation)).collect()
        }
    };
}

operations! {
    v3::GetCustomerCoupons,
    v2::UserCouponsDetailByIds,
    v2::UserCouponsDetailByUser,
}
