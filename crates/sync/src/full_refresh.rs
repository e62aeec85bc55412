//! The full refresh: everything is read, and the rows that did not come are marked as gone.

use coupon_domain::{CouponQuery, Scope, TemplateId};
use coupon_ledger::{LedgerTable, TemplateFilter};
use futures_util::TryStreamExt as _;

use crate::{
    options::SyncProgress,
    run::{SyncRun, SyncStop},
    summary::{Gap, Stream, Warning},
    sync_page::ask_for_coupons,
    template_list::EVERYTHING,
};

impl SyncRun<'_> {
    pub(crate) async fn full_refresh(&mut self) -> Result<(), SyncStop> {
        let (account, name) = (self.settings.lock.account().clone(), self.provider.name().clone());
        let began_at = (self.settings.clock)();
        self.plan_full_refresh().await?;
        self.ledger.begin_full(&account, &name).await?;
        let (ledger, provider) = (self.ledger, self.provider);
        if self.lists_templates()
            && let Some(whole) = self.template_list().await?
        {
            self.mark_gone(Stream::TemplatesAll, LedgerTable::Templates, whole, began_at).await?;
        }
        if !self.capabilities.coupons_by_window.is_empty() {
            let query = CouponQuery { scope: Scope::Window(EVERYTHING), state: None };
            let ask = |page| ask_for_coupons(ledger, provider, &query, page);
            let read = self.read(Stream::CouponsAll, ask, None, true).await?;
            let whole = read.whole;
            self.stream(Stream::CouponsAll).gaps.extend(read.gap(None));
            self.mark_gone(Stream::CouponsAll, LedgerTable::Coupons, whole, began_at).await?;
        }
        self.of_each_template(began_at).await?;
        if self.capabilities.coupons_by_customer {
            self.customer_coupons().await?;
            // The customers that are not named were not asked for, so a coupon that did not come may still exist.
            self.summary.warnings.push(Warning::GoneNotMarked);
        }
        self.template_details().await
    }

    /// At least one call for each list, each known template and each named customer.
    async fn plan_full_refresh(&mut self) -> Result<(), SyncStop> {
        let able = &self.capabilities;
        let lists = [self.lists_templates(), !able.coupons_by_window.is_empty()];
        let of_template = [able.customers, able.coupons_by_template_id];
        let count = |wanted: [bool; 2]| wanted.into_iter().filter(|&wanted| wanted).count() as u64;
        let (lists, of_template) = (count(lists), count(of_template));
        let customers = if able.coupons_by_customer { self.settings.customers.len() } else { 0 };
        let templates = if of_template > 0 { self.known_templates().await?.len() } else { 0 };
        let calls = lists + of_template * templates as u64 + customers as u64;
        (self.progress)(SyncProgress::Planned { calls });
        Ok(())
    }

    async fn of_each_template(&mut self, began_at: jiff::Timestamp) -> Result<(), SyncStop> {
        if !self.capabilities.customers && !self.capabilities.coupons_by_template_id {
            return Ok(());
        }
        for id in self.known_templates().await? {
            if self.capabilities.customers {
                self.customers_of(id.clone()).await?;
            }
            if self.capabilities.coupons_by_template_id {
                self.usage_of(id).await?;
            }
        }
        if self.capabilities.customers {
            let whole = self.stream(Stream::Customers).gaps.is_empty();
            self.mark_gone(Stream::Customers, LedgerTable::Customers, whole, began_at).await?;
        }
        if self.capabilities.coupons_by_template_id {
            let whole = self.stream(Stream::Usage).gaps.is_empty();
            self.mark_gone(Stream::Usage, LedgerTable::Coupons, whole, began_at).await?;
            self.usage_checkpoint(coupon_domain::beijing_date(began_at)).await?;
        }
        Ok(())
    }

    async fn known_templates(&mut self) -> Result<Vec<TemplateId>, SyncStop> {
        self.settle(0).await?;
        let filter = TemplateFilter {
            account: Some(self.settings.lock.account().clone()),
            provider: Some(self.provider.name().clone()),
            template: None,
            gone: false,
        };
        let mut ids = Vec::new();
        let mut pages = self.ledger.templates_stream(&filter);
        while let Some(page) = pages.try_next().await? {
            ids.extend(page.into_iter().map(|stored| stored.value.id));
        }
        Ok(ids)
    }

    /// Marks the rows that did not come as gone, unless the reading may have missed a row. A row that could not be read has
    /// no id and would be marked, so that such a row also prevents it.
    async fn mark_gone(
        &mut self,
        stream: Stream,
        table: LedgerTable,
        whole: bool,
        at: jiff::Timestamp,
    ) -> Result<(), SyncStop> {
        self.settle(0).await?;
        let summary = self.stream(stream);
        if !whole {
            return Ok(());
        }
        if summary.written.quarantined > 0 {
            summary.gaps.push(Gap { days: None, error: None });
            return Ok(());
        }
        let (account, name) = (self.settings.lock.account().clone(), self.provider.name().clone());
        let gone = self.ledger.finish_full(&account, &name, table, at).await?;
        self.stream(stream).gone += gone;
        Ok(())
    }
}
