//! `coupon report`: how things stand, on one page.

use std::{io::Write as _, path::PathBuf};

use coupon_report::{report, report_page};
use coupon_transport::AttemptContext;
use serde::Serialize;

use crate::{app::App, error::CliError};

/// Arguments of `coupon report`.
#[derive(Debug, clap::Args)]
pub(crate) struct ReportArgs {
    /// The page: one file that needs no other and no network
    #[arg(long, value_name = "FILE")]
    html: PathBuf,
}

#[derive(Debug, Serialize)]
struct Wrote<'a> {
    html: &'a str,
}

pub(crate) async fn run(app: &mut App, args: &ReportArgs) -> Result<(), CliError> {
    let (account, provider) = (app.global.account.is_some(), app.global.provider.is_some());
    app.refuse(&[("--account", account), ("--provider", provider)], &app.lang.whole_ledger())?;
    let report = report(&app.ledger()?, AttemptContext::from_system().now).await?;
    let path = args.html.display().to_string();
    let page = report_page(&report, app.lang.into());
    app.write_file(&args.html, |to| to.write_all(page.as_bytes()))?;
    match app.out.is_table() {
        true => Ok(app.out.line(&app.lang.wrote_file(path))?),
        false => Ok(app.out.document(&Wrote { html: &path })?),
    }
}
