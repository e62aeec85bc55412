//! Errors as values. Programs that show them in another language word [`ConfigErrorCause`] themselves.

use std::io;

use coupon_domain::ErrorText;
use coupon_ledger::LedgerError;
use coupon_sheet::{CellError, SheetError};
use coupon_transport::HttpConfigError;

use crate::system::SystemError;

/// Why a configuration cannot be used. No error holds a secret.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {cause}")]
pub struct ConfigError {
    /// Where: `coupon.toml`, `coupon.toml:4`, `accounts.tea.open_key`, `store`.
    pub place: String,
    /// Why.
    pub cause: ConfigErrorCause,
}

/// The reason of a [`ConfigError`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigErrorCause {
    /// The configuration file cannot be read.
    #[error("{0}")]
    Unreadable(io::Error),
    /// A line of the file is no TOML, has an unknown key, or a value of the wrong type. The line itself is not repeated.
    #[error("{0}")]
    Syntax(String),
    /// A required field is missing.
    #[error("is missing")]
    Missing,
    /// The field belongs to accounts of another vendor.
    #[error("is no field of a {vendor} account")]
    ForeignField {
        /// The vendor of this account, as in the configuration.
        vendor: &'static str,
    },
    /// A file, an environment variable or a program that the configuration refers to cannot be read.
    #[error("{0}")]
    System(SystemError),
    /// A customer id with a character that is no digit.
    #[error("customer ids are digits, not {id:?}")]
    CustomerId {
        /// The id as written.
        id: String,
    },
    /// The file of customers cannot be read as a table.
    #[error("{0}")]
    CustomerTable(SheetError),
    /// A cell of the file of customers has no id that can be trusted.
    #[error("line {line}: {text} is {cause}")]
    CustomerCell {
        /// Line of the file, counted from 1.
        line: u64,
        /// Content of the cell, shortened.
        text: String,
        /// Why it has no id.
        cause: CellError,
    },
    /// The address of a database that cannot be one; nothing of it is told.
    #[error("{0}")]
    LedgerAddress(LedgerError),
    /// The vendor's own check of the account, in words that name the field.
    #[error("{}", .0.english)]
    Account(ErrorText),
    /// The address of the proxy cannot be used.
    #[error("{0}")]
    Proxy(HttpConfigError),
    /// The address of a file with something in it that is no path.
    #[error(
        "{given:.200} is not the place of a file; write sqlite:PATH, such as sqlite:coupons.db or sqlite:/var/lib/coupons.db, \
         without options"
    )]
    SqliteLocation {
        /// The address as written.
        given: String,
    },
    /// Neither a file nor a database. `given` is the scheme alone, for the rest may hold a password.
    #[error("{given:.200} is not a store; write sqlite:PATH or postgres://USER@HOST/DATABASE")]
    LedgerLocation {
        /// The scheme as written, with `:…` behind it.
        given: String,
    },
}

impl ConfigError {
    pub(crate) fn new(place: impl ToString, cause: ConfigErrorCause) -> Self {
        Self { place: place.to_string(), cause }
    }
}

/// Why the ledger of a configuration cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenLedgerError {
    /// Its location cannot be found out.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The ledger itself.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
