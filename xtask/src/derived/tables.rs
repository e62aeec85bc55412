//! The tables of a vendor's page: its operations, and the fields of each.

use std::{fmt::Write as _, io};

use coupon_wire::internal::bilingual;
use serde_json::Value;

use super::chinese;
use crate::{operations::Operation, project::read};

/// The language of a page. An English page has the Chinese meanings beside its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TableLanguage {
    English,
    Chinese,
}

impl TableLanguage {
    fn pick<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }
}

/// The tables of one vendor.
pub(super) fn tables(operations: &[&Operation], language: TableLanguage) -> io::Result<String> {
    let head = language.pick(
        "| operation | path | kind | grade | rules |",
        "| 接口 | 路径 | 类别 | 依据 | 规则 |",
    );
    let mut text = format!("\n{head}\n|---|---|---|---|---|\n");
    for operation in operations {
        let Operation { name, path, kind, grade, .. } = operation;
        let kind = language.pick(kind, if *kind == "read" { "查询" } else { "写入" });
        let rules = rules(&read(operation.source())?).join(", ");
        let anchor = name.to_lowercase().replace('.', "");
        line(
            &mut text,
            format_args!("| [{name}](#{anchor}) | {path} | {kind} | {grade} | {rules} |"),
        );
    }
    for operation in operations {
        line(&mut text, format_args!("\n### {}", operation.name));
        let (english, chinese) = description(&operation.call);
        match language {
            TableLanguage::English => {
                line(&mut text, format_args!("\n{english}\n\n{chinese}"));
            }
            TableLanguage::Chinese => line(&mut text, format_args!("\n{chinese}")),
        }
        fields(&mut text, language.pick("Call:", "请求："), &operation.call, language);
        let row = language.pick("One row of the answer:", "应答的一行：");
        fields(&mut text, row, &operation.row, language);
    }
    text.push('\n');
    Ok(text)
}

/// The rules that an endpoint file names, by family and number.
fn rules(source: &str) -> Vec<String> {
    let mut rules: Vec<String> = Vec::new();
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    for word in code.split('"').skip(1).step_by(2) {
        let is_rule = word.split_once('-').is_some_and(|(family, number)| {
            let upper = family.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            let digits = number.bytes().all(|b| b.is_ascii_digit());
            !family.is_empty() && !number.is_empty() && upper && digits
        });
        if is_rule && !rules.iter().any(|rule| rule == word) {
            rules.push(word.to_owned());
        }
    }
    let by_number = |rule: &String| {
        let (family, number) = rule.split_once('-').unwrap_or_default();
        (family.to_owned(), number.parse::<u32>().unwrap_or_default())
    };
    rules.sort_by_key(by_number);
    rules
}

fn fields(text: &mut String, title: &str, schema: &Value, language: TableLanguage) {
    let mut rows = Vec::new();
    collect(&mut rows, "", schema, language);
    if rows.is_empty() {
        let none = language.pick(
            " the document describes none; whatever comes is kept.",
            "文档没有描述；带来什么就保留什么。",
        );
        line(text, format_args!("\n{title}{none}"));
        return;
    }
    let head = language.pick(
        "| field | read as | meaning | 含义 |\n|---|---|---|---|",
        "| 字段 | 读作 | 含义 |\n|---|---|---|",
    );
    line(text, format_args!("\n{title}\n\n{head}"));
    for (path, read_as, (english, chinese)) in rows {
        match language {
            TableLanguage::English => {
                line(text, format_args!("| `{path}` | {read_as} | {english} | {chinese} |"));
            }
            TableLanguage::Chinese => {
                line(text, format_args!("| `{path}` | {read_as} | {chinese} |"));
            }
        }
    }
}

/// One row for each field, nested ones behind the field that holds them.
fn collect(
    rows: &mut Vec<(String, String, (String, String))>,
    prefix: &str,
    schema: &Value,
    language: TableLanguage,
) {
    let Some(properties) = schema["properties"].as_object() else { return };
    for (name, property) in properties {
        let (suffix, inner) = nested(property);
        let path = format!("{prefix}{name}");
        rows.push((path.clone(), read_as(property, suffix, language), description(property)));
        if let Some(inner) = inner {
            collect(rows, &format!("{path}{suffix}."), inner, language);
        }
    }
}

/// The schema of the objects that a field holds, and how a path goes through it. `None` if it holds none.
fn nested(property: &Value) -> (&'static str, Option<&Value>) {
    if property["items"].is_object() {
        let inner = &property["items"];
        return ("[]", inner["properties"].is_object().then_some(inner));
    }
    if property["properties"].is_object() {
        return ("", Some(property));
    }
    let alternatives = property["anyOf"].as_array().map(Vec::as_slice).unwrap_or_default();
    ("", alternatives.iter().find(|alternative| alternative["properties"].is_object()))
}

fn read_as(property: &Value, suffix: &str, language: TableLanguage) -> String {
    let scalar = if suffix.is_empty() { property } else { &property["items"] };
    let Some(expected) = scalar["x-expected"].as_str() else {
        let (object, list) = (language.pick("object", "对象"), language.pick("list", "列表"));
        return if suffix.is_empty() { object } else { list }.to_owned();
    };
    let expected = match language {
        TableLanguage::English => expected.to_owned(),
        TableLanguage::Chinese => chinese::read_as(expected),
    };
    let values = scalar["examples"].as_array().map(Vec::as_slice).unwrap_or_default();
    let values: Vec<String> =
        values.iter().filter_map(Value::as_str).map(|value| format!("`{value}`")).collect();
    let list = if suffix.is_empty() { "" } else { language.pick("list of ", "列表：") };
    if values.is_empty() {
        format!("{list}{}", cell(&expected))
    } else {
        format!("{list}{}", cell(&values.join(" ")))
    }
}

/// The description of a schema, in English and in Chinese.
fn description(schema: &Value) -> (String, String) {
    let (english, chinese) = bilingual(schema["description"].as_str().unwrap_or_default());
    (cell(english), cell(chinese))
}

/// Text that stays within its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("text grows");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_found_once_and_sorted_by_number() {
        let source = r#"check.day("LST-1", "start"); check.day("LST-1"); x("LST-10"); x("LST-9"); x("V3-2"); y("a-1")"#;
        assert_eq!(rules(source), ["LST-1", "LST-9", "LST-10", "V3-2"]);
    }
}
