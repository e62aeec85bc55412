//! The error of a map that cannot be read.

use coupon_domain::chinese_parse_error;

/// Why a map cannot be read, with the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{english}")]
pub struct MappingError {
    /// The library's text, which shows the line.
    english: String,
    /// The problem alone.
    problem: String,
    /// Line and column, counted from 1; none of a map that lacks something.
    place: Option<(usize, usize)>,
}

impl MappingError {
    pub(super) fn new(error: &toml::de::Error, text: &str) -> Self {
        let place = error.span().map(|span| {
            let before = text.get(..span.start).unwrap_or(text);
            let line = before.rsplit('\n').next().unwrap_or_default();
            (before.matches('\n').count() + 1, line.chars().count() + 1)
        });
        let problem = error.message().trim().to_owned();
        Self { english: error.to_string().trim().to_owned(), problem, place }
    }

    /// The error in Chinese.
    pub fn chinese(&self) -> String {
        let problem = chinese_parse_error(&self.problem);
        match self.place {
            Some((line, column)) => format!("第 {line} 行第 {column} 列：{problem}"),
            None => problem,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Mapping;

    #[test]
    fn a_map_that_cannot_be_read_is_told_in_chinese_with_its_place() {
        for (text, chinese) in [
            (
                "order_no = \"订单\"\nzeit = 1",
                "第 2 行第 1 列：没有此字段：zeit；可用：order_no、time、",
            ),
            ("order_no = 1", "第 1 行第 12 列：类型不对：实为整数 `1`，应为文本"),
            ("order_no = 订单号", "第 1 行第 12 列：文本须加引号"),
            ("order_no = \"a\"\norder_no = \"b\"", "第 2 行第 1 列：键重复"),
            ("time = \"a\"", "缺少字段：order_no"),
            ("order_no = \"a\"\ndelimiter = \";;\"", "应为单个字符"),
            (
                "order_no = \"a\"\nheader_row = -1",
                "第 2 行第 14 列：值不对：实为整数 `-1`，应为不小于 0 的整数",
            ),
            ("order_no = \"a\"\nhidden = \"no\"", "没有此取值：no；可用：count、skip"),
            ("order_no = \"a\"\nsign = { column = \"b\" }", "缺少字段：negative"),
            ("order_no = \"a\"\n[where]\na = 1", "不是可用的写法"),
            ("order_no = \"a", "第 1 行第"),
            ("order_no", "名称之后缺少值"),
            ("[order_no", "[ 未闭合"),
            ("order_no: \"a\"", "第 1 行第"),
        ] {
            let error = Mapping::parse(text).unwrap_err();
            let said = error.chinese();
            assert!(said.contains(chinese), "{text}: {said} of {error}");
            let outside: String = said.split('`').step_by(2).collect();
            assert!(!outside.contains("expected") && !outside.contains("写法不对"), "{said}");
        }
    }
}
