//! The page of the records, with buttons for actions that no operation takes.

use axum::http::StatusCode;
use coupon_sandbox::RecordKind;
use maud::{Markup, html};
use serde_json::{Value, json};

use super::{
    data::{name, plain, word},
    operations::{meaning, operation},
    request::{ConsoleLang, ConsoleRequest, ConsoleResponse},
    response_view::RecordRow,
};

/// Rows on a page.
const PAGE: usize = 50;

/// A button that applies an action to a record.
struct ActionForm {
    /// The name of the action.
    action: &'static str,
    /// The field of the action that names the record.
    field: &'static str,
    /// The column of the record with that name.
    column: &'static str,
    english: &'static str,
    chinese: &'static str,
}

fn form(
    action: &'static str,
    [field, column]: [&'static str; 2],
    english: &'static str,
    chinese: &'static str,
) -> ActionForm {
    ActionForm { action, field, column, english, chinese }
}

fn action_forms(kind: RecordKind) -> Vec<ActionForm> {
    const COUPON_NO: [&str; 2] = ["coupon_no", "coupon_no"];
    const CARD_ID: [&str; 2] = ["card_id", "cardId"];
    match kind {
        RecordKind::Vouchers => {
            vec![form("change_voucher", ["voucher_id", "id"], "Change", "变更")]
        }
        RecordKind::HeldVouchers => vec![form("use_voucher", ["held_id", "id"], "Use", "使用")],
        RecordKind::GoodsCoupons => vec![
            form("use_coupon", COUPON_NO, "Use", "使用"),
            form("recover_coupon", COUPON_NO, "Recover", "回收"),
            form("change_coupon", COUPON_NO, "Change", "变更"),
            form("delete_coupon", COUPON_NO, "Delete", "删除"),
        ],
        RecordKind::QmaiCoupons => vec![
            form("use_qmai", CARD_ID, "Use", "核销"),
            form("reverse_qmai", CARD_ID, "Reverse", "冲正"),
            form("freeze_qmai", CARD_ID, "Freeze", "冻结"),
            form("thaw_qmai", CARD_ID, "Thaw", "解冻"),
            form("delete_qmai", CARD_ID, "Delete", "删除"),
        ],
        RecordKind::QinceCustomers | RecordKind::QinceProducts | RecordKind::QmaiTemplates => {
            Vec::new()
        }
    }
}

pub(super) fn show(visit: &ConsoleRequest<'_>) -> ConsoleResponse {
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
    ConsoleResponse::page(lang.of("State", "数据"), body)
}

fn wanted(word: &str) -> RecordKind {
    RecordKind::ALL
        .into_iter()
        .find(|kind| self::word(*kind) == word)
        .unwrap_or(RecordKind::Vouchers)
}

fn table(lang: ConsoleLang, kind: RecordKind, texts: &[String]) -> Markup {
    let rows: Vec<RecordRow> =
        texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    let mut columns: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().flat_map(|RecordRow(row)| row) {
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
                    @if !action_forms(kind).is_empty() { th scope="col" { span.unseen { (lang.of("step", "操作")) } } }
                    @for name in &columns { th scope="col" title=[hint(name)] { code { (name) } } }
                } }
                tbody {
                    @for RecordRow(row) in &rows {
                        @let value = |name: &str| row.iter().find(|(field, _)| field == name).map(|(_, value)| value);
                        tr {
                            @if !action_forms(kind).is_empty() { td { (steps(lang, kind, &value)) } }
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

fn steps<'a>(
    lang: ConsoleLang,
    kind: RecordKind,
    value: &dyn Fn(&str) -> Option<&'a Value>,
) -> Markup {
    html! {
        details.steps {
            summary { (lang.of("step", "操作")) }
            form method="post" action=(format!("/console/state?kind={}", word(kind))) {
                @for form in action_forms(kind) {
                    @if let Some(id) = value(form.column) {
                        button.quiet type="submit" name="step" value=(json!({ "step": form.action, form.field: plain(id) })) {
                            (lang.of(form.english, form.chinese))
                        }
                    }
                }
            }
        }
    }
}

/// Takes a step that a button names.
pub(super) fn step(visit: &ConsoleRequest<'_>) -> ConsoleResponse {
    let step = serde_json::from_str(visit.form.get("step")).map_err(|error| error.to_string());
    match step.and_then(|step| visit.sandbox.apply(&step).map_err(|why| why.to_string())) {
        Ok(()) => ConsoleResponse::Moved(format!(
            "/console/state?kind={}",
            word(wanted(visit.query.get("kind")))
        )),
        Err(why) => ConsoleResponse::refused(StatusCode::CONFLICT, &why),
    }
}
