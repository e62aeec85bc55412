//! The switches in the documentation.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use coupon_sandbox::Quirk;
use coupon_sandbox_server::{QuirkText, quirk_text};

/// The table in docs/sandbox.md is what the code says.
#[test]
fn the_documentation_lists_every_switch() {
    let mut table =
        "| switch | values | of | what it changes | 作用 |\n|---|---|---|---|---|\n".to_owned();
    for quirk in Quirk::ALL {
        let observed = |value: &str| if value == quirk.observed() { "*" } else { "" };
        let values: Vec<String> =
            quirk.values().iter().map(|value| format!("`{value}`{}", observed(value))).collect();
        let (name, values) = (quirk.name(), values.join(" "));
        let QuirkText { contradiction: of, en, zh } = quirk_text(quirk);
        table += &format!("| `{name}` | {values} | {of} | {en} | {zh} |\n");
    }
    let docs = include_str!("../../../docs/sandbox.md");
    let (_, rest) = docs.split_once("<!-- quirks -->\n").unwrap();
    let (written, _) = rest.split_once("<!-- /quirks -->").unwrap();
    assert!(written == table, "put this between the marks of docs/sandbox.md:\n{table}");
}
