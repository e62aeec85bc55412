//! The first page: every operation, and how to reach the sandbox.

use coupon_wire::OperationKind;
use maud::{Markup, html};

use super::{
    layout::{copyable, words},
    operations::{ConsoleOperation, operations},
    request::{ConsoleLang, ConsoleRequest, ConsoleResponse},
};
use coupon_sandbox::ServedVendor;

/// Families of operations: vendor, module, title.
const FAMILIES: [(ServedVendor, &str, &str, &str); 4] = [
    (ServedVendor::Qince, "voucher", "Qince · vouchers", "勤策 · 优惠券"),
    (ServedVendor::Qince, "coupondetail", "Qince · goods coupons", "勤策 · 兑货券"),
    (ServedVendor::Qmai, "v3", "Qmai · API 3.0", "企迈 · API 3.0"),
    (ServedVendor::Qmai, "v2", "Qmai · API 2.0", "企迈 · API 2.0"),
];

pub(super) fn show(visit: &ConsoleRequest<'_>) -> ConsoleResponse {
    let lang = visit.lang;
    let page = html! {
        p.lead {
            (lang.of(
                "Both vendors' server side, on this machine: every call is verified, answered in the vendor's own shape, and remembered.",
                "两家厂商的服务端，就在本机：逐一验签，按厂商的格式应答，并记住发生过的事。",
            ))
        }
        @for (vendor, module, english, chinese) in FAMILIES { (family(lang, vendor, module, lang.of(english, chinese))) }
        section {
            h2 { (lang.of("Reach it from your own program", "从自己的程序访问")) }
            p { (lang.of("Both accounts are the sandbox's own, and public.", "两个账户都是沙箱自己的，公开可用。")) }
            (copyable(lang, lang.of("Accounts", "账户"), accounts(visit)))
        }
    };
    ConsoleResponse::page(lang.of("Try a call", "试一个接口"), page)
}

fn family(lang: ConsoleLang, vendor: ServedVendor, module: &str, title: &str) -> Markup {
    let own = |one: &&ConsoleOperation| {
        one.vendor == vendor && one.name.split('.').next() == Some(module)
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
    let access = visit.sandbox.access(&visit.base_url());
    let (qince, qmai) = (access.qince, access.qmai);
    format!(
        "base_url    {}\n\n# 勤策 Qince\nopenid      {}\napp_key     {}\n\n# 企迈 Qmai\nopen_id     {}\ngrant_code  {}\nopen_key    {}",
        qince.base_url, qince.openid, qince.app_key, qmai.open_id, qmai.grant_code, qmai.open_key
    )
}
