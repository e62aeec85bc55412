//! The pass for open coupons: they can change without any date moving, since use moves no date (a documented sample shows it).

use coupon_domain::{
    CouponQuery, DateField, ErrorKind, ErrorText, Scope, TemplateId, TemplateRef, beijing_date,
};
use coupon_ledger::{AspectReadAt, TemplateAspect};
use jiff::{SignedDuration, civil::Date};

use crate::{
    pages::PagesRead,
    run::{SyncRun, SyncStop},
    summary::{Stream, SyncError, Warning},
    sync_page::ask_for_coupons,
    windows::add_days,
};

/// Template ids that one look-up takes at most.
const IDS_AT_ONCE: usize = 50;
/// A looked-up template is looked up again after this.
const DETAILS_KEEP: SignedDuration = SignedDuration::from_hours(24);

impl SyncRun<'_> {
    pub(crate) async fn recheck_open(&mut self, new_from: Date) -> Result<(), SyncStop> {
        let (account, provider) =
            (self.settings.lock.account().clone(), self.provider.name().clone());
        // The rows that this run wrote decide which coupons are open.
        self.settle(0).await?;
        if self.capabilities.customers {
            for id in self.ledger.templates_to_read_customers_of(&account, &provider).await? {
                self.customers_of(id).await?;
            }
        }
        if self.capabilities.coupons_by_template_id {
            let today = beijing_date((self.settings.clock)());
            for template in self.ledger.open_templates(&account, &provider).await? {
                self.usage_of(template.id).await?;
            }
            self.usage_checkpoint(today).await?;
        }
        if self.capabilities.coupons_by_window.contains(&DateField::Created) {
            let now = (self.settings.clock)();
            let oldest = self.ledger.oldest_open_coupon_created(&account, &provider, now).await?;
            if let Some(oldest) = oldest {
                let last = add_days(new_from, -1);
                let first = beijing_date(oldest);
                self.coupons_by_day(Stream::CouponsOpen, DateField::Created, first, last).await?;
            }
        }
        if self.capabilities.coupons_by_customer {
            self.customer_coupons().await?;
        }
        self.template_details().await
    }

    /// The customers whom a template addresses.
    pub(crate) async fn customers_of(&mut self, id: TemplateId) -> Result<(), SyncStop> {
        let (stream, provider) = (Stream::Customers, self.provider);
        let began_at = (self.settings.clock)();
        let template = TemplateRef::Id(id.clone());
        let ask = |page| provider.customers(&template, page);
        let read = self.read(stream, ask, Some(&id), false).await?;
        self.read_done(stream, read, id, TemplateAspect::Customers, began_at).await
    }

    /// The coupons of a template.
    pub(crate) async fn usage_of(&mut self, id: TemplateId) -> Result<(), SyncStop> {
        let (stream, ledger, provider) = (Stream::Usage, self.ledger, self.provider);
        let began_at = (self.settings.clock)();
        let scope = Scope::Template(TemplateRef::Id(id.clone()));
        let query = CouponQuery { scope, state: None };
        let ask = |page| ask_for_coupons(ledger, provider, &query, page);
        let read = self.read(stream, ask, None, false).await?;
        self.read_done(stream, read, id, TemplateAspect::Usage, began_at).await
    }

    /// Where no date of a coupon is asked for, the coupons of all open templates are read up to the day on which that began.
    pub(crate) async fn usage_checkpoint(&mut self, today: Date) -> Result<(), SyncStop> {
        let whole = self.stream(Stream::Usage).gaps.is_empty();
        if whole && self.moves_checkpoints() && self.capabilities.coupons_by_window.is_empty() {
            self.checkpoint(Stream::Usage, today).await?;
        }
        Ok(())
    }

    /// The coupons of each named customer. What is read without a gap is read up to now: the checkpoint says how old it is.
    pub(crate) async fn customer_coupons(&mut self) -> Result<(), SyncStop> {
        let (stream, ledger, provider) = (Stream::CustomerCoupons, self.ledger, self.provider);
        let today = beijing_date((self.settings.clock)());
        for customer in &self.settings.customers {
            let scope = Scope::Customer(customer.clone());
            let query = CouponQuery { scope, state: None };
            let ask = |page| ask_for_coupons(ledger, provider, &query, page);
            let gap = self.read(stream, ask, None, false).await?.gap(None);
            self.stream(stream).gaps.extend(gap);
        }
        if !self.stream(stream).gaps.is_empty() || self.settings.customers.is_empty() {
            return Ok(());
        }
        self.checkpoint(stream, today).await
    }

    /// Looks up the templates that coupons name, where the vendor answers them by id alone. An account that may not ask gets
    /// one warning; its coupons are complete without them.
    pub(crate) async fn template_details(&mut self) -> Result<(), SyncStop> {
        let Some(most) = self.capabilities.templates_by_id else { return Ok(()) };
        self.settle(0).await?;
        let (account, name) = (self.settings.lock.account().clone(), self.provider.name().clone());
        let (stream, provider) = (Stream::TemplateDetails, self.provider);
        let began_at = (self.settings.clock)();
        let since = began_at.saturating_sub(DETAILS_KEEP).unwrap_or(began_at);
        let ids = self.ledger.templates_to_look_up(&account, &name, since).await?;
        for ids in ids.chunks(most.min(IDS_AT_ONCE)) {
            let ask = |_| provider.templates_by_id(ids);
            match self.read(stream, ask, None, false).await {
                Err(SyncStop::Error(SyncError::Provider(error)))
                    if *error.kind() == ErrorKind::Credentials =>
                {
                    let error = ErrorText::from(&error);
                    self.summary.warnings.push(Warning::NoTemplateDetails { error });
                    return Ok(());
                }
                read => {
                    if let Some(gap) = read?.gap(None) {
                        self.stream(stream).gaps.push(gap);
                        continue;
                    }
                }
            }
            let mut batch = self.batch(stream);
            let read = |id: &TemplateId| AspectReadAt {
                template: id.clone(),
                what: TemplateAspect::Details,
                began_at,
            };
            batch.reads = ids.iter().map(read).collect();
            self.queue(stream, batch).await?;
        }
        Ok(())
    }

    async fn read_done(
        &mut self,
        stream: Stream,
        read: PagesRead,
        template: TemplateId,
        what: TemplateAspect,
        began_at: jiff::Timestamp,
    ) -> Result<(), SyncStop> {
        if let Some(gap) = read.gap(None) {
            self.stream(stream).gaps.push(gap);
            return Ok(());
        }
        let mut batch = self.batch(stream);
        batch.reads = vec![AspectReadAt { template, what, began_at }];
        self.queue(stream, batch).await
    }
}
