//! What the sandbox holds, and the steps that no operation takes.

use axum::http::StatusCode;
use coupon_sandbox::RecordKind;
use maud::{Markup, html};
use serde_json::{Value, json};

use super::{
    data::{name, plain, word},
    operations::{meaning, operation},
    request::{Lang, Shown, Visit},
    response_view::Row,
};

/// Rows on a page.
const PAGE: usize = 50;

/// A step that a record can take: word, field of the step, field of the row, name.
type Act = (&'static str, &'static str, &'static str, &'static str, &'static str);

const fn acts(kind: RecordKind) -> &'static [Act] {
    match kind {
        RecordKind::Vouchers => &[("change_voucher", "voucher_id", "id", "Change", "变更")],
        RecordKind::HeldVouchers => &[("use_voucher", "held_id", "id", "Use", "使用")],
        RecordKind::GoodsCoupons => &[
            ("use_coupon", "coupon_no", "coupon_no", "Use", "使用"),
            ("recover_coupon", "coupon_no", "coupon_no", "Recover", "回收"),
            ("change_coupon", "coupon_no", "coupon_no", "Change", "变更"),
            ("delete_coupon", "coupon_no", "coupon_no", "Delete", "删除"),
        ],
        RecordKind::QmaiCoupons => &[
            ("use_qmai", "card_id", "cardId", "Use", "核销"),
            ("reverse_qmai", "card_id", "cardId", "Reverse", "冲正"),
            ("freeze_qmai", "card_id", "cardId", "Freeze", "冻结"),
            ("thaw_qmai", "card_id", "cardId", "Thaw", "解冻"),
            ("delete_qmai", "card_id", "cardId", "Delete", "删除"),
        ],
        RecordKind::QinceCustomers | RecordKind::QinceProducts | RecordKind::QmaiTemplates => &[],
    }
}

pub(super) fn show(visit: &Visit<'_>) -> Shown {
    let lang = visit.lang;
    let kind = wanted(visit.query.get("kind"));
    let count = visit.sandbox.record_count(kind);
    let page: usize = visit.query.get("page").parse().unwrap_or(0).min(count / PAGE);
    let rows = visit.sandbox.record_texts(kind, page * PAGE..(page + 1) * PAGE);
    let link = |page: usize| format!("/console/state?kind={}&page={page}", word(kind));
    let body = html! {
        nav.tabs aria-label=(lang.of("Kinds of records", "数据种类")) {
            @for one in &RecordKind::ALL {
                @let (english, chinese) = name(*one);
                a href=(format!("/console/state?kind={}", word(*one))) aria-current=[(*one == kind).then_some("page")] {
                    (lang.of(english, chinese)) " " span.count { (visit.sandbox.record_count(*one)) }
                }
            }
        }
        (table(lang, kind, &rows))
        nav.pages aria-label=(lang.of("Pages", "翻页")) {
            @if page > 0 { a.button href=(link(page - 1)) { "← " (lang.of("before", "上一页")) } }
            span.count { (page * PAGE + rows.len().min(1)) "–" (page * PAGE + rows.len()) " / " (count) }
            @if (page + 1) * PAGE < count { a.button href=(link(page + 1)) { (lang.of("next", "下一页")) " →" } }
        }
    };
    Shown::page(lang.of("State", "数据"), body)
}

fn wanted(word: &str) -> RecordKind {
    RecordKind::ALL
        .into_iter()
        .find(|kind| self::word(*kind) == word)
        .unwrap_or(RecordKind::Vouchers)
}

fn table(lang: Lang, kind: RecordKind, texts: &[String]) -> Markup {
    let rows: Vec<Row> = texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    let mut columns: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().flat_map(|Row(row)| row) {
        if !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    let schema = source(kind).and_then(operation).map(|operation| &operation.row);
    let hint = |name: &str| {
        schema
            .map(|schema| meaning(&schema["properties"][name]))
            .map(|(english, chinese)| lang.of(english, chinese))
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(lang.of("Records", "记录")) {
            table {
                thead { tr {
                    @if !acts(kind).is_empty() { th scope="col" { span.unseen { (lang.of("step", "操作")) } } }
                    @for name in &columns { th scope="col" title=[hint(name)] { code { (name) } } }
                } }
                tbody {
                    @for Row(row) in &rows {
                        @let value = |name: &str| row.iter().find(|(field, _)| field == name).map(|(_, value)| value);
                        tr {
                            @if !acts(kind).is_empty() { td { (steps(lang, kind, &value)) } }
                            @for name in &columns { td { @if let Some(value) = value(name) { (plain(value)) } } }
                        }
                    }
                }
            }
        }
    }
}

/// The operation that shows these rows, and so explains their fields.
fn source(kind: RecordKind) -> Option<&'static str> {
    match kind {
        RecordKind::Vouchers => Some("voucher.getVoucherInfos"),
        RecordKind::HeldVouchers => Some("voucher.queryVoucherUsedInfo"),
        RecordKind::GoodsCoupons => Some("coupondetail.queryCouponDetail"),
        RecordKind::QinceCustomers => Some("voucher.getCmInfos"),
        RecordKind::QmaiCoupons => Some("v3.getCustomerCoupons"),
        RecordKind::QmaiTemplates => Some("v2.user-coupons-detail.by-ids"),
        RecordKind::QinceProducts => None,
    }
}

fn steps<'a>(lang: Lang, kind: RecordKind, value: &dyn Fn(&str) -> Option<&'a Value>) -> Markup {
    html! {
        details.steps {
            summary { (lang.of("step", "操作")) }
            form method="post" action=(format!("/console/state?kind={}", word(kind))) {
                @for (word, field, column, english, chinese) in acts(kind) {
                    @if let Some(id) = value(column) {
                        button.quiet type="submit" name="step" value=(json!({ "step": word, *field: plain(id) })) {
                            (lang.of(english, chinese))
                        }
                    }
                }
            }
        }
    }
}

/// Takes a step that a button names.
pub(super) fn step(visit: &Visit<'_>) -> Shown {
    let step = serde_json::from_str(visit.form.get("step")).map_err(|error| error.to_string());
    match step.and_then(|step| visit.sandbox.apply(&step).map_err(|why| why.to_string())) {
        Ok(()) => {
            Shown::Moved(format!("/console/state?kind={}", word(wanted(visit.query.get("kind")))))
        }
        Err(why) => Shown::refused(StatusCode::CONFLICT, &why),
    }
}
