//! The passes for new and changed rows: windows of days, and the checkpoints behind them.

use coupon_domain::{CouponQuery, DateField, Scope, Window, beijing_date};
use coupon_ledger::Checkpoint;
use jiff::civil::Date;

use crate::{
    options::SyncProgress,
    pages::PagesRead,
    run::{SyncRun, SyncStop},
    summary::Stream,
    sync_page::ask_for_coupons,
    windows::{Windows, add_days},
};

impl SyncRun<'_> {
    /// One day before the checkpoint, the beginning of time, or where the caller says.
    pub(crate) async fn first_day(&self, by: DateField) -> Result<Date, SyncStop> {
        if let Some(since) = self.settings.since {
            return Ok(since);
        }
        let stream = self.day_stream(by);
        let (account, provider) = (self.settings.lock.account(), self.provider.name());
        let checkpoint = self.ledger.checkpoint(account, provider, stream.as_str()).await?;
        Ok(checkpoint.map_or(self.settings.first_day, |day| add_days(day, -1)))
    }

    /// Changes count from the day on which the first reading of everything began.
    pub(crate) async fn begin_changes(&mut self, today: Date) -> Result<(), SyncStop> {
        let stream = self.day_stream(DateField::Changed);
        let (account, provider) = (self.settings.lock.account(), self.provider.name());
        let known = self.ledger.checkpoint(account, provider, stream.as_str()).await?.is_some();
        let windows = !self.capabilities.templates.is_empty()
            || !self.capabilities.coupons_by_window.is_empty();
        if known || !windows || !self.moves_checkpoints() {
            return Ok(());
        }
        self.checkpoint(stream, add_days(today, -1)).await
    }

    pub(crate) async fn templates_by_day(
        &mut self,
        by: DateField,
        first: Date,
        last: Date,
    ) -> Result<(), SyncStop> {
        let stream = match by {
            DateField::Created => Stream::TemplatesCreated,
            DateField::Changed => Stream::TemplatesChanged,
        };
        let provider = self.provider;
        let (mut windows, mut whole) = (Windows::new(first, last), true);
        while let Some(days) = windows.next() {
            let window = window(by, days);
            let ask = |page| provider.templates(&window, page);
            let read = self.read(stream, ask, None, self.is_unstable(by, days.1)).await?;
            windows.learn(read.pages);
            whole &= self.window_done(stream, days, read, whole).await?;
        }
        Ok(())
    }

    pub(crate) async fn coupons_by_day(
        &mut self,
        stream: Stream,
        by: DateField,
        first: Date,
        last: Date,
    ) -> Result<(), SyncStop> {
        let (ledger, provider) = (self.ledger, self.provider);
        let (mut windows, mut whole) = (Windows::new(first, last), true);
        while let Some(days) = windows.next() {
            let query = CouponQuery { scope: Scope::Window(window(by, days)), state: None };
            let ask = |page| ask_for_coupons(ledger, provider, &query, page);
            let read = self.read(stream, ask, None, self.is_unstable(by, days.1)).await?;
            windows.learn(read.pages);
            whole &= self.window_done(stream, days, read, whole).await?;
        }
        Ok(())
    }

    /// True if rows can enter or leave the window while it is read: by change day always, by creation day where the window
    /// touches the last two days.
    fn is_unstable(&self, by: DateField, to: Date) -> bool {
        let today = beijing_date((self.settings.clock)());
        by == DateField::Changed || to >= add_days(today, -1)
    }

    /// Notes a gap, or moves the checkpoint if no gap lies before.
    async fn window_done(
        &mut self,
        stream: Stream,
        (from, to): (Date, Date),
        read: PagesRead,
        whole_before: bool,
    ) -> Result<bool, SyncStop> {
        (self.progress)(SyncProgress::Window { stream, from, to });
        if let Some(gap) = read.gap(Some((from, to))) {
            self.stream(stream).gaps.push(gap);
            return Ok(false);
        }
        if whole_before && stream != Stream::CouponsOpen && self.moves_checkpoints() {
            self.checkpoint(stream, to).await?;
        }
        Ok(true)
    }

    /// Sets the checkpoint to `day`, at most yesterday (Beijing). It is queued after the rows that it covers.
    pub(crate) async fn checkpoint(&mut self, stream: Stream, day: Date) -> Result<(), SyncStop> {
        let mut batch = self.batch(stream);
        let over = add_days(beijing_date(batch.fetched_at), -1);
        batch.checkpoint =
            Some(Checkpoint { stream: stream.as_str().to_owned(), day: day.min(over) });
        self.queue(stream, batch).await
    }

    /// False with `since` or `until`: a reading of chosen days proves nothing about the days before them.
    pub(crate) fn moves_checkpoints(&self) -> bool {
        self.settings.since.is_none() && self.settings.until.is_none()
    }

    fn day_stream(&self, by: DateField) -> Stream {
        match by {
            DateField::Created if !self.capabilities.templates.is_empty() => {
                Stream::TemplatesCreated
            }
            DateField::Changed if !self.capabilities.templates.is_empty() => {
                Stream::TemplatesChanged
            }
            by => Stream::coupons_by(by),
        }
    }
}

/// The window of whole days as it is sent: its end is the day after the last, so that either reading of the bound covers
/// the last day.
fn window(by: DateField, (first, last): (Date, Date)) -> Window {
    Window { by, from: Some(first), to: Some(add_days(last, 1)) }
}
