//! The two languages.

use std::{error::Error, fmt, str::FromStr};

/// Language of what people read. The vendors' words are shown as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Simplified Chinese.
    Zh,
}

impl Lang {
    /// Both, in the order in which they are listed.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// The word that names it: `en` or `zh`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// Chinese for a POSIX locale such as `zh_CN.UTF-8`, else English.
    pub fn of_locale(locale: &str) -> Self {
        if locale.starts_with("zh") { Self::Zh } else { Self::En }
    }

    /// The kind of a neutral command in words; the vendor's name of an operation as it is.
    pub fn verb(self, operation: &str) -> &str {
        match operation {
            "create_template" => self.pick("create a template", "新建模板"),
            "end_template" => self.pick("end a template", "结束模板"),
            "change_end" => self.pick("move the last day of a template", "更改模板截止日期"),
            "issue" => self.pick("issue a coupon", "发券"),
            "review" => self.pick("review a coupon", "审批券"),
            "annotate" => self.pick("set custom fields of a coupon", "设置券的自定义字段"),
            "use" => self.pick("use a coupon", "核销券"),
            "reverse" => self.pick("undo the use of a coupon", "撤销核销"),
            "revoke" => self.pick("take a coupon back", "收回券"),
            "customers" => self.pick("list the customers of a template", "列出模板面向的客户"),
            other => other,
        }
    }

    /// Why a list of rows of the ledger is empty: nothing was synced, or these options leave nothing of so many.
    pub fn why_none(self, held: u64, given: &str) -> String {
        match (held, given) {
            (0, _) => self.nothing_synced(),
            (_, "") => self.all_gone(held),
            (held, given) => self.nothing_matches(given, held),
        }
    }

    /// One of two fixed texts.
    pub fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }
}

/// A word names no language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownLanguage;

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such language; write en or zh")
    }
}

impl Error for UnknownLanguage {}

impl FromStr for Lang {
    type Err = UnknownLanguage;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|lang| lang.as_str() == word).ok_or(UnknownLanguage)
    }
}

impl From<Lang> for coupon_report::PageLanguage {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::En,
            Lang::Zh => Self::Zh,
        }
    }
}
