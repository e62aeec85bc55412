//! A vendor as a value: everything that the rest of the program asks of it.

use std::{fmt, num::NonZeroU32, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;
use coupon_domain::{CustomerRef, Provider, ProviderName, RequestId};
use coupon_transport::{AttemptContext, Client};
use coupon_wire::{Answer, Certainty, OperationKind, Violation};
use http::Request;
use serde_json::{Value, value::RawValue};

use crate::{
    account_fields::AccountFields,
    account_file::AccountFile,
    diagnosing::Diagnosing,
    error::ConfigError,
    secret_source::SecretSource,
    setup_field::SetupField,
    signing::Signing,
    unlisted_place::{UnlistedError, UnlistedPlace},
    vendors::VendorKind,
};

/// A vendor. All of them are in [`vendors`](crate::vendors).
#[derive(Debug)]
pub struct Vendor {
    /// Its name as a value.
    pub kind: VendorKind,
    /// Its name in the configuration, in the ledger and in output.
    pub name: &'static str,
    /// Its name in English text.
    pub title_en: &'static str,
    /// Its name in Chinese text.
    pub title_zh: &'static str,
    /// The providers that one account of it serves.
    pub providers: &'static [&'static str],
    /// True if its coupons name the order that they were used in.
    pub names_orders: bool,
    /// How a call is signed, step by step.
    pub signing: Signing,
    /// How a captured call is examined.
    pub diagnosing: Diagnosing,
    /// The fields that a new account needs, in the order in which they are asked for.
    pub setup: &'static [SetupField],
    /// Calls a second for each operation, unless the account says otherwise.
    pub(crate) calls_per_second: NonZeroU32,
    /// The fields of an account that no other vendor takes, and whether the account has them.
    pub(crate) own_fields: fn(&AccountFile) -> Vec<(&'static str, bool)>,
    /// The field that identifies the account at the vendor.
    pub(crate) identity: fn(&AccountFile) -> SecretField<'_>,
    /// The field of the key that signs.
    pub(crate) key: fn(&AccountFile) -> SecretField<'_>,
    /// The fields whose values must be found before anything can be called.
    pub(crate) secrets: fn(&mut AccountFile) -> Vec<SecretSlot<'_>>,
    /// Finds the account's secrets and checks its fields.
    pub(crate) account: ReadAccount,
    /// The operations of its documents.
    pub(crate) operations: fn() -> Vec<VendorOperation>,
    /// An operation that is not among them.
    pub(crate) unlisted: fn(UnlistedPlace, OperationKind) -> Result<VendorOperation, UnlistedError>,
    /// The schemas of request and answer, in the order of `operations`.
    pub(crate) schemas: fn() -> Vec<(Value, Value)>,
}

/// Makes an account out of its fields.
type ReadAccount =
    fn(&AccountFields<'_>, &AccountFile) -> Result<Arc<dyn VendorAccount>, ConfigError>;

/// The name of a field, and the source of its secret.
pub(crate) type SecretField<'a> = (&'static str, &'a Option<SecretSource>);

/// The name of a field, and the place of its source.
pub(crate) type SecretSlot<'a> = (&'static str, &'a mut Option<SecretSource>);

impl Vendor {
    /// The operations of its documents.
    pub fn operations(&self) -> Vec<VendorOperation> {
        (self.operations)()
    }

    /// The operations with JSON Schemas of their requests and answers.
    pub fn described_operations(&self) -> Vec<DescribedOperation> {
        let pairs = self.operations().into_iter().zip((self.schemas)());
        pairs
            .map(|(operation, (request, answer))| DescribedOperation { operation, request, answer })
            .collect()
    }
}

/// An operation of a vendor: one of its documents, or one that is known by its path alone.
#[derive(Debug, Clone)]
pub struct VendorOperation {
    /// Whose it is.
    pub vendor: VendorKind,
    /// Its name: "voucher.getVoucherInfos".
    pub name: &'static str,
    /// Whether it may change something at the vendor.
    pub kind: OperationKind,
    /// How well it is known.
    pub grade: Certainty,
    /// The provider that it belongs to.
    pub provider: ProviderName,
    /// The place of an operation that is not in the vendor's table.
    pub(crate) unlisted: Option<UnlistedPlace>,
    pub(crate) validate: fn(&Self, &str) -> Result<Vec<Violation>, coupon_wire::Error>,
}

impl VendorOperation {
    /// Every broken rule of a body.
    ///
    /// # Errors
    ///
    /// The body is no JSON object, or a field has an impossible type.
    pub fn validate(&self, body: &str) -> Result<Vec<Violation>, coupon_wire::Error> {
        (self.validate)(self, body)
    }
}

/// An operation with the JSON Schemas of its request and its answer, in the vendor's own field names.
#[derive(Debug, Clone)]
pub struct DescribedOperation {
    /// The operation.
    pub operation: VendorOperation,
    /// Schema of the request's body.
    pub request: Value,
    /// Schema of the whole answer.
    pub answer: Value,
}

/// An account whose fields have been checked, in the vendor's own terms. The operations are the vendor's own.
#[async_trait]
pub(crate) trait VendorAccount: fmt::Debug + Send + Sync {
    /// The providers that the account serves, over this client.
    fn providers(&self, client: Client) -> Vec<Arc<dyn Provider>>;

    /// A signed request for a body of the caller's own.
    fn prepare(
        &self,
        operation: &VendorOperation,
        context: &AttemptContext,
        body: Bytes,
    ) -> Request<Bytes>;

    /// The id that a call with this body bears at the vendor: one of its own, made from these random bits, or one in the body.
    fn request_id(&self, body: &str, random: u128) -> Option<RequestId>;

    /// Calls an operation with a body of the caller's own, whatever rules it breaks. A write is sent under `request_id` where the
    /// vendor has such a name.
    async fn call_raw(
        &self,
        client: Client,
        operation: &VendorOperation,
        request_id: Option<&RequestId>,
        body: Bytes,
    ) -> coupon_domain::Result<Answer<Box<RawValue>>>;

    /// The cheapest call that shows whether the account is let in.
    async fn check(&self, client: Client, customers: &[CustomerRef]) -> coupon_domain::Result<()>;
}
