//! RowPage by page out of the ledger; nothing is collected.

use std::sync::Arc;

use coupon_domain::{AccountName, Coupon, Template, TemplateRef, beijing_date};
use coupon_ledger::{CouponFilter, Ledger, LedgerError, Stored, TemplateFilter};
use futures_util::TryStreamExt as _;
use jiff::civil::Date;
use tokio::sync::mpsc;

use crate::{
    columns::{AddressedCustomer, Exported},
    settings::ExportOptions,
};

/// Rows of one account on their way to the writer.
pub(crate) struct RowPage<R> {
    pub(crate) account: AccountName,
    pub(crate) rows: Vec<R>,
}

/// Sends the pages of one account to the writer.
pub(crate) struct PageSender<'a, R> {
    account: AccountName,
    since: Option<Date>,
    to: mpsc::Sender<RowPage<R>>,
    on_rows: &'a mut (dyn FnMut(usize) + Send),
}

impl<'a, R: Exported> PageSender<'a, R> {
    pub(crate) fn new(
        account: AccountName,
        since: Option<Date>,
        to: mpsc::Sender<RowPage<R>>,
        on_rows: &'a mut (dyn FnMut(usize) + Send),
    ) -> Self {
        Self { account, since, to, on_rows }
    }

    /// Sends a page. Returns false if the writer has ended; the writer reports its error itself.
    async fn send(&mut self, mut rows: Vec<R>) -> bool {
        let count = rows.len();
        if let Some(since) = self.since {
            rows.retain(|row| row.filed_under().is_some_and(|at| beijing_date(at) >= since));
        }
        let sent = self.to.send(RowPage { account: self.account.clone(), rows }).await.is_ok();
        if sent {
            (self.on_rows)(count);
        }
        sent
    }
}

/// A kind of row that is read from a ledger.
pub(crate) trait RowSource: Exported {
    /// Sends all rows of one account that the options choose.
    async fn feed(
        from: &Ledger,
        settings: &ExportOptions,
        account: &AccountName,
        to: PageSender<'_, Self>,
    ) -> Result<(), LedgerError>;
}

impl RowSource for Stored<Template> {
    async fn feed(
        from: &Ledger,
        settings: &ExportOptions,
        account: &AccountName,
        mut to: PageSender<'_, Self>,
    ) -> Result<(), LedgerError> {
        let filter = templates_of(settings, account, settings.gone);
        let mut pages = from.templates_stream(&filter);
        while let Some(page) = pages.try_next().await? {
            if !to.send(page).await {
                break;
            }
        }
        Ok(())
    }
}

impl RowSource for Stored<Coupon> {
    async fn feed(
        from: &Ledger,
        settings: &ExportOptions,
        account: &AccountName,
        mut to: PageSender<'_, Self>,
    ) -> Result<(), LedgerError> {
        let filter = CouponFilter {
            account: Some(account.clone()),
            provider: settings.provider.clone(),
            template: settings.template.clone().map(TemplateRef::Id),
            state: settings.state.clone(),
            gone: settings.gone,
            ..CouponFilter::default()
        };
        let mut pages = from.coupons_stream(&filter);
        while let Some(page) = pages.try_next().await? {
            if !to.send(page).await {
                break;
            }
        }
        Ok(())
    }
}

impl RowSource for AddressedCustomer {
    /// By template, those that are gone included: a template that is gone can have customers who are not.
    async fn feed(
        from: &Ledger,
        settings: &ExportOptions,
        account: &AccountName,
        mut to: PageSender<'_, Self>,
    ) -> Result<(), LedgerError> {
        let filter = templates_of(settings, account, true);
        let mut pages = from.templates_stream(&filter);
        while let Some(page) = pages.try_next().await? {
            for template in page {
                if !feed_customers(from, Arc::new(template), &mut to).await? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

async fn feed_customers(
    from: &Ledger,
    template: Arc<Stored<Template>>,
    to: &mut PageSender<'_, AddressedCustomer>,
) -> Result<bool, LedgerError> {
    let (account, provider) = (&template.account, &template.provider);
    let mut pages = from.customers_stream(account, provider, &template.value.id);
    while let Some(page) = pages.try_next().await? {
        let addressed = page
            .into_iter()
            .map(|customer| AddressedCustomer { template: template.clone(), customer })
            .collect();
        if !to.send(addressed).await {
            return Ok(false);
        }
    }
    Ok(true)
}

fn templates_of(settings: &ExportOptions, account: &AccountName, gone: bool) -> TemplateFilter {
    TemplateFilter {
        account: Some(account.clone()),
        provider: settings.provider.clone(),
        template: settings.template.clone().map(TemplateRef::Id),
        gone,
    }
}
