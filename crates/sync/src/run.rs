//! One sync of one provider: the three passes in order.

use std::{
    collections::{HashSet, VecDeque},
    fmt,
    sync::atomic::{AtomicBool, Ordering},
};

use coupon_domain::{
    Capabilities, Coupon, CustomerRef, DateField, Provider, Record, Template, beijing_date,
};
use coupon_ledger::{AccountLock, Batch, Ledger, WriteHandle};
use jiff::{Timestamp, civil::Date};

use crate::{
    incremental::coupon_stream,
    summary::{FailedSync, StopReason, Stream, StreamSummary, SyncError, SyncSummary},
    syncable::derived_template,
    windows::Windows,
};

/// Receipts that may be open before the run waits for the ledger.
const OPEN_RECEIPTS: usize = 64;

/// What to pull, and how far.
pub struct SyncOptions<'a> {
    /// Held for the whole sync, so that there is one of an account at a time. The account is registered under this name.
    pub lock: &'a AccountLock,
    /// Where a first load begins.
    pub first_day: Date,
    /// Reads days from here on, instead of from the checkpoint; checkpoints do not move then.
    pub since: Option<Date>,
    /// Reads days up to this one; checkpoints do not move then.
    pub until: Option<Date>,
    /// Reads everything without windows, and marks what is gone.
    pub full: bool,
    /// Stops at a page boundary after so many calls.
    pub max_calls: Option<u64>,
    /// Whose coupons to pull from a vendor that lists them by customer alone.
    pub customers: Vec<CustomerRef>,
    /// The clock.
    pub clock: &'a (dyn Fn() -> Timestamp + Send + Sync),
    /// Stops at a page boundary once it is true.
    pub stop: &'a AtomicBool,
}

/// What happens on the way, for whoever draws it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncProgress {
    /// So many calls will be made at least.
    Planned {
        /// The least number of calls.
        calls: u64,
    },
    /// A page was read.
    Page {
        /// Of this stream.
        stream: Stream,
        /// With so many rows, readable or not.
        rows: u64,
    },
    /// Some days of a stream are read.
    Window {
        /// The stream.
        stream: Stream,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
}

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
    let mut run = SyncRun {
        ledger,
        provider,
        capabilities: provider.capabilities(),
        settings,
        progress,
        summary: SyncSummary {
            provider: provider.name().clone(),
            streams: Vec::new(),
            warnings: Vec::new(),
            calls: 0,
            stopped: None,
        },
        receipts: VecDeque::new(),
        derived: HashSet::new(),
    };
    let passes = run.passes().await;
    let written = run.settle(0).await;
    // Whoever lost the account failed for that, whatever else went wrong.
    let held = settings.lock.check().map_err(SyncStop::from);
    match held.and(passes).and(written) {
        Ok(()) => Ok(run.summary),
        Err(SyncStop::PageFuture(why)) => Ok(SyncSummary { stopped: Some(why), ..run.summary }),
        Err(SyncStop::Error(error)) => Err(Box::new(FailedSync { error, summary: run.summary })),
    }
}

/// A sync on its way.
pub(crate) struct SyncRun<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) provider: &'a dyn Provider,
    pub(crate) capabilities: Capabilities,
    pub(crate) settings: &'a SyncOptions<'a>,
    pub(crate) progress: &'a (dyn Fn(SyncProgress) + Send + Sync),
    pub(crate) summary: SyncSummary,
    receipts: VecDeque<(Stream, WriteHandle)>,
    derived: HashSet<String>,
}

/// Why a run does not go on.
pub(crate) enum SyncStop {
    PageFuture(StopReason),
    Error(SyncError),
}

impl<E: Into<SyncError>> From<E> for SyncStop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl<'a> SyncRun<'a> {
    async fn passes(&mut self) -> Result<(), SyncStop> {
        if self.settings.full {
            return self.everything().await;
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
                self.coupons_by_day(coupon_stream(by), by, first, last).await?;
            }
        }
        self.open(new_from).await
    }

    /// Says how many calls there will be at least.
    async fn plan(&self, new_from: Date, today: Date) -> Result<(), SyncStop> {
        let changed_from = self.first_day(DateField::Changed).await?;
        let changed_from =
            if changed_from == self.settings.first_day { today } else { changed_from };
        let both = [(DateField::Created, new_from), (DateField::Changed, changed_from)];
        let mut calls = self.settings.customers.len() as u64;
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

    /// Counts a call, if it may be made.
    pub(crate) fn permit(&mut self, stream: Stream) -> Result<(), SyncStop> {
        if self.settings.stop.load(Ordering::Relaxed) {
            return Err(SyncStop::PageFuture(StopReason::Interrupted));
        }
        if self.settings.max_calls.is_some_and(|most| self.summary.calls >= most) {
            return Err(SyncStop::PageFuture(StopReason::MaxCalls));
        }
        self.settings.lock.check()?;
        self.summary.calls += 1;
        self.stream(stream).calls += 1;
        Ok(())
    }

    pub(crate) fn batch(&self, stream: Stream) -> Batch {
        let (account, provider) =
            (self.settings.lock.account().clone(), self.provider.name().clone());
        Batch::new(account, provider, stream.as_str(), (self.settings.clock)())
    }

    /// Hands a batch to the ledger, with the templates that its coupons name where the vendor lists none.
    pub(crate) async fn queue(&mut self, stream: Stream, mut batch: Batch) -> Result<(), SyncStop> {
        if self.capabilities.templates.is_empty() && self.capabilities.templates_by_id.is_none() {
            batch.templates = self.derive(&batch.coupons);
        }
        self.receipts.push_back((stream, self.ledger.queue(batch).await?));
        self.settle(OPEN_RECEIPTS).await
    }

    fn derive(&mut self, coupons: &[Record<Coupon>]) -> Vec<Record<Template>> {
        let mut templates = Vec::new();
        for coupon in coupons.iter().map(|record| &record.value) {
            let id = coupon.template.as_ref().map(|id| id.as_str());
            if id.is_some_and(|id| !self.derived.contains(id)) {
                templates.extend(derived_template(coupon));
                self.derived.extend(id.map(str::to_owned));
            }
        }
        templates
    }

    /// Waits until at most so many batches are on their way.
    pub(crate) async fn settle(&mut self, open: usize) -> Result<(), SyncStop> {
        if open == 0 && !self.receipts.is_empty() {
            self.ledger.flush().await?;
        }
        while self.receipts.len() > open
            && let Some((stream, receipt)) = self.receipts.pop_front()
        {
            self.stream(stream).written += receipt.written().await?;
        }
        Ok(())
    }

    pub(crate) fn stream(&mut self, stream: Stream) -> &mut StreamSummary {
        let streams = &mut self.summary.streams;
        let at = streams.iter().position(|known| known.stream == stream).unwrap_or_else(|| {
            let (written, gaps) = Default::default();
            streams.push(StreamSummary { stream, calls: 0, written, gone: 0, gaps });
            streams.len() - 1
        });
        &mut streams[at]
    }
}

impl fmt::Debug for SyncOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("lock", &self.lock)
            .field("first_day", &self.first_day)
            .field("since", &self.since)
            .field("until", &self.until)
            .field("full", &self.full)
            .field("max_calls", &self.max_calls)
            .finish_non_exhaustive()
    }
}
