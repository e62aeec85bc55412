//! Errors of customers' files and of files of results in both languages.

use coupon_sheet::CellError;
use coupon_write::{IssueFile, IssueFileError, LINE_ITEM_FORM, ResultsError, RowErrorCause};

use crate::{Lang, sheet};

/// Why a file holds no table of customers, with the line if there is one.
pub fn issue_file_error(error: &IssueFileError, lang: Lang) -> (Option<u64>, String) {
    let customers = || IssueFile::CUSTOMER_COLUMNS.join(", ");
    match error {
        IssueFileError::Table(error) => (None, sheet::sheet_error(error, lang)),
        IssueFileError::NoRow { line } => (Some(*line), lang.bulk_no_rows(customers())),
        IssueFileError::UnknownColumn { line, name } => {
            let known = IssueFile::CUSTOMER_COLUMNS.iter().chain(&IssueFile::OTHER_COLUMNS);
            let known: Vec<&str> = known.copied().collect();
            let name = coupon_sheet::excerpt(name);
            (Some(*line), lang.bulk_unknown_column(name, known.join(", ")))
        }
        IssueFileError::RepeatedColumn { line, name } => {
            (Some(*line), lang.bulk_column_twice(name))
        }
        IssueFileError::CustomerColumn { line } => (Some(*line), lang.bulk_whose(customers())),
        other => (None, other.to_string()),
    }
}

/// Why a row cannot be issued, with its remedy.
pub fn issue_row_error(cause: &RowErrorCause, lang: Lang) -> String {
    match cause {
        RowErrorCause::LineBreak => lang.bulk_line_break(),
        RowErrorCause::Width { found, expected } => lang.bulk_cells(found, expected),
        RowErrorCause::NamelessColumn => lang.bulk_nameless(),
        RowErrorCause::NoCustomer { column } => lang.bulk_no_customer(column),
        RowErrorCause::Cell { column, text, cause: CellError::Rounded } => {
            lang.bulk_mangled(column, text)
        }
        RowErrorCause::Cell { column, text, cause: CellError::NotADay } => {
            lang.bulk_not_a_day(column, text)
        }
        RowErrorCause::Cell { column, text, cause } => {
            lang.bulk_wrong_cell(column, text, sheet::cell_error(*cause, lang))
        }
        RowErrorCause::Item { text } => lang.bulk_item(text, LINE_ITEM_FORM),
        RowErrorCause::SameCustomer { first } => lang.bulk_twice(first),
        RowErrorCause::SameCode { first } => lang.bulk_code_twice(first),
        other => other.to_string(),
    }
}

/// Why a file of results cannot be used.
pub fn results_error(error: &ResultsError, lang: Lang) -> String {
    match error {
        ResultsError::Io { path, source } => lang.cannot_write(path.display(), lang.io(source)),
        ResultsError::Foreign { path } => lang.bulk_other_results(path.display()),
        other => other.to_string(),
    }
}
