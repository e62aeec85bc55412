//! A running sync: its calls, its queue into the ledger, and its summary.

use std::{
    collections::{HashSet, VecDeque},
    sync::atomic::Ordering,
};

use coupon_domain::{Capabilities, Coupon, Provider, Record, Template};
use coupon_ledger::{Batch, Ledger, WriteHandle};

use crate::{
    options::{SyncOptions, SyncProgress},
    summary::{StopReason, Stream, StreamSummary, SyncError, SyncSummary},
    syncable::derived_template,
};

/// Receipts that may be open before the run waits for the ledger.
const OPEN_RECEIPTS: usize = 64;

/// A running sync.
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

/// The reason why a run ends before its end.
pub(crate) enum SyncStop {
    Requested(StopReason),
    Error(SyncError),
}

impl<E: Into<SyncError>> From<E> for SyncStop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl<'a> SyncRun<'a> {
    pub(crate) fn new(
        ledger: &'a Ledger,
        provider: &'a dyn Provider,
        settings: &'a SyncOptions<'a>,
        progress: &'a (dyn Fn(SyncProgress) + Send + Sync),
    ) -> Self {
        Self {
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
        }
    }

    /// Counts a call, if it may be made.
    pub(crate) fn permit(&mut self, stream: Stream) -> Result<(), SyncStop> {
        if self.settings.stop.load(Ordering::Relaxed) {
            return Err(SyncStop::Requested(StopReason::Interrupted));
        }
        if self.settings.max_calls.is_some_and(|most| self.summary.calls >= most) {
            return Err(SyncStop::Requested(StopReason::MaxCalls));
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
