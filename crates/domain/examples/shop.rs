//! A vendor of one's own in sixty lines: a shop that keeps its coupons in memory, as a `Provider`.
//!
//! `cargo run -p coupon-domain --example shop`

use async_trait::async_trait;
use coupon_domain::*;

/// A shop with one list of coupons.
#[derive(Debug)]
pub(crate) struct Shop(pub(crate) ProviderName, pub(crate) Vec<Coupon>);

impl Shop {
    fn lacks<T>(&self, what: &str) -> Result<T> {
        Err(Error::unsupported(&self.0, what))
    }
}

#[async_trait]
impl Provider for Shop {
    fn name(&self) -> &ProviderName {
        &self.0
    }
    fn capabilities(&self) -> Capabilities {
        Capabilities { coupons_by_customer: true, ..Capabilities::default() }
    }
    async fn coupons(&self, query: &CouponQuery, page: PageNumber) -> Result<Page<Coupon>> {
        let Scope::Customer(CustomerRef::Id(customer)) = &query.scope else {
            return self.lacks("coupons without the id of a customer");
        };
        let held = self.1.iter().filter(|coupon| coupon.customer.as_ref() == Some(customer));
        let record = |coupon: &Coupon| {
            let row = format!(r#"{{"id":"{}","state":"{}"}}"#, coupon.id, coupon.state);
            Ok(Record { value: coupon.clone(), row: row.into() })
        };
        let rows = if page == PageNumber::FIRST { held.map(record).collect() } else { Vec::new() };
        Ok(Page { rows, end: true })
    }

    async fn templates(&self, _: &Window, _: PageNumber) -> Result<Page<Template>> {
        self.lacks("templates")
    }
    async fn templates_by_id(&self, _: &[TemplateId]) -> Result<Page<Template>> {
        self.lacks("templates by id")
    }
    async fn customers(&self, _: &TemplateRef, _: PageNumber) -> Result<Page<Customer>> {
        self.lacks("customers of a template")
    }
    async fn coupon(&self, _: &CouponRef) -> Result<Vec<Record<Coupon>>> {
        self.lacks("one coupon")
    }
    fn check(&self, command: &Command) -> Result<()> {
        self.lacks(command.kind().as_str())
    }
    fn request_id(&self, _: &Command, _: u128) -> Option<RequestId> {
        None
    }
    async fn write(&self, command: &Command, _: Option<&RequestId>) -> Result<WriteOutcome> {
        self.lacks(command.kind().as_str())
    }
    fn postcondition(&self, _: &str, _: &str) -> Option<Postcondition> {
        None
    }
    fn custom_fields(&self, _: &RawRow) -> Option<Vec<CustomFieldValue>> {
        None
    }
}

/// Two coupons, held by two customers.
pub(crate) fn shop() -> Shop {
    let coupon = |id: &str, customer: &str| Coupon {
        customer: Some(customer.into()),
        ..Coupon::new(id.into(), CouponState::Available)
    };
    Shop("shop".into(), vec![coupon("c1", "ann"), coupon("c2", "bob")])
}

#[tokio::main(flavor = "current_thread")]
#[allow(clippy::print_stdout, reason = "an example prints")]
async fn main() -> Result<()> {
    let provider: Box<dyn Provider> = Box::new(shop());
    let scope = Scope::Customer(CustomerRef::Id("ann".into()));
    let page = provider.coupons(&CouponQuery { scope, state: None }, PageNumber::FIRST).await?;
    for record in page.rows.iter().flatten() {
        println!("{} is {}", record.value.id, record.value.state);
    }
    Ok(())
}
