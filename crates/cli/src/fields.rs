//! The fields of one account, as written in the configuration.

use std::fmt::Display;

use coupon_sign::Secret;

use crate::{config::Config, exit::Failure, secret::SecretSource, text::Lang};

/// Reads the fields of one account; every error names the field.
pub(crate) struct Fields<'a> {
    pub(crate) name: &'a str,
    pub(crate) config: &'a Config,
    pub(crate) lang: Lang,
}

impl Fields<'_> {
    pub(crate) fn bad(&self, field: &str, why: impl Display) -> Failure {
        let place = match field {
            "" => format!("accounts.{}", self.name),
            field => format!("accounts.{}.{field}", self.name),
        };
        Failure::Setup(self.lang.unreadable_file(place, why))
    }

    pub(crate) fn secret(
        &self,
        field: &str,
        source: &Option<SecretSource>,
    ) -> Result<Secret, Failure> {
        let missing = self.lang.pick("is missing", "未填写");
        self.resolve(field, source.as_ref().ok_or_else(|| self.bad(field, missing))?)
    }

    pub(crate) fn resolve(&self, field: &str, source: &SecretSource) -> Result<Secret, Failure> {
        source.resolve(&format!("accounts.{}.{field}", self.name), self.config, self.lang)
    }
}
