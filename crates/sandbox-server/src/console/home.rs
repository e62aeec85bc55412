//! The first page: every operation, and how to reach the sandbox.

use coupon_wire::OperationKind;
use maud::{Markup, html};

use super::{
    layout::{copyable, words},
    operations::operations,
    request::{ConsoleLang, ConsoleRequest, ConsoleResponse},
};
use crate::{
    shown_vendor::{ConsoleOperation, OperationFamily, ShownVendor},
    vendors::VENDORS,
};

pub(super) fn show(visit: &ConsoleRequest<'_>) -> ConsoleResponse {
    let lang = visit.lang;
    let page = html! {
        p.lead {
            (lang.of(
                "Both vendors' server side, on this machine: every call is verified, answered in the vendor's own shape, and remembered.",
                "两家厂商的服务端，就在本机：逐一验签，按厂商的格式应答，并记住发生过的事。",
            ))
        }
        @for vendor in VENDORS { @for one in vendor.families { (family(lang, vendor, one)) } }
        section {
            h2 { (lang.of("Reach it from your own program", "从自己的程序访问")) }
            p { (lang.of("Both accounts are the sandbox's own, and public.", "两个账户都是沙箱自己的，公开可用。")) }
            (copyable(lang, lang.of("Accounts", "账户"), accounts(visit)))
        }
    };
    ConsoleResponse::page(lang.of("Try a call", "试一个接口"), page)
}

fn family(lang: ConsoleLang, vendor: &ShownVendor, family: &OperationFamily) -> Markup {
    let title = lang.of(family.title_en, family.title_zh);
    let own = |one: &&ConsoleOperation| {
        one.vendor.name == vendor.name && one.name.split('.').next() == Some(family.module)
    };
    html! {
        section {
            h2 { (title) }
            ul.cards {
                @for one in operations().iter().filter(own) {
                    @let (english, chinese) = one.meaning();
                    li {
                        a href=(format!("/console/call/{}", one.name)) {
                            span.name { (one.short()) }
                            (kind(lang, one.kind))
                            span.words { (words(lang.of(english, chinese))) }
                        }
                    }
                }
            }
        }
    }
}

/// Whether a call changes something.
pub(super) fn kind(lang: ConsoleLang, kind: OperationKind) -> Markup {
    match kind {
        OperationKind::Read => html! { span.pill { (lang.of("reads", "查询")) } },
        OperationKind::Write => html! { span.pill.warn { (lang.of("writes", "写入")) } },
    }
}

fn accounts(visit: &ConsoleRequest<'_>) -> String {
    let mut text = line("base_url", &visit.base_url());
    for vendor in VENDORS {
        text += &format!("\n\n# {} {}", vendor.title_zh, vendor.title_en);
        for (name, value) in (vendor.account)(visit.sandbox) {
            text += "\n";
            text += &line(name, &value);
        }
    }
    text
}

fn line(name: &str, value: &str) -> String {
    format!("{name:<12}{value}")
}
