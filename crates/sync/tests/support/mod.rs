//! A vendor in memory: coupons with a day of creation and of change, listed by creation.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use async_trait::async_trait;
use coupon_domain::{
    BadRow, Capabilities, Command, Coupon, CouponPage, CouponQuery, CouponRef, CouponState,
    CustomFieldValue, Customer, DateField, Details, Effect, Error, ErrorKind, Page, PageNumber,
    Postcondition, Provider, ProviderName, RawRow, Record, RequestId, Result, Scope, Template,
    TemplateId, TemplateRef, TemplateState, UnreadCoupons, Window, WriteOutcome, beijing_date,
    end_of_day, start_of_day,
};
use coupon_ledger::{Environment, LEASE, Ledger, OpenOptions};
use coupon_sync::{FailedSync, SyncOptions, SyncProgress, SyncSummary, sync};
use jiff::{Timestamp, civil::Date};

/// A coupon as the vendor in memory keeps it.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) id: String,
    pub(crate) created: Date,
    pub(crate) changed: Date,
    pub(crate) ends: Date,
    pub(crate) text: String,
}

/// The change to the shelf before the n-th call is answered.
type Meanwhile = Box<dyn Fn(u64, &mut Vec<Kept>) + Send + Sync>;

pub(crate) struct Shelf {
    pub(crate) name: ProviderName,
    pub(crate) rows: Mutex<Vec<Kept>>,
    pub(crate) page: usize,
    pub(crate) calls: AtomicU64,
    /// Rows of unread pages that were read.
    pub(crate) reads: Arc<AtomicU64>,
    pub(crate) windows: Mutex<Vec<Window>>,
    pub(crate) meanwhile: Meanwhile,
    /// Answers templates by id with a refusal of credentials, if there is a look-up at all.
    pub(crate) details: Option<usize>,
    /// Fails at this call.
    pub(crate) fails_at: u64,
    /// Does not answer this call, and says so.
    pub(crate) hangs_at: u64,
    pub(crate) hangs: tokio::sync::Notify,
    /// Answers what cannot be read whenever a window holds this day.
    pub(crate) unreadable_day: Option<Date>,
    /// Answers what cannot be read whatever is asked.
    pub(crate) is_unreadable: bool,
    /// Answers the first page whatever page is asked for.
    pub(crate) stuck: bool,
    /// Has no list at all.
    pub(crate) lists_nothing: bool,
    /// The ids of templates in a list that no day narrows, a page each; without any, or "refused" alone, the list is refused.
    pub(crate) template_list: Option<&'static [&'static str]>,
}

impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shelf")
    }
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn kept(n: usize, created: &str) -> Kept {
    let created = day(created);
    let text = format!("v1 of {n}");
    Kept { id: format!("{n:04}"), created, changed: created, ends: day("2024-12-31"), text }
}

impl Shelf {
    pub(crate) fn new(rows: Vec<Kept>, page: usize) -> Self {
        Self {
            name: "shelf".into(),
            rows: Mutex::new(rows),
            page,
            calls: AtomicU64::new(0),
            reads: Arc::default(),
            windows: Mutex::default(),
            meanwhile: Box::new(|_, _| {}),
            details: None,
            fails_at: u64::MAX,
            hangs_at: u64::MAX,
            hangs: tokio::sync::Notify::new(),
            unreadable_day: None,
            is_unreadable: false,
            stuck: false,
            lists_nothing: false,
            template_list: None,
        }
    }

    fn listed(&self, window: &Window) -> Vec<Kept> {
        let within = |kept: &&Kept| {
            let day = match window.by {
                DateField::Created => kept.created,
                DateField::Changed => kept.changed,
            };
            window.from.is_none_or(|from| day >= from) && window.to.is_none_or(|to| day <= to)
        };
        self.rows.lock().unwrap().iter().filter(within).cloned().collect()
    }
}

