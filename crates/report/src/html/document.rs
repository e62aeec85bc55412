//! A whole document, and the parts of a body that are not tables.

use coupon_domain::to_beijing;
use coupon_style::STYLE;
use jiff::Timestamp;
use maud::{Markup, PreEscaped, html};

use super::language::PageLanguage;

/// The browser loads nothing, wherever the file lies.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// Returns a whole document with a title, the stylesheet, and a body below its first heading.
pub(crate) fn document(language: PageLanguage, title: &str, body: &Markup) -> String {
    let document = html! {
        (PreEscaped("<!doctype html>\n"))
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                link rel="icon" href="data:,";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (title) }
                    (body)
                }
            }
        }
    };
    document.into_string()
}

/// Returns a paragraph of a class of the stylesheet.
pub(crate) fn paragraph(class: &str, text: &str) -> Markup {
    html! { p class=(class) { (text) } }
}

/// Returns a paragraph in small, soft letters.
pub(crate) fn soft(text: &str) -> Markup {
    paragraph("soft", text)
}

/// Returns the line below the title: a word, and the minute in Beijing.
pub(crate) fn made_at(language: PageLanguage, word: &str, at: Timestamp) -> Markup {
    let at = to_beijing(at);
    let zone = language.of(", Beijing time", "（北京时间）");
    soft(&format!("{word} {} {:02}:{:02}{zone}", at.date(), at.hour(), at.minute()))
}

/// Returns a row of large figures, each with the name of the thing it counts.
pub(crate) fn figures(figures: &[(String, &str)]) -> Markup {
    html! {
        dl.figures {
            @for (value, name) in figures {
                div { dt { (name) } dd { (breakable(value)) } }
            }
        }
    }
}

/// A number too long for its box is broken after a comma. The text that a reader copies stays the same.
fn breakable(number: &str) -> Markup {
    html! {
        @for (index, group) in number.split(',').enumerate() {
            @if index > 0 { "," wbr; }
            (group)
        }
    }
}
