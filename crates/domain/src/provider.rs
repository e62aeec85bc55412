//! The neutral trait.

use std::fmt::Debug;

use async_trait::async_trait;

use crate::{
    capabilities::Capabilities,
    command::{Command, CustomFieldValue, WriteOutcome},
    coupon::Coupon,
    error::Result,
    id::{ProviderName, RequestId, TemplateId},
    postcondition::Postcondition,
    query::{CouponQuery, CouponRef, PageNumber, TemplateRef, Window},
    record::{Customer, Page, RawRow, Record},
    template::Template,
    unread::CouponPage,
};

/// The coupons of one account at one vendor. "Nothing found" is an empty page, also where the vendor answers it as an
/// error. A call that a provider does not have fails with [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported).
#[async_trait]
pub trait Provider: Debug + Send + Sync {
    /// "qmai", "qince.voucher", "qince.coupondetail".
    fn name(&self) -> &ProviderName;

    /// The calls and writes that it has.
    fn capabilities(&self) -> Capabilities;

    /// Templates made or changed on some days; a list that no day narrows is asked with a window without bounds. Rows may repeat
    /// across pages. Read until [`Page::end`].
    async fn templates(&self, window: &Window, page: PageNumber) -> Result<Page<Template>>;

    /// Templates by id, everything in one page. Unknown ids are left out.
    async fn templates_by_id(&self, ids: &[TemplateId]) -> Result<Page<Template>>;

    /// Customers whom a template addresses.
    async fn customers(&self, template: &TemplateRef, page: PageNumber) -> Result<Page<Customer>>;

    /// Coupons of a customer, of a template, or of some days.
    async fn coupons(&self, query: &CouponQuery, page: PageNumber) -> Result<Page<Coupon>>;

    /// As [`coupons`](Self::coupons), where the values may be left unread until they are asked for. A provider that cannot leave them
    /// unread needs no implementation.
    async fn coupon_page(&self, query: &CouponQuery, page: PageNumber) -> Result<CouponPage> {
        Ok(self.coupons(query, page).await?.into())
    }

    /// The rows of one coupon: all of them where it has one for each of its goods, none if the vendor knows no such coupon.
    async fn coupon(&self, coupon: &CouponRef) -> Result<Vec<Record<Coupon>>>;

    /// Refuses a write that [`write`](Self::write) would not send: because the provider does not have it or cannot carry
    /// one of its fields, or because it breaks a rule of the vendor's documents. Nothing is sent.
    ///
    /// # Errors
    /// `Unsupported` and `Rule`, as for `write`.
    fn check(&self, command: &Command) -> Result<()>;

    /// The id that this write bears at the vendor, so that it can be recorded before the write is sent: one made from these
    /// random bits, or one that the command names. `None` if the call bears no id of ours.
    fn request_id(&self, command: &Command, random: u128) -> Option<RequestId>;

    /// Sends a write once, under `request_id`. With `None` the provider makes an id of its own.
    ///
    /// # Errors
    /// [`Error::effect`](crate::Error::effect) says what may have happened at the vendor.
    async fn write(
        &self,
        command: &Command,
        request_id: Option<&RequestId>,
    ) -> Result<WriteOutcome>;

    /// The state that a write in the vendor's own terms leaves: `operation` is the vendor's name of it, `body` its business
    /// body as JSON. `None` for a read, for a body that lacks what the write needs, and for a state that cannot be read
    /// back. For a neutral command, use `Postcondition::from`.
    fn postcondition(&self, operation: &str, body: &str) -> Option<Postcondition>;

    /// The custom fields of a coupon, out of the vendor's row of it. `None` if the row cannot be read or names no custom
    /// fields.
    fn custom_fields(&self, row: &RawRow) -> Option<Vec<CustomFieldValue>>;
}
