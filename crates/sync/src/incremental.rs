//! New and changed: reading by windows of days, and what moves a checkpoint.

use coupon_domain::{
    Coupon, CouponQuery, DateField, PageNumber, Scope, Template, Window, beijing_date,
};
use coupon_ledger::Checkpoint;
use jiff::civil::Date;

use crate::{
    pages::PageFuture,
    run::{SyncProgress, SyncRun, SyncStop},
    summary::{Gap, Stream},
    syncable::Syncable,
    windows::{Windows, add_days},
};

impl<'a> SyncRun<'a> {
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
        if known || !windows || self.keeps_checkpoints() {
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
        let ask = |window: Window, page: PageNumber| -> PageFuture<'a, Template> {
            Box::pin(async move { provider.templates(&window, page).await })
        };
        self.by_day(stream, by, (first, last), &ask).await
    }

    pub(crate) async fn coupons_by_day(
        &mut self,
        stream: Stream,
        by: DateField,
        first: Date,
        last: Date,
    ) -> Result<(), SyncStop> {
        let provider = self.provider;
        let ask = |window: Window, page: PageNumber| -> PageFuture<'a, Coupon> {
            let query = CouponQuery { scope: Scope::Window(window), state: None };
            Box::pin(async move { provider.coupons(&query, page).await })
        };
        self.by_day(stream, by, (first, last), &ask).await
    }

    async fn by_day<T: Syncable<Of = ()>>(
        &mut self,
        stream: Stream,
        by: DateField,
        (first, last): (Date, Date),
        ask: &(dyn Fn(Window, PageNumber) -> PageFuture<'a, T> + Sync),
    ) -> Result<(), SyncStop> {
        let mut windows = Windows::new(first, last);
        let mut whole = true;
        while let Some((from, to)) = windows.next() {
            // The day after the last, so that either reading of the bound covers the last.
            let window = Window { by, from: Some(from), to: Some(add_days(to, 1)) };
            let is_unstable = self.is_unstable(by, to);
            let read = self.read(stream, &|page| ask(window, page), &(), is_unstable).await?;
            whole &= self.window_done(stream, (from, to), read.whole, whole).await?;
            windows.learn(read.pages);
        }
        Ok(())
    }

    /// Whether rows can enter or leave the window while it is read: by change day always, by creation day only where
    /// it touches the last two days.
    fn is_unstable(&self, by: DateField, to: Date) -> bool {
        let today = beijing_date((self.settings.clock)());
        by == DateField::Changed || to >= add_days(today, -1)
    }

    /// Notes a gap, or moves the checkpoint if no gap lies before.
    async fn window_done(
        &mut self,
        stream: Stream,
        (from, to): (Date, Date),
        whole: bool,
        whole_before: bool,
    ) -> Result<bool, SyncStop> {
        (self.progress)(SyncProgress::Window { stream, from, to });
        if !whole {
            self.stream(stream).gaps.push(Gap { days: Some((from, to)) });
            return Ok(false);
        }
        if whole_before && stream != Stream::CouponsOpen && !self.keeps_checkpoints() {
            self.checkpoint(stream, to).await?;
        }
        Ok(true)
    }

    /// Moves a checkpoint to a day, or to the last day that was over if that is earlier. Behind every row queued before.
    async fn checkpoint(&mut self, stream: Stream, day: Date) -> Result<(), SyncStop> {
        let mut batch = self.batch(stream);
        let over = add_days(beijing_date(batch.fetched_at), -1);
        batch.checkpoint =
            Some(Checkpoint { stream: stream.as_str().to_owned(), day: day.min(over) });
        self.queue(stream, batch).await
    }

    /// A reading of chosen days proves nothing about the others.
    fn keeps_checkpoints(&self) -> bool {
        self.settings.since.is_some() || self.settings.until.is_some()
    }

    fn day_stream(&self, by: DateField) -> Stream {
        match by {
            DateField::Created if !self.capabilities.templates.is_empty() => {
                Stream::TemplatesCreated
            }
            DateField::Changed if !self.capabilities.templates.is_empty() => {
                Stream::TemplatesChanged
            }
            by => coupon_stream(by),
        }
    }
}

pub(crate) fn coupon_stream(by: DateField) -> Stream {
    match by {
        DateField::Created => Stream::CouponsCreated,
        DateField::Changed => Stream::CouponsChanged,
    }
}
