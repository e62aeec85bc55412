//! The parts that all pages share.

use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

use super::request::{ConsoleLang, ConsoleRequest};
use crate::vendors::VENDORS;

const PLACES: [(&str, &str, &str); 7] = [
    ("/", "Calls", "接口"),
    ("/console/log", "Log", "日志"),
    ("/console/doctor", "Doctor", "验签诊断"),
    ("/console/state", "State", "数据"),
    ("/console/clock", "Clock", "时钟"),
    ("/console/faults", "Faults", "故障"),
    ("/console/quirks", "Quirks", "差异开关"),
];

/// A whole document.
pub(super) fn page(visit: &ConsoleRequest<'_>, title: &str, body: &Markup) -> String {
    let lang = visit.lang;
    let name = lang.of("Coupon sandbox", "券沙箱");
    let document = html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · " (name) }
                link rel="icon" href="/console/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/console/page.css";
                link rel="stylesheet" href="/console/style.css";
                script src="/console/console.js" defer {}
            }
            body data-copied=(lang.of("Copied", "已复制")) {
                a.skip href="#content" { (lang.of("Skip to the content", "跳到正文")) }
                (header(visit, name))
                main #content tabindex="-1" { h1 { (title) } (body) }
                footer {
                    p {
                        (lang.of(
                            "A stand-in for both vendors. Its keys are public, its data is made up.",
                            "两家厂商的替身：密钥公开，数据虚构。",
                        ))
                        " "
                        @for (place, vendor) in VENDORS.into_iter().enumerate() {
                            @if place > 0 { " · " }
                            a href=(format!("/_sandbox/openapi/{}.json", vendor.name)) { "OpenAPI " (vendor.title_zh) }
                        }
                    }
                }
            }
        }
    };
    document.into_string()
}

fn header(visit: &ConsoleRequest<'_>, name: &str) -> Markup {
    let lang = visit.lang;
    html! {
        header.top {
            a.brand href="/" { (MARK) span { (name) } }
            nav aria-label=(lang.of("Main", "主导航")) {
                @for (place, english, chinese) in PLACES {
                    a href=(place) aria-current=[is_here(visit.path, place).then_some("page")] {
                        (lang.of(english, chinese))
                    }
                }
            }
            div.tools {
                span.clock title=(lang.of("The sandbox's time, in Beijing", "沙箱时间（北京）")) {
                    (super::clock::beijing(visit.sandbox.now()))
                }
                (switch(lang))
            }
        }
    }
}

fn switch(lang: ConsoleLang) -> Markup {
    let other = lang.other();
    html! {
        a.switch href=(format!("?lang={}", other.of("en", "zh"))) hreflang=(other.code()) lang=(other.code()) {
            (other.of("English", "中文"))
        }
    }
}

fn is_here(path: &str, place: &str) -> bool {
    match place {
        "/" => path == "/" || path.starts_with("/console/call"),
        _ => path.starts_with(place),
    }
}

/// A ticket with its stub.
const MARK: PreEscaped<&str> = PreEscaped(include_str!("icon.svg"));

/// A text of a vendor in both languages, the reader's own first.
pub(super) fn both(lang: ConsoleLang, (english, chinese): (&str, &str)) -> Markup {
    let (first, second) = lang.of((english, chinese), (chinese, english));
    html! {
        p.meaning lang=(lang.code()) { (words(first)) }
        @if !second.is_empty() { p.meaning.other lang=(lang.other().code()) { (words(second)) } }
    }
}

/// Text of an endpoint file: what stands between backticks is code.
pub(super) fn words(text: &str) -> Markup {
    html! {
        @for (number, part) in text.split('`').enumerate() {
            @if number % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// A text with a button that copies it.
pub(super) fn copyable(lang: ConsoleLang, label: &str, text: impl Render) -> Markup {
    html! {
        div.copyable {
            div.bar {
                span { (label) }
                button.quiet type="button" data-copy { (lang.of("Copy", "复制")) }
            }
            pre tabindex="0" { code { (text) } }
        }
    }
}
