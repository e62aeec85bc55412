//! Reads the fields of one account, so that every error names account and field.

use std::path::Path;

use coupon_domain::ErrorText;
use coupon_sign::Secret;

use crate::{
    error::{ConfigError, ConfigErrorCause},
    secret_source::SecretSource,
};

/// The name of an account, and the configuration file that it stands in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AccountFields<'a> {
    pub(crate) name: &'a str,
    pub(crate) config: Option<&'a Path>,
}

impl AccountFields<'_> {
    /// "accounts.tea.open_key".
    pub(crate) fn place(&self, field: &str) -> String {
        format!("accounts.{}.{field}", self.name)
    }

    /// An error about one field.
    pub(crate) fn error(&self, field: &str, cause: ConfigErrorCause) -> ConfigError {
        ConfigError::new(self.place(field), cause)
    }

    /// An error of the vendor's own check, which names the field itself.
    pub(crate) fn refused(&self, error: impl ToString, chinese: &str) -> ConfigError {
        let (english, chinese) = (error.to_string(), chinese.to_owned());
        let cause = ConfigErrorCause::Account(ErrorText { english, chinese });
        ConfigError::new(format!("accounts.{}", self.name), cause)
    }

    /// The secret of a required field.
    pub(crate) fn secret(
        &self,
        field: &str,
        source: &Option<SecretSource>,
    ) -> Result<Secret, ConfigError> {
        let missing = || self.error(field, ConfigErrorCause::Missing);
        self.resolve(field, source.as_ref().ok_or_else(missing)?)
    }

    /// The secret that a field refers to.
    pub(crate) fn resolve(
        &self,
        field: &str,
        source: &SecretSource,
    ) -> Result<Secret, ConfigError> {
        source.resolve(&self.place(field), self.config)
    }
}
