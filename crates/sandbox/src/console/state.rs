//! What the sandbox holds, and the steps that no operation takes.

use axum::http::StatusCode;
use maud::{Markup, html};
use serde_json::{Value, json};

use super::{
    data::{Kind, plain},
    operations::{meaning, operation},
    reply::Row,
    visit::{Lang, Shown, Visit},
};

/// Rows on a page.
const PAGE: usize = 50;

/// A step that a record can take: word, field of the step, field of the row, name.
type Act = (&'static str, &'static str, &'static str, &'static str, &'static str);

const fn acts(kind: Kind) -> &'static [Act] {
    match kind {
        Kind::Vouchers => &[("change_voucher", "voucher_id", "id", "Change", "变更")],
        Kind::Held => &[("use_voucher", "held_id", "id", "Use", "使用")],
        Kind::Coupons => &[
            ("use_coupon", "coupon_no", "coupon_no", "Use", "使用"),
            ("recover_coupon", "coupon_no", "coupon_no", "Recover", "回收"),
            ("change_coupon", "coupon_no", "coupon_no", "Change", "变更"),
            ("delete_coupon", "coupon_no", "coupon_no", "Delete", "删除"),
        ],
        Kind::QmaiCoupons => &[
            ("use_qmai", "card_id", "cardId", "Use", "核销"),
            ("reverse_qmai", "card_id", "cardId", "Reverse", "冲正"),
            ("freeze_qmai", "card_id", "cardId", "Freeze", "冻结"),
            ("thaw_qmai", "card_id", "cardId", "Thaw", "解冻"),
            ("delete_qmai", "card_id", "cardId", "Delete", "删除"),
        ],
        Kind::Customers | Kind::Products | Kind::QmaiTemplates => &[],
    }
}

pub(super) fn show(visit: &Visit<'_>) -> Shown {
    let lang = visit.lang;
    let kind = wanted(visit.query.get("kind"));
    let count = kind.count(visit.sandbox);
    let page: usize = visit.query.get("page").parse().unwrap_or(0).min(count / PAGE);
    let rows = kind.rows(visit.sandbox, page * PAGE, PAGE);
    let link = |page: usize| format!("/console/state?kind={}&page={page}", kind.word());
    let body = html! {
        nav.tabs aria-label=(lang.of("Kinds of records", "数据种类")) {
            @for one in Kind::ALL {
                @let (english, chinese) = one.name();
                a href=(format!("/console/state?kind={}", one.word())) aria-current=[(one == kind).then_some("page")] {
                    (lang.of(english, chinese)) " " span.count { (one.count(visit.sandbox)) }
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

fn wanted(word: &str) -> Kind {
    Kind::ALL.into_iter().find(|kind| kind.word() == word).unwrap_or(Kind::Vouchers)
}

fn table(lang: Lang, kind: Kind, texts: &[String]) -> Markup {
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
fn source(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Vouchers => Some("voucher.getVoucherInfos"),
        Kind::Held => Some("voucher.queryVoucherUsedInfo"),
        Kind::Coupons => Some("coupondetail.queryCouponDetail"),
        Kind::Customers => Some("voucher.getCmInfos"),
        Kind::QmaiCoupons => Some("v3.getCustomerCoupons"),
        Kind::QmaiTemplates => Some("v2.user-coupons-detail.by-ids"),
        Kind::Products => None,
    }
}

fn steps<'a>(lang: Lang, kind: Kind, value: &dyn Fn(&str) -> Option<&'a Value>) -> Markup {
    html! {
        details.steps {
            summary { (lang.of("step", "操作")) }
            form method="post" action=(format!("/console/state?kind={}", kind.word())) {
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
    match step.and_then(|step| visit.sandbox.take(&step).map_err(|why| why.to_string())) {
        Ok(()) => {
            Shown::Moved(format!("/console/state?kind={}", wanted(visit.query.get("kind")).word()))
        }
        Err(why) => Shown::refused(StatusCode::CONFLICT, &why),
    }
}
