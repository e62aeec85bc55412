//! How many operations there are, by how well they are known, for the pages that say so.

use crate::operations::Operation;

/// The pages that say it, and whether each is in Chinese.
pub(super) const PAGES: [(&str, bool); 4] = [
    ("README.md", false),
    ("README.zh-CN.md", true),
    ("crates/sandbox/README.md", false),
    ("crates/sandbox/README.zh-CN.md", true),
];

/// One sentence.
pub(super) fn counts(operations: &[Operation], chinese: bool) -> String {
    let documented = operations.iter().filter(|operation| operation.grade == 'D').count();
    let (all, seen) = (operations.len(), operations.len() - documented);
    match chinese {
        true => format!(
            "按名称可调用 {all} 个接口：{documented} 个来自厂商的四份券接口文档，{seen} 个见于公开的客户端和页面；其余接口可按路径调用。\n"
        ),
        false => format!(
            "{all} operations by name: {documented} of the vendors' four coupon documents, {seen} that public clients and pages show; any other by its path.\n"
        ),
    }
}
