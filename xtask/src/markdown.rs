//! The little of Markdown that the checks need: headings, code blocks, links.

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Text after the fence: "sh", "rust", or nothing.
    pub language: String,
    /// Its lines, without the fences.
    pub text: String,
    /// Line of the opening fence, from 1.
    pub line: usize,
}

/// The fenced blocks, in order.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in text.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        match (&mut open, fence) {
            (None, Some(language)) => {
                let language = language.trim().to_owned();
                open = Some(Block { language, text: String::new(), line: index + 1 });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

/// The text without its fenced blocks, line by line; a line of a block is empty.
pub fn prose(text: &str) -> Vec<&str> {
    let mut inside = false;
    text.lines()
        .map(|line| {
            let fence = line.trim_start().starts_with("```");
            inside ^= fence;
            if inside || fence { "" } else { line }
        })
        .collect()
}

/// A heading: its depth and its words. `None` if the line is none.
fn heading(line: &str) -> Option<(usize, &str)> {
    let words = line.trim_start_matches('#');
    let depth = line.len() - words.len();
    Some((depth, words.strip_prefix(' ')?)).filter(|_| depth > 0)
}

/// How deep each heading is, in order: `[1, 2, 2]`.
pub fn headings(text: &str) -> Vec<usize> {
    prose(text).into_iter().filter_map(heading).map(|(depth, _)| depth).collect()
}

/// The headings by the names that links give them: `signature-doctor` of "Signature doctor".
pub fn anchors(text: &str) -> Vec<String> {
    let headings = prose(text).into_iter().filter_map(heading);
    let name = |words: &str| {
        let words = words.to_lowercase().replace(' ', "-");
        words.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect()
    };
    headings.map(|(_, words)| name(words)).collect()
}

/// Where the links lead that stay in the workspace, without their anchors.
pub fn links(text: &str) -> Vec<String> {
    let links = links_with_anchors(text).into_iter().map(|(page, _)| page);
    links.filter(|page| !page.is_empty()).collect()
}

/// Where the links lead that stay in the workspace: the page, blank for the same one, and the anchor, blank for none.
pub fn links_with_anchors(text: &str) -> Vec<(String, String)> {
    let prose = prose(text).join("\n");
    let targets = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let inner = targets.filter(|target| !target.contains("://"));
    inner
        .map(|target| target.split_once('#').unwrap_or((target, "")))
        .map(|(page, anchor)| (page.to_owned(), anchor.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# A\n\ntext [b](b.md#x), [out](https://a.cn)\n\n```sh\n# no heading [c](d)\nrun\n```\n\n## C\n";

    #[test]
    fn blocks_headings_and_links_are_told_apart() {
        let block = Block {
            language: "sh".to_owned(),
            text: "# no heading [c](d)\nrun\n".to_owned(),
            line: 5,
        };
        assert_eq!(blocks(TEXT), [block]);
        assert_eq!(headings(TEXT), [1, 2]);
        assert_eq!(links(TEXT), ["b.md"]);
        assert_eq!(links_with_anchors(TEXT), [("b.md".to_owned(), "x".to_owned())]);
    }

    #[test]
    fn headings_are_named_as_links_name_them() {
        let text = "# Who, and `what`\n## v3.getCoupons\n### 给许多客户，各发一张\n#no heading\n";
        assert_eq!(anchors(text), ["who-and-what", "v3getcoupons", "给许多客户各发一张"]);
        assert_eq!(headings(text), [1, 2, 3]);
    }
}
