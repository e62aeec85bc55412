//! Faults: what is placed, and placing one.

use axum::http::StatusCode;
use maud::{Markup, html};
use serde_json::json;

use super::{
    operations::operations,
    request::{ConsoleLang, ConsoleRequest, ConsoleResponse},
};
use crate::fault_texts::FAULT_TEXTS;
use coupon_sandbox::{ActiveFault, FaultRule};

pub(super) fn show(visit: &ConsoleRequest<'_>) -> ConsoleResponse {
    let lang = visit.lang;
    let placed = visit.sandbox.faults();
    let page = html! {
        p.lead {
            (lang.of(
                "A placed fault befalls calls until it is used up or taken away. One call alone: the header x-sandbox-fault.",
                "设下的故障会影响之后的请求，直到用完或取消。只影响一次请求：用请求头 x-sandbox-fault。",
            ))
        }
        @if placed.is_empty() {
            p.empty { (lang.of("No fault is placed.", "没有设下的故障。")) }
        } @else {
            (table(lang, &placed))
        }
        section { h2 { (lang.of("Place a fault", "设下故障")) } (form(lang)) }
        section {
            h2 { (lang.of("What there is", "故障一览")) }
            dl.faults {
                @for fault in FAULT_TEXTS { dt { code { (fault.text) } } dd { (lang.of(fault.en, fault.zh)) } }
            }
        }
    };
    ConsoleResponse::page(lang.of("Faults", "故障"), page)
}

fn table(lang: ConsoleLang, placed: &[ActiveFault]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(lang.of("Placed faults", "已设故障")) {
            table {
                thead { tr {
                    th scope="col" { (lang.of("fault", "故障")) }
                    th scope="col" { (lang.of("operation", "接口")) }
                    th scope="col" { (lang.of("probability", "概率")) }
                    th scope="col" { (lang.of("befallen", "已发生")) }
                    th scope="col" { span.unseen { (lang.of("take away", "取消")) } }
                } }
                tbody {
                    @for one in placed {
                        tr {
                            td { code { (one.rule.fault) } }
                            td { (one.rule.operation.as_deref().unwrap_or(lang.of("all", "全部"))) }
                            td.mono { (one.rule.probability) }
                            td.mono {
                                (one.befallen)
                                @if let Some(count) = one.rule.count { " / " (count) }
                            }
                            td {
                                form method="post" action="/console/faults" {
                                    button.quiet type="submit" name="remove" value=(one.id) { (lang.of("Take away", "取消")) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn form(lang: ConsoleLang) -> Markup {
    html! {
        form.filter method="post" action="/console/faults" {
            div.field {
                label for="fault" { (lang.of("Fault", "故障")) }
                input id="fault" name="fault" required list="faults" autocomplete="off" spellcheck="false";
                datalist id="faults" { @for fault in FAULT_TEXTS { option value=(fault.text) { (lang.of(fault.en, fault.zh)) } } }
            }
            div.field {
                label for="operation" { (lang.of("Operation", "接口")) }
                select id="operation" name="operation" {
                    option value="" { (lang.of("all", "全部")) }
                    @for one in operations() { option value=(one.name) { (one.name) } }
                }
            }
            div.field {
                label for="probability" { (lang.of("Probability", "概率")) }
                input id="probability" name="probability" type="number" min="0.01" max="1" step="0.01" value="1";
            }
            div.field {
                label for="count" { (lang.of("How many calls; blank: without end", "次数；留空则不限")) }
                input id="count" name="count" type="number" min="1" value="1";
            }
            div.actions { button.primary type="submit" { (lang.of("Place", "设下")) } }
        }
    }
}

pub(super) fn change(visit: &ConsoleRequest<'_>) -> ConsoleResponse {
    let form = &visit.form;
    let done = if form.get("remove").is_empty() {
        rule(visit).and_then(|rule| {
            visit.sandbox.place_fault(rule).map(drop).map_err(|why| why.to_string())
        })
    } else {
        let id = form.get("remove").parse().unwrap_or_default();
        visit.sandbox.remove_fault(id).map_err(|why| why.to_string())
    };
    match done {
        Ok(()) => ConsoleResponse::Moved("/console/faults".to_owned()),
        Err(why) => ConsoleResponse::refused(StatusCode::BAD_REQUEST, &why),
    }
}

fn rule(visit: &ConsoleRequest<'_>) -> Result<FaultRule, String> {
    let form = &visit.form;
    let mut rule = json!({ "fault": form.get("fault") });
    if !form.get("operation").is_empty() {
        rule["operation"] = form.get("operation").into();
    }
    if let Ok(probability) = form.get("probability").parse::<f64>() {
        rule["probability"] = probability.into();
    }
    if !form.get("count").is_empty() {
        rule["count"] =
            form.get("count").parse::<u64>().map_err(|error| format!("count: {error}"))?.into();
    }
    serde_json::from_value(rule).map_err(|error| error.to_string())
}
