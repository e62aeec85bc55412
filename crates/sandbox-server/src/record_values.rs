//! Values of the sandbox's own records.

use coupon_sandbox::{RecordKind, Sandbox};
use serde_json::Value;

use crate::shown_vendor::Choice;

/// How many values a field is offered.
pub(crate) const MOST_CHOICES: usize = 30;

/// The values of a field of the first records of a kind, each once, with another field as the word about it.
pub(crate) fn pick(sandbox: &Sandbox, kind: &str, value: &str, label: &str) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    let kind = RecordKind::named(kind);
    let rows = kind.map(|kind| sandbox.record_texts(kind, 0..MOST_CHOICES)).unwrap_or_default();
    for row in rows.iter().filter_map(|row| serde_json::from_str::<Value>(row).ok()) {
        let choice = (plain(&row[value]), plain(&row[label]));
        if !choice.0.is_empty() && choices.iter().all(|(known, _)| *known != choice.0) {
            choices.push(choice);
        }
    }
    choices
}

/// A value without quotes; blank for none.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
