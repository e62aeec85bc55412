#![doc = include_str!("../README.md")]

mod account;
mod account_fields;
mod account_file;
mod captured_request;
mod captured_request_error;
mod config;
mod customers;
mod diagnosing;
mod error;
mod field_meaning;
mod ledger_location;
mod prepared_request;
mod rate_share;
mod rule_error;
mod secret_source;
mod signing;
mod system;
mod unlisted_operation;
mod unlisted_place;
mod vendor;
mod vendors;

pub use account::Account;
pub use account_file::{
    AccountFile, ConfiguredRate, ConfiguredTimestamp, ConfiguredV2Money, ConfiguredV2Signing,
    CustomerSource, UnlimitedWord, VendorKind,
};
pub use captured_request::{
    request_from_curl, request_from_har, request_from_parts, request_from_raw,
};
pub use captured_request_error::CapturedRequestError;
pub use config::Config;
pub use diagnosing::{CapturedCall, DiagnoseChoice, DiagnoseError, Diagnosing, ExaminedCall};
pub use error::{ConfigError, ConfigErrorCause, OpenLedgerError};
pub use field_meaning::{FieldMeaning, field_meanings};
pub use ledger_location::LedgerLocation;
pub use prepared_request::PreparedRequest;
pub use rate_share::RateShare;
pub use rule_error::BrokenRules;
pub use secret_source::{InlineSecret, SecretReference, SecretSource};
pub use signing::{SignError, SignField, SignFieldKind, SignValues, SignedCall, Signing};
pub use system::{SystemError, machine_user};
pub use unlisted_place::UnlistedError;
pub use vendor::{DescribedOperation, Vendor, VendorOperation};
pub use vendors::{
    HELP_OF_VENDORS_ZH, OperationDocument, operation, operation_documents, vendors,
    vendors_without_orders,
};
