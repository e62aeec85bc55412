//! Errors of the configuration in both languages.

use coupon_config::{ConfigError, ConfigErrorCause};

use crate::text::Lang;

/// One message: the place, and why. Texts of the system and of the vendors' own checks are English in both languages.
pub(crate) fn config_message(error: &ConfigError, lang: Lang) -> String {
    let why = match &error.cause {
        ConfigErrorCause::LedgerLocation { given } => return lang.bad_store(given),
        ConfigErrorCause::Missing => lang.missing_field(),
        ConfigErrorCause::ForeignField { vendor } => lang.foreign_field(vendor),
        ConfigErrorCause::CustomerId { id } => lang.no_customer_id(format!("{id:?}")),
        other => other.to_string(),
    };
    lang.unreadable_file(&error.place, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_the_librarys_own_and_chinese_names_the_same_place() {
        for cause in [
            ConfigErrorCause::Missing,
            ConfigErrorCause::ForeignField { vendor: "tea" },
            ConfigErrorCause::CustomerId { id: "a".to_owned() },
            ConfigErrorCause::Syntax("unknown field".to_owned()),
            ConfigErrorCause::LedgerLocation { given: "mysql:…".to_owned() },
        ] {
            let error = ConfigError { place: "store".to_owned(), cause };
            assert_eq!(config_message(&error, Lang::En), error.to_string());
            assert!(config_message(&error, Lang::Zh).starts_with("store: "), "{error}");
        }
    }
}
