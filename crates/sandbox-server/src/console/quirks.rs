//! The switches for what the documents leave open.

use axum::http::StatusCode;
use maud::{Markup, html};

use super::{
    layout::both,
    request::{ConsoleLang, ConsoleRequest, ConsoleResponse},
};
use crate::quirk_texts::quirk_text;
use coupon_sandbox::{Quirk, Quirks, SandboxError};

const PROFILES: [(&str, &str, &str); 2] =
    [("as-documented", "As documented", "按文档"), ("as-observed", "As observed", "按实测")];

pub(super) fn show(visit: &ConsoleRequest<'_>) -> ConsoleResponse {
    let lang = visit.lang;
    let quirks = visit.sandbox.quirks();
    let page = html! {
        p.lead {
            (lang.of(
                "Where the documents contradict themselves, nobody knows what a vendor does. A client should work with either reading.",
                "文档自相矛盾之处，没人知道厂商实际如何。好的客户端应当两种读法都能应付。",
            ))
        }
        form.moves method="post" action="/console/quirks" {
            @for (name, english, chinese) in PROFILES {
                button type="submit" name="profile" value=(name) aria-pressed=[is_profile(&quirks, name).then_some("true")] {
                    (lang.of(english, chinese))
                }
            }
        }
        form method="post" action="/console/quirks" {
            div.switches { @for (quirk, value) in quirks.iter() { (switch(lang, quirk, value)) } }
            div.actions.sticky { button.primary type="submit" { (lang.of("Apply", "应用")) } }
        }
    };
    ConsoleResponse::page(lang.of("Quirks", "差异开关"), page)
}

fn is_profile(quirks: &Quirks, name: &str) -> bool {
    Quirks::profile(name).is_ok_and(|profile| profile == *quirks)
}

fn switch(lang: ConsoleLang, quirk: Quirk, chosen: &str) -> Markup {
    let (name, text) = (quirk.name(), quirk_text(quirk));
    html! {
        fieldset.switch-row {
            legend { code { (name) } span.hint { (lang.of("from ", "出处 ")) (text.contradiction) } }
            (both(lang, (text.en, text.zh)))
            div.choices {
                @for value in quirk.values() {
                    label {
                        input type="radio" name=(name) value=(value) checked[*value == chosen];
                        span { (value) }
                    }
                }
            }
        }
    }
}

pub(super) fn change(visit: &ConsoleRequest<'_>) -> ConsoleResponse {
    let refused =
        |why: SandboxError| ConsoleResponse::refused(StatusCode::BAD_REQUEST, &why.to_string());
    let profile = visit.form.get("profile");
    if !profile.is_empty() {
        match Quirks::profile(profile) {
            Ok(quirks) => visit.sandbox.set_quirks(quirks),
            Err(why) => return refused(why),
        }
        return ConsoleResponse::Moved("/console/quirks".to_owned());
    }
    let mut quirks = visit.sandbox.quirks();
    for name in visit.form.names() {
        if let Err(why) = quirks.set(name, visit.form.get(name)) {
            return refused(why);
        }
    }
    visit.sandbox.set_quirks(quirks);
    ConsoleResponse::Moved("/console/quirks".to_owned())
}
