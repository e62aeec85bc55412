//! Errors of providers in both languages.

use coupon_domain::Error;

use crate::Lang;

/// The error in one line: our words in the language, the vendor's as they are.
pub fn vendor_message(error: &Error, lang: Lang) -> String {
    match lang {
        Lang::En => error.to_string(),
        Lang::Zh => error.chinese(),
    }
}
