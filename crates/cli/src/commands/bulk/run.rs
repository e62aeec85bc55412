//! One row after the other: recorded, sent once, settled.

use std::{
    collections::HashSet,
    sync::atomic::{AtomicBool, Ordering},
};

use coupon_domain::{CustomerRef, Effect, Error, ErrorKind};
use coupon_ledger::{JournalState, Ledger};
use coupon_transport::AttemptContext;
use indicatif::ProgressBar;

use super::{
    batch::{Batch, Job},
    held::Held,
    results::Results,
};
use crate::{
    app::App,
    commands::write::{self, Draft},
    exit::{Failure, vendor_message},
};

/// How many rows ended how.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) done: u64,
    pub(super) refused: u64,
    /// Lines without a known outcome.
    pub(super) unknown: Vec<u64>,
    /// The first refusal, in words.
    pub(super) refusal: Option<(u64, String)>,
}

/// Why the rest was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    Interrupted,
    Unknown,
}

/// What a run may do, and where it notes it.
pub(super) struct Run<'a> {
    pub(super) app: &'a App,
    pub(super) ledger: &'a Ledger,
    pub(super) batch: &'a Batch<'a>,
    pub(super) go_on: bool,
    pub(super) stop: &'a AtomicBool,
    pub(super) results: &'a mut Results,
    pub(super) bar: &'a ProgressBar,
    pub(super) tally: &'a mut Tally,
}

impl Run<'_> {
    /// Sends what is to be sent. Customers in `uncertain` have a row without a known outcome: how many coupons they hold is to
    /// settle it, so they get no other one meanwhile.
    ///
    /// # Errors
    /// What would befall every further row, too; what was sent is noted all the same.
    pub(super) async fn send(
        &mut self,
        jobs: &[Job<'_>],
        mut uncertain: HashSet<CustomerRef>,
    ) -> Result<Option<Stopped>, Failure> {
        let mut held = None;
        for job in jobs {
            let customer = &job.row.customer;
            if self.stop.load(Ordering::Relaxed) {
                return Ok(Some(Stopped::Interrupted));
            }
            if uncertain.contains(customer) {
                continue;
            }
            if job.needs_baseline() && held.as_ref().is_none_or(Held::is_stale) {
                held = Some(Held::read(self.app, self.batch).await?);
            }
            let baseline = held.as_ref().and_then(|held| held.of(customer));
            let ended = self.one(job, baseline).await;
            let noted = self.note(job).await;
            self.bar.inc(1);
            let effect = match ended {
                Ok(()) => Effect::Applied,
                Err(Failure::Vendor(error)) if concerns_one(&error) => {
                    self.tell(job, &error);
                    error.effect()
                }
                Err(failure) => return Err(failure),
            };
            noted?;
            match (effect, &mut held) {
                (Effect::Unknown, _) if !self.go_on => return Ok(Some(Stopped::Unknown)),
                (Effect::Unknown, _) => drop(uncertain.insert(customer.clone())),
                (Effect::Applied, Some(held)) => held.issued(customer),
                (Effect::Applied, None) | (Effect::None, _) => {}
            }
        }
        Ok(None)
    }

    async fn one(&self, job: &Job<'_>, baseline: Option<u64>) -> Result<(), Failure> {
        let writer = &self.batch.provider;
        let request_id = writer.request_id(AttemptContext::from_system().random);
        let draft = Draft {
            account: self.batch.account,
            provider: writer.name().clone(),
            request_id: request_id.clone(),
            operation: job.command.kind().as_str(),
            body: job.body.clone(),
            baseline,
        };
        let send = || writer.write(&job.command, request_id.as_ref());
        write::recorded(self.app, self.ledger, draft, job.key.clone(), send).await.map(drop)
    }

    /// Counts and lists a row as the journal has it.
    async fn note(&mut self, job: &Job<'_>) -> Result<(), Failure> {
        let Some(entry) = self.ledger.journal_show(&job.key).await? else { return Ok(()) };
        let line = job.row.line;
        match entry.state {
            JournalState::Done => self.tally.done += 1,
            JournalState::Refused => {
                self.tally.refused += 1;
                let words = entry.message.clone().unwrap_or_default();
                self.tally.refusal.get_or_insert((line, words));
            }
            JournalState::Prepared | JournalState::Sent | JournalState::Unknown => {
                self.tally.unknown.push(line);
            }
        }
        self.results.add(line, &job.row.customer, &entry)
    }

    /// Refusals are many and stand in the results; what else went wrong is said at once.
    fn tell(&self, job: &Job<'_>, error: &Error) {
        if error.effect() != Effect::None {
            let lang = self.app.lang;
            let place = self.batch.place(job.row.line);
            self.bar.suspend(|| {
                self.app.warn(&lang.unreadable_file(place, vendor_message(error, lang)));
            });
        }
    }
}

/// False for what would befall every further row, too.
fn concerns_one(error: &Error) -> bool {
    error.effect() != Effect::None
        || matches!(error.kind(), ErrorKind::Refused | ErrorKind::Rule(_) | ErrorKind::Unsupported)
}
