//! Every switch for people: where it comes from and what it changes.

use std::fmt::Write as _;

use coupon_sandbox::{Quirk, QuirkRow};

/// One switch for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuirkText {
    /// The contradiction that the switch stands for, by its number, or the rule that leaves it open.
    pub contradiction: &'static str,
    /// The change that the switch makes, in English.
    pub en: &'static str,
    /// The same in Chinese.
    pub zh: &'static str,
}

/// The text of a switch.
pub fn quirk_text(quirk: Quirk) -> QuirkText {
    let QuirkRow { contradiction, en, zh, .. } = quirk.row();
    QuirkText { contradiction, en, zh }
}

/// Every switch with its values, for the help of a command line.
pub fn quirks_help() -> String {
    let head = "Quirks (first value: as-documented; with *: as-observed):\n";
    listed(head, |text| text.en)
}

/// The same in Chinese.
pub fn quirks_help_zh() -> String {
    listed(
        "文档自相矛盾之处的行为开关（第一个值：as-documented；带 * 的：as-observed）：\n",
        |text| text.zh,
    )
}

fn listed(head: &str, words: fn(QuirkText) -> &'static str) -> String {
    let mut help = head.to_owned();
    for quirk in Quirk::ALL {
        let mark = |value: &&str| if *value == quirk.observed() { "*" } else { "" };
        let values: Vec<String> =
            quirk.values().iter().map(|value| format!("{value}{}", mark(value))).collect();
        let (name, values, words) = (quirk.name(), values.join("|"), words(quirk_text(quirk)));
        writeln!(help, "\n  {name}={values}\n      {words}").expect("a String");
    }
    help
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every contradiction that needs a switch has one.
    #[test]
    fn contradictions_1_to_21_and_the_open_rules_have_a_switch() {
        let named: Vec<&str> = Quirk::ALL
            .into_iter()
            .flat_map(|quirk| quirk_text(quirk).contradiction.split(", "))
            .collect();
        for number in 1..=21 {
            assert!(named.contains(&number.to_string().as_str()), "contradiction {number}");
        }
        for rule in ["QIN-7", "V3-6", "V3-7", "USE-5", "ERR-6"] {
            assert!(named.contains(&rule), "{rule}");
        }
    }
}
