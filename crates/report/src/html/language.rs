//! The two languages of the pages.

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageLanguage {
    /// English.
    En,
    /// Chinese.
    Zh,
}

impl PageLanguage {
    /// Returns the text in this language.
    pub(crate) fn of<T>(self, english: T, chinese: T) -> T {
        match self {
            Self::En => english,
            Self::Zh => chinese,
        }
    }

    /// Returns the language tag of the `lang` attribute.
    pub(crate) fn code(self) -> &'static str {
        self.of("en", "zh-CN")
    }
}
