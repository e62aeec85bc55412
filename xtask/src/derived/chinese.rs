//! Tables of the pages under docs/zh, from the Chinese texts of the code.

use coupon_sandbox::Quirk;
use coupon_sandbox_server::{FAULT_TEXTS, QuirkText, quirk_text};
use coupon_wire::{CAUSE_TEXTS, CauseText};

/// How a field is read, in English and in Chinese. An example may follow.
const READ_AS: [(&str, &str); 12] = [
    ("text or a number", "文本或数字"),
    ("true or false, 1 or 0, Y or N", "true 或 false、1 或 0、Y 或 N"),
    ("a day like ", "日期，如 "),
    ("a time like ", "时刻，如 "),
    ("two days like ", "两个日期，如 "),
    ("a percentage like ", "百分比，如 "),
    ("a number of days like ", "天数，如 "),
    ("a number with a unit like ", "带单位的数字，如 "),
    ("a number", "数字"),
    ("a whole number", "整数"),
    ("a decimal number", "小数"),
    ("Unix seconds", "Unix 秒"),
];

/// How a field is read, in Chinese.
pub(super) fn read_as(english: &str) -> String {
    let known = READ_AS.iter().find_map(|(en, zh)| Some((zh, english.strip_prefix(en)?)));
    let (zh, rest) = known.unwrap_or_else(|| panic!("READ_AS lacks the Chinese for {english:?}"));
    format!("{zh}{}", rest.replace(" or ", " 或 "))
}

/// The tables of docs/zh/sandbox.md by the name of their marks.
pub(super) fn sandbox_tables() -> Vec<(&'static str, String)> {
    vec![("quirks", quirks()), ("causes", causes()), ("faults", faults())]
}

fn quirks() -> String {
    let mut table = "| 开关 | 取值 | 出处 | 作用 |\n|---|---|---|---|\n".to_owned();
    for quirk in Quirk::ALL {
        let observed = |value: &str| if value == quirk.observed() { "*" } else { "" };
        let values: Vec<String> =
            quirk.values().iter().map(|value| format!("`{value}`{}", observed(value))).collect();
        let (name, values) = (quirk.name(), values.join(" "));
        let QuirkText { contradiction, zh, .. } = quirk_text(quirk);
        table += &format!("| `{name}` | {values} | {contradiction} | {zh} |\n");
    }
    table
}

fn causes() -> String {
    let mut table = "| 原因 | 厂商 | 说明 |\n|---|---|---|\n".to_owned();
    for CauseText { name, vendors, zh, .. } in CAUSE_TEXTS {
        let vendor = match vendors {
            "Qince" => "勤策",
            "Qmai" => "企迈",
            "both" => "两家",
            other => panic!("no Chinese for the vendors {other:?}"),
        };
        table += &format!("| `{name}` | {vendor} | {zh} |\n");
    }
    table
}

fn faults() -> String {
    let mut table = "| 故障 | 调用方所见与状态 |\n|---|---|\n".to_owned();
    for fault in FAULT_TEXTS {
        table += &format!("| `{}` | {} |\n", fault.text, fault.zh);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_as_something_in_chinese() {
        assert_eq!(read_as("a number of days like 10天 or 不限制"), "天数，如 10天 或 不限制");
        assert_eq!(read_as("a number"), "数字");
        assert_eq!(read_as("a whole number"), "整数");
    }
}
