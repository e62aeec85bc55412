//! Qmai as a neutral provider.

use async_trait::async_trait;
use coupon_domain::{
    Capabilities, Command, Coupon, CouponKey, CouponQuery, CouponRef, CustomFieldValue, Customer,
    CustomerRef, Error, Page, PageNumber, Postcondition, Provider, ProviderName, RawRow, Record,
    RequestId, Result, Scope, Template, TemplateId, TemplateRef, Window, WriteOutcome,
};
use coupon_qmai_wire::{
    Endpoint, Operation,
    v2::UserCouponsDetailByIds,
    v3::{CustomerCoupon, GetCustomerCoupons},
};
use coupon_wire::Answer;

use crate::{
    client::Qmai,
    error::{QmaiFailure, error},
    translate,
};

/// How many ids a call names. The vendor's own limit is not known.
const IDS_PER_CALL: usize = 50;

#[async_trait]
impl Provider for Qmai {
    fn name(&self) -> &ProviderName {
        &self.name
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            templates: &[],
            templates_by_id: Some(IDS_PER_CALL),
            customers: false,
            coupons_by_window: &[],
            coupons_by_template_id: false,
            coupons_by_template_name: false,
            coupons_by_customer: true,
            coupon: true,
            coupon_needs_customer: true,
            commands: &[],
        }
    }

    async fn templates(&self, _: &Window, _: PageNumber) -> Result<Page<Template>> {
        Err(Error::unsupported(&self.name, "templates by day; ask for them by id"))
    }

    async fn templates_by_id(&self, ids: &[TemplateId]) -> Result<Page<Template>> {
        if ids.is_empty() {
            return Ok(Page::empty());
        }
        let unsendable =
            |id: &&TemplateId| id.as_str().trim().is_empty() || id.as_str().contains(',');
        if let Some(id) = ids.iter().find(unsendable) {
            let what =
                format!("the template id {:?}: ids are sent with commas between them", id.as_str());
            return Err(Error::unsupported(&self.name, what));
        }
        let ids: Vec<&str> = ids.iter().map(TemplateId::as_str).collect();
        let answer = self.found(&UserCouponsDetailByIds { ids: Some(ids.join(",")) }).await?;
        let money = self.account.v2_money();
        Ok(answer.map_or_else(Page::empty, |answer| {
            translate::page(&answer, "id", |row| translate::template(row, money))
        }))
    }

    async fn customers(&self, _: &TemplateRef, _: PageNumber) -> Result<Page<Customer>> {
        Err(Error::unsupported(&self.name, "customers whom a template addresses"))
    }

    async fn coupons(&self, query: &CouponQuery, page: PageNumber) -> Result<Page<Coupon>> {
        let Scope::Customer(CustomerRef::Id(customer)) = &query.scope else {
            let what = "coupons by template, by day or by customer code; ask by customer id";
            return Err(Error::unsupported(&self.name, what));
        };
        let state = query.state.as_ref().map(|state| {
            let what = || format!("asking for coupons that are {state}");
            translate::filter(state).ok_or_else(|| Error::unsupported(&self.name, what()))
        });
        let use_status = state.transpose()?.map(Into::into);
        if page > PageNumber::FIRST {
            return Ok(Page::empty());
        }
        let customer_id = Some(customer.to_string());
        self.held(&GetCustomerCoupons { customer_id, use_status, card_id: None }).await
    }

    /// The customer is needed, the template is not. The id of a coupon and its code are one, the `cardId`.
    async fn coupon(&self, coupon: &CouponRef) -> Result<Option<Record<Coupon>>> {
        let card = match &coupon.name {
            CouponKey::Id(id) => id.as_str(),
            CouponKey::Code(code) => code,
        };
        let Some(CustomerRef::Id(customer)) = &coupon.customer else {
            let what = "one coupon without its customer's id; name the customer too";
            return Err(Error::unsupported(&self.name, what));
        };
        let (customer_id, card_id) = (Some(customer.to_string()), Some(card.to_owned()));
        let call = GetCustomerCoupons { customer_id, use_status: None, card_id };
        let mut bad = None;
        for row in self.held(&call).await?.rows {
            match row {
                // A vendor that did not look at the filter would answer others too.
                Ok(record) if record.value.id.as_str() == card => return Ok(Some(record)),
                Ok(_) => {}
                Err(row) => bad = Some(row.reason),
            }
        }
        match bad {
            Some(reason) => Err(self.error::<GetCustomerCoupons>(QmaiFailure::Row(reason))),
            None => Ok(None),
        }
    }

    fn check(&self, command: &Command) -> Result<()> {
        Err(self.cannot_write(command))
    }

    fn request_id(&self, _: u128) -> Option<RequestId> {
        None
    }

    async fn write(&self, command: &Command, _: Option<&RequestId>) -> Result<WriteOutcome> {
        Err(self.cannot_write(command))
    }

    fn postcondition(&self, _: &str, _: &str) -> Option<Postcondition> {
        None
    }

    fn custom_fields(&self, _: &RawRow) -> Option<Vec<CustomFieldValue>> {
        None
    }
}

impl Qmai {
    fn cannot_write(&self, command: &Command) -> Error {
        let kind = command.kind().as_str();
        Error::unsupported(&self.name, format!("{kind}: these documents have no writes"))
    }

    async fn held(&self, call: &GetCustomerCoupons) -> Result<Page<Coupon>> {
        let answer: Option<Answer<CustomerCoupon>> = self.found(call).await?;
        Ok(answer.map_or_else(Page::empty, |answer| {
            translate::page(&answer, "cardId", translate::coupon)
        }))
    }

    /// `None` where the vendor says "nothing found" as an error.
    async fn found<E: Endpoint + Sync>(&self, call: &E) -> Result<Option<Answer<E::Row>>> {
        match self.typed(call).await {
            Ok(answer) => Ok(Some(answer)),
            Err(failure) if failure.is_not_found() => Ok(None),
            Err(failure) => Err(self.error::<E>(failure)),
        }
    }

    fn error<E: Endpoint>(&self, failure: QmaiFailure) -> Error {
        error(&self.account, &Operation::of::<E>(), failure)
    }
}
