//! Pages that stand in English and in Chinese: where the other one is, and in what the two differ.

use std::collections::BTreeSet;

use crate::markdown::{blocks, headings, links, prose};

/// The English pages that have a Chinese twin. The list may only grow.
pub const TRANSLATED: &[&str] = &[
    "README.md",
    "crates/clap-zh/README.md",
    "crates/cli/README.md",
    "crates/config/README.md",
    "crates/domain/README.md",
    "crates/export/README.md",
    "crates/ledger/README.md",
    "crates/messages/README.md",
    "crates/qince-wire/README.md",
    "crates/qince/README.md",
    "crates/qmai-wire/README.md",
    "crates/wxpay-wire/README.md",
    "crates/wxpay/README.md",
    "crates/qmai/README.md",
    "crates/report/README.md",
    "crates/sandbox-server/README.md",
    "crates/sandbox/README.md",
    "crates/sheet/README.md",
    "crates/sign/README.md",
    "crates/style/README.md",
    "crates/sync/README.md",
    "crates/transport/README.md",
    "crates/wire/README.md",
    "crates/worker/README.md",
    "crates/write/README.md",
    "docs/export.md",
    "docs/install.md",
    "docs/qince.md",
    "docs/qmai.md",
    "docs/reliability.md",
    "docs/sandbox.md",
    "docs/scale.md",
    "docs/team.md",
];

/// The Chinese page of an English one: `docs/zh/team.md` of `docs/team.md`, `README.zh-CN.md` of `README.md`.
pub fn chinese_of(english: &str) -> String {
    match english.strip_prefix("docs/") {
        Some(page) => format!("docs/zh/{page}"),
        None => english.replace(".md", ".zh-CN.md"),
    }
}

/// The English page of a Chinese one; any other page itself.
pub fn english_of(page: &str) -> String {
    match page.strip_prefix("docs/zh/") {
        Some(page) => format!("docs/{page}"),
        None => page.replace(".zh-CN.md", ".md"),
    }
}

/// Whether it is the Chinese page of a pair. Its blocks of code are those of the English page.
pub fn is_chinese(page: &str) -> bool {
    english_of(page) != page
}

/// The differences of a Chinese page from the English one of this path, the first of each kind, and English in its prose.
pub fn differences(path: &str, english: &str, chinese: &str) -> Vec<String> {
    let twin = chinese_of(path);
    let depths = |text| headings(text).iter().map(usize::to_string).collect::<Vec<_>>();
    let [ours, theirs] = [(path, english), (twin.as_str(), chinese)];
    let pairs = [
        ("heading", depths(english), depths(chinese)),
        ("block of code", code(english), code(chinese)),
        ("link", sorted_links(ours), sorted_links(theirs)),
        ("row of a table", first_cells(english), first_cells(chinese)),
        ("section's code", sections(english), sections(chinese)),
    ];
    let mut found: Vec<String> = pairs.iter().filter_map(first_difference).collect();
    found.extend(other_code(english, chinese));
    let away: Vec<String> = resolved_links(theirs)
        .into_iter()
        .filter(|link| *link != path && is_translated(link))
        .collect();
    found.extend(away.iter().map(|link| format!("links {link}, which has a Chinese page")));
    let at_the_top = |page, other: &str| resolved_links(page).first().is_some_and(|l| l == other);
    if !at_the_top(ours, &twin) || !at_the_top(theirs, path) {
        found.push("the first link of each page must be the other one".to_owned());
    }
    found.extend(foreign(chinese));
    found
}

fn is_translated(page: &str) -> bool {
    TRANSLATED.contains(&page)
}

/// The first place in which two lists differ.
fn first_difference((what, english, chinese): &(&str, Vec<String>, Vec<String>)) -> Option<String> {
    let places = 0..english.len().max(chinese.len());
    let at = places.into_iter().find(|at| english.get(*at) != chinese.get(*at))?;
    let shown = |list: &[String]| {
        list.get(at).map_or_else(|| "none".to_owned(), |text| format!("{text:?}"))
    };
    let (english, chinese) = (shown(english), shown(chinese));
    Some(format!("{what} {}: {english} in English, {chinese} in Chinese", at + 1))
}

/// The blocks of code, without their comments, which may be in either language.
fn code(text: &str) -> Vec<String> {
    let lines = |block: &str, mark: &str| {
        let lines = block.lines().map(|line| {
            let inner = format!(" {mark} ");
            let code = line.split(&inner).next().unwrap_or_default().trim_end();
            if code.trim_start().starts_with(mark) { "" } else { code }
        });
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    };
    let blocks = blocks(text).into_iter().map(|block| {
        let mark = match block.language.split([' ', ',']).next() {
            Some("sh" | "bash" | "toml" | "python" | "ini") => "#",
            Some("rust") => "//",
            _ => return format!("{}\n{}", block.language, block.text),
        };
        format!("{}\n{}", block.language, lines(&block.text, mark))
    });
    blocks.collect()
}

/// The links of a page as paths from the root.
fn resolved_links((path, text): (&str, &str)) -> Vec<String> {
    let resolved = links(text).into_iter().map(|link| {
        let mut parts: Vec<&str> = path.split('/').collect();
        parts.pop();
        for part in link.split('/') {
            match part {
                ".." => drop(parts.pop()),
                "." => {}
                part => parts.push(part),
            }
        }
        parts.join("/")
    });
    resolved.collect()
}

/// Where the links of a page lead, in English, whatever their order.
fn sorted_links(page: (&str, &str)) -> Vec<String> {
    let mut links: Vec<String> = resolved_links(page).iter().map(|link| english_of(link)).collect();
    links.sort();
    links
}

