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

/// How deep each heading is, in order: `[1, 2, 2]`.
pub fn headings(text: &str) -> Vec<usize> {
    let depth = |line: &&str| line.bytes().take_while(|byte| *byte == b'#').count();
    let heading = |line: &&str| {
        let depth = depth(line);
        depth > 0 && line.as_bytes().get(depth) == Some(&b' ')
    };
    prose(text).iter().filter(|line| heading(line)).map(depth).collect()
}

/// Where the links lead that stay in the workspace, without their anchors.
pub fn links(text: &str) -> Vec<String> {
    let prose = prose(text).join("\n");
    let targets = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets
        .filter(|target| !target.contains("://") && !target.starts_with('#'))
        .map(|target| target.split('#').next().unwrap_or(target).to_owned())
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
    }
}
