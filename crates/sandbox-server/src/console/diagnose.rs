//! The page that explains a refused signature, of an entry of the log or of a request that was captured elsewhere.

use axum::http::Request;
use bytes::Bytes;
use coupon_wire::{Compared, Diagnosis};
use maud::{Markup, html};

use super::{
    layout::copyable,
    request::{ConsoleLang, ConsoleRequest, ConsoleResponse},
};

pub(super) fn show(visit: &ConsoleRequest<'_>) -> ConsoleResponse {
    let lang = visit.lang;
    let (url, body) = asked(visit);
    let found = (!url.is_empty()).then(|| examine(visit, &url, &body));
    let page = html! {
        p.lead {
            (lang.of(
                "Paste the address and the body of a call that was refused. They are compared with what this sandbox's account would have signed.",
                "粘贴被拒绝的请求的地址和请求体，与本沙箱账户应有的签名对照。",
            ))
        }
        form.call method="post" action="/console/doctor#result" data-send {
            div.field {
                label for="url" { (lang.of("Address or path", "地址或路径")) }
                input id="url" name="url" value=(url) required autocomplete="off" spellcheck="false"
                    placeholder="/api/voucher/v1/getVoucherInfos/…";
            }
            div.field {
                label for="body" { (lang.of("Body, byte by byte as it was sent", "请求体（与实际发送的逐字节一致）")) }
                textarea id="body" name="body" rows="8" spellcheck="false" { (body) }
            }
            div.actions { button.primary type="submit" { (lang.of("Examine", "诊断")) } }
        }
        @if let Some(found) = found {
            section.result id="result" tabindex="-1" { h2 { (lang.of("Finding", "结论")) } (found) }
        }
    };
    ConsoleResponse::page(lang.of("Signature doctor", "验签诊断"), page)
}

/// Address and body of the request, from a form or from the log.
fn asked(visit: &ConsoleRequest<'_>) -> (String, String) {
    let id = visit.query.get("id").parse::<u64>().ok().filter(|id| *id > 0);
    let logged =
        id.and_then(|id| visit.sandbox.log_page(id - 1, 1).into_iter().find(|one| one.id == id));
    match logged {
        Some(logged) => (logged.path, String::from_utf8_lossy(&logged.request).into_owned()),
        None => {
            // Browsers send the line ends of a form as two characters.
            let body = visit.form.raw("body").replace("\r\n", "\n");
            (visit.form.get("url").to_owned(), body)
        }
    }
}

fn examine(visit: &ConsoleRequest<'_>, url: &str, body: &str) -> Markup {
    let lang = visit.lang;
    let request = Request::post(url).body(Bytes::copy_from_slice(body.as_bytes()));
    let Ok(request) = request else {
        return html! { p.notice.bad role="alert" { (lang.of("This is no address.", "这不是一个地址。")) } };
    };
    match visit.sandbox.diagnose(&request) {
        Some(found) => diagnosis(lang, &found),
        None => html! {
            p.notice.good role="status" {
                (lang.of(
                    "The signature is right, or this is no call to either vendor.",
                    "签名正确，或者这不是对任一厂商的调用。",
                ))
            }
        },
    }
}

/// A finding of the doctor.
pub(super) fn diagnosis(lang: ConsoleLang, found: &Diagnosis) -> Markup {
    // Only what was compared has the place that differs.
    let within = |compared| found.first_difference.filter(|_| found.compared == compared);
    html! {
        div.diagnosis role="alert" {
            p.cause {
                span.pill.bad { (lang.of("signature", "签名")) } " " code { (found.causes()) }
            }
            p.advice { (lang.of(&found.advice_en, &found.advice_zh)) }
            (copyable(lang, lang.of("Should have been signed (*** is secret)", "应签名的内容（*** 处保密）"),
                marked(&found.expected_masked, within(Compared::String))))
            @if let Some(signed) = &found.signed_masked {
                (copyable(lang, lang.of("Was signed", "实际签名的内容"), marked(signed, within(Compared::String))))
            }
            (copyable(lang, lang.of("Found in the request", "请求中的值"), &found.found))
            @if let Some(place) = found.first_difference {
                p.hint {
                    (lang.of("First differing byte, from 0: ", "首个不同的字节（从 0 数起）：")) (place)
                    " · "
                    @match found.compared {
                        Compared::String => (lang.of("of the signed text", "在签名内容中")),
                        Compared::Time => (lang.of("of the time", "在时间中")),
                        Compared::Signature => (lang.of("of the signature", "在签名中")),
                    }
                }
            }
        }
    }
}

/// A text with the letter marked that this byte belongs to.
fn marked(text: &str, byte: Option<usize>) -> Markup {
    let letter = byte.and_then(|byte| {
        let begin = (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at))?;
        Some((begin, begin + text[begin..].chars().next()?.len_utf8()))
    });
    html! {
        @match letter {
            Some((begin, end)) => { (text[..begin]) mark { (text[begin..end]) } (text[end..]) }
            None => (text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_of_a_byte_is_marked_and_text_is_escaped() {
        let shown = |byte| marked("a券<b>", byte).into_string();
        assert_eq!(shown(Some(0)), "<mark>a</mark>券&lt;b&gt;");
        assert_eq!(shown(Some(2)), "a<mark>券</mark>&lt;b&gt;");
        assert_eq!(shown(Some(99)), "a券&lt;b&gt;");
        assert_eq!(shown(None), "a券&lt;b&gt;");
    }
}
