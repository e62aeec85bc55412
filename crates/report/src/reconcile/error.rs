//! What can go wrong with a reconciliation: where, what, what to do.

use coupon_domain::AccountName;
use coupon_ledger::LedgerError;
use thiserror::Error;

/// Why orders and coupons could not be compared.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReconcileError {
    /// The ledger could not be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The order file is none that could be read as CSV in UTF-8.
    #[error("order file: {0}")]
    File(WrongFile),
    /// The order file is no CSV that we can read.
    #[error(
        "order file: {what}; save it as CSV in UTF-8, with a header and as many cells in each line"
    )]
    NotCsv {
        /// What the reader said, with the line.
        what: String,
    },
    /// The mapping names a column that is not there.
    #[error("order file: no column {column:?} (it has {}); change the mapping", found.join(", "))]
    NoColumn {
        /// As the mapping names it.
        column: String,
        /// The header.
        found: Vec<String>,
    },
    /// The mapping names no column to compare.
    #[error(
        "mapping: neither voucher_amount nor goods_quantity is given; name the column to compare"
    )]
    NothingToCompare,
    /// Nobody says whose orders these are.
    #[error("mapping: no account column and no --account; give one of them")]
    NoAccount,
    /// An order of an account that is not reconciled.
    #[error(
        "order file, line {line}: account {account} is not among {}; correct the file or the mapping",
        known.iter().map(AccountName::as_str).collect::<Vec<_>>().join(", ")
    )]
    OtherAccount {
        /// The line.
        line: u64,
        /// As the file names it.
        account: AccountName,
        /// Those that are reconciled.
        known: Vec<AccountName>,
    },
    /// A cell cannot be read.
    #[error("order file, line {line}, column {column}: {text:?} is {what}")]
    Cell {
        /// The line in the file; the header is line 1.
        line: u64,
        /// The column.
        column: String,
        /// The cell.
        text: String,
        /// Why not.
        what: WrongCell,
    },
    /// A sum does not fit exactly.
    #[error("{what}: more digits than can be added exactly (28); correct the amount")]
    TooLarge {
        /// Which sum.
        what: String,
    },
}

/// Why an order file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WrongFile {
    /// There is nothing in it.
    #[error("it is empty; export the orders again, with a header")]
    Empty,
    /// A workbook of before 2007, or one with a password.
    #[error("it is an old workbook, or one with a password; save it as XLSX or CSV UTF-8")]
    OldWorkbook,
    /// A workbook that cannot be opened.
    #[error("the workbook cannot be read ({what}); save it anew, or its sheet as CSV UTF-8")]
    BrokenWorkbook {
        /// What the reader said.
        what: String,
    },
    /// The mapping names a sheet that is not there.
    #[error("there is no sheet {sheet} (it has {}); change the mapping", found.join(", "))]
    NoSheet {
        /// As the mapping names it.
        sheet: String,
        /// What there is.
        found: Vec<String>,
    },
    /// A text in another encoding.
    #[error("line {line} is not UTF-8 (it may be GBK); save the file as CSV UTF-8")]
    NotUtf8 {
        /// The first such line; the header is line 1.
        line: usize,
    },
    /// Something else than the delimiter stands between cells.
    #[error(
        "the header is one cell, {header:?}; name in the mapping what stands between cells, as delimiter"
    )]
    OneCell {
        /// The header.
        header: String,
    },
    /// A column that the mapping names stands there more than once.
    #[error("column {column} is there twice; give each column a name of its own")]
    ColumnTwice {
        /// As the mapping names it.
        column: String,
    },
}

impl WrongFile {
    /// The same in Chinese.
    pub fn in_chinese(&self) -> String {
        match self {
            Self::Empty => "文件为空；请重新导出订单，含表头".to_owned(),
            Self::OldWorkbook => {
                "这是旧版工作簿或带密码的工作簿；请另存为 XLSX 或“CSV UTF-8”".to_owned()
            }
            Self::BrokenWorkbook { what } => {
                format!("无法读取工作簿（{what}）；请重新保存，或将工作表另存为“CSV UTF-8”")
            }
            Self::NoSheet { sheet, found } => {
                format!("没有工作表 {sheet}（现有 {}）；请修改映射", found.join("、"))
            }
            Self::NotUtf8 { line } => {
                format!("第 {line} 行不是 UTF-8 编码（可能是 GBK）；请另存为“CSV UTF-8”")
            }
            Self::OneCell { header } => {
                format!("表头只有一格 {header:?}；请在映射中以 delimiter 指明分隔符")
            }
            Self::ColumnTwice { column } => format!("列 {column} 出现两次；请为各列取不同的名称"),
        }
    }
}

/// Why a cell of an order file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WrongCell {
    /// Every line needs it.
    #[error("blank; every line needs it")]
    Blank,
    /// Its last digits are lost.
    #[error("a number that a spreadsheet has rounded; export the order numbers as text")]
    Rounded,
    /// An amount or a quantity was expected.
    #[error("no number; write it like 1234.50")]
    NotANumber,
    /// A formula that has no result.
    #[error("a formula that failed; correct it")]
    Formula,
    /// A day was expected.
    #[error("no day; write it like 2026-03-01")]
    NotADay,
}

impl WrongCell {
    /// The same in Chinese.
    pub fn in_chinese(self) -> &'static str {
        match self {
            Self::Blank => "为空；每行都须填写",
            Self::Rounded => "已被电子表格四舍五入；请以文本导出订单号",
            Self::NotANumber => "不是数字；应形如 1234.50",
            Self::Formula => "是出错的公式；请更正",
            Self::NotADay => "不是日期；应形如 2026-03-01",
        }
    }
}
