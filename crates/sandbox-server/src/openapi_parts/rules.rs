//! The rules of a call for single fields, in the words of JSON Schema. The rules are asked, not repeated: a call that
//! breaks one is told which, and what would be right.

use coupon_wire::{Violation, ViolationKind};
use serde_json::{Value, json};

/// Every broken rule of a body.
pub(crate) type BodyRules<'a> = &'a dyn Fn(&Value) -> Vec<Violation>;

/// Longer than anything may be, and neither a day nor a number.
const LONG: usize = 4_000;
/// Numbers that some field has no room for.
const NUMBERS: [&str; 4] = ["0", "-1", "1.5", "99999999999999999"];
const DAY: &str = r"^\d{4}-\d{2}-\d{2}$";
/// How a text is said to be of digits alone.
pub(crate) const DIGITS: &str = r"^\d+$";
/// How a number is said to be whole.
pub(crate) const WHOLE: &str = r"^-?\d+$";
const TIME: &str = r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$";

/// A call's schema with its rules.
pub(crate) fn with_rules(schema: &Value, rules: BodyRules<'_>) -> Value {
    let mut schema = schema.clone();
    narrow_object(&mut schema, "", rules);
    schema
}

/// `prefix` is how rules write the place of the object: "" or "prods[0].".
fn narrow_object(schema: &mut Value, prefix: &str, rules: BodyRules<'_>) {
    let missing = always_missing(schema, prefix, rules);
    require(schema, &missing);
    let Some(properties) = schema["properties"].as_object_mut() else { return };
    for (name, property) in properties {
        let place = format!("{prefix}{name}");
        if property["items"]["properties"].is_object() {
            let inside = |item: &Value| rules(&json!({ name: [item] }));
            narrow_object(&mut property["items"], &format!("{place}[0]."), &inside);
        } else if property["x-expected"].is_string() {
            narrow_field(property, &place, &|text| rules(&json!({ name: text })));
        }
    }
}

/// The fields that an empty object lacks, and that an object with any one value of any field lacks too.
fn always_missing(
    schema: &Value,
    prefix: &str,
    rules: BodyRules<'_>,
) -> Vec<(String, ViolationKind)> {
    let fields = schema["properties"].as_object().into_iter().flatten();
    let values = fields.flat_map(|(name, property)| {
        property["examples"]
            .as_array()
            .into_iter()
            .flatten()
            .map(move |value| json!({ name: value }))
    });
    let mut missing = lacks(prefix, rules(&json!({})));
    for one in values {
        let found = lacks(prefix, rules(&one));
        missing.retain(|(name, problem)| {
            one.get(name).is_some()
                || found.iter().any(|other| other == &(name.clone(), problem.clone()))
        });
    }
    missing
}

fn lacks(prefix: &str, broken: Vec<Violation>) -> Vec<(String, ViolationKind)> {
    let lack = |broken: Violation| {
        let name = broken.field.strip_prefix(prefix).filter(|name| !name.contains(['.', '[']))?;
        let lacks = matches!(broken.problem, ViolationKind::Missing | ViolationKind::OneNeeded(_));
        (lacks && broken.certainty.blocks_send()).then(|| (name.to_owned(), broken.problem.clone()))
    };
    broken.into_iter().filter_map(lack).collect()
}

fn require(schema: &mut Value, missing: &[(String, ViolationKind)]) {
    let (mut required, mut one_of) = (Vec::new(), Vec::new());
    for (name, problem) in missing {
        if let ViolationKind::OneNeeded(fields) = problem {
            let each = fields.iter().map(|field| json!({ "required": [field] }));
            one_of.push(json!({ "anyOf": each.collect::<Vec<_>>() }));
        } else {
            required.push(name.clone());
        }
    }
    for name in &required {
        let property = &mut schema["properties"][name];
        if property["type"] == "array" {
            property["minItems"] = 1.into();
        } else if let Some(types) = property["type"].as_array_mut() {
            types.retain(|kind| kind != "null");
            property["minLength"] = 1.into();
        }
    }
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    if !one_of.is_empty() {
        schema["allOf"] = one_of.into();
    }
}

fn narrow_field(property: &mut Value, place: &str, rules: &dyn Fn(&str) -> Vec<Violation>) {
    let long = "长".repeat(LONG);
    let probes = std::iter::once(long.as_str()).chain(NUMBERS);
    for broken in probes.flat_map(rules) {
        if broken.field == place && broken.certainty.blocks_send() {
            narrow(property, &broken.problem);
        }
    }
}

/// A blank is the same as none, for the vendor too.
fn narrow(property: &mut Value, problem: &ViolationKind) {
    match problem {
        ViolationKind::TooLong(most) => property["maxLength"] = (*most).into(),
        ViolationKind::NotADay => property["pattern"] = DAY.into(),
        ViolationKind::NotATime => property["pattern"] = TIME.into(),
        ViolationKind::NotWhole => property["pattern"] = WHOLE.into(),
        ViolationKind::NotDecimal => property["pattern"] = r"^-?\d+(\.\d+)?$".into(),
        ViolationKind::NotDigits => property["pattern"] = DIGITS.into(),
        ViolationKind::NotOneOf(values) => {
            let blank =
                property["type"].as_array().is_some_and(|types| types.contains(&"null".into()));
            let mut values: Vec<Value> = values.iter().map(|value| (*value).into()).collect();
            if blank {
                values.extend(["".into(), Value::Null]);
            }
            property["enum"] = values.into();
        }
        ViolationKind::NotAbove(limit) => bound(property, "exclusiveMinimum", limit),
        ViolationKind::NotBelow(limit) => bound(property, "minimum", limit),
        ViolationKind::OutOfRange(from, to) => {
            bound(property, "minimum", from);
            bound(property, "maximum", to);
        }
        // These tie fields together, or look inside a text.
        ViolationKind::Missing
        | ViolationKind::OneNeeded(_)
        | ViolationKind::TooManyDigits(..)
        | ViolationKind::Before(_)
        | ViolationKind::Conflict(_)
        | ViolationKind::EmptyElement
        | ViolationKind::Twice
        | ViolationKind::BeyondFilter(_)
        | ViolationKind::WrongType(_) => {}
    }
}

/// Bounds of numbers; JSON Schema compares no text.
fn bound(property: &mut Value, word: &str, limit: &str) {
    if let Ok(limit) = limit.parse::<i64>() {
        property[word] = limit.into();
    }
}
