//! What an operation is: its name, path, kind, rules and rows.

use coupon_wire::{Answer, Location, OperationKind, Violation};
use http::Response;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

#[cfg(feature = "schema")]
use crate::decode::Envelope;
use crate::{
    attempt_params::AttemptParams, coupondetail, decode::decode_any, error::Error, voucher,
};

/// One operation of the documents, as the call that it takes.
pub trait Endpoint: Serialize + DeserializeOwned + Default + sealed::Sealed {
    /// "voucher.getVoucherInfos".
    const NAME: &'static str;
    /// What stands in the URL between `/api/` and the openid: "voucher/v1/getVoucherInfos".
    const PATH: &'static str;
    /// Whether it may change something.
    const KIND: OperationKind;
    /// What the documents say about `response_data`.
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

/// What the documents say about the `response_data` of a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseShape {
    /// Records: an object is one, a list many. Anything else is an error.
    Rows,
    /// Nothing. Blank is no row, and whatever else may come is one row, kept as it is.
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
    /// What the documents say about `response_data`.
    pub data: ResponseShape,
    broken: fn(&str) -> Result<Vec<Violation>, coupon_wire::Error>,
    read: fn(&str) -> Result<(), coupon_wire::Error>,
}

impl Operation {
    pub(crate) const fn of<E: Endpoint>() -> Self {
        Self {
            name: E::NAME,
            path: E::PATH,
            kind: E::KIND,
            data: E::DATA,
            broken: broken_of::<E>,
            read: read_of::<E>,
        }
    }

    /// Every broken rule of a body. An error if the body is no JSON object or a field has an impossible type.
    pub fn validate(&self, body: &str) -> Result<Vec<Violation>, coupon_wire::Error> {
        (self.broken)(body)
    }

    /// The rows of an answer as text.
    pub fn decode(
        &self,
        attempt: &AttemptParams,
        answer: &Response<bytes::Bytes>,
    ) -> Result<Answer<Raw>, Error> {
        decode_any(self, attempt, answer)
    }

    /// Whether the typed model can read this row.
    pub fn check_row(&self, row: &str) -> Result<(), coupon_wire::Error> {
        (self.read)(row)
    }
}

/// The operation of that name.
pub fn operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}

/// Where an operation's answers come from, for messages.
pub(crate) fn place(operation: &'static str) -> Location {
    Location { vendor: "qince", operation }
}

fn broken_of<E: Endpoint>(body: &str) -> Result<Vec<Violation>, coupon_wire::Error> {
    let row =
        coupon_wire::Row::<E>::new(place(E::NAME), "body".to_owned(), body.to_owned().into())?;
    row.decode().map(|call| call.rules())
}

fn read_of<E: Endpoint>(row: &str) -> Result<(), coupon_wire::Error> {
    let row =
        coupon_wire::Row::<E::Row>::new(place(E::NAME), "row".to_owned(), row.to_owned().into())?;
    row.decode().map(drop)
}

/// An operation with the JSON Schemas of its body, its answer and one row of that, in the vendor's own field names.
#[cfg(feature = "schema")]
#[derive(Debug)]
pub struct OperationSchemas {
    /// The operation.
    pub operation: &'static Operation,
    /// Schema of the body.
    pub request: serde_json::Value,
    /// Schema of the whole answer; its rows are the items of `response_data`.
    pub reply: serde_json::Value,
    /// Schema of one row; it allows any JSON where the documents describe none.
    pub row: serde_json::Value,
}

/// Lists the operations, once.
macro_rules! operations {
    ($($endpoint:ty,)*) => {
        /// Every operation, for calls by name.
        pub const OPERATIONS: &[Operation] = &[$(Operation::of::<$endpoint>(),)*];

        /// Every operation with its schemas, in the order of [`OPERATIONS`].
        #[cfg(feature = "schema")]
        pub fn operations_with_schemas() -> Vec<OperationSchemas> {
            let schemas = [$((schema::<$endpoint>(), schema::<<$endpoint as Endpoint>::Row>()),)*];
            let with = |(operation, (request, row))| {
                OperationSchemas { operation, request, reply: reply_schema(operation, &row), row }
            };
            OPERATIONS.iter().zip(schemas).map(with).collect()
        }
    };
}

operations! {
    voucher::GetVoucherInfos,
    voucher::AddVoucherInfo,
    voucher::FinishVoucher,
    voucher::ModifyVoucherEndDate,
    voucher::ReceiveVoucherInfo,
    voucher::GetCmInfos,
    voucher::QueryVoucherUsedInfo,
    coupondetail::QueryCouponDetail,
    coupondetail::AddCoupon,
    coupondetail::UpdateCouponExt,
    coupondetail::ApprovalCoupon,
}

#[cfg(feature = "schema")]
fn schema<T: schemars::JsonSchema>() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let inline = settings.with(|settings| settings.inline_subschemas = true);
    inline.into_generator().into_root_schema_for::<T>().to_value()
}

/// The envelope with the rows in it.
#[cfg(feature = "schema")]
fn reply_schema(operation: &Operation, row: &serde_json::Value) -> serde_json::Value {
    let mut reply = schema::<Envelope<'static>>();
    let data = &mut reply["properties"]["response_data"];
    let description = data["description"].take();
    let mut row = row.clone();
    if let Some(row) = row.as_object_mut() {
        row.remove("$schema"); // belongs at the root alone
    }
    *data = match operation.data {
        ResponseShape::Rows => serde_json::json!({
            "description": description,
            "type": ["array", "object", "string", "null"],
            "items": row,
        }),
        ResponseShape::Undocumented => serde_json::json!({ "description": description }),
    };
    reply
}
