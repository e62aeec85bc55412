//! The body of a call from the fields of a form, and back.

use serde_json::Value;

use super::{
    fields::{count, in_order, inner_object, is_list, is_plain_list},
    request::FormFields,
};
use crate::{record_values::plain, shown_vendor::ConsoleOperation};
use coupon_sandbox::JsonObject;

/// The JSON text of a call, in the document's order. What is blank is left out.
pub(super) fn body(operation: &ConsoleOperation, form: &FormFields) -> String {
    object(&operation.call, operation.order, "", form)
}

fn object(schema: &Value, order: &[&str], prefix: &str, form: &FormFields) -> String {
    let mut text = JsonObject::new();
    for (name, field) in in_order(schema, order) {
        let place = format!("{prefix}{name}");
        let value = form.get(&place);
        if is_list(field) {
            let objects = (0..count(form, &place))
                .map(|number| object(&field["items"], &[], &format!("{place}[{number}]."), form));
            let filled: Vec<String> = objects.filter(|object| object != "{}").collect();
            if !filled.is_empty() {
                text = text.json(name, format_args!("[{}]", filled.join(",")));
            }
        } else if let Some(inner) = inner_object(field) {
            let inside = object(inner, &[], &format!("{place}."), form);
            if inside != "{}" {
                text = text.json(name, inside);
            }
        } else if value.is_empty() {
            // Blank is the same as none.
        } else if is_plain_list(field) {
            let parts = value.split([',', '，']).map(str::trim).filter(|part| !part.is_empty());
            text = text.json(name, Value::from_iter(parts));
        } else if is_number(field, value) {
            text = text.json(name, value);
        } else {
            text = text.text(name, value);
        }
    }
    text.finish()
}

/// A number is sent as one if it is one, digit by digit; as text otherwise, so that the vendor can say so.
fn is_number(field: &Value, value: &str) -> bool {
    let wanted = field["x-expected"].as_str().is_some_and(|expected| expected.contains("number"));
    wanted
        && field["x-expected"] != "text or a number"
        && serde_json::from_str::<serde_json::Number>(value).is_ok()
}

/// The fields of a form from the JSON text of a call; none if it is not one.
pub(super) fn form(text: &str) -> FormFields {
    let mut fields = FormFields::default();
    if let Ok(value) = serde_json::from_str(text) {
        fill(&mut fields, "", &value);
    }
    fields
}

fn fill(fields: &mut FormFields, place: &str, value: &Value) {
    match value {
        Value::Object(object) => {
            let dot = if place.is_empty() { "" } else { "." };
            object
                .iter()
                .for_each(|(name, inner)| fill(fields, &format!("{place}{dot}{name}"), inner));
        }
        Value::Array(list) if list.iter().all(|inner| !inner.is_object()) => {
            let parts: Vec<String> = list.iter().map(plain).collect();
            fields.set(place.to_owned(), parts.join(","));
        }
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(n, inner)| fill(fields, &format!("{place}[{n}]"), inner));
        }
        Value::Null => {}
        Value::String(text) => fields.set(place.to_owned(), text.clone()),
        Value::Bool(_) | Value::Number(_) => fields.set(place.to_owned(), value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use coupon_sandbox::{Sandbox, SandboxConfig};

    use super::*;
    use crate::console::operations::{operation, operations};

    /// The scalars of a call with their places; numbers as text, as a form has them.
    fn scalars(place: &str, value: &Value) -> Vec<(String, String)> {
        match value {
            Value::Object(object) => {
                let inner = object.iter().map(|(name, inner)| (format!("{place}.{name}"), inner));
                inner.flat_map(|(place, inner)| scalars(&place, inner)).collect()
            }
            Value::Array(list) => {
                let inner = list.iter().enumerate();
                inner.flat_map(|(n, inner)| scalars(&format!("{place}[{n}]"), inner)).collect()
            }
            other => vec![(place.to_owned(), plain(other))],
        }
    }

    #[test]
    fn every_sample_becomes_a_form_and_the_same_call_again() {
        let sandbox = Sandbox::new(SandboxConfig::default());
        for one in operations() {
            let sample = sandbox.sample(one.name);
            let again = body(one, &form(&sample));
            let read = |text: &str| scalars("", &serde_json::from_str(text).unwrap());
            let (mut before, mut after) = (read(&sample), read(&again));
            before.sort();
            after.sort();
            assert!(!before.is_empty(), "{} has no sample", one.name);
            assert_eq!(after, before, "{}", one.name);
        }
    }

    #[test]
    fn lists_of_texts_and_fields_of_fields_are_filled() {
        let used = operation("v3.writeOffCoupon").unwrap();
        let mut fields = FormFields::default();
        fields.set("couponsCardList".to_owned(), "1， 2,,3".to_owned());
        fields.set("ext.orderNo".to_owned(), "D-1".to_owned());
        let expected = r#"{"couponsCardList":["1","2","3"],"ext":{"orderNo":"D-1"}}"#;
        assert_eq!(body(used, &fields), expected);
    }

    #[test]
    fn a_form_becomes_a_body_in_the_documents_order_and_comes_back() {
        let add = operation("coupondetail.addCoupon").unwrap();
        let text = r#"{"coupon_no":"引\"号","deal_name":"陈列协议","prods":[{"num":1.50,"unit_name":"箱"},{"num":"两"}]}"#;
        let mut fields = form(text);
        fields.set("prods[0].num".to_owned(), "1.50".to_owned());
        fields.set("prods[1].unit_name".to_owned(), " ".to_owned());
        assert_eq!(body(add, &fields), text);
        assert_eq!(body(add, &form("no JSON")), "{}");
    }
}
