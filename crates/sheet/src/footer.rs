//! Lines that end a table: totals, dashes, comments.

use crate::marks::unmarked;

/// Beginnings of the first cell of a line of totals or of a note about the export.
const CHINESE: [&str; 18] = [
    "合计",
    "总计",
    "共计",
    "小计",
    "累计",
    "总交易",
    "总笔数",
    "总金额",
    "总订单",
    "总数",
    "总额",
    "汇总",
    "本页合计",
    "交易合计",
    "退款合计",
    "导出时间",
    "打印时间",
    "制表",
];
const ENGLISH: [&str; 5] = ["total", "totals", "subtotal", "grand total", "sum"];

/// The longest name of a total, in bytes.
const LONGEST: usize = 40;

/// Signs before the name of a total.
const BEFORE: [char; 4] = ['#', '【', '[', ' '];

/// True for the first cell of a line that ends a table, whatever stands behind it.
pub(crate) fn ends_table(first: &str) -> bool {
    if is_plain(first) {
        return false;
    }
    let text = unmarked(first);
    is_rule(&text.trim_start_matches(BEFORE).replace(char::is_whitespace, "")) || names_total(&text)
}

/// True for the name of a total, such as `合计` and `Total: 5`.
pub(crate) fn names_total(text: &str) -> bool {
    if is_plain(text) {
        return false;
    }
    let text = unmarked(text);
    let text = text.trim_start_matches(BEFORE).to_lowercase();
    let dense: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    CHINESE.iter().any(|word| dense.starts_with(word))
        || ENGLISH.iter().any(|word| begins_with_word(&text, word))
        || is_count(&dense)
        || is_total_of(&dense)
}

/// True for the name of a total and nothing else: `合 计：`, `Total`, `共6笔`.
pub(crate) fn is_total_name(text: &str) -> bool {
    if is_plain(text) || text.len() > LONGEST {
        return false;
    }
    let text = unmarked(text).to_lowercase().replace(char::is_whitespace, "");
    let text = text.trim_end_matches([':', '：']);
    CHINESE[..5].contains(&text) || ENGLISH.contains(&text) || is_count(text)
}

/// True for a text such as `DD20250903000022`, which ends no table. It is what most rows begin with.
fn is_plain(text: &str) -> bool {
    let first = text.bytes().next().unwrap_or_default().to_ascii_lowercase();
    first.is_ascii_alphanumeric() && !matches!(first, b's' | b't' | b'g') && text.is_ascii()
}

/// True for a comment, `# …`, if nothing else stands in its line.
pub(crate) fn is_comment(first: &str) -> bool {
    unmarked(first).starts_with('#')
}

/// `--------`, `====`.
fn is_rule(text: &str) -> bool {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return false };
    matches!(first, '-' | '=' | '*' | '—' | '─')
        && letters.take_while(|next| *next == first).count() > 1
}

/// `total`, `total: 5`, but not `total5`.
fn begins_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| {
        !rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '-' | '_'))
    })
}

/// `资金流水总笔数`, `本月支出合计：`: the name of a total behind other words, without a digit.
fn is_total_of(text: &str) -> bool {
    let text = text.trim_end_matches([':', '：']);
    let end = ["合计", "总计", "小计", "总额", "总笔数", "总单数", "总金额"];
    let named = end.iter().any(|word| text.ends_with(word));
    named && text.chars().count() <= 12 && !text.contains(|letter: char| letter.is_ascii_digit())
}

/// `共6笔记录`, `共 2 位客户`.
fn is_count(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('共') else { return false };
    let rest = rest.trim_start_matches([':', '：']);
    let behind = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    behind.len() < rest.len()
        && behind.starts_with(['笔', '条', '单', '行', '人', '位', '名', '家', '户', '张'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_rules_and_counts_end_a_table() {
        for text in [
            "合计",
            "合 计：",
            "总交易单数",
            "`合计",
            "#交易合计：6笔",
            "-----",
            "====",
            "Total",
            "total: 5",
            "SUM",
            "Grand Total",
            "共6笔记录",
            "导出时间：[2025]",
            "资金流水总笔数",
            "本月支出合计：",
        ] {
            assert!(ends_table(text), "{text}");
        }
        for text in [
            "DD1",
            "totally",
            "TOTAL-7",
            "summer",
            "-5",
            "--",
            "共和国",
            "总统套房",
            "",
            "2025-08-01",
            "#DD1",
            "DD1合计",
        ] {
            assert!(!ends_table(text), "{text}");
        }
    }
}
