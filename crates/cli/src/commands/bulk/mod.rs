//! `coupon coupons issue --file customers.csv`: one coupon for each row.

mod table;

use std::{path::PathBuf, sync::atomic::AtomicBool};

use coupon_domain::{Effect, Error, TemplateRef};
use coupon_ledger::Ledger;
use coupon_messages::{Lang, results_error, vendor_message};
use coupon_write::{
    BatchHistory, BatchRun, BulkStop, IssueBatch, IssueCounts, IssuePlan, Notice, ResultsError,
    ResultsFile, RowDefaults, RowOutcome, batch_name,
};
use indicatif::ProgressBar;
use serde::Serialize;

use self::table::CustomerTable;
use crate::{
    app::App,
    commands::{
        select_provider,
        write::{self, WritePreview},
    },
    error::CliError,
    input::Input,
    options::WriteArgs,
    output::say,
    stop_signal::stop_on_signal,
};

/// The most lines that one message names.
const SHOWN: usize = 20;

/// The arguments.
#[derive(Debug)]
pub(crate) struct BulkArgs {
    pub(crate) file: String,
    pub(crate) template: TemplateRef,
    pub(crate) defaults: RowDefaults,
    /// Allows one customer in several rows.
    pub(crate) duplicates: bool,
    pub(crate) go_on: bool,
    pub(crate) results: Option<PathBuf>,
    pub(crate) write: WriteArgs,
}

/// The summary that is printed at the end. Every row is in one of the five counts.
#[derive(Debug, Serialize)]
struct BulkSummary<'a> {
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

pub(crate) async fn issue_batch(app: &mut App, args: BulkArgs) -> Result<(), CliError> {
    if args.file == "-" {
        return Err(CliError::Usage(app.lang.bulk_no_stdin()));
    }
    let bytes = Input::File(args.file.clone().into()).read(app.lang)?;
    let accounts = app.accounts_to_write().await?;
    let (account, provider) = select_provider::issuer(app, &accounts, &args.template).await?;
    let made = || batch_name(&bytes, &account.name, provider.as_ref(), &args.template);
    let batch = IssueBatch {
        name: args.write.key.clone().unwrap_or_else(made),
        account: account.name.clone(),
        provider,
        template: args.template.clone(),
        defaults: args.defaults,
    };
    let table = CustomerTable::read(args.file.into(), &bytes, &batch, args.duplicates, app.lang)?;
    let path = args.results.unwrap_or_else(|| ResultsFile::usual_path(&table.path));
    let lang = app.lang;
    let failed = |error| results_failure(&error, lang);
    let mut results = ResultsFile::open(path, &batch.name).map_err(failed)?;
    let ledger = app.ledger_for(std::slice::from_ref(account)).await?;
    let history = BatchHistory::read(&ledger, &batch.name).await?;
    if let Some(key) = history.lacks(results.earlier_keys()) {
        let (path, ledger) = (results.path().display(), ledger.address());
        return Err(CliError::Usage(app.lang.bulk_other_ledger(path, key, ledger)));
    }
    let plan = batch.plan(&table.rows, &history).map_err(|other| {
        let place = table.place(other.line);
        CliError::Usage(app.lang.bulk_otherwise(place, other.key, other.recorded, other.given))
    })?;
    if !plan.unsettled.is_empty() && !args.go_on {
        return Err(unknown(app, &table, &plan.unsettled_lines()));
    }
    confirm(app, &batch, &table, &plan, &args.write).await?;

    for (row, entry) in plan.done.iter().chain(&plan.unsettled) {
        results.note(row.line, &row.customer, entry);
    }
    results.write().map_err(failed)?;
    let bar = app.progress_bar(
        plan.issues.len() as u64,
        "[{bar:30}] {pos}/{len} rows, {elapsed}, about {eta} left",
        "[{bar:30}] {pos}/{len} 行，{elapsed}，约剩 {eta}",
    );
    let stop = stop_on_signal(app.lang);
    let operator = args.write.operator();
    let send =
        BatchSender { app, ledger: &ledger, batch: &batch, table: &table, bar: &bar, operator };
    let (counts, ended) = send.send(&plan, args.go_on, &stop, &mut results).await;
    bar.finish_and_clear();
    table.rows.iter().for_each(|row| results.note_waiting(row.line, &row.customer));
    let ended = results.write().map_err(failed).and(ended);
    let left = table.rows.len() as u64 - plan.done.len() as u64;
    let summary = BulkSummary {
        batch: &batch.name,
        account: batch.account.as_str(),
        provider: batch.provider.name().as_str(),
        rows: table.rows.len() as u64,
        done_before: plan.done.len() as u64,
        done: counts.done,
        refused: counts.refused,
        unknown: counts.unknown.len() as u64,
        left: left - counts.done - counts.refused - counts.unknown.len() as u64,
        results: results.path().display().to_string(),
        stopped: match ended {
            Ok(None) => None,
            Ok(Some(BulkStop::Interrupted)) => Some("interrupted"),
            Ok(Some(BulkStop::Unknown)) => Some("unknown"),
            Err(_) => Some("failed"),
        },
    };
    app.out.record(&summary)?;
    outcome(app, &table, &counts, &results, ended)
}