fn record(kept: &Kept) -> Result<Record<Coupon>, BadRow> {
    let row = RawRow::from(format!("{kept:?}"));
    if kept.text.starts_with("unreadable") {
        let id = Some(kept.id.clone());
        return Err(BadRow { row, id, reason: "unreadable".to_owned() });
    }
    let value = Coupon {
        template: Some("t1".into()),
        template_name: Some("春茶".to_owned()),
        ends_at: Some(end_of_day(kept.ends)),
        created_at: Some(start_of_day(kept.created)),
        ..Coupon::new(kept.id.as_str().into(), CouponState::Available)
    };
    Ok(Record { value, row })
}

#[async_trait]
impl Provider for Shelf {
    fn name(&self) -> &ProviderName {
        &self.name
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            templates: &[],
            templates_whole: self.template_list.is_some(),
            templates_by_id: self.details,
            customers: false,
            coupons_by_window: match self.lists_nothing {
                true => &[],
                false => &[DateField::Created, DateField::Changed],
            },
            coupons_by_template_id: false,
            coupons_by_template_name: false,
            coupons_by_customer: false,
            coupon: false,
            coupon_needs_customer: false,
            commands: &[],
        }
    }

    async fn templates(&self, window: &Window, page: PageNumber) -> Result<Page<Template>> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let Some(ids) = self.template_list else {
            return Err(Error::unsupported(&self.name, "templates"));
        };
        if ids == ["refused"] {
            return Err(Error::new(ErrorKind::Refused, Effect::None, Details::default()));
        }
        if ids.is_empty() {
            return Err(Error::new(ErrorKind::Credentials, Effect::None, Details::default()));
        }
        assert!(window.from.is_none() && window.to.is_none(), "no day narrows the list");
        let record = |id: &&str| {
            let value = Template::new((*id).into(), TemplateState::Open);
            Ok(Record { value, row: RawRow::from(format!("template {id}")) })
        };
        let asked = (page.get() as usize - 1).min(ids.len());
        Ok(Page {
            rows: ids[asked..].iter().take(1).map(record).collect(),
            end: asked == ids.len(),
        })
    }

    async fn templates_by_id(&self, _: &[TemplateId]) -> Result<Page<Template>> {
        Err(Error::new(ErrorKind::Credentials, Effect::None, Details::default()))
    }

    async fn customers(&self, _: &TemplateRef, _: PageNumber) -> Result<Page<Customer>> {
        Err(Error::unsupported(&self.name, "customers"))
    }

    async fn coupons(&self, query: &CouponQuery, page: PageNumber) -> Result<Page<Coupon>> {
        let Scope::Window(window) = &query.scope else { panic!("only windows are asked for") };
        let call = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        (self.meanwhile)(call, &mut self.rows.lock().unwrap());
        self.windows.lock().unwrap().push(*window);
        if call == self.hangs_at {
            self.hangs.notify_one();
            std::future::pending::<()>().await;
        }
        if call == self.fails_at {
            return Err(Error::new(ErrorKind::Unreachable, Effect::None, Details::default()));
        }
        let holds = |day| window.from <= Some(day) && Some(day) < window.to;
        if self.is_unreadable || self.unreadable_day.is_some_and(holds) {
            let details = Details { message: Some("cut off".to_owned()), ..Details::default() };
            return Err(Error::new(ErrorKind::NotUnderstood, Effect::None, details));
        }
        let listed = self.listed(window);
        let page = if self.stuck { 1 } else { page.get() as usize };
        let rows = listed.chunks(self.page).nth(page - 1).unwrap_or_default();
        Ok(Page { rows: rows.iter().map(record).collect(), end: rows.is_empty() })
    }

    /// Unread, as a provider answers that has the ids at hand.
    async fn coupon_page(&self, query: &CouponQuery, page: PageNumber) -> Result<CouponPage> {
        let Page { rows, end } = Provider::coupons(self, query, page).await?;
        let key = |row: &Result<Record<Coupon>, BadRow>| match row {
            Ok(Record { value, row }) => {
                (value.id.to_string(), value.template.clone(), row.clone())
            }
            Err(bad) => (bad.id.clone().unwrap(), Some("t1".into()), bad.row.clone()),
        };
        let keys: Vec<_> = rows.iter().map(key).collect();
        let reads = Arc::clone(&self.reads);
        let read = move |index: usize| {
            reads.fetch_add(1, Ordering::Relaxed);
            rows[index].clone()
        };
        Ok(CouponPage::Unread(UnreadCoupons::new(keys.into_iter(), end, read)))
    }

    async fn coupon(&self, _: &CouponRef) -> Result<Vec<Record<Coupon>>> {
        Err(Error::unsupported(&self.name, "one coupon"))
    }

    fn check(&self, _: &Command) -> Result<()> {
        Err(Error::unsupported(&self.name, "writes"))
    }

    fn request_id(&self, _: &Command, _: u128) -> Option<RequestId> {
        None
    }

    async fn write(&self, _: &Command, _: Option<&RequestId>) -> Result<WriteOutcome> {
        Err(Error::unsupported(&self.name, "writes"))
    }

    fn postcondition(&self, _: &str, _: &str) -> Option<Postcondition> {
        None
    }

    fn custom_fields(&self, _: &RawRow) -> Option<Vec<CustomFieldValue>> {
        None
    }
}

