//! The state of all coupons of a ledger, on one page for a manager.

mod account_value;
mod count;
mod html;
mod month;
mod month_html;
mod notices;

pub use self::{
    account_value::AccountValue,
    count::{Day, Report, report},
    html::report_page,
    month::{MonthCount, MonthGroup, MonthReport, TopGroups, month_report},
    month_html::month_page,
};
