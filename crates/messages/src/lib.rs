#![doc = include_str!("../README.md")]

mod config_error;
mod fields;
mod issue_file;
mod lang;
mod ledger_error;
mod plan;
mod reason;
mod reconcile_error;
mod rows;
mod sheet;
mod texts;
mod vendor_error;
mod words;

pub use self::{
    config_error::{config_message, config_warning, new_config_error, system_error},
    fields::{field_name, field_value},
    issue_file::{issue_file_error, issue_row_error, results_error},
    lang::{Lang, UnknownLanguage},
    ledger_error::{journal_message, ledger_message},
    plan::plan_line,
    reason::{journal_reason, reason_text},
    reconcile_error::reconcile_error,
    rows::{
        coupon_cells, coupon_headers, coupon_state, customer_cells, customer_headers, last_day,
        template_cells, template_headers, template_state, worth,
    },
    sheet::{cell_error, sheet_error, table_notes},
    vendor_error::{row_reason, vendor_message},
};
