//! `coupon report`: how things stand, or one month, on one page.

use std::{io::Write as _, path::PathBuf};

use coupon_report::{month_page, month_report, report, report_page};
use coupon_transport::AttemptContext;
use jiff::civil::Date;
use serde::Serialize;

use crate::{app::App, error::CliError};

/// Arguments of `coupon report`.
#[derive(Debug, clap::Args)]
pub(crate) struct ReportArgs {
    /// The page: one file that needs no other and no network
    #[arg(long, value_name = "FILE")]
    html: PathBuf,
    /// One Beijing month, as 2026-03, instead of how things stand
    #[arg(long, value_name = "MONTH", value_parser = month)]
    month: Option<Date>,
}

#[derive(Debug, Serialize)]
struct Wrote<'a> {
    html: &'a str,
}

pub(crate) async fn run(app: &mut App, args: &ReportArgs) -> Result<(), CliError> {
    let (account, provider) = (app.global.account.is_some(), app.global.provider.is_some());
    app.refuse(&[("--account", account), ("--provider", provider)], &app.lang.whole_ledger())?;
    let (ledger, now) = (app.ledger()?, AttemptContext::from_system().now);
    let page = match args.month {
        None => report_page(&report(&ledger, app.sources(), now).await?, app.lang.into()),
        Some(day) => {
            month_page(&month_report(&ledger, app.sources(), day, now).await?, app.lang.into())
        }
    };
    let path = args.html.display().to_string();
    app.write_file(&args.html, |to| to.write_all(page.as_bytes()))?;
    match app.out.is_table() {
        true => Ok(app.out.line(&app.lang.wrote_file(path))?),
        false => Ok(app.out.document(&Wrote { html: &path })?),
    }
}

/// The first day of a month.
fn month(text: &str) -> Result<Date, &'static str> {
    format!("{text}-01").parse().map_err(|_| "write a month such as 2026-03")
}
