//! Errors of the configuration in both languages.

use coupon_config::{ConfigError, ConfigErrorCause};

use crate::{Lang, sheet};

/// One message: the place, and why. Texts of the system and of the vendors' own checks are English in both languages.
pub fn config_message(error: &ConfigError, lang: Lang) -> String {
    let why = match &error.cause {
        ConfigErrorCause::LedgerLocation { given } => return lang.bad_store(given),
        ConfigErrorCause::SqliteLocation { given } => lang.bad_sqlite(given),
        ConfigErrorCause::Missing => lang.missing_field(),
        ConfigErrorCause::ForeignField { vendor } => lang.foreign_field(vendor),
        ConfigErrorCause::CustomerId { id } => lang.no_customer_id(format!("{id:?}")),
        ConfigErrorCause::CustomerTable(error) => sheet::sheet_error(error, lang),
        ConfigErrorCause::CustomerCell { line, text, cause } => {
            lang.customer_cell(line, text, sheet::cell_error(*cause, lang))
        }
        other => other.to_string(),
    };
    lang.unreadable_file(&error.place, why)
}

#[cfg(test)]
mod tests {
    use coupon_sheet::{CellError, SheetError};

    use super::*;

    #[test]
    fn english_is_the_librarys_own_and_chinese_names_the_same_place() {
        for cause in [
            ConfigErrorCause::Missing,
            ConfigErrorCause::ForeignField { vendor: "tea" },
            ConfigErrorCause::CustomerId { id: "a".to_owned() },
            ConfigErrorCause::CustomerTable(SheetError::UnclosedQuote { line: 2 }),
            ConfigErrorCause::CustomerCell {
                line: 2,
                text: "1E+18".to_owned(),
                cause: CellError::Rounded,
            },
            ConfigErrorCause::Syntax("unknown field".to_owned()),
            ConfigErrorCause::LedgerLocation { given: "mysql:…".to_owned() },
            ConfigErrorCause::SqliteLocation { given: "sqlite://a.db".to_owned() },
        ] {
            let error = ConfigError { place: "store".to_owned(), cause };
            assert_eq!(config_message(&error, Lang::En), error.to_string());
            assert!(config_message(&error, Lang::Zh).starts_with("store: "), "{error}");
        }
    }
}
