//! The facts of a plan in words.

use coupon_domain::{CustomerRef, LineItem, ProductRef, ReviewDecision, TemplateRef};
use coupon_write::PlanFact;
use jiff::civil::Date;

use crate::{
    Lang,
    rows::{coupon_state, template_state, worth},
};

/// One line of a plan.
pub fn plan_line(fact: &PlanFact, lang: Lang) -> String {
    match fact {
        PlanFact::Template { named, known } => {
            let named = match named {
                TemplateRef::Id(id) => id.as_str(),
                TemplateRef::Name(name) => name,
            };
            let Some(known) = known else { return lang.plan_template(lang.plan_unknown(named)) };
            let parts = [known.name.clone(), known.discount.as_ref().map(worth)];
            lang.plan_template(with_parts(known.id.as_str(), parts, lang))
        }
        PlanFact::NewTemplate { name, discount } => {
            lang.plan_new_template(with_parts(name, [Some(worth(discount)), None], lang))
        }
        PlanFact::Customer { named, known } => {
            let named = match named {
                CustomerRef::Id(id) => id.as_str(),
                CustomerRef::Code(code) | CustomerRef::SourceCode(code) => code,
            };
            lang.plan_customer(match known {
                Some(known) => {
                    let parts = [known.name.clone(), known.code.clone()];
                    with_parts(known.id.as_str(), parts, lang)
                }
                None => lang.plan_unknown(named),
            })
        }
        PlanFact::Coupon { code, known } => lang.plan_coupon(match known {
            Some(known) => {
                let parts = [known.template_name.clone(), known.customer_name.clone()];
                with_parts(code, parts, lang)
            }
            None => lang.plan_unknown(code),
        }),
        PlanFact::NewCode(code) => lang.plan_code(code),
        PlanFact::Validity(from, to) => lang.plan_validity(day(*from, lang), day(*to, lang)),
        PlanFact::Goods(lines) => {
            let lines: Vec<String> = lines.iter().map(goods).collect();
            lang.plan_goods(lines.join(lang.pick("; ", "；")))
        }
        PlanFact::Held { count, by_vendor: true } => lang.plan_held(count),
        PlanFact::Held { count, by_vendor: false } => lang.plan_held_in_ledger(count),
        PlanFact::Ends { from } => {
            let from = from.as_ref().map(|state| template_state(state, lang));
            let ended = template_state(&coupon_domain::TemplateState::Ended, lang);
            lang.plan_state(before(from, lang), ended)
        }
        PlanFact::LastDay { from, to } => lang.plan_last_day(day(*from, lang), to),
        PlanFact::Reviewed { from, to } => {
            let from = from.as_ref().map(|state| coupon_state(state, lang));
            let to = match to {
                ReviewDecision::Approve => lang.pick("approved", "审批通过"),
                ReviewDecision::SendBack => lang.pick("sent back", "打回"),
            };
            lang.plan_state(before(from, lang), to)
        }
        PlanFact::Changes { from, to } => {
            let from = from.as_ref().map(|state| coupon_state(state, lang));
            lang.plan_state(before(from, lang), coupon_state(to, lang))
        }
        PlanFact::Order(order) => lang.plan_order(order),
        PlanFact::OfLedger => lang.plan_of_ledger(),
        PlanFact::NotAnswered(error) => {
            lang.plan_not_answered(lang.pick(&error.english, &error.chinese))
        }
        PlanFact::Field { key, from, to } => lang.plan_field(key, before(from.clone(), lang), to),
    }
}

/// `4803… (二十元券, ¥20)`.
fn with_parts(id: &str, parts: [Option<String>; 2], lang: Lang) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    match parts.is_empty() {
        true => id.to_owned(),
        false => lang.plan_parts(id, parts.join(lang.pick(", ", "，"))),
    }
}

fn before(known: Option<String>, lang: Lang) -> String {
    known.unwrap_or_else(|| lang.pick("not known", "未知").to_owned())
}

fn day(day: Option<Date>, lang: Lang) -> String {
    let is_none = |day: &Date| *day == coupon_domain::beijing_date(coupon_domain::NO_END);
    match day {
        Some(day) if is_none(&day) => lang.pick("no end", "长期有效").to_owned(),
        day => before(day.map(|day| day.to_string()), lang),
    }
}

fn goods(line: &LineItem) -> String {
    let product = match &line.product {
        ProductRef::Id(id) => id.as_str(),
        ProductRef::Code(code) => code,
    };
    format!("{product} {}{}", line.quantity, line.unit)
}
