//! A request to the console, its language, and the answer.

use axum::http::{HeaderMap, Request, StatusCode, Uri, header};
use bytes::Bytes;
use maud::{Markup, html};
use percent_encoding::percent_decode_str;

use coupon_sandbox::Sandbox;

/// The language of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ConsoleLang {
    En,
    Zh,
}

impl ConsoleLang {
    /// The one of two texts.
    pub(super) fn of<T>(self, english: T, chinese: T) -> T {
        match self {
            Self::En => english,
            Self::Zh => chinese,
        }
    }

    /// Value of the attribute `lang`.
    pub(super) fn code(self) -> &'static str {
        self.of("en", "zh-CN")
    }

    pub(super) fn other(self) -> Self {
        match self {
            Self::En => Self::Zh,
            Self::Zh => Self::En,
        }
    }
}

/// The answer of the console.
pub(super) enum ConsoleResponse {
    /// Status, title, and what stands under it.
    Page(StatusCode, String, Markup),
    /// Another page.
    Moved(String),
    /// Media type and text of a file.
    Asset(&'static str, &'static str),
}

impl ConsoleResponse {
    pub(super) fn page(title: impl Into<String>, body: Markup) -> Self {
        Self::Page(StatusCode::OK, title.into(), body)
    }

    pub(super) fn refused(status: StatusCode, why: &str) -> Self {
        let body = html! { p.notice.bad role="alert" { (why) } };
        Self::Page(status, status.as_u16().to_string(), body)
    }
}

/// Fields of a query or of a form, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct FormFields(Vec<(String, String)>);

impl FormFields {
    fn read(text: &str) -> Self {
        let decoded = |part: &str| {
            percent_decode_str(&part.replace('+', " ")).decode_utf8_lossy().into_owned()
        };
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        };
        Self(text.split('&').filter(|pair| !pair.is_empty()).map(pair).collect())
    }

    /// The field's text without the blanks around it; blank if there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The field's text as it came, with the line ends that a browser was given.
    pub(super) fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    pub(super) fn set(&mut self, name: String, value: String) {
        self.0.retain(|(key, _)| *key != name);
        self.0.push((name, value));
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A request to the console.
pub(super) struct ConsoleRequest<'a> {
    pub(super) sandbox: &'a Sandbox,
    pub(super) lang: ConsoleLang,
    /// Where the sandbox is reached: "127.0.0.1:8080".
    pub(super) host: String,
    pub(super) path: &'a str,
    pub(super) query: FormFields,
    pub(super) form: FormFields,
}

impl<'a> ConsoleRequest<'a> {
    pub(super) fn new(sandbox: &'a Sandbox, request: &'a Request<Bytes>) -> Self {
        let headers = request.headers();
        let query = FormFields::read(request.uri().query().unwrap_or_default());
        Self {
            sandbox,
            lang: language(query.get("lang"), headers),
            host: text(headers, header::HOST).unwrap_or("127.0.0.1").to_owned(),
            path: request.uri().path(),
            query,
            form: FormFields::read(&String::from_utf8_lossy(request.body())),
        }
    }

    /// Whether a form was sent from the console's own pages, as browsers say; other programs say nothing.
    pub(super) fn is_from_here(&self, request: &Request<Bytes>) -> bool {
        let headers = request.headers();
        let site = headers
            .get("sec-fetch-site")
            .is_none_or(|site| site == "same-origin" || site == "none");
        let origin = text(headers, header::ORIGIN).is_none_or(|origin| {
            origin.parse::<Uri>().is_ok_and(|uri| uri.authority().is_some_and(|a| *a == *self.host))
        });
        site && origin
    }

    /// A choice that was made in the address is kept.
    pub(super) fn language_cookie(&self) -> Option<&'static str> {
        match self.query.get("lang") {
            "en" => Some("lang=en; Path=/; SameSite=Lax; Max-Age=31536000"),
            "zh" => Some("lang=zh; Path=/; SameSite=Lax; Max-Age=31536000"),
            _ => None,
        }
    }

    pub(super) fn base_url(&self) -> String {
        format!("http://{}", self.host)
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// The language of the address, else of the cookie, else of the browser.
fn language(chosen: &str, headers: &HeaderMap) -> ConsoleLang {
    let cookies = text(headers, header::COOKIE).unwrap_or_default();
    let cookie = cookies.split(';').find_map(|cookie| cookie.trim().strip_prefix("lang="));
    let accepted = text(headers, header::ACCEPT_LANGUAGE).unwrap_or_default();
    let wanted = if chosen.is_empty() { cookie.unwrap_or(accepted) } else { chosen };
    if wanted.trim().to_ascii_lowercase().starts_with("zh") {
        ConsoleLang::Zh
    } else {
        ConsoleLang::En
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_and_the_first_of_a_name_counts() {
        let fields = FormFields::read("a=%E5%BC%A0+%2B&b=&a=2&c");
        assert_eq!((fields.get("a"), fields.get("b"), fields.get("c")), ("张 +", "", ""));
        assert_eq!(fields.get("d"), "");
    }

    #[test]
    fn the_address_wins_over_the_cookie_and_that_over_the_browser() {
        let mut headers = HeaderMap::new();
        assert_eq!(language("", &headers), ConsoleLang::En);
        headers.insert(header::ACCEPT_LANGUAGE, "zh-CN,en;q=0.5".parse().unwrap());
        assert_eq!(language("", &headers), ConsoleLang::Zh);
        headers.insert(header::COOKIE, "a=b; lang=en".parse().unwrap());
        assert_eq!(language("", &headers), ConsoleLang::En);
        assert_eq!(language("zh", &headers), ConsoleLang::Zh);
    }
}
