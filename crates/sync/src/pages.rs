//! Reading all pages of one question.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
};

use coupon_domain::{ErrorText, PageNumber, Record, Template, TemplateId};
use coupon_ledger::{AspectReadAt, TemplateAspect};
use futures_util::{StreamExt, stream::FuturesOrdered};
use jiff::civil::Date;

use crate::{
    options::SyncProgress,
    run::{SyncRun, SyncStop},
    summary::{Gap, Stream},
    sync_page::SyncPage,
};

/// Pages of one question that may be under way at once.
const AT_ONCE: u32 = 4;
/// Readings of an unstable question after the first, before it counts as a gap.
const AGAIN: u32 = 3;

/// A question that was read to its end, or up to an answer that could not be read.
pub(crate) struct PagesRead {
    /// Pages that had rows.
    pub(crate) pages: u32,
    /// Nothing can have been missed.
    pub(crate) whole: bool,
    /// The answer that could not be read, if there was one.
    pub(crate) error: Option<ErrorText>,
}

impl PagesRead {
    /// The gap that this reading leaves; none if nothing can have been missed.
    pub(crate) fn gap(self, days: Option<(Date, Date)>) -> Option<Gap> {
        (!self.whole).then_some(Gap { days, error: self.error })
    }
}

impl SyncRun<'_> {
    /// Reads a question to its end. If rows can enter or leave it meanwhile (`is_unstable`) and it has more than one page, a row
    /// can slide over a page boundary unseen; so it is read again until a reading brings no new id.
    pub(crate) async fn read<P: SyncPage, F: Future<Output = coupon_domain::Result<P>>>(
        &mut self,
        stream: Stream,
        ask: impl Fn(PageNumber) -> F,
        parent: Option<&TemplateId>,
        is_unstable: bool,
    ) -> Result<PagesRead, SyncStop> {
        let mut ids = SeenIds::default();
        let read = self.read_once(stream, &ask, parent, is_unstable.then_some(&mut ids)).await?;
        if !read.whole || !is_unstable || read.pages <= 1 {
            return Ok(read);
        }
        for _ in 0..AGAIN {
            let before = ids.seen.len();
            let again = self.read_once(stream, &ask, parent, Some(&mut ids)).await?;
            if !again.whole || ids.seen.len() == before {
                return Ok(PagesRead { pages: read.pages, ..again });
            }
        }
        Ok(PagesRead { whole: false, ..read })
    }

    /// Reads each page once, up to the empty one. Several are asked for at once as soon as there have been several, so that
    /// a short answer costs no call too many, and while the ledger takes them, so that they do not wait in memory. A page that
    /// comes twice in a row is the end of what this vendor can be asked, and no proof that there is no more. A page that cannot
    /// be cut into rows ends this question, not the sync.
    async fn read_once<P: SyncPage, F: Future<Output = coupon_domain::Result<P>>>(
        &mut self,
        stream: Stream,
        ask: &impl Fn(PageNumber) -> F,
        parent: Option<&TemplateId>,
        mut ids: Option<&mut SeenIds>,
    ) -> Result<PagesRead, SyncStop> {
        let mut asked = FuturesOrdered::new();
        let (mut next, mut pages, mut stop, mut before) = (PageNumber::FIRST, 0, None, None);
        loop {
            let at_once = self.ledger.capacity().clamp(1, pages.clamp(1, AT_ONCE) as usize);
            while stop.is_none() && asked.len() < at_once {
                match self.permit(stream) {
                    Ok(()) => asked.push_back(ask(next)),
                    Err(why) => stop = Some(why),
                }
                next = next.next();
            }
            let Some(page) = asked.next().await else {
                let read = PagesRead { pages, whole: true, error: None };
                return stop.map_or(Ok(read), Err);
            };
            let page = match page {
                Ok(page) => page,
                Err(error) => {
                    let error = Some(self.unreadable(error)?);
                    return Ok(PagesRead { pages, whole: false, error });
                }
            };
            self.note_readable();
            let (rows, end, edges) = (page.rows(), page.end(), page.fingerprint());
            if edges.is_some() && edges == before {
                return Ok(PagesRead { pages, whole: false, error: None });
            }
            before = edges;
            (self.progress)(SyncProgress::Page { stream, rows });
            if rows > 0 {
                pages += 1;
                self.keep(stream, page, parent, ids.as_deref_mut()).await?;
            }
            if end {
                return Ok(PagesRead { pages, whole: true, error: None });
            }
        }
    }

    async fn keep<P: SyncPage>(
        &mut self,
        stream: Stream,
        page: P,
        parent: Option<&TemplateId>,
        mut ids: Option<&mut SeenIds>,
    ) -> Result<(), SyncStop> {
        let mut batch = self.batch(stream);
        page.add_to(&mut batch, parent, &mut |id| {
            if let Some(ids) = &mut ids {
                ids.see(id);
            }
        });
        self.count_bad(stream, batch.bad_in, &batch.bad, parent);
        if stream == Stream::TemplatesAll && self.capabilities.templates_by_id.is_some() {
            // A row of the list says what a look-up by id would say.
            let (what, began_at) = (TemplateAspect::Details, batch.fetched_at);
            let read = |record: &Record<Template>| AspectReadAt {
                template: record.value.id.clone(),
                what,
                began_at,
            };
            batch.reads = batch.templates.iter().map(read).collect();
        }
        self.queue(stream, batch).await
    }
}

/// Ids that were seen, as hashes: a million take 16 MB.
#[derive(Default)]
struct SeenIds {
    seen: HashSet<u64>,
    hasher: RandomState,
}

impl SeenIds {
    fn see(&mut self, id: &str) {
        self.seen.insert(self.hasher.hash_one(id));
    }
}
