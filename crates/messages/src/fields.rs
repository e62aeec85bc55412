//! Fields of records in words. Programs read the names of the documents; `fields_zh.tsv` has the Chinese ones.

use crate::{Lang, vendor_error::row_reason};

/// The name of a field for people. A field that the table lacks keeps its own.
pub fn field_name(field: &str, lang: Lang) -> &str {
    let table = include_str!("fields_zh.tsv").lines().filter_map(|line| line.split_once('\t'));
    match lang {
        Lang::En => field,
        Lang::Zh => table.into_iter().find(|(name, _)| *name == field).map_or(field, |(_, zh)| zh),
    }
}

/// The value of a field for people: words of ours are in the language, anything else is as it is.
pub fn field_value(field: &str, value: &str, lang: Lang) -> String {
    match field {
        // A write and a coupon have this word in common.
        "state" | "state_now" if value == "unknown" => lang.pick(value, "未知").to_owned(),
        "state" | "state_now" | "before" => lang.state_word(value),
        "operation" if lang == Lang::Zh => lang.verb(value).to_owned(),
        "reason" => row_reason(value, lang),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_a_chinese_name_and_a_word_of_ours_too() {
        assert_eq!(field_name("state_now", Lang::Zh), "当前状态");
        assert_eq!(field_name("state_now", Lang::En), "state_now");
        assert_eq!(field_value("state", "used", Lang::Zh), "已使用");
        assert_eq!(field_value("state", "open", Lang::Zh), "进行中");
        assert_eq!(field_value("state", "unknown", Lang::Zh), "未知");
        assert_eq!(field_value("name", "used", Lang::Zh), "used");
        assert_eq!(field_value("operation", "issue", Lang::En), "issue");
    }
}
