//! Errors of the configuration in both languages.

use coupon_config::{ConfigError, ConfigWarning, NewConfigError, SystemError};

use crate::Lang;

/// One message: the place, and why.
pub fn config_message(error: &ConfigError, lang: Lang) -> String {
    match lang {
        Lang::En => error.to_string(),
        Lang::Zh => error.chinese(),
    }
}

/// An error of a file, a variable or a program that a setting names.
pub fn system_error(error: &SystemError, lang: Lang) -> String {
    match lang {
        Lang::En => error.to_string(),
        Lang::Zh => error.chinese(),
    }
}

/// The warning about a setting that works and is unwise.
pub fn config_warning(warning: &ConfigWarning, lang: Lang) -> String {
    match lang {
        Lang::En => warning.english(),
        Lang::Zh => warning.chinese(),
    }
}

/// Why a new configuration was not written, and what to do.
pub fn new_config_error(error: &NewConfigError, lang: Lang) -> String {
    match error {
        NewConfigError::Exists(path) => lang.init_exists(path.display()),
        NewConfigError::SecretExists(place) => lang.init_secret_exists(place),
        NewConfigError::Unwritable { path, source } => {
            lang.cannot_write(path.display(), lang.io(source))
        }
        NewConfigError::Keyring(why) => match lang {
            Lang::En => lang.init_keyring(why),
            Lang::Zh => lang.init_keyring(why.chinese()),
        },
        NewConfigError::Name(name) => lang.init_bad_name(name),
        NewConfigError::Config(error) => config_message(error, lang),
        other => other.to_string(),
    }
}
