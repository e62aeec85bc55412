//! The neutral trait.

use std::fmt::Debug;

use async_trait::async_trait;

use crate::{
    capabilities::Capabilities,
    command::{Command, WriteOutcome},
    coupon::Coupon,
    error::Result,
    id::{ProviderName, TemplateId},
    query::{CouponQuery, CouponRef, PageNumber, TemplateRef, Window},
    record::{Customer, Page, Record},
    template::Template,
};

/// Coupons at one vendor, through one account. "Nothing found" is an empty page, also where the vendor answers it as an
/// error; what a provider lacks is [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported).
#[async_trait]
pub trait Provider: Debug + Send + Sync {
    /// "qmai", "qince.voucher", "qince.coupondetail".
    fn name(&self) -> &ProviderName;

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// Templates made or changed on some days. Rows may repeat across pages; go on to the page that is the end.
    async fn templates(&self, window: &Window, page: PageNumber) -> Result<Page<Template>>;

    /// Templates by id, everything in one page. Unknown ids are left out.
    async fn templates_by_id(&self, ids: &[TemplateId]) -> Result<Page<Template>>;

    /// Customers whom a template addresses.
    async fn customers(&self, template: &TemplateRef, page: PageNumber) -> Result<Page<Customer>>;

    /// Coupons of a customer, of a template, or of some days.
    async fn coupons(&self, query: &CouponQuery, page: PageNumber) -> Result<Page<Coupon>>;

    /// The records of one coupon, `None` if the vendor knows none. Of a coupon with several rows, the first.
    async fn coupon(&self, coupon: &CouponRef) -> Result<Option<Record<Coupon>>>;

    /// Refuses a write that [`write`](Self::write) would not send: what the provider cannot do or carry, and what breaks a
    /// rule of the vendor's documents. Nothing is sent.
    ///
    /// # Errors
    /// `Unsupported` and `Rule`, as `write` has them.
    fn check(&self, command: &Command) -> Result<()>;

    /// Sends a write, once. On an error, [`Error::effect`](crate::Error::effect) says what may have happened.
    async fn write(&self, command: &Command) -> Result<WriteOutcome>;
}
