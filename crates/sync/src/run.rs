//! A running sync: its calls, its queue into the ledger, and its summary.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    hash::{BuildHasher as _, RandomState},
    sync::atomic::Ordering,
};

use coupon_domain::{
    BadRow, Capabilities, Coupon, ErrorKind, ErrorText, Provider, Record, Template, TemplateId,
};
use coupon_ledger::{Batch, Ledger, LedgerTable, WriteHandle};

use crate::{
    options::{SyncOptions, SyncProgress},
    summary::{StopReason, Stream, StreamSummary, SyncError, SyncSummary},
    syncable::derived_template,
};

/// Receipts that may be open before the run waits for the ledger.
const OPEN_RECEIPTS: usize = 64;
/// After so many answers that cannot be read, without a readable one between them, the vendor is asked no more.
const UNREADABLE_IN_A_ROW: u32 = 10;

/// A running sync.
pub(crate) struct SyncRun<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) provider: &'a dyn Provider,
    pub(crate) capabilities: Capabilities,
    pub(crate) settings: &'a SyncOptions<'a>,
    pub(crate) progress: &'a (dyn Fn(SyncProgress) + Send + Sync),
    pub(crate) summary: SyncSummary,
    unreadable: UnreadableAnswers,
    receipts: VecDeque<(Stream, WriteHandle)>,
    derived: HashSet<String>,
    bad: BadRowsSeen,
}

/// The answers that could not be cut into rows.
#[derive(Default)]
struct UnreadableAnswers {
    /// The last ones, without a readable one between them.
    in_a_row: u32,
    /// The first.
    first: Option<coupon_domain::Error>,
    /// True once an answer was readable.
    any_page: bool,
}

/// The unreadable rows of this run, as hashes: of each stream, and of all.
#[derive(Default)]
struct BadRowsSeen {
    by_stream: HashMap<Stream, HashSet<u64>>,
    all: HashSet<u64>,
    hasher: RandomState,
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
                quarantined: 0,
                warnings: Vec::new(),
                calls: 0,
                stopped: None,
            },
            unreadable: UnreadableAnswers::default(),
            receipts: VecDeque::new(),
            derived: HashSet::new(),
            bad: BadRowsSeen::default(),
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
        let able = &self.capabilities;
        if able.templates.is_empty() && !able.templates_whole && able.templates_by_id.is_none() {
            batch.templates = self.derive(&batch);
        }
        self.receipts.push_back((stream, self.ledger.queue(batch).await?));
        self.settle(OPEN_RECEIPTS).await
    }

    fn derive(&mut self, batch: &Batch) -> Vec<Record<Template>> {
        let mut templates = Vec::new();
        for record in &batch.coupons {
            if self.is_underived(record.value.template.as_ref()) {
                self.derive_from(&record.value, &mut templates);
            }
        }
        let Some(unread) = &batch.unread else { return templates };
        for row in unread.rows() {
            if self.is_underived(row.template.as_ref())
                && let Ok(record) = unread.read(row)
            {
                self.derive_from(&record.value, &mut templates);
            }
        }
        templates
    }

    fn is_underived(&self, template: Option<&TemplateId>) -> bool {
        template.is_some_and(|id| !self.derived.contains(id.as_str()))
    }

    fn derive_from(&mut self, coupon: &Coupon, templates: &mut Vec<Record<Template>>) {
        templates.extend(derived_template(coupon));
        self.derived.extend(coupon.template.as_ref().map(|id| id.as_str().to_owned()));
    }

    /// Waits until at most so many batches are on their way.
    pub(crate) async fn settle(&mut self, open: usize) -> Result<(), SyncStop> {
        if open == 0 && !self.receipts.is_empty() {
            self.ledger.flush().await?;
        }
        while self.receipts.len() > open
            && let Some((stream, receipt)) = self.receipts.pop_front()
        {
            let (written, bad) = receipt.written_with_bad().await?;
            self.stream(stream).written += written;
            self.count_bad(stream, LedgerTable::Coupons, &bad, None);
            // The ledger counts what a batch brings, and a row can come in several.
            let distinct = self.bad.by_stream.get(&stream).map_or(0, HashSet::len);
            self.stream(stream).written.quarantined = distinct as u64;
        }
        Ok(())
    }

    /// Counts the unreadable rows of a batch, each once.
    pub(crate) fn count_bad(
        &mut self,
        stream: Stream,
        table: LedgerTable,
        rows: &[BadRow],
        parent: Option<&TemplateId>,
    ) {
        let of_stream = self.bad.by_stream.entry(stream).or_default();
        for bad in rows {
            let name = bad.id.as_deref().ok_or(&bad.row);
            let hash = self.bad.hasher.hash_one((table, parent, name));
            of_stream.insert(hash);
            self.bad.all.insert(hash);
        }
        self.summary.quarantined = self.bad.all.len() as u64;
    }

    /// The words of an answer's error, if the answer came and could not be read: then the next question may be answered
    /// well. Any other error ends the sync, and so do ten such answers in a row.
    pub(crate) fn unreadable(
        &mut self,
        error: coupon_domain::Error,
    ) -> Result<ErrorText, SyncStop> {
        self.unreadable.in_a_row += 1;
        let is_answer = *error.kind() == ErrorKind::NotUnderstood;
        if !is_answer || self.unreadable.in_a_row >= UNREADABLE_IN_A_ROW {
            return Err(error.into());
        }
        let text = ErrorText::from(&error);
        self.unreadable.first.get_or_insert(error);
        Ok(text)
    }

    /// Notes an answer that could be read.
    pub(crate) fn note_readable(&mut self) {
        self.unreadable.in_a_row = 0;
        self.unreadable.any_page = true;
    }

    /// A run that could read no answer at all did not find a bad page: the vendor answers something else.
    pub(crate) fn check_readable(&mut self) -> Result<(), SyncStop> {
        match self.unreadable.first.take() {
            Some(error) if !self.unreadable.any_page => Err(error.into()),
            _ => Ok(()),
        }
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
