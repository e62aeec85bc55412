//! The state of all coupons of a ledger, on one page for a manager.

mod count;
mod html;

pub use self::{
    count::{AccountValue, Day, Report, report},
    html::report_page,
};
