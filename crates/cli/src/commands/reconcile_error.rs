//! The words for the errors of a reconciliation.

use std::path::Path;

use coupon_report::{ReconcileError, WrongCell, WrongFile};

use crate::{exit::Failure, text::Lang};

/// An error of the ledger stays one. All others are in the order file or the mapping, whose paths the words name.
pub(super) fn failure(error: ReconcileError, orders: &Path, map: &Path, lang: Lang) -> Failure {
    let (orders, map) = (orders.display(), map.display());
    Failure::Usage(match error {
        ReconcileError::Ledger(error) => return Failure::Ledger(error),
        ReconcileError::File(what) => lang.unreadable_file(orders, file(&what, lang)),
        ReconcileError::NotCsv { what } => lang.not_csv(orders, what),
        ReconcileError::NoColumn { column, found } => {
            lang.no_column(orders, column, found.join(", "), map)
        }
        ReconcileError::NothingToCompare => lang.nothing_to_compare(map),
        ReconcileError::NoAccount => lang.whose_orders(map),
        ReconcileError::OtherAccount { line, account, known } => {
            let known: Vec<_> = known.iter().map(|name| name.as_str()).collect();
            lang.other_account(orders, line, account, known.join(", "))
        }
        ReconcileError::Cell { line, column, text, what } => {
            lang.wrong_cell(orders, line, column, format!("{text:?}"), cell(what, lang))
        }
        other => other.to_string(),
    })
}

fn file(what: &WrongFile, lang: Lang) -> String {
    if lang == Lang::En {
        return what.to_string();
    }
    match what {
        WrongFile::Empty => "文件为空；请重新导出订单，含表头".to_owned(),
        WrongFile::OldWorkbook => {
            "这是旧版工作簿或带密码的工作簿；请另存为 XLSX 或“CSV UTF-8”".to_owned()
        }
        WrongFile::BrokenWorkbook { what } => {
            format!("无法读取工作簿（{what}）；请重新保存，或将工作表另存为“CSV UTF-8”")
        }
        WrongFile::NoSheet { sheet, found } => {
            format!("没有工作表 {sheet}（现有 {}）；请修改映射", found.join("、"))
        }
        WrongFile::NotUtf8 { line } => {
            format!("第 {line} 行不是 UTF-8 编码（可能是 GBK）；请另存为“CSV UTF-8”")
        }
        WrongFile::OneCell { header } => {
            format!("表头只有一格 {header:?}；请在映射中以 delimiter 指明分隔符")
        }
        WrongFile::ColumnTwice { column } => {
            format!("列 {column} 出现两次；请为各列取不同的名称")
        }
        other => other.to_string(),
    }
}

fn cell(what: WrongCell, lang: Lang) -> String {
    if lang == Lang::En {
        return what.to_string();
    }
    let chinese = match what {
        WrongCell::Blank => "为空；每行都须填写",
        WrongCell::Rounded => "已被电子表格四舍五入；请以文本导出订单号",
        WrongCell::NotANumber => "不是数字；应形如 1234.50",
        WrongCell::Formula => "是出错的公式；请更正",
        WrongCell::NotADay => "不是日期；应形如 2026-03-01",
    };
    chinese.to_owned()
}
