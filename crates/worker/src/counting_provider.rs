//! A provider whose calls are counted.

use coupon_domain::{
    AccountName, Capabilities, Command, Coupon, CouponPage, CouponQuery, CouponRef,
    CustomFieldValue, Customer, Page, PageNumber, Postcondition, Provider, ProviderName, RawRow,
    Record, RequestId, Result, Template, TemplateId, TemplateRef, Window, WriteOutcome,
};

use crate::metrics::Metrics;

/// Counts what an account's provider answers, by the vendor's own codes.
#[derive(Debug)]
pub(crate) struct CountingProvider<'a> {
    provider: &'a dyn Provider,
    account: &'a AccountName,
    metrics: &'a Metrics,
}

impl<'a> CountingProvider<'a> {
    pub(crate) fn new(
        provider: &'a dyn Provider,
        account: &'a AccountName,
        metrics: &'a Metrics,
    ) -> Self {
        Self { provider, account, metrics }
    }

    fn note<T>(&self, verb: &'static str, answer: Result<T>) -> Result<T> {
        let code = match &answer {
            Ok(_) => "ok".to_owned(),
            Err(error) => {
                error.details().code.clone().unwrap_or_else(|| error.kind().as_str().to_owned())
            }
        };
        self.metrics.called(self.account, self.provider.name(), verb, code);
        answer
    }
}

#[async_trait::async_trait]
impl Provider for CountingProvider<'_> {
    fn name(&self) -> &ProviderName {
        self.provider.name()
    }

    fn capabilities(&self) -> Capabilities {
        self.provider.capabilities()
    }

    async fn templates(&self, window: &Window, page: PageNumber) -> Result<Page<Template>> {
        self.note("templates", self.provider.templates(window, page).await)
    }

    async fn templates_by_id(&self, ids: &[TemplateId]) -> Result<Page<Template>> {
        self.note("templates_by_id", self.provider.templates_by_id(ids).await)
    }

    async fn customers(&self, template: &TemplateRef, page: PageNumber) -> Result<Page<Customer>> {
        self.note("customers", self.provider.customers(template, page).await)
    }

    async fn coupons(&self, query: &CouponQuery, page: PageNumber) -> Result<Page<Coupon>> {
        self.note("coupons", self.provider.coupons(query, page).await)
    }

    async fn coupon_page(&self, query: &CouponQuery, page: PageNumber) -> Result<CouponPage> {
        self.note("coupons", self.provider.coupon_page(query, page).await)
    }

    async fn coupon(&self, coupon: &CouponRef) -> Result<Vec<Record<Coupon>>> {
        self.note("coupon", self.provider.coupon(coupon).await)
    }

    fn check(&self, command: &Command) -> Result<()> {
        self.provider.check(command)
    }

    fn request_id(&self, command: &Command, random: u128) -> Option<RequestId> {
        self.provider.request_id(command, random)
    }

    async fn write(
        &self,
        command: &Command,
        request_id: Option<&RequestId>,
    ) -> Result<WriteOutcome> {
        self.note("write", self.provider.write(command, request_id).await)
    }

    fn postcondition(&self, operation: &str, body: &str) -> Option<Postcondition> {
        self.provider.postcondition(operation, body)
    }

    fn custom_fields(&self, row: &RawRow) -> Option<Vec<CustomFieldValue>> {
        self.provider.custom_fields(row)
    }
}
