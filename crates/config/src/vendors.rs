//! The one place that lists the vendors.

mod kind;
mod qince;
mod qmai;

use serde::Serialize;
use serde_json::Value;

pub use self::kind::VendorKind;
use crate::{
    account_file::AccountFile,
    vendor::{Vendor, VendorOperation},
};

static VENDORS: [Vendor; 2] = [qince::VENDOR, qmai::VENDOR];

/// Every vendor.
pub fn vendors() -> &'static [Vendor] {
    &VENDORS
}

/// The operation of that name, of whichever vendor.
pub fn operation(name: &str) -> Option<VendorOperation> {
    vendors().iter().flat_map(Vendor::operations).find(|operation| operation.name == name)
}

/// An operation with its schemas, as programs read it.
#[derive(Debug, Serialize)]
pub struct OperationDocument {
    /// Name of its vendor.
    pub vendor: &'static str,
    /// Its name: "voucher.getVoucherInfos".
    pub name: &'static str,
    /// `read` or `write`.
    pub kind: &'static str,
    /// How well it is known: D documented, S seen at public clients and pages.
    pub grade: char,
    /// JSON Schema of the request's body.
    pub request_schema: Value,
    /// JSON Schema of the whole answer.
    pub reply_schema: Value,
}

/// Chinese for the vendors' texts in the help of a command line ([`Signing`](crate::Signing), [`Diagnosing`](crate::Diagnosing)): on
/// each line the English text, a tab, the Chinese text.
pub const HELP_OF_VENDORS_ZH: &str =
    concat!(include_str!("vendors/qince_help_zh.tsv"), include_str!("vendors/qmai_help_zh.tsv"),);

/// Every operation of every vendor.
pub fn operation_documents() -> Vec<OperationDocument> {
    let of_vendors = vendors().iter().flat_map(|vendor| {
        vendor.described_operations().into_iter().map(|one| OperationDocument {
            vendor: vendor.name,
            name: one.operation.name,
            kind: one.operation.kind.as_str(),
            grade: one.operation.grade.letter(),
            request_schema: one.request,
            reply_schema: one.answer,
        })
    });
    of_vendors.collect()
}

/// Names of the vendors whose coupons do not name the order that they were used in.
pub fn vendors_without_orders() -> Vec<String> {
    let vendors = vendors().iter().filter(|vendor| !vendor.names_orders);
    vendors.map(|vendor| vendor.name.to_owned()).collect()
}

impl VendorKind {
    /// The vendor.
    pub fn vendor(self) -> &'static Vendor {
        let found = vendors().iter().find(|vendor| vendor.kind == self);
        found.expect("a test finds every kind in the table")
    }
}

impl AccountFile {
    /// The vendor of the account.
    pub fn vendor(&self) -> &'static Vendor {
        self.vendor.vendor()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_in_the_table_and_every_name_is_its_own() {
        for vendor in vendors() {
            assert_eq!(vendor.kind.vendor().name, vendor.name);
            assert!(!vendor.operations().is_empty(), "{} has operations", vendor.name);
        }
        let names = vendors().iter().flat_map(Vendor::operations).map(|operation| operation.name);
        for name in names {
            assert_eq!(operation(name).unwrap().name, name);
        }
        assert!(operation("voucher.nothing").is_none());
    }

    #[test]
    fn every_operation_belongs_to_a_provider_of_its_vendor_and_has_its_schemas() {
        for vendor in vendors() {
            let described = vendor.described_operations();
            assert_eq!(described.len(), vendor.operations().len());
            for one in described {
                let provider = one.operation.provider.as_str();
                assert!(vendor.providers.contains(&provider), "{provider}");
                assert!(one.request["properties"].is_object() && one.answer.is_object(), "{one:?}");
                assert_eq!(one.operation.vendor, vendor.kind);
            }
        }
    }
}
