//! Errors of the HTTP library, copied without the URLs they like to print.

use std::error::Error;
use std::fmt;

use http::Uri;

/// The text of one error and of those behind it.
#[derive(Debug)]
pub(crate) struct Cause {
    text: String,
    source: Option<Box<Self>>,
}

impl Cause {
    /// Copies a whole chain. Whatever still names the path or query of `uri` is replaced, at every level: vendors put
    /// openid and digest there.
    pub(crate) fn redacted(error: &(dyn Error + 'static), uri: &Uri) -> Self {
        let source = error.source().map(|source| Box::new(Self::redacted(source, uri)));
        Self { text: redact(&error.to_string(), uri), source }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Cause {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// reqwest appends ` for url (…)`, also to the text of an I/O error that wraps one of its own. A text that names a URL
/// in any other way, or a longer piece of ours, is not worth its risk.
fn redact(text: &str, uri: &Uri) -> String {
    let text = text.split(" for url (").next().unwrap_or_default();
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    let names_ours =
        path.split(['/', '?', '&', '=']).any(|piece| piece.len() > 7 && text.contains(piece));
    if names_ours || text.contains("://") {
        "(hidden: it names the URL)".to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn urls_are_cut_at_every_level() {
        let uri = Uri::from_static("https://h.example/api/5465103569540931532/digest?x=1");
        let inner = Cause { text: format!("reset for url ({uri})"), source: None };
        let cause = Cause {
            text: "invalid path 5465103569540931532".to_owned(),
            source: Some(Box::new(inner)),
        };
        let redacted = Cause::redacted(&io::Error::other(cause), &uri);
        let text = format!("{redacted} {redacted:?}");
        assert!(!text.contains("54651035"), "{text}");
        assert!(text.contains("reset"), "the harmless part stays: {text}");
        assert_eq!(
            redact("moved to http://h.example/a", &Uri::from_static("/")),
            "(hidden: it names the URL)"
        );
        assert_eq!(redact("tcp connect error", &Uri::from_static("/")), "tcp connect error");
    }
}
