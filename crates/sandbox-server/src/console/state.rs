//! The page of the records, with buttons for actions that no operation takes.

use axum::http::StatusCode;
use coupon_sandbox::{Action, RecordKind};
use maud::{Markup, html};
use serde_json::{Value, json};

use super::{
    operations::operation,
    request::{ConsoleLang, ConsoleRequest, ConsoleResponse},
    response_view::RecordRow,
};
use crate::{record_values::plain, shown_vendor::meaning};

/// Rows on a page.
const PAGE: usize = 50;

pub(super) fn show(visit: &ConsoleRequest<'_>) -> ConsoleResponse {
    let lang = visit.lang;
    let kind = wanted(visit.query.get("kind"));
    let count = visit.sandbox.record_count(kind);
    let page: usize = visit.query.get("page").parse().unwrap_or(0).min(count / PAGE);
    let rows = visit.sandbox.record_texts(kind, page * PAGE..(page + 1) * PAGE);
    let link = |page: usize| format!("/console/state?kind={}&page={page}", kind.word);
    let body = html! {
        nav.tabs aria-label=(lang.of("Kinds of records", "数据种类")) {
            @for one in RecordKind::all() {
                a href=(format!("/console/state?kind={}", one.word)) aria-current=[(one.word == kind.word).then_some("page")] {
                    (lang.of(one.title_en, one.title_zh)) " " span.count { (visit.sandbox.record_count(one)) }
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

/// The kind of that word, or the first one.
fn wanted(word: &str) -> &'static RecordKind {
    let first = || RecordKind::all().next().expect("the table of vendors has kinds of records");
    RecordKind::named(word).unwrap_or_else(first)
}

fn table(lang: ConsoleLang, kind: &RecordKind, texts: &[String]) -> Markup {
    let rows: Vec<RecordRow> =
        texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    let mut columns: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().flat_map(|RecordRow(row)| row) {
        if !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    let schema = kind.operation.and_then(operation).map(|operation| &operation.row);
    let hint = |name: &str| {
        schema
            .map(|schema| meaning(&schema["properties"][name]))
            .map(|(english, chinese)| lang.of(english, chinese))
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(lang.of("Records", "记录")) {
            table {
                thead { tr {
                    @if !kind.steps.is_empty() { th scope="col" { span.unseen { (lang.of("step", "操作")) } } }
                    @for name in &columns { th scope="col" title=[hint(name)] { code { (name) } } }
                } }
                tbody {
                    @for RecordRow(row) in &rows {
                        @let value = |name: &str| row.iter().find(|(field, _)| field == name).map(|(_, value)| value);
                        tr {
                            @if !kind.steps.is_empty() { td { (steps(lang, kind, &value)) } }
                            @for name in &columns { td { @if let Some(value) = value(name) { (plain(value)) } } }
                        }
                    }
                }
            }
        }
    }
}

fn steps<'a>(
    lang: ConsoleLang,
    kind: &RecordKind,
    value: &dyn Fn(&str) -> Option<&'a Value>,
) -> Markup {
    html! {
        details.steps {
            summary { (lang.of("step", "操作")) }
            form method="post" action=(format!("/console/state?kind={}", kind.word)) {
                @for step in kind.steps {
                    @if let Some(id) = value(step.column) {
                        button.quiet type="submit" name="step" value=(json!({ "step": step.step, step.field: plain(id) })) {
                            (lang.of(step.en, step.zh))
                        }
                    }
                }
            }
        }
    }
}

/// Takes a step that a button names.
pub(super) fn step(visit: &ConsoleRequest<'_>) -> ConsoleResponse {
    let step = Action::from_json(visit.form.get("step").as_bytes());
    let step = step.map_err(|error| error.to_string());
    match step.and_then(|step| visit.sandbox.apply(&step).map_err(|why| why.to_string())) {
        Ok(()) => ConsoleResponse::Moved(format!(
            "/console/state?kind={}",
            wanted(visit.query.get("kind")).word
        )),
        Err(why) => ConsoleResponse::refused(StatusCode::CONFLICT, &why),
    }
}
