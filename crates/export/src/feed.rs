//! Page by page out of the ledger; nothing is collected.

use std::sync::Arc;

use coupon_domain::{AccountName, Coupon, Template};
use coupon_ledger::{CouponFilter, Ledger, LedgerError, Stored, TemplateFilter};
use futures_util::TryStreamExt as _;
use tokio::sync::mpsc;

use crate::{
    columns::{AddressedCustomer, Exported},
    settings::ExportOptions,
};

/// Rows on their way to the writer.
pub(crate) struct Page<R> {
    pub(crate) account: AccountName,
    pub(crate) rows: Vec<R>,
}

/// Where pages of one account go.
pub(crate) struct Outlet<'a, R> {
    account: AccountName,
    to: mpsc::Sender<Page<R>>,
    told: &'a mut (dyn FnMut(usize) + Send),
}

impl<'a, R> Outlet<'a, R> {
    pub(crate) fn new(
        account: AccountName,
        to: mpsc::Sender<Page<R>>,
        told: &'a mut (dyn FnMut(usize) + Send),
    ) -> Self {
        Self { account, to, told }
    }

    /// False if nobody takes pages any more: the writer failed, and says why itself.
    async fn put(&mut self, rows: Vec<R>) -> bool {
        let count = rows.len();
        let taken = self.to.send(Page { account: self.account.clone(), rows }).await.is_ok();
        if taken {
            (self.told)(count);
        }
        taken
    }
}

/// A kind of row that a ledger can be asked for.
pub(crate) trait Fed: Exported {
    /// All wanted rows of one account.
    async fn feed(
        from: &Ledger,
        settings: &ExportOptions,
        account: &AccountName,
        to: Outlet<'_, Self>,
    ) -> Result<(), LedgerError>;
}

impl Fed for Stored<Template> {
    async fn feed(
        from: &Ledger,
        settings: &ExportOptions,
        account: &AccountName,
        mut to: Outlet<'_, Self>,
    ) -> Result<(), LedgerError> {
        let filter = templates_of(settings, account, settings.gone);
        let mut pages = from.templates_stream(&filter);
        while let Some(page) = pages.try_next().await? {
            if !to.put(page).await {
                break;
            }
        }
        Ok(())
    }
}

impl Fed for Stored<Coupon> {
    async fn feed(
        from: &Ledger,
        settings: &ExportOptions,
        account: &AccountName,
        mut to: Outlet<'_, Self>,
    ) -> Result<(), LedgerError> {
        let filter = CouponFilter {
            account: Some(account.clone()),
            provider: settings.provider.clone(),
            gone: settings.gone,
            ..CouponFilter::default()
        };
        let mut pages = from.coupons_stream(&filter);
        while let Some(page) = pages.try_next().await? {
            if !to.put(page).await {
                break;
            }
        }
        Ok(())
    }
}

impl Fed for AddressedCustomer {
    /// By template, those that are gone included: a template that is gone can have customers who are not.
    async fn feed(
        from: &Ledger,
        settings: &ExportOptions,
        account: &AccountName,
        mut to: Outlet<'_, Self>,
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
    to: &mut Outlet<'_, AddressedCustomer>,
) -> Result<bool, LedgerError> {
    let (account, provider) = (&template.account, &template.provider);
    let mut pages = from.customers_stream(account, provider, &template.value.id);
    while let Some(page) = pages.try_next().await? {
        let addressed = page
            .into_iter()
            .map(|customer| AddressedCustomer { template: template.clone(), customer })
            .collect();
        if !to.put(addressed).await {
            return Ok(false);
        }
    }
    Ok(true)
}

fn templates_of(settings: &ExportOptions, account: &AccountName, gone: bool) -> TemplateFilter {
    TemplateFilter {
        account: Some(account.clone()),
        provider: settings.provider.clone(),
        template: None,
        gone,
    }
}