/// A ledger of its own, and syncs into it at fixed times.
pub(crate) struct Desk {
    pub(crate) ledger: Ledger,
    _folder: tempfile::TempDir,
}

pub(crate) struct Wish {
    pub(crate) now: &'static str,
    pub(crate) since: Option<Date>,
    pub(crate) full: bool,
    pub(crate) max_calls: Option<u64>,
}

pub(crate) fn at(now: &'static str) -> Wish {
    Wish { now, since: None, full: false, max_calls: None }
}

impl Desk {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = OpenOptions::new(Environment::Sandbox)
            .create(true)
            .open(folder.path().join("coupons.db"))
            .unwrap();
        ledger.register_account(&"a".into(), "shelf", "f").await.unwrap();
        Self { ledger, _folder: folder }
    }

    pub(crate) async fn sync(
        &self,
        shelf: &Shelf,
        wish: Wish,
    ) -> Result<SyncSummary, Box<FailedSync>> {
        let now: Timestamp = wish.now.parse().unwrap();
        let settings = SyncOptions {
            lock: &self.ledger.lock_account(&"a".into(), LEASE).unwrap(),
            first_day: day("2024-01-01"),
            since: wish.since,
            until: None,
            full: wish.full,
            max_calls: wish.max_calls,
            customers: Vec::new(),
            clock: &|| now,
            stop: &AtomicBool::new(false),
        };
        let planned = Mutex::new(0);
        let progress = |progress: SyncProgress| {
            if let SyncProgress::Planned { calls } = progress {
                *planned.lock().unwrap() = calls;
            }
        };
        let result = sync(&self.ledger, shelf, &settings, &progress).await;
        if let Ok(summary) = &result
            && summary.stopped.is_none()
        {
            assert!(*planned.lock().unwrap() <= summary.calls, "at least so many calls");
        }
        assert!(beijing_date(now) >= settings.first_day);
        result
    }

    /// Every coupon's id and text that is not gone.
    pub(crate) async fn coupons(&self) -> Vec<(String, String)> {
        let stored = self.ledger.coupons(&Default::default(), 100_000).await.unwrap();
        let mut coupons: Vec<_> = stored
            .into_iter()
            .map(|stored| (stored.value.id.into_string(), stored.row.as_str().to_owned()))
            .collect();
        coupons.sort();
        coupons
    }
}

impl Shelf {
    pub(crate) fn coupons(&self) -> Vec<(String, String)> {
        let rows = self.rows.lock().unwrap();
        let mut coupons: Vec<_> =
            rows.iter().map(|kept| (kept.id.clone(), format!("{kept:?}"))).collect();
        coupons.sort();
        coupons
    }
}
