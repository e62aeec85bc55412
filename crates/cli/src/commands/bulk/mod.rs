//! `coupon coupons issue --file customers.csv`: one coupon for each row.

mod batch;
mod cell;
mod file;
mod held;
mod past;
mod results;
mod run;

use std::{
    io::{self, IsTerminal},
    path::PathBuf,
    time::Duration,
};

use coupon_domain::TemplateRef;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde_json::value::RawValue;

use self::{
    batch::{Batch, Plan},
    file::Row,
    past::Past,
    results::Results,
    run::{Run, Stopped, Tally},
};
use crate::{
    app::App,
    commands::{
        choose,
        issue::issues_from,
        write::{self, Draft},
    },
    exit::Failure,
    input::Input,
    options::WriteArgs,
    output::say,
    stop_signal::stop_on_signal,
};

pub(crate) use self::batch::Usual;

/// Lines that one message names.
const SHOWN: usize = 20;

/// What was asked for.
#[derive(Debug)]
pub(crate) struct BulkArgs {
    pub(crate) file: String,
    pub(crate) template: TemplateRef,
    pub(crate) usual: Usual,
    /// One customer may stand in several rows.
    pub(crate) duplicates: bool,
    pub(crate) go_on: bool,
    pub(crate) results: Option<PathBuf>,
    pub(crate) key: Option<String>,
    pub(crate) yes: bool,
}

/// What is printed at the end. Every row is in one of the five counts.
#[derive(Debug, Serialize)]
struct Summary<'a> {
    batch: &'a str,
    account: &'a str,
    provider: &'a str,
    rows: u64,
    /// In earlier runs.
    done_before: u64,
    done: u64,
    refused: u64,
    unknown: u64,
    left: u64,
    results: String,
    stopped: Option<&'static str>,
}

/// The plan that is confirmed.
#[derive(Debug, Serialize)]
struct Shown {
    file: String,
    to_send: usize,
    done_before: usize,
    first: Box<RawValue>,
}

pub(crate) async fn run(app: &mut App, args: BulkArgs) -> Result<(), Failure> {
    if args.file == "-" {
        return Err(Failure::Usage(app.lang.bulk_no_stdin()));
    }
    let bytes = Input::File(args.file.clone().into()).read(app.lang)?;
    let accounts = app.accounts().await?;
    let (account, provider) =
        choose::one(app, &accounts, "issue", |can| issues_from(can, &args.template))?;
    let made = || batch::name(&bytes, account, provider.as_ref(), &args.template);
    let batch = Batch {
        account,
        name: args.key.clone().unwrap_or_else(made),
        template: args.template.clone(),
        path: args.file.clone().into(),
        usual: args.usual,
        provider,
    };
    let rows = batch.read(&bytes, args.duplicates, app.lang)?;
    let path = args.results.unwrap_or_else(|| results::usual_path(&batch.path));
    let mut results = Results::open(path, &batch.name, app.lang)?;
    let ledger = app.ledger_for(std::slice::from_ref(account)).await?;
    let past = Past::read(&ledger, &batch.name).await?;
    if let Some(key) = past.lacks(results.before()) {
        let (path, ledger) = (results.path().display(), ledger.address());
        return Err(Failure::Usage(app.lang.bulk_other_ledger(path, key, ledger)));
    }
    let plan = batch.plan(&rows, &past, app.lang)?;
    let before = plan.unsettled.iter().map(|(row, _)| row.line).collect();
    let mut tally = Tally { unknown: before, ..Tally::default() };
    if !plan.unsettled.is_empty() && !args.go_on {
        return Err(unknown(app, &batch, &tally.unknown));
    }
    confirm(app, &batch, &plan, args.yes)?;

    for (row, entry) in plan.done.iter().chain(&plan.unsettled) {
        results.note(row.line, &row.customer, entry);
    }
    results.write()?;
    let (bar, stop) = (bar(app, plan.jobs.len()), stop_on_signal(app.lang));
    let uncertain = plan.unsettled.iter().map(|(row, _)| row.customer.clone()).collect();
    let mut run = Run {
        app,
        ledger: &ledger,
        batch: &batch,
        go_on: args.go_on,
        stop: &stop,
        results: &mut results,
        bar: &bar,
        tally: &mut tally,
    };
    let ended = run.send(&plan.jobs, uncertain).await;
    bar.finish_and_clear();
    rows.iter().for_each(|row| results.note_waiting(row.line, &row.customer));
    let ended = results.write().and(ended);
    print(app, &batch, &rows, &plan, &tally, &results, &ended)?;
    outcome(app, &batch, &tally, &results, ended)
}

