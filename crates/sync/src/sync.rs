//! One sync of one provider: the three passes in order.

use coupon_domain::{DateField, Provider, beijing_date};
use coupon_ledger::{JournalError, JournalFilter, Ledger};
use jiff::{SignedDuration, Timestamp, civil::Date};

use crate::{
    options::{SyncOptions, SyncProgress},
    run::{SyncRun, SyncStop},
    summary::{FailedSync, Stream, SyncError, SyncSummary, Warning},
    windows::Windows,
};

/// Pulls a provider into the ledger. Rows and checkpoints are in the file as they come, so a stop of any kind loses
/// nothing that was read, and the next run goes on from there.
///
/// # Errors
///
/// [`FailedSync`] holds what was done until then.
pub async fn sync(
    ledger: &Ledger,
    provider: &dyn Provider,
    settings: &SyncOptions<'_>,
    progress: &(dyn Fn(SyncProgress) + Send + Sync),
) -> Result<SyncSummary, Box<FailedSync>> {
    let mut run = SyncRun::new(ledger, provider, settings, progress);
    let began = (settings.clock)();
    let passes = run.passes().await;
    let mut written = run.settle(0).await;
    if passes.is_ok() && written.is_ok() && run.has_read_all_changes() {
        written = run.note_writes_read(began).await;
    }
    // A lost account lock is reported first: it explains the other errors.
    let held = settings.lock.check().map_err(SyncStop::from);
    match held.and(passes).and(written) {
        Ok(()) => Ok(run.summary),
        Err(SyncStop::Requested(why)) => Ok(SyncSummary { stopped: Some(why), ..run.summary }),
        Err(SyncStop::Error(error)) => Err(Box::new(FailedSync { error, summary: run.summary })),
    }
}

impl<'a> SyncRun<'a> {
    async fn passes(&mut self) -> Result<(), SyncStop> {
        if self.settings.customers.is_empty() && self.is_read_by_customer_alone() {
            let account = self.settings.lock.account().clone();
            let provider = self.provider.name().clone();
            return Err(SyncError::NoCustomers { account, provider }.into());
        }
        if Stream::of(&self.capabilities).iter().all(|stream| *stream == Stream::TemplateDetails) {
            self.summary.warnings.push(Warning::NothingListed);
            return Ok(());
        }
        if self.settings.full {
            self.full_refresh().await?;
            return self.check_readable();
        }
        let today = beijing_date((self.settings.clock)());
        let new_from = self.first_day(DateField::Created).await?;
        self.plan(new_from, today).await?;
        self.begin_changes(today).await?;
        for by in [DateField::Created, DateField::Changed] {
            let first = self.first_day(by).await?;
            let last = self.settings.until.map_or(today, |until| until.min(today));
            if self.capabilities.templates.contains(&by) {
                self.templates_by_day(by, first, last).await?;
            }
            if self.capabilities.coupons_by_window.contains(&by) {
                self.coupons_by_day(Stream::coupons_by(by), by, first, last).await?;
            }
        }
        self.templates_without_days().await?;
        self.recheck_open(new_from).await?;
        self.check_readable()
    }

    /// True if every row that a write of ours may have changed was asked for. The customers that an account is read by may be some
    /// of many.
    fn has_read_all_changes(&self) -> bool {
        let SyncOptions { since, until, .. } = self.settings;
        let is_whole = since.is_none() && until.is_none() && !self.is_read_by_customer_alone();
        is_whole && self.summary.is_complete()
    }

    /// Notes that the subjects of earlier writes were read, also those whose rows came back unchanged. A write without an outcome
    /// may still arrive for ten minutes.
    async fn note_writes_read(&self, began: Timestamp) -> Result<(), SyncStop> {
        let filter = JournalFilter {
            account: Some(self.settings.lock.account().clone()),
            provider: Some(self.provider.name().clone()),
            unread: true,
            ..JournalFilter::default()
        };
        let may_arrive = began - SignedDuration::from_mins(10);
        for write in self.ledger.journal_list(&filter, u32::MAX).await? {
            // A write that ended while rows were read may have ended after its own row was read.
            let came = match write.state.is_settled() {
                true => write.settled_at.is_some_and(|at| at < began),
                false => write.sent_at.is_some_and(|at| at < may_arrive),
            };
            if came {
                let noted = self.ledger.journal_note_read(&write.entry.key, began).await;
                // The journal keeps every entry, so there is no other error.
                if let Err(JournalError::Ledger(error)) = noted {
                    return Err(error.into());
                }
            }
        }
        Ok(())
    }

    fn is_read_by_customer_alone(&self) -> bool {
        let can = &self.capabilities;
        can.coupons_by_customer
            && can.coupons_by_window.is_empty()
            && can.templates.is_empty()
            && !can.coupons_by_template_id
    }

    /// Reports the least number of calls that the sync will make.
    async fn plan(&self, new_from: Date, today: Date) -> Result<(), SyncStop> {
        let changed_from = self.first_day(DateField::Changed).await?;
        let changed_from =
            if changed_from == self.settings.first_day { today } else { changed_from };
        let both = [(DateField::Created, new_from), (DateField::Changed, changed_from)];
        let list = self.capabilities.templates.is_empty() && self.capabilities.templates_whole;
        let mut calls = self.settings.customers.len() as u64 + u64::from(list);
        for (by, first) in both {
            let asked = [self.capabilities.templates, self.capabilities.coupons_by_window];
            let streams = asked.iter().filter(|windows| windows.contains(&by)).count() as u64;
            calls += streams * Windows::new(first, today).fewest();
        }
        if self.capabilities.coupons_by_template_id {
            let (account, provider) = (self.settings.lock.account(), self.provider.name());
            calls += self.ledger.open_templates(account, provider).await?.len() as u64;
        }
        (self.progress)(SyncProgress::Planned { calls });
        Ok(())
    }
}
