#![doc = include_str!("../README.md")]

mod account;
mod account_fields;
mod account_file;
mod captured_request;
mod captured_request_error;
mod config;
mod config_check;
mod config_document;
mod customers;
mod diagnosing;
mod doctor;
mod doctor_line;
mod doctor_words;
mod error;
mod error_zh;
mod field_meaning;
mod ledger_location;
mod new_config;
mod prepared_request;
mod rate_share;
mod rule_error;
mod secret_source;
mod setup_field;
mod signing;
mod system;
mod unlisted_operation;
mod unlisted_place;
mod vendor;
mod vendors;

pub use account::Account;
pub use account_file::{
    AccountFile, ConfiguredRate, ConfiguredTimestamp, ConfiguredV2Money, ConfiguredV2Signing,
    CustomerSource, UnlimitedWord,
};
pub use captured_request::{
    request_from_curl, request_from_har, request_from_parts, request_from_raw,
};
pub use captured_request_error::CapturedRequestError;
pub use config::Config;
pub use config_check::{CheckedConfig, ConfigWarning, check_config};
pub use config_document::ConfigDocument;
pub use diagnosing::{CapturedCall, DiagnoseChoice, DiagnoseError, Diagnosing, ExaminedCall};
pub use doctor::DoctorReport;
pub use doctor_line::{DoctorGrade, DoctorLine, DoctorSubject};
pub use error::{ConfigError, ConfigErrorCause, OpenLedgerError};
pub use field_meaning::{FieldMeaning, field_meanings};
pub use ledger_location::LedgerLocation;
pub use new_config::{NewConfig, NewConfigError, SecretPlace, WrittenConfig};
pub use prepared_request::PreparedRequest;
pub use rate_share::RateShare;
pub use rule_error::BrokenRules;
pub use secret_source::{InlineSecret, SecretReference, SecretSource};
pub use setup_field::{SetupField, SetupKind};
pub use signing::{SignError, SignField, SignFieldKind, SignValues, SignedCall, Signing};
pub use system::{SystemError, machine_user};
pub use unlisted_place::UnlistedError;
pub use vendor::{DescribedOperation, Vendor, VendorOperation};
pub use vendors::{
    HELP_OF_VENDORS_ZH, OperationDocument, VendorKind, operation, operation_documents, vendors,
    vendors_without_orders,
};
