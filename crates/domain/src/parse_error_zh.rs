//! Errors of libraries that read JSON and TOML, in Chinese.

/// The beginnings of their texts that people meet. Names of keys and values follow in backticks.
const KNOWN: [(&str, &str); 19] = [
    ("unknown field", "没有此字段"),
    ("missing field", "缺少字段"),
    ("unknown variant", "没有此取值"),
    ("duplicate key", "键重复"),
    ("duplicate field", "字段重复"),
    ("invalid type", "值的类型不对"),
    ("invalid value", "值不对"),
    ("invalid length", "个数不对"),
    ("data did not match any variant", "不是可用的写法"),
    ("expected a whole number of calls a second", "应为每秒调用次数（整数），或 \"unlimited\""),
    ("expected a list of customer ids", "应为客户编号（文本）的列表，或 { file = \"…\" }"),
    (
        "expected text, { env",
        "应为文本、{ env = \"名称\" }、{ file = \"路径\" } 或 { command = [\"程序\", …] }",
    ),
    ("EOF while parsing", "内容不完整"),
    ("trailing characters", "结尾之后还有内容"),
    ("trailing comma", "多了一个逗号"),
    ("key must be a string", "键须为带双引号的文本"),
    ("control character", "文本中有控制字符"),
    ("unclosed", "未闭合"),
    ("invalid", "写法不对"),
];

/// The error in Chinese, with the names and the place that the English text gives.
pub fn chinese_parse_error(english: &str) -> String {
    let known = KNOWN.iter().find(|(beginning, _)| english.starts_with(beginning));
    let (beginning, chinese) = known.copied().unwrap_or(("", "写法不对"));
    let names: Vec<&str> = english[beginning.len()..].split('`').skip(1).step_by(2).collect();
    let names = match names.as_slice() {
        [] => String::new(),
        [name] => format!("：{name}"),
        [name, known @ ..] => format!("：{name}；可用：{}", known.join("、")),
    };
    let place = place(english).map(|(line, column)| format!("（第 {line} 行第 {column} 列）"));
    format!("{chinese}{names}{}", place.unwrap_or_default())
}

/// The numbers of "at line 1 column 2", at the end.
fn place(english: &str) -> Option<(&str, &str)> {
    let (_, place) = english.rsplit_once(" at line ")?;
    place.split_once(" column ")
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
            ("missing field `name` at line 1 column 2", "缺少字段：name（第 1 行第 2 列）"),
            ("EOF while parsing an object at line 2 column 0", "内容不完整（第 2 行第 0 列）"),
            ("expected value at line 1 column 1", "写法不对（第 1 行第 1 列）"),
        ] {
            assert_eq!(chinese_parse_error(english), chinese);
        }
    }
}
