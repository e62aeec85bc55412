//! Errors of providers in both languages.

use coupon_domain::{Error, chinese_row_error};

use crate::Lang;

/// The error in one line: our words in the language, the vendor's as they are.
pub fn vendor_message(error: &Error, lang: Lang) -> String {
    match lang {
        Lang::En => error.to_string(),
        Lang::Zh => error.chinese(),
    }
}

/// Why a row of an answer could not be read. The reason is kept in English.
pub fn row_reason(reason: &str, lang: Lang) -> String {
    match lang {
        Lang::En => reason.to_owned(),
        Lang::Zh => chinese_row_error(reason),
    }
}
