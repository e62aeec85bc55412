//! One row after the other: recorded, sent once, settled.

use std::{
    collections::HashSet,
    slice,
    sync::atomic::{AtomicBool, Ordering},
};

use coupon_domain::{CustomerRef, Effect, Error, ErrorKind, ErrorText, Postcondition};
use coupon_ledger::{JournalEntry, JournalError, JournalState};

use super::{
    batch::{IssueBatch, IssuePlan, PlannedIssue},
    holdings::Holdings,
};
use crate::{
    context::WriteContext,
    error::WriteError,
    holdings::{baseline, lists_template},
    send::{PendingWrite, send},
};

/// The numbers of rows by outcome.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct IssueCounts {
    /// Rows that this run issued.
    pub done: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// The lines of rows without a known outcome, those of earlier runs first.
    pub unknown: Vec<u64>,
    /// The line of the first refused row, with the message in the journal.
    pub first_refusal: Option<(u64, ErrorText)>,
}

/// The reason why a run ended before its last row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkStop {
    /// The stop flag was raised.
    Interrupted,
    /// A row has no known outcome, and the run was not told to keep going.
    Unknown,
}

/// The end of one row.
#[derive(Debug)]
pub struct RowReport<'r> {
    /// The planned coupon.
    pub issue: &'r PlannedIssue<'r>,
    /// The entry in the journal now.
    pub entry: Result<Option<JournalEntry>, JournalError>,
    /// The outcome.
    pub outcome: RowOutcome,
}

/// The outcome of one row.
#[derive(Debug)]
pub enum RowOutcome {
    /// The coupon is issued.
    Done,
    /// An error that concerns this row alone. Its effect says what may have happened.
    Failed(Error),
    /// An error that every further row would meet too. The run is over.
    Fatal(WriteError),
}

/// A run of a batch. Each call of [`next`](Self::next) sends one row.
#[derive(Debug)]
pub struct BatchRun<'r> {
    context: WriteContext<'r>,
    batch: &'r IssueBatch,
    keep_going: bool,
    stop: &'r AtomicBool,
    rest: slice::Iter<'r, PlannedIssue<'r>>,
    /// Customers with a row of unknown outcome. The number of coupons they hold is to resolve it, so they get no other
    /// coupon meanwhile.
    uncertain: HashSet<CustomerRef>,
    holdings: Option<Holdings>,
    counts: IssueCounts,
    stopped: Option<BulkStop>,
}

impl<'r> BatchRun<'r> {
    /// A run over the rows of a plan. `keep_going` goes on after a row without a known outcome; raising `stop` ends the
    /// run after the row under way.
    pub fn new(
        context: WriteContext<'r>,
        batch: &'r IssueBatch,
        plan: &'r IssuePlan<'r>,
        keep_going: bool,
        stop: &'r AtomicBool,
    ) -> Self {
        Self {
            context,
            batch,
            keep_going,
            stop,
            rest: plan.issues.iter(),
            uncertain: plan.unsettled.iter().map(|(row, _)| row.customer.clone()).collect(),
            holdings: None,
            counts: IssueCounts { unknown: plan.unsettled_lines(), ..IssueCounts::default() },
            stopped: None,
        }
    }