/// The code in the first cell of each row of each table, with the table's number.
fn first_cells(text: &str) -> Vec<String> {
    let mut table = 0;
    let mut is_before = false;
    let mut rows = Vec::new();
    for line in prose(text) {
        let is_row = line.starts_with('|');
        table += usize::from(is_row && !is_before);
        is_before = is_row;
        if is_row {
            let cell = line[1..].split('|').next().unwrap_or_default();
            rows.push(format!("table {table}: {}", spans(cell).join(" ")));
        }
    }
    rows
}

/// The rows of tables in which the Chinese page has code that the English one has not. A table that English shows in both
/// languages has code of its own.
fn other_code(english: &str, chinese: &str) -> Vec<String> {
    let rows = |text| prose(text).into_iter().filter(|line| line.starts_with('|'));
    let pairs = rows(english).zip(rows(chinese));
    let differ = pairs.filter(|(english, chinese)| {
        let known = spans(english);
        spans(chinese).iter().any(|span| !known.contains(span))
    });
    differ.map(|(_, row)| format!("code that the English row has not: {row}")).collect()
}

/// The code that stands between backticks in each section, but for the tables. A page is named in either language.
fn sections(text: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    for line in prose(text).into_iter().filter(|line| !line.starts_with('|')) {
        if line.starts_with('#') {
            sections.push(String::new());
        }
        let section = sections.last_mut().expect("never empty");
        section.push_str(line);
        section.push('\n');
    }
    let set = |section: &String| {
        spans(section).iter().map(|span| english_of(span)).collect::<BTreeSet<_>>()
    };
    sections.iter().map(|section| format!("{:?}", set(section))).collect()
}

/// The texts between backticks, with single blanks.
fn spans(text: &str) -> Vec<String> {
    let spans = text.split('`').skip(1).step_by(2);
    spans.map(|span| span.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// Lines of a Chinese page with four English words in a row, or with half-width punctuation beside a Chinese character.
fn foreign(text: &str) -> Vec<String> {
    let prose = prose(text);
    let lines = prose.iter().enumerate().filter(|(_, line)| {
        let line = bare(line);
        is_english(&line) || is_half_width(&line)
    });
    lines.map(|(index, line)| format!("line {}: not all Chinese: {line}", index + 1)).collect()
}

/// The line without code and without targets of links; a backtick stands for the code.
fn bare(line: &str) -> String {
    let words: Vec<&str> = line.split('`').step_by(2).collect();
    let mut parts = words.join("`");
    while let Some((before, rest)) = parts.split_once("](") {
        let after = rest.split_once(')').map_or("", |(_, after)| after);
        parts = format!("{before}]{after}");
    }
    parts
}

fn is_english(line: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    let words: Vec<&str> = line.split(' ').collect();
    words.windows(4).any(|four| four.iter().all(|word| is_word(word.trim_end_matches([',', '.']))))
}

fn is_half_width(line: &str) -> bool {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '`';
    let is_mark = |c: char| ",;:?!()".contains(c);
    let characters: Vec<char> = line.chars().collect();
    characters
        .windows(2)
        .any(|two| is_chinese(two[0]) && is_mark(two[1]) || is_mark(two[0]) && is_chinese(two[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "# A\n\n[中文](zh/a.md) [map](../README.md)\n\nSay `a b` and\n`c`.\n\n\
        ```sh\nrun # now\n```\n\n| a | b |\n|---|---|\n| `x` | what it is |\n";
    const CHINESE: &str = "# 甲\n\n[English](../a.md) [地图](../../README.zh-CN.md)\n\n先 `c`，再 `a b`。\n\n\
        ```sh\nrun # 现在\n```\n\n| 甲 | 乙 |\n|---|---|\n| `x` | 说明 |\n";

    fn found(from: &str, to: &str) -> String {
        let chinese = CHINESE.replace(from, to);
        assert!(from.is_empty() || chinese != CHINESE, "{from} is in the page");
        differences("docs/a.md", ENGLISH, &chinese).join("\n")
    }

    #[test]
    fn pages_that_say_the_same_differ_in_nothing() {
        assert_eq!(found("", ""), "");
    }

    #[test]
    fn each_kind_of_difference_is_found() {
        for (from, to, what) in [
            ("# 甲", "## 甲", "heading 1: \"1\" in English, \"2\" in Chinese"),
            ("run", "go", "block of code 1"),
            ("[地图](../../README.zh-CN.md)", "地图", "link 1: \"README.md\" in English"),
            ("README.zh-CN", "README", "links README.md, which has a Chinese page"),
            ("[English](../a.md) ", "", "the first link of each page"),
            (
                "| `x` | 说明 |\n",
                "",
                "row of a table 3: \"table 1: x\" in English, none in Chinese",
            ),
            ("`x`", "`y`", "row of a table 3"),
            ("说明", "`z`", "code that the English row has not: | `x` | `z` |"),
            ("`c`", "`d`", "section's code 2"),
            ("说明", "the code of it", "line 13: not all Chinese"),
            ("先", "先,", "line 5: not all Chinese"),
        ] {
            assert!(found(from, to).contains(what), "{from} → {to}: {}", found(from, to));
        }
    }

    #[test]
    fn each_page_has_its_place() {
        for (english, chinese) in [
            ("docs/team.md", "docs/zh/team.md"),
            ("README.md", "README.zh-CN.md"),
            ("crates/sign/README.md", "crates/sign/README.zh-CN.md"),
        ] {
            assert_eq!(chinese_of(english), chinese);
            assert_eq!(english_of(chinese), english);
            assert!(is_chinese(chinese) && !is_chinese(english));
        }
    }
}
