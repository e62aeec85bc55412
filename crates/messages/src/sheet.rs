//! Tables in words: why one cannot be read, and what was left out of it.

use coupon_sheet::{CellError, FileFormat, ForeignFormat, SheetError, TableNotes, TextEncoding};

use crate::Lang;

/// Why a file cannot be read as a table.
pub fn sheet_error(error: &SheetError, lang: Lang) -> String {
    if lang == Lang::En {
        return error.to_string();
    }
    match error {
        SheetError::Empty => "文件为空；请重新导出，含表头".to_owned(),
        SheetError::Foreign(format) => foreign(*format).to_owned(),
        SheetError::Archive { tables } => format!("ZIP 中有 {tables} 个表格；请解压后指定一个文件"),
        SheetError::BrokenWorkbook { reason } => {
            format!("无法读取工作簿（{reason}）；请重新保存，或将工作表另存为“CSV UTF-8”")
        }
        SheetError::NoSheet { sheet, found } => {
            format!("没有工作表 {sheet}（现有 {}）；请修改映射", found.join("、"))
        }
        SheetError::NotText { line } => {
            format!("第 {line} 行既不是 UTF-8 也不是 GB18030 编码；请另存为“CSV UTF-8”")
        }
        SheetError::Delimiter { delimiter } => format!("{delimiter:?} 不能作为分隔符"),
        SheetError::OneCell { header } => {
            format!("表头只有一格 {header:?}；请以 delimiter 指明分隔符")
        }
        SheetError::NoColumn { column, line, found } => {
            let found = coupon_sheet::excerpt(&found.join("、"));
            format!("没有列 {column}；最接近的表头在第 {line} 行：{found}")
        }
        SheetError::ColumnTwice { column, .. } => {
            format!("列 {column} 出现两次；请为各列取不同的名称")
        }
        SheetError::UnclosedQuote { line } => {
            format!("第 {line} 行：引号未闭合；请闭合或删除该引号")
        }
        SheetError::RowAfterEnd { end, line } => {
            format!("第 {end} 行是表尾，但第 {line} 行又是数据；请删除第 {end} 行，或指定最后一行")
        }
        SheetError::TooLarge { place, limit, .. } => {
            format!("{place}：超出上限 {limit}；请删除不属于表格的内容")
        }
        other => other.to_string(),
    }
}

fn foreign(format: ForeignFormat) -> &'static str {
    match format {
        ForeignFormat::Html => "这是网页（HTML）；请在电子表格中打开并另存为 XLSX",
        ForeignFormat::Xml => "这是 XML 文档；请在电子表格中打开并另存为 XLSX",
        ForeignFormat::Pdf => "这是 PDF；请将表格导出为 CSV 或 XLSX",
        ForeignFormat::EncryptedWorkbook => "工作簿带密码；请保存为不带密码的文件",
        ForeignFormat::EncryptedArchive => "ZIP 带密码；请解压后指定其中的文件",
        _ => "无法读取的文件格式",
    }
}

/// Why a cell has no value, as the end of a sentence.
pub fn cell_error(error: CellError, lang: Lang) -> String {
    if lang == Lang::En {
        return error.to_string();
    }
    let text = match error {
        CellError::Blank => "为空；每行都须填写",
        CellError::Rounded => "已被电子表格四舍五入；请以文本导出订单号",
        CellError::NegativeId => "是负数，不是编号",
        CellError::NotANumber => "不是数字；应形如 1234.50",
        CellError::FailedFormula => "是出错的公式；请更正",
        CellError::UncalculatedFormula => "是未计算的公式；请在电子表格中打开并保存",
        CellError::NotADay => "不是日期；应形如 2026-03-01",
        CellError::SerialNumber => "是数字；请将该列设为日期格式",
        CellError::FarDay => "早于 2000 年或晚于明年；请更正，或给出 --since 与 --until",
        _ => "无法读取",
    };
    text.to_owned()
}

/// Facts about how a file was read that a person should know; none for a plain table in UTF-8.
pub fn table_notes(notes: &TableNotes, lang: Lang) -> Vec<String> {
    let mut said = Vec::new();
    if let FileFormat::Delimited { encoding, .. } = &notes.format
        && *encoding != TextEncoding::Utf8
    {
        said.push(lang.table_encoding(encoding.as_str()));
    }
    let range = |(first, last): (u64, u64)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    };
    let left_out = notes.above.into_iter().chain(notes.below).map(range);
    let left_out: Vec<String> = left_out.collect();
    if !left_out.is_empty() {
        said.push(lang.table_left_out(notes.header_line, left_out.join(", ")));
    }
    let lines = |lines: &[u64]| {
        let shown: Vec<String> = lines.iter().take(10).map(u64::to_string).collect();
        let more = if lines.len() > 10 { ", …" } else { "" };
        format!("{}{more}", shown.join(", "))
    };
    if !notes.hidden.is_empty() {
        said.push(lang.table_hidden(notes.hidden.len(), lines(&notes.hidden)));
    }
    if !notes.repeated_headers.is_empty() {
        said.push(lang.table_repeated(lines(&notes.repeated_headers)));
    }
    if let (FileFormat::Workbook { sheet, .. }, false) =
        (&notes.format, notes.other_sheets.is_empty())
    {
        said.push(lang.table_sheets(sheet, notes.other_sheets.join(", ")));
    }
    said
}