/// Shows the number of rows and the first command, and asks for a yes.
async fn confirm(
    app: &App,
    batch: &IssueBatch,
    table: &CustomerTable,
    plan: &IssuePlan<'_>,
    args: &WriteArgs,
) -> Result<(), CliError> {
    let Some(first) = plan.issues.first() else { return Ok(()) };
    let body = &first.body;
    let mut preview =
        WritePreview::of(&batch.account, batch.provider.as_ref(), &first.command, body);
    let path = table.path.display();
    preview.others = Some(app.lang.plan_rows(plan.issues.len(), plan.done.len(), path));
    write::confirm(app, &preview, args).await
}

/// The parts of a run that do not change.
struct BatchSender<'a> {
    app: &'a App,
    ledger: &'a Ledger,
    batch: &'a IssueBatch,
    table: &'a CustomerTable,
    bar: &'a ProgressBar,
    operator: Option<String>,
}

impl BatchSender<'_> {
    /// Sends the rows of a plan and lists each in the results as it ends. The error is one that every further row would
    /// meet too.
    async fn send(
        &self,
        plan: &IssuePlan<'_>,
        keep_going: bool,
        stop: &AtomicBool,
        results: &mut ResultsFile,
    ) -> (IssueCounts, Result<Option<BulkStop>, CliError>) {
        let lang = self.app.lang;
        let notify = |notice: Notice<'_>| {
            if !matches!(notice, Notice::Sending { .. }) {
                self.bar.suspend(|| write::say_warning(lang, &notice));
            }
        };
        let context = write::context(self.ledger, &notify, self.operator.as_deref());
        let mut run = BatchRun::new(context, self.batch, plan, keep_going, stop);
        let ended = self.rows(&mut run, results).await;
        (run.counts().clone(), ended)
    }

    async fn rows(
        &self,
        run: &mut BatchRun<'_>,
        results: &mut ResultsFile,
    ) -> Result<Option<BulkStop>, CliError> {
        let lang = self.app.lang;
        while let Some(report) = run.next().await.map_err(|error| write::failure(error, lang))? {
            let row = report.issue.row;
            let noted = match report.entry {
                Ok(Some(entry)) => {
                    let added = results.add(row.line, &row.customer, &entry);
                    added.map_err(|error| results_failure(&error, lang))
                }
                Ok(None) => Ok(()),
                Err(error) => Err(error.into()),
            };
            self.bar.inc(1);
            match report.outcome {
                RowOutcome::Done => {}
                RowOutcome::Failed(error) => self.say_failure(row.line, &error),
                RowOutcome::Fatal(error) => return Err(write::failure(error, lang)),
            }
            noted?;
        }
        Ok(run.stopped())
    }

    /// Says an error that may have had an effect. Refusals are many and stand in the results.
    fn say_failure(&self, line: u64, error: &Error) {
        if error.effect() != Effect::None {
            let lang = self.app.lang;
            let text = lang.unreadable_file(self.table.place(line), vendor_message(error, lang));
            self.bar.suspend(|| self.app.warn(&text));
        }
    }
}

/// Rows without a known outcome decide before the reason why the run stopped.
fn outcome(
    app: &App,
    table: &CustomerTable,
    counts: &IssueCounts,
    results: &ResultsFile,
    ended: Result<Option<BulkStop>, CliError>,
) -> Result<(), CliError> {
    if !counts.unknown.is_empty() {
        if let Some((kind, what)) = ended.err().and_then(|failure| failure.message(app.lang)) {
            say(&app.lang.error(kind, what));
        }
        return Err(unknown(app, table, &counts.unknown));
    }
    match (ended?, &counts.first_refusal) {
        (Some(_), _) => Err(CliError::Interrupted),
        (None, Some((line, why))) => {
            let (place, path) = (table.place(*line), results.path().display());
            let why = app.lang.error_words()(why);
            Err(CliError::Refused(app.lang.bulk_refused(counts.refused, place, why, path)))
        }
        (None, None) => Ok(()),
    }
}

/// The first lines without a known outcome. All of them are in the journal.
fn unknown(app: &App, table: &CustomerTable, lines: &[u64]) -> CliError {
    let mut shown: Vec<String> = lines.iter().take(SHOWN).map(u64::to_string).collect();
    if lines.len() > SHOWN {
        shown.push("…".to_owned());
    }
    let path = table.path.display();
    CliError::UnknownRows(app.lang.bulk_unknown(lines.len(), path, shown.join(", ")))
}

fn results_failure(error: &ResultsError, lang: Lang) -> CliError {
    let text = results_error(error, lang);
    match error {
        ResultsError::Foreign { .. } => CliError::Usage(text),
        _ => CliError::Setup(text),
    }
}