/// Shows how much it is and what the first one looks like.
fn confirm(app: &App, batch: &Batch<'_>, plan: &Plan<'_>, yes: bool) -> Result<(), Failure> {
    let Some(first) = plan.jobs.first() else { return Ok(()) };
    let shown = Shown {
        file: batch.path.display().to_string(),
        to_send: plan.jobs.len(),
        done_before: plan.done.len(),
        first: RawValue::from_string(first.body.clone()).map_err(io::Error::from)?,
    };
    let draft = Draft {
        account: batch.account,
        provider: batch.provider.name().clone(),
        operation: first.command.kind().as_str(),
        body: serde_json::to_string(&shown).map_err(io::Error::from)?,
        request_id: None,
        baseline: None,
    };
    write::confirm(app, &draft, &WriteArgs { key: None, yes })
}

/// Drawn on a terminal only.
fn bar(app: &App, rows: usize) -> ProgressBar {
    if app.global.no_progress || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = match app.lang.pick("en", "zh") {
        "zh" => "[{bar:30}] {pos}/{len} 行,{elapsed},约剩 {eta}",
        _ => "[{bar:30}] {pos}/{len} rows, {elapsed}, about {eta} left",
    };
    let style = ProgressStyle::with_template(style).expect("both templates are well formed");
    let bar = ProgressBar::new(rows as u64).with_style(style.progress_chars("=> "));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn print(
    app: &mut App,
    batch: &Batch<'_>,
    rows: &[Row],
    plan: &Plan<'_>,
    tally: &Tally,
    results: &Results,
    ended: &Result<Option<Stopped>, Failure>,
) -> io::Result<()> {
    let (rows, done_before) = (rows.len() as u64, plan.done.len() as u64);
    let unknown = tally.unknown.len() as u64;
    app.out.record(&Summary {
        batch: &batch.name,
        account: batch.account.name.as_str(),
        provider: batch.provider.name().as_str(),
        rows,
        done_before,
        done: tally.done,
        refused: tally.refused,
        unknown,
        left: rows - done_before - tally.done - tally.refused - unknown,
        results: results.path().display().to_string(),
        stopped: match ended {
            Ok(None) => None,
            Ok(Some(Stopped::Interrupted)) => Some("interrupted"),
            Ok(Some(Stopped::Unknown)) => Some("unknown"),
            Err(_) => Some("failed"),
        },
    })
}

/// What may have happened outweighs why it stopped.
fn outcome(
    app: &App,
    batch: &Batch<'_>,
    tally: &Tally,
    results: &Results,
    ended: Result<Option<Stopped>, Failure>,
) -> Result<(), Failure> {
    if !tally.unknown.is_empty() {
        if let Some((kind, what)) = ended.err().and_then(|failure| failure.message(app.lang)) {
            say(&app.lang.error(kind, what));
        }
        return Err(unknown(app, batch, &tally.unknown));
    }
    match (ended?, &tally.refusal) {
        (Some(_), _) => Err(Failure::Interrupted),
        (None, Some((line, why))) => {
            let (place, path) = (batch.place(*line), results.path().display());
            Err(Failure::Refused(app.lang.bulk_refused(tally.refused, place, why, path)))
        }
        (None, None) => Ok(()),
    }
}

/// The lines, so many as can be taken in; all are in the journal.
fn unknown(app: &App, batch: &Batch<'_>, lines: &[u64]) -> Failure {
    let mut shown: Vec<String> = lines.iter().take(SHOWN).map(u64::to_string).collect();
    if lines.len() > SHOWN {
        shown.push("…".to_owned());
    }
    let path = batch.path.display();
    Failure::UnknownRows(app.lang.bulk_unknown(lines.len(), path, shown.join(", ")))
}