    /// Sends the next row and reports its end. `None` if the run is over; [`stopped`](Self::stopped) says whether rows are
    /// left. A row of a customer with an unknown outcome is skipped.
    ///
    /// # Errors
    /// The holdings of the customers cannot be read, from the vendor or from the journal. Nothing was sent for the row, and it is not taken
    /// up again by this run. Errors of the sending are in the report.
    pub async fn next(&mut self) -> Result<Option<RowReport<'r>>, WriteError> {
        if self.stopped.is_some() {
            return Ok(None);
        }
        while let Some(issue) = self.rest.next() {
            let customer = &issue.row.customer;
            if self.stop.load(Ordering::Relaxed) {
                self.stopped = Some(BulkStop::Interrupted);
                return Ok(None);
            }
            if self.uncertain.contains(customer) {
                continue;
            }
            let now = (self.context.now)();
            let is_stale = self.holdings.as_ref().is_none_or(|holdings| holdings.is_stale(now));
            let baseline =
                if !lists_template(&self.batch.provider.capabilities(), &self.batch.template) {
                    // The coupons of one customer are one call, those of the template are none.
                    let left = Postcondition::from(&issue.command);
                    baseline(&self.context, self.batch.provider.as_ref(), &left).await
                } else {
                    if issue.needs_baseline() && is_stale {
                        self.holdings = Some(Holdings::read(&self.context, self.batch).await?);
                    }
                    self.holdings.as_ref().and_then(|holdings| holdings.of(customer))
                };
            let outcome = self.send(issue, baseline).await;
            let entry = self.context.ledger.journal_show(&issue.key).await;
            if let Ok(Some(entry)) = &entry {
                self.count(issue.row.line, entry);
            }
            self.follow(customer, &outcome);
            return Ok(Some(RowReport { issue, entry: entry.map_err(Into::into), outcome }));
        }
        Ok(None)
    }

    /// The counts so far.
    pub fn counts(&self) -> &IssueCounts {
        &self.counts
    }

    /// The reason why the run ended early, if it did.
    pub fn stopped(&self) -> Option<BulkStop> {
        self.stopped
    }

    async fn send(&self, issue: &PlannedIssue<'_>, baseline: Option<u64>) -> RowOutcome {
        let provider = &self.batch.provider;
        let request_id = provider.request_id(&issue.command, (self.context.random)());
        let pending = PendingWrite {
            key: issue.key.clone(),
            account: self.batch.account.clone(),
            provider: provider.name().clone(),
            operation: issue.command.kind().as_str().to_owned(),
            body: issue.body.clone(),
            request_id: request_id.clone(),
            baseline,
            subject: None,
        };
        let call =
            || async { Ok((provider.write(&issue.command, request_id.as_ref()).await?, ())) };
        match send(&self.context, &pending, call).await {
            Ok(_) => RowOutcome::Done,
            Err(WriteError::Provider(error)) if concerns_one_row(&error) => {
                RowOutcome::Failed(error)
            }
            Err(error) => RowOutcome::Fatal(error),
        }
    }

    fn count(&mut self, line: u64, entry: &JournalEntry) {
        match entry.state {
            JournalState::Done => self.counts.done += 1,
            JournalState::Refused => {
                self.counts.refused += 1;
                let message = ErrorText::read(entry.message.as_deref().unwrap_or_default());
                self.counts.first_refusal.get_or_insert((line, message));
            }
            JournalState::Prepared | JournalState::Sent | JournalState::Unknown => {
                self.counts.unknown.push(line);
            }
        }
    }

    /// Keeps the holdings true, and stops or skips the customer after an unknown outcome.
    fn follow(&mut self, customer: &CustomerRef, outcome: &RowOutcome) {
        let effect = match outcome {
            RowOutcome::Done => Effect::Applied,
            RowOutcome::Failed(error) => error.effect(),
            RowOutcome::Fatal(_) => Effect::None,
        };
        match (effect, &mut self.holdings) {
            (Effect::Unknown, _) if !self.keep_going => self.stopped = Some(BulkStop::Unknown),
            (Effect::Unknown, _) => drop(self.uncertain.insert(customer.clone())),
            (Effect::Applied, Some(holdings)) => holdings.add(customer),
            (Effect::Applied, None) | (Effect::None, _) => {}
        }
    }
}

/// False for an error that every further row would meet too.
fn concerns_one_row(error: &Error) -> bool {
    error.effect() != Effect::None
        || matches!(error.kind(), ErrorKind::Refused | ErrorKind::Rule(_) | ErrorKind::Unsupported)
}
