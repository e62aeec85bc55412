//! Errors of libraries that read JSON and TOML, and of the rows of an answer, in Chinese.

use std::sync::LazyLock;

/// English and Chinese, a line each. `{}` stands for a part that is translated as well, `{*}` for one that is kept. The first line that
/// fits counts.
static KNOWN: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let lines = include_str!("parse_error_zh.tsv").lines();
    lines.map(|line| line.split_once('\t').expect("two columns")).collect()
});

/// The error in Chinese, with the names, the values and the place that the English text gives. Of a text that is not known, the names
/// in backticks and the place are kept.
pub fn chinese_parse_error(english: &str) -> String {
    let (text, place) = parts(english);
    let chinese = translated(text).unwrap_or_else(|| {
        let names: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
        match names[..] {
            [] => "写法不对".to_owned(),
            _ => format!("写法不对：{}", names.join("、")),
        }
    });
    let place = place.map(|(line, column)| format!("（第 {line} 行第 {column} 列）"));
    chinese + &place.unwrap_or_default()
}

/// The error of an answer, or of one row of it, in Chinese. The English text is `VENDOR OPERATION: PATH: PROBLEM, at "…"`, or a
/// problem alone.
pub fn chinese_row_error(english: &str) -> String {
    let mut parts = english.splitn(3, ": ");
    let found =
        (parts.next(), parts.next(), parts.next().and_then(|rest| rest.rsplit_once(", at \"")));
    match found {
        (Some(operation), Some(path), Some((problem, excerpt))) => {
            format!("{operation}：{path}：{}，位于 \"{excerpt}", chinese_parse_error(problem))
        }
        _ => chinese_parse_error(english),
    }
}

/// The text before "at line 1 column 2", and the two numbers.
fn parts(english: &str) -> (&str, Option<(&str, &str)>) {
    let cut = english.rsplit_once(" at line ").and_then(|(text, place)| {
        let (line, column) = place.split_once(" column ")?;
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        (digits(line) && digits(column)).then_some((text, (line, column)))
    });
    cut.map_or((english, None), |(text, place)| (text, Some(place)))
}

/// None of a text that is not known as a whole.
fn translated(english: &str) -> Option<String> {
    let known = |english| KNOWN.iter().find_map(|(form, chinese)| filled(form, chinese, english));
    // The syntax errors of TOML name what would have been right behind a comma. The problem says enough.
    known(english).or_else(|| known(english.split_once(", expected ")?.0))
}

/// The Chinese text with the parts of the English one, if that has the form.
fn filled(form: &str, chinese: &str, english: &str) -> Option<String> {
    let (mut form, mut rest, mut parts) = (form, english, Vec::new());
    while let Some((at, mark)) = first_mark(form) {
        rest = rest.strip_prefix(&form[..at])?;
        form = &form[at + mark.len()..];
        let next = &form[..first_mark(form).map_or(form.len(), |(at, _)| at)];
        let end = if next.is_empty() { rest.len() } else { rest.find(next)? };
        let (found, behind) = rest.split_at(end);
        parts.push(if mark == KEPT { found.to_owned() } else { part(found)? });
        rest = behind;
    }
    if rest != form {
        return None;
    }
    let (mut filled, mut rest) = (String::new(), chinese);
    for part in parts {
        let Some((at, mark)) = first_mark(rest) else { break };
        filled += &rest[..at];
        filled += &part;
        rest = &rest[at + mark.len()..];
    }
    Some(filled + rest)
}

/// Marks a part that is kept.
const KEPT: &str = "{*}";

/// The first mark of a form and its place.
fn first_mark(form: &str) -> Option<(usize, &'static str)> {
    ["{}", KEPT].into_iter().filter_map(|mark| Some((form.find(mark)?, mark))).min()
}

/// A part of a text: names in backticks, a value in quotes or of digits, or a text that is known.
fn part(english: &str) -> Option<String> {
    let listed = english.strip_prefix("one of ").unwrap_or(english);
    if listed.starts_with('`') {
        let names: Vec<&str> = listed.split('`').skip(1).step_by(2).collect();
        let is_name = |name: &&str| name.contains(|letter: char| letter.is_alphanumeric());
        return Some(match names.iter().all(is_name) {
            true => names.join("、"),
            false => format!(" `{}`", names.join("` 或 `")),
        });
    }
    let is_kept = english.starts_with('"') || !english.contains(|c: char| c.is_ascii_alphabetic());
    if is_kept { Some(format!(" {english}")) } else { translated(english) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_and_the_place_are_kept() {
        for (english, chinese) in [
            (
                "unknown field `stoer`, expected `store` or `accounts`",
                "没有此字段：stoer；可用：store、accounts",
            ),
            ("unknown variant `x`, expected one of `a`, `b`, `c`", "没有此取值：x；可用：a、b、c"),
            ("missing field `name` at line 1 column 2", "缺少字段：name（第 1 行第 2 列）"),
            (
                "EOF while parsing an object at line 2 column 0",
                "内容不完整：对象没有结束（第 2 行第 0 列）",
            ),
            ("expected value at line 1 column 1", "此处应为一个值（第 1 行第 1 列）"),
            ("expected `,` or `}` at line 1 column 9", "此处应为 `,` 或 `}`（第 1 行第 9 列）"),
            ("invalid type: integer `5`, expected a string", "类型不对：实为整数 `5`，应为文本"),
            (
                "invalid value: string \"ab\", expected a character",
                "值不对：实为文本 \"ab\"，应为单个字符",
            ),
            (
                "expected a day like 2021-04-15, found \"soon, expected x\"",
                "应为形如 2021-04-15 的日期，实为 \"soon, expected x\"",
            ),
            ("expected one object, found a list of 3", "应为一个对象，实为 3 项的列表"),
            ("missing assignment between key-value pairs, expected `=`", "名称与值之间缺少等号"),
            ("no text that anybody knows: `it`", "写法不对：it"),
        ] {
            assert_eq!(chinese_parse_error(english), chinese);
        }
    }

    #[test]
    fn a_row_is_named_by_its_operation_and_path() {
        let english = "qmai v3.x: data[3].a: expected a number, found \"x: y\" at line 1 column 5, at \"x: y\"";
        assert_eq!(
            chinese_row_error(english),
            "qmai v3.x：data[3].a：应为数字，实为 \"x: y\"（第 1 行第 5 列），位于 \"x: y\""
        );
        assert_eq!(chinese_row_error("the row has no cardId"), "该行没有 cardId");
        let envelope = "HTTP 502 is not the vendor's envelope: expected value at line 1 column 1";
        assert_eq!(
            chinese_row_error(envelope),
            "HTTP 502 的应答不是厂商约定的格式：此处应为一个值（第 1 行第 1 列）"
        );
    }

    /// A line behind another one that fits everything it fits is never reached.
    #[test]
    fn every_line_of_the_table_is_reached_and_whole() {
        for (form, chinese) in KNOWN.iter() {
            let english = form.replace(KEPT, "Foo").replace("{}", "\"7\"");
            let marks = |text: &str| text.matches(KEPT).count() + text.matches("{}").count();
            assert!(marks(chinese) <= marks(form), "{form}");
            let expected = chinese.replace(KEPT, "Foo").replace("{}", " \"7\"");
            assert_eq!(translated(&english), Some(expected), "{form}");
        }
    }
}
