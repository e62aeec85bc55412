//! `coupon reconcile`: the used coupons of the ledger against the shop's orders.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::{ArgGroup, Subcommand};
use coupon_config::vendors_without_orders;
use coupon_domain::{AccountName, beijing_date};
use coupon_ledger::{ClosedReconciliation, Ledger};
use coupon_messages::{Lang, table_notes};
use coupon_report::{
    OrderFile, ReconcileError, ReconcileOptions, Reconciliation, WideningLine, breaks_csv,
    reconcile_orders, reconciliation_page,
};
use coupon_sheet::TableFile;
use coupon_transport::AttemptContext;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    app::App,
    commands::{reconcile_maps, reconcile_report},
    error::CliError,
    options::day,
    output::say,
};

/// Arguments of `coupon reconcile`.
#[derive(Debug, clap::Args)]
#[command(subcommand_negates_reqs = true)]
#[command(group = ArgGroup::new("subject").args(["orders", "show"]).required(true))]
pub(crate) struct ReconcileArgs {
    #[command(subcommand)]
    command: Option<ReconcileCommand>,
    #[command(flatten)]
    compared: ComparedArgs,
    #[command(flatten)]
    files: ResultFiles,
    /// The older spelling of `reconcile close NAME`
    #[arg(long, value_name = "NAME", requires = "orders", hide = true)]
    close: Option<String>,
    /// The older spelling of `reconcile show NAME`
    #[arg(long, value_name = "NAME", conflicts_with = "tolerance", hide = true)]
    show: Option<String>,
}

