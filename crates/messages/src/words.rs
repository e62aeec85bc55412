//! Words of other rooms in the chosen language: states, verbs, tables, errors.

use std::{fmt::Display, io};

use coupon_domain::{CouponState, ErrorText, TemplateState, chinese_io_error, chinese_parse_error};
use coupon_ledger::{JournalState, LedgerTable};

use crate::Lang;

impl Lang {
    /// The word of a state of a coupon, a template or a write; any other word as it is.
    pub fn state_word(self, word: &str) -> String {
        let write = JournalState::ALL.into_iter().find(|state| state.as_str() == word);
        match (self, write) {
            (Self::En, _) => word.to_owned(),
            (Self::Zh, Some(write)) => write.chinese().to_owned(),
            (Self::Zh, None) => match CouponState::named(word) {
                Some(state) => state.chinese().to_owned(),
                None => TemplateState::from(word.to_owned()).chinese().to_owned(),
            },
        }
    }

    /// The text of an error in this language.
    pub fn error_words(self) -> fn(&ErrorText) -> String {
        match self {
            Self::En => |error| error.english.clone(),
            Self::Zh => |error| error.chinese.clone(),
        }
    }

    /// The name of a table of the ledger.
    pub fn table_word(self, name: &'static str) -> &'static str {
        let table = LedgerTable::ALL.into_iter().find(|table| table.as_str() == name);
        self.pick(name, table.map_or(name, LedgerTable::chinese))
    }

    /// An error of the system.
    pub fn io(self, error: &io::Error) -> String {
        match self {
            Self::En => error.to_string(),
            Self::Zh => chinese_io_error(error),
        }
    }

    /// An error of a text that is read as JSON or TOML.
    pub fn parse(self, error: impl Display) -> String {
        match self {
            Self::En => error.to_string(),
            Self::Zh => chinese_parse_error(&error.to_string()),
        }
    }
}
