//! A form made from the schema of a call.

use maud::{Markup, html};
use serde_json::Value;

use super::{
    data::Choices,
    layout::both,
    request::{ConsoleLang, FormFields},
};
use crate::shown_vendor::{ConsoleOperation, meaning};

/// The fields of a call. What is neither usual nor filled is folded away where there are many.
pub(super) fn fields(
    lang: ConsoleLang,
    operation: &ConsoleOperation,
    given: &FormFields,
    usual: &FormFields,
    choices: &Choices,
) -> Markup {
    let form = CallForm { lang, given, choices };
    let all = in_order(&operation.call, operation.order);
    let is_shown = |name: &str| {
        all.len() <= MOST_OPEN
            || is_required(&operation.call, name)
            || [given, usual].iter().any(|fields| fields.names().any(|field| top(field) == name))
    };
    let (shown, folded): (Vec<_>, Vec<_>) = all.iter().partition(|(name, _)| is_shown(name));
    html! {
        div.fields { @for (name, schema) in shown { (form.field(&operation.call, "", name, schema)) } }
        @if !folded.is_empty() {
            details.more {
                summary { (lang.of("More fields", "更多字段")) " (" (folded.len()) ")" }
                div.fields { @for (name, schema) in folded { (form.field(&operation.call, "", name, schema)) } }
            }
        }
    }
}

/// The field of the call in which this one stands: `prods` of `prods[0].num`.
fn top(field: &str) -> &str {
    field.split(['.', '[']).next().unwrap_or_default()
}

/// More fields than these are not shown at once.
const MOST_OPEN: usize = 14;

/// The fields of an object with their schemas: in this order, or by name if there is none.
pub(super) fn in_order<'a>(schema: &'a Value, order: &[&'a str]) -> Vec<(&'a str, &'a Value)> {
    let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
    if order.is_empty() {
        return properties.iter().map(|(name, schema)| (name.as_str(), schema)).collect();
    }
    order.iter().filter_map(|name| Some((*name, properties.get(*name)?))).collect()
}

/// Whether a field holds a list of objects.
pub(super) fn is_list(schema: &Value) -> bool {
    schema["items"]["properties"].is_object()
}

/// Whether a field holds a list of texts or numbers. A form has them in one field, with commas between them.
pub(super) fn is_plain_list(schema: &Value) -> bool {
    schema["items"].is_object() && !is_list(schema)
}

/// The schema of the object that a field holds; `None` if it holds none.
pub(super) fn inner_object(schema: &Value) -> Option<&Value> {
    let forms = schema["anyOf"].as_array().into_iter().flatten();
    [schema].into_iter().chain(forms).find(|form| form["properties"].is_object())
}

/// How many objects a form has for a list.
pub(super) fn count(form: &FormFields, place: &str) -> usize {
    let number = |name: &str| {
        let (number, _) = name.strip_prefix(place)?.strip_prefix('[')?.split_once(']')?;
        number.parse::<usize>().ok().filter(|number| *number < MOST_OBJECTS)
    };
    form.names().filter_map(number).max().map_or(0, |last| last + 1)
}

const MOST_OBJECTS: usize = 100;

fn is_required(object: &Value, name: &str) -> bool {
    object["required"].as_array().is_some_and(|names| names.iter().any(|field| field == name))
}

struct CallForm<'a> {
    lang: ConsoleLang,
    given: &'a FormFields,
    choices: &'a Choices,
}

impl CallForm<'_> {
    fn field(&self, object: &Value, prefix: &str, name: &str, schema: &Value) -> Markup {
        let place = format!("{prefix}{name}");
        if is_list(schema) {
            return self.list(&place, schema);
        }
        if let Some(inner) = inner_object(schema) {
            return self.object(&place, schema, inner);
        }
        let required = is_required(object, name);
        html! {
            div.field {
                label for=(place) {
                    code { (name) }
                    @if required { span.required title=(self.lang.of("required", "必填")) { "*" } }
                    @if let Some(most) = schema["maxLength"].as_u64() { span.limit { "≤ " (most) } }
                }
                (self.control(&place, name, schema))
                div.meanings id=(format!("{place}-meaning")) { (both(self.lang, meaning(schema))) }
            }
        }
    }

    fn list(&self, place: &str, schema: &Value) -> Markup {
        let lang = self.lang;
        html! {
            fieldset.list data-list=(place) {
                legend { code { (place) } }
                (both(lang, meaning(schema)))
                @for number in 0..count(self.given, place).max(1) {
                    div.object {
                        @for (name, field) in in_order(&schema["items"], &[]) {
                            (self.field(&schema["items"], &format!("{place}[{number}]."), name, field))
                        }
                    }
                }
                button.quiet type="button" data-add hidden { (lang.of("+ one more", "＋ 再加一项")) }
            }
        }
    }

    fn object(&self, place: &str, schema: &Value, inner: &Value) -> Markup {
        html! {
            fieldset.list {
                legend { code { (place) } }
                (both(self.lang, meaning(schema)))
                div.object {
                    @for (name, field) in in_order(inner, &[]) {
                        (self.field(inner, &format!("{place}."), name, field))
                    }
                }
            }
        }
    }

    fn control(&self, place: &str, name: &str, schema: &Value) -> Markup {
        let (given, described) = (self.given.get(place), format!("{place}-meaning"));
        if let Some(values) = schema["enum"].as_array() {
            let mut values: Vec<&str> =
                values.iter().filter_map(Value::as_str).filter(|value| !value.is_empty()).collect();
            if !given.is_empty() && !values.contains(&given) {
                values.push(given);
            }
            return html! {
                select id=(place) name=(place) aria-describedby=(described) {
                    option value="" { "—" }
                    @for value in values { option value=(value) selected[value == given] { (value) } }
                }
            };
        }
        let choices = self.choices.of(name, schema);
        let list = format!("{place}-choices");
        html! {
            input id=(place) name=(place) value=(given) autocomplete="off" spellcheck="false"
                placeholder=[placeholder(schema)] aria-describedby=(described)
                list=[(!choices.is_empty()).then_some(&list)];
            @if !choices.is_empty() {
                datalist id=(list) {
                    @for (value, label) in choices { option value=(value) { (label) } }
                }
            }
        }
    }
}

/// How a value is written, where the rules say it.
fn placeholder(schema: &Value) -> Option<&'static str> {
    match schema["pattern"].as_str()? {
        day if day.ends_with(r"\d{2}-\d{2}$") => Some("yyyy-MM-dd"),
        time if time.contains(':') => Some("yyyy-MM-dd HH:mm:ss"),
        number if number.contains(r"\.") => Some("0.00"),
        _ => None,
    }
}
