//! The errors of a table in Chinese.

use std::io::ErrorKind;

use crate::error::{CellError, ForeignFormat, SheetError, TablePlace, excerpt};

impl SheetError {
    /// Why the file cannot be read as a table, in Chinese.
    pub fn chinese(&self) -> String {
        match self {
            Self::Empty => "文件为空；请重新导出，含表头".to_owned(),
            Self::Foreign(format) => format.chinese().to_owned(),
            Self::Archive { tables } => format!("ZIP 中有 {tables} 个表格；请解压后指定一个文件"),
            Self::Unreadable { kind, .. } => unreadable(*kind).to_owned(),
            Self::BrokenWorkbook { .. } => {
                "工作簿已损坏或不完整；请重新保存，或将工作表另存为“CSV UTF-8”".to_owned()
            }
            Self::NoSheet { sheet, found } => {
                format!("没有工作表 {sheet}（现有 {}）；请修改映射", found.join("、"))
            }
            Self::NotText { line } => {
                format!("第 {line} 行既不是 UTF-8 也不是 GB18030 编码；请另存为“CSV UTF-8”")
            }
            Self::Delimiter { delimiter } => format!("{delimiter:?} 不能作为分隔符"),
            Self::OneCell { header } => {
                format!("表头只有一格 {header:?}；请以 delimiter 指明分隔符")
            }
            Self::NoColumn { column, line, found } => {
                let found = excerpt(&found.join("、"));
                format!("没有列 {column}；最接近的表头在第 {line} 行：{found}")
            }
            Self::ColumnTwice { column, .. } => {
                format!("列 {column} 出现两次；请为各列取不同的名称")
            }
            Self::UnclosedQuote { line } => {
                format!("第 {line} 行：引号未闭合；请闭合或删除该引号")
            }
            Self::RowAfterEnd { end, line } => {
                format!(
                    "第 {end} 行是表尾，但第 {line} 行又是数据；请删除第 {end} 行，或指定最后一行"
                )
            }
            Self::TooLarge { place, limit, unit } => {
                let place = match place {
                    TablePlace::Cell(place) | TablePlace::Part(place) => place.clone(),
                    TablePlace::Line(line) => format!("第 {line} 行"),
                    TablePlace::File => "文件".to_owned(),
                };
                let unit = match *unit {
                    "rows" => "行",
                    "columns" => "列",
                    _ => "字节",
                };
                format!("{place}：超出上限（{limit} {unit}）；请删除不属于表格的内容")
            }
        }
    }
}

/// Why the system does not read a file.
fn unreadable(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => "找不到该文件；请检查路径",
        ErrorKind::PermissionDenied => "没有读取该文件的权限",
        ErrorKind::IsADirectory => "这是文件夹，不是文件",
        _ => "系统无法读取该文件",
    }
}

impl ForeignFormat {
    fn chinese(self) -> &'static str {
        match self {
            Self::Html => "这是网页（HTML）；请在电子表格中打开并另存为 XLSX",
            Self::Xml => "这是 XML 文档；请在电子表格中打开并另存为 XLSX",
            Self::Pdf => "这是 PDF；请将表格导出为 CSV 或 XLSX",
            Self::OtherArchive => "这是 ZIP 以外的压缩包（RAR、7z、gzip）；请解压后指定其中的文件",
            Self::Picture => "这是图片；请将表格导出为 CSV 或 XLSX",
            Self::Document => "这是其他类型的文档；请将其中的表格导出为 CSV 或 XLSX",
            Self::EncryptedWorkbook => "工作簿带密码；请保存为不带密码的文件",
            Self::EncryptedArchive => "ZIP 带密码；请解压后指定其中的文件",
        }
    }
}

impl CellError {
    /// Why the cell has no value, in Chinese, as the end of a sentence.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Blank => "为空；每行都须填写",
            Self::Rounded => "已被电子表格四舍五入；请以文本导出订单号",
            Self::NegativeId => "是负数，不是编号",
            Self::NotANumber => "不是数字；应形如 1234.50",
            Self::FailedFormula => "是出错的公式；请更正",
            Self::UncalculatedFormula => "是未计算的公式；请在电子表格中打开并保存",
            Self::NotADay => "不是日期；应形如 2026-03-01",
            Self::SerialNumber => "是数字；请将该列设为日期格式",
            Self::FarDay => "早于 2000 年或晚于明年；请更正，或给出 --since 与 --until",
        }
    }
}
