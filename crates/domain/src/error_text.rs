//! A text in both languages.

/// An error, or another reason, in words that can be kept and compared, English and Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorText {
    /// The line in English.
    pub english: String,
    /// The same in Chinese.
    pub chinese: String,
}

impl ErrorText {
    /// Both as one text that a ledger keeps: a line each.
    pub fn stored(&self) -> String {
        let line = |text: &str| text.replace(['\r', '\n'], " ");
        format!("{}\n{}", line(&self.english), line(&self.chinese))
    }

    /// Reads a text that [`stored`](Self::stored) made. A text of one line stands for both.
    pub fn read(stored: &str) -> Self {
        let (english, chinese) = stored.split_once('\n').unwrap_or((stored, stored));
        Self { english: english.to_owned(), chinese: chinese.to_owned() }
    }
}

/// The English text and the Chinese one.
impl<E: Into<String>, C: Into<String>> From<(E, C)> for ErrorText {
    fn from((english, chinese): (E, C)) -> Self {
        Self { english: english.into(), chinese: chinese.into() }
    }
}

/// A text that stands for both languages.
impl From<&str> for ErrorText {
    fn from(text: &str) -> Self {
        (text, text).into()
    }
}