impl ReconcileArgs {
    /// The options that would be lost if they stood before a subcommand. The parser cannot refuse them: it would refuse the
    /// options of every command with them.
    fn before_subcommand(&self) -> [(&'static str, bool); 9] {
        let Self { compared, files, close, show, .. } = self;
        [
            ("--orders", compared.orders.is_some()),
            ("--map", compared.map.is_some()),
            ("--since", compared.since.is_some()),
            ("--until", compared.until.is_some()),
            ("--tolerance", !compared.tolerance.is_zero()),
            ("--csv", files.csv.is_some()),
            ("--html", files.html.is_some()),
            ("--close", close.is_some()),
            ("--show", show.is_some()),
        ]
    }
}

/// Subcommands of `coupon reconcile`.
#[derive(Debug, Subcommand)]
enum ReconcileCommand {
    /// Compare, and keep the result in the ledger under this name, for good
    #[command(group = ArgGroup::new("subject").args(["orders"]).required(true))]
    Close {
        /// Name of the result
        name: String,
        #[command(flatten)]
        compared: ComparedArgs,
        #[command(flatten)]
        files: ResultFiles,
    },
    /// List the ready maps: forms of files that are known, with their sources
    Maps,
    /// Show a result that was kept, as it was
    Show {
        /// Name of the result
        name: String,
        #[command(flatten)]
        files: ResultFiles,
    },
}

/// The orders, and how they are compared.
#[derive(Debug, clap::Args)]
struct ComparedArgs {
    /// The shop's orders: a workbook, a text file such as CSV, or a ZIP with one of them
    #[arg(long, value_name = "FILE")]
    orders: Option<PathBuf>,
    /// Which column means what: TOML with order_no, time, voucher_amount, …, see docs/export.md; or the name of a ready map [default:
    /// the ready map that fits, see `coupon reconcile maps`]
    #[arg(long, value_name = "FILE|NAME", requires = "orders")]
    map: Option<PathBuf>,
    /// First Beijing day, as 2026-03-01 [default: the first of the month of the first order]
    #[arg(long, value_name = "DATE", value_parser = day, requires = "orders")]
    since: Option<Date>,
    /// Last Beijing day, as 2026-03-31 [default: the last of the month of the last order]
    #[arg(long, value_name = "DATE", value_parser = day, requires = "orders")]
    until: Option<Date>,
    /// The most yuan that an order may differ by
    #[arg(long, value_name = "YUAN", default_value = "0", value_parser = yuan)]
    tolerance: Decimal,
}

/// Files that the result is written to.
#[derive(Debug, clap::Args)]
struct ResultFiles {
    /// Write what does not agree as CSV, for a spreadsheet
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write the result as a page: one file that needs no other and no network
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

fn yuan(given: &str) -> Result<Decimal, String> {
    let amount = Decimal::from_str_exact(given).ok().filter(|amount| !amount.is_sign_negative());
    amount.ok_or_else(|| "write an amount such as 0.05".to_owned())
}

pub(crate) async fn run(app: &mut App, args: &ReconcileArgs) -> Result<(), CliError> {
    if args.command.is_some() {
        app.refuse(&args.before_subcommand(), &app.lang.before_subcommand())?;
    }
    let (compared, files, close, show) = match &args.command {
        Some(ReconcileCommand::Maps) => return reconcile_maps::list(app),
        None => (&args.compared, &args.files, args.close.as_ref(), args.show.as_ref()),
        Some(ReconcileCommand::Close { name, compared, files }) => {
            (compared, files, Some(name), None)
        }
        Some(ReconcileCommand::Show { name, files }) => (&args.compared, files, None, Some(name)),
    };
    app.refuse(&[("--provider", app.global.provider.is_some())], &app.lang.all_providers())?;
    let account_of_closed = show.is_some() && app.global.account.is_some();
    app.refuse(&[("--account", account_of_closed)], &app.lang.as_it_was())?;
    let ledger = if close.is_some() { app.ledger_to_change()? } else { app.ledger()? };
    let run = match (show, &compared.orders) {
        (Some(name), _) => closed(app.lang, &ledger, name).await?,
        (None, Some(orders)) => compare(app, &ledger, compared, close, orders).await?,
        _ => unreachable!("clap asks for the orders or for a name"),
    };
    if let (Some(_), Some(example)) = (close, &run.no_common_order) {
        let why = app.lang.no_common_order(&example.orders, &example.ledger);
        return Err(CliError::Usage(why));
    }
    if let Some(path) = &files.csv {
        app.write_file(path, |to| breaks_csv(&run, to))?;
    }
    if let Some(path) = &files.html {
        let page = reconciliation_page(&run, app.lang.into());
        app.write_file(path, |to| to.write_all(page.as_bytes()))?;
    }
    // Kept when everything else is done: the name is taken for good.
    if let Some(name) = close {
        let body = serde_json::to_string(&run).expect("plain data");
        ledger
            .close_run(ClosedReconciliation { name: name.clone(), closed_at: run.at, body })
            .await?;
    }
    reconcile_report::print(app, &run)?;
    if run.agrees() { Ok(()) } else { Err(CliError::Disagrees(run.breaks.len())) }
}

async fn compare(
    app: &App,
    ledger: &Ledger,
    args: &ComparedArgs,
    close: Option<&String>,
    orders: &Path,
) -> Result<Reconciliation, CliError> {
    let lang = app.lang;
    if let Some(name) = close
        && ledger.closed_run(name).await?.is_some()
    {
        return Err(CliError::Usage(lang.closed_before(name)));
    }
    let mut bytes = TableFile::open(orders).map_err(|error| {
        CliError::of_reconcile(ReconcileError::File(error), orders, orders, lang)
    })?;
    let (mapping, map) = reconcile_maps::choose(app, args.map.as_deref(), orders, &mut bytes)?;
    let failure = |error| CliError::of_reconcile(error, orders, &map, lang);
    let account: Option<AccountName> = app.global.account.as_deref().map(Into::into);
    let now = AttemptContext::from_system().now;
    let file = OrderFile::read(bytes, &mapping, account.as_ref()).map_err(failure)?;
    let mut notes = table_notes(file.notes(), lang);
    notes.extend(Some(file.excluded_lines()).filter(|count| *count > 0).map(|n| lang.excluded(n)));
    let (first_given, last_given) = (args.since.is_some(), args.until.is_some());
    let widens =
        |found: &&WideningLine| !(if found.day < found.next { first_given } else { last_given });
    notes.extend(file.widening_lines().iter().filter(widens).map(|found| {
        lang.widening_line(found.line, found.day, (found.next - found.day).get_days().abs())
    }));
    for note in notes {
        say(&lang.unreadable_file(orders.display(), note));
    }
    let (since, until) = match (args.since, args.until) {
        (Some(since), Some(until)) => (since, until),
        (since, until) => {
            let days = file.days(beijing_date(now)).map_err(failure)?;
            let (first, last) = days.ok_or_else(|| CliError::Usage(lang.range_unknown()))?;
            let since = since.unwrap_or(first.first_of_month());
            (since, until.unwrap_or(last.last_of_month()))
        }
    };
    if since > until {
        return Err(CliError::Usage(lang.empty_range(since, until)));
    }
    let terms = ReconcileOptions {
        account,
        since,
        until,
        tolerance: args.tolerance,
        without_orders: vendors_without_orders(),
    };
    reconcile_orders(ledger, &file, &mapping, &terms, now).await.map_err(failure)
}

async fn closed(lang: Lang, ledger: &Ledger, name: &str) -> Result<Reconciliation, CliError> {
    match ledger.closed_run(name).await? {
        Some(run) => serde_json::from_str(&run.body)
            .map_err(|error| CliError::Setup(lang.bad_json(name, lang.parse(error)))),
        None => {
            let known = ledger.closed_runs().await?.join(", ");
            Err(CliError::Usage(lang.no_such_run(name, known)))
        }
    }
}
