//! Lists of stored rows: the first ones, or all of them page by page.

use coupon_domain::{AccountName, Coupon, Customer, ProviderName, Template, TemplateId};
use futures_util::{
    StreamExt as _,
    stream::{BoxStream, try_unfold},
};

use crate::{
    error::LedgerError,
    ledger::Ledger,
    read::{CouponFilter, PageRequest, Stored, TemplateFilter},
};

/// Pages of at most 1,000 rows, by rising place; the last one may be shorter, and none is empty. A page is read when it is
/// asked for. A row that is written meanwhile comes if its place is still ahead. The stream ends after an error.
pub type PageStream<T> = BoxStream<'static, Result<Vec<Stored<T>>, LedgerError>>;

/// Rows of a page of a stream.
const PAGE_ROWS: u32 = 1_000;

impl Ledger {
    /// The first `limit` templates, by rising place.
    pub async fn templates(
        &self,
        filter: &TemplateFilter,
        limit: u32,
    ) -> Result<Vec<Stored<Template>>, LedgerError> {
        self.templates_page(filter.clone(), PageRequest { after: 0, limit }).await
    }

    /// All templates of a filter.
    pub fn templates_stream(&self, filter: &TemplateFilter) -> PageStream<Template> {
        let (ledger, filter) = (self.clone(), filter.clone());
        pages(move |request| {
            let (ledger, filter) = (ledger.clone(), filter.clone());
            async move { ledger.templates_page(filter, request).await }
        })
    }

    async fn templates_page(
        &self,
        filter: TemplateFilter,
        request: PageRequest,
    ) -> Result<Vec<Stored<Template>>, LedgerError> {
        self.worker.run(move |backend| backend.templates(&filter, request)).await
    }

    /// The first `limit` coupons, by rising place. An id is found by an index; any other filter goes through the rows, a
    /// million in less than a second.
    pub async fn coupons(
        &self,
        filter: &CouponFilter,
        limit: u32,
    ) -> Result<Vec<Stored<Coupon>>, LedgerError> {
        self.coupons_page(filter.clone(), PageRequest { after: 0, limit }).await
    }

    /// All coupons of a filter.
    pub fn coupons_stream(&self, filter: &CouponFilter) -> PageStream<Coupon> {
        let (ledger, filter) = (self.clone(), filter.clone());
        pages(move |request| {
            let (ledger, filter) = (ledger.clone(), filter.clone());
            async move { ledger.coupons_page(filter, request).await }
        })
    }

    async fn coupons_page(
        &self,
        filter: CouponFilter,
        request: PageRequest,
    ) -> Result<Vec<Stored<Coupon>>, LedgerError> {
        self.worker.run(move |backend| backend.coupons(&filter, request)).await
    }

    /// All customers of one template who are not gone.
    pub fn customers_stream(
        &self,
        account: &AccountName,
        provider: &ProviderName,
        template: &TemplateId,
    ) -> PageStream<Customer> {
        let (ledger, template) = (self.clone(), template.clone());
        let source = (account.clone(), provider.clone());
        pages(move |request| {
            let (ledger, source, template) = (ledger.clone(), source.clone(), template.clone());
            async move {
                ledger
                    .worker
                    .run(move |backend| backend.customers(&source, &template, request))
                    .await
            }
        })
    }
}

/// Reads each page from behind the last row of the page before it.
pub(crate) fn pages<T, F>(read: impl Fn(PageRequest) -> F + Send + 'static) -> PageStream<T>
where
    T: Send + 'static,
    F: Future<Output = Result<Vec<Stored<T>>, LedgerError>> + Send + 'static,
{
    let stream = try_unfold((read, Some(0)), |(read, after)| async move {
        let Some(after) = after else { return Ok(None) };
        let page = read(PageRequest { after, limit: PAGE_ROWS }).await?;
        let Some(last) = page.last() else { return Ok(None) };
        let next = (page.len() == PAGE_ROWS as usize).then_some(last.place);
        Ok(Some((page, (read, next))))
    });
    stream.boxed()
}
