//! Qmai as a neutral provider.

use async_trait::async_trait;
use coupon_domain::{
    Capabilities, Command, CommandKind, Coupon, CouponQuery, CouponRef, CouponState,
    CustomFieldValue, Customer, CustomerRef, Error, Page, PageNumber, Postcondition, Provider,
    ProviderName, RawRow, Record, RequestId, Result, Scope, Template, TemplateId, TemplateRef,
    Window, WriteOutcome,
};
use coupon_qmai_wire::{
    Endpoint, Operation,
    v2::{CouponStoreList, UserCouponsDetailByIds},
    v3::{
        CouponStatus, CustomerCoupon, GetCustomerCoupons, IssueCouponsToCustomer, IssuedCoupons,
        WriteOffCoupon, WrittenOffCoupons,
    },
};
use coupon_transport::AttemptContext;
use coupon_wire::Answer;

use crate::{
    client::{Qmai, refuse},
    commands::{self, CommandCall},
    error::{QmaiFailure, error},
    postcondition::postcondition,
    translate,
};

/// How many ids a call names. The vendor's own limit is not known.
const IDS_PER_CALL: usize = 50;
/// How many rows a page has: the most that lists of this vendor take (seen).
const ROWS_PER_PAGE: u32 = 50;

#[async_trait]
impl Provider for Qmai {
    fn name(&self) -> &ProviderName {
        &self.name
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            templates: &[],
            templates_whole: self.lists_templates,
            templates_by_id: Some(IDS_PER_CALL),
            customers: false,
            coupons_by_window: &[],
            coupons_by_template_id: false,
            coupons_by_template_name: false,
            coupons_by_customer: true,
            coupon: true,
            coupon_needs_customer: true,
            commands: &[
                CommandKind::Issue,
                CommandKind::Use,
                CommandKind::Reverse,
                CommandKind::Revoke,
            ],
        }
    }

    /// Up to the empty page: whether a total comes along is not known.
    async fn templates(&self, window: &Window, page: PageNumber) -> Result<Page<Template>> {
        if window.from.is_some() || window.to.is_some() || !self.lists_templates {
            let what = ("templates by day; ask for them by id", "按日期查询模板；请按编号查询");
            return Err(Error::unsupported(&self.name, what));
        }
        let (page, page_size) = (Some(page.get().into()), Some(ROWS_PER_PAGE.into()));
        let call = CouponStoreList { page, page_size, ..CouponStoreList::default() };
        let Some(answer) = self.found(&call).await? else { return Ok(Page::empty()) };
        let money = self.account.v2_money();
        let page = translate::page(&answer, "id", |row| translate::template(row, money));
        Ok(Page { end: page.rows.is_empty(), ..page })
    }

    async fn templates_by_id(&self, ids: &[TemplateId]) -> Result<Page<Template>> {
        if ids.is_empty() {
            return Ok(Page::empty());
        }
        let unsendable =
            |id: &&TemplateId| id.as_str().trim().is_empty() || id.as_str().contains(',');
        if let Some(id) = ids.iter().find(unsendable) {
            let id = id.as_str();
            let what = (
                format!("the template id {id:?}: ids are sent with commas between them"),
                format!("模板编号 {id:?}：各编号以逗号分隔发送"),
            );
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
        let what = ("customers whom a template addresses", "查询模板面向的客户");
        Err(Error::unsupported(&self.name, what))
    }

    async fn coupons(&self, query: &CouponQuery, page: PageNumber) -> Result<Page<Coupon>> {
        let Scope::Customer(CustomerRef::Id(customer)) = &query.scope else {
            let what = (
                "coupons by template, by day or by customer code; ask by customer id",
                "按模板、日期或客户编码查询券；请按客户编号查询",
            );
            return Err(Error::unsupported(&self.name, what));
        };
        let state = query.state.as_ref().map(|state| {
            let what = || {
                let english = format!("asking for coupons that are {state}");
                (english, format!("按状态“{}”查询券", state.chinese()))
            };
            translate::filter(state).ok_or_else(|| Error::unsupported(&self.name, what()))
        });
        let use_status = state.transpose()?.map(Into::into);
        if page > PageNumber::FIRST {
            return Ok(Page::empty());
        }
        let customer_id = Some(customer.to_string());
        self.held(&GetCustomerCoupons { customer_id, use_status, card_id: None }).await
    }

    /// The customer is needed, the template is not. The id of a coupon and its code are one, the `cardId`. Of a used one a second
    /// call asks for the order; where that fails, the order is not known.
    async fn coupon(&self, coupon: &CouponRef) -> Result<Vec<Record<Coupon>>> {
        let card = commands::card(coupon);
        let Some(CustomerRef::Id(customer)) = &coupon.customer else {
            let what = (
                "one coupon without its customer's id; name the customer too",
                "未指明客户编号的单张券；请同时指定客户",
            );
            return Err(Error::unsupported(&self.name, what));
        };
        let (customer_id, card_id) = (Some(customer.to_string()), Some(card.to_owned()));
        let call = GetCustomerCoupons { customer_id, use_status: None, card_id };
        let mut bad = None;
        for row in self.held(&call).await?.rows {
            match row {
                // A vendor that did not look at the filter would answer others too.
                Ok(record) if record.value.id.as_str() == card => {
                    return Ok(vec![self.with_order(record).await]);
                }
                Ok(_) => {}
                Err(row) => bad = Some(row.reason),
            }
        }
        match bad {
            Some(reason) => Err(self.error::<GetCustomerCoupons>(QmaiFailure::Row(reason))),
            None => Ok(Vec::new()),
        }
    }

    fn check(&self, command: &Command) -> Result<()> {
        match commands::call(&self.name, command, &made_id(0))? {
            CommandCall::Issue(call) => self.refuse(&call),
            CommandCall::Use(call) => self.refuse(&call),
            CommandCall::Reverse(call) => self.refuse(&call),
            CommandCall::Revoke(call) => self.refuse(&call),
        }
    }

    /// A reversal bears the id of the use. Every other write bears one of its own.
    fn request_id(&self, command: &Command, random: u128) -> Option<RequestId> {
        match command {
            Command::Reverse(reverse) => reverse.used_as.clone(),
            _ => Some(made_id(random)),
        }
    }

    async fn write(
        &self,
        command: &Command,
        request_id: Option<&RequestId>,
    ) -> Result<WriteOutcome> {
        let own = || made_id(AttemptContext::from_system().random);
        let request_id = request_id.cloned().unwrap_or_else(own);
        match commands::call(&self.name, command, &request_id)? {
            CommandCall::Issue(call) => self.issue(&call).await,
            CommandCall::Use(call) => self.write_off(&call).await,
            CommandCall::Reverse(call) => self.done(&call, None).await,
            CommandCall::Revoke(call) => self.done(&call, call.card_id_list.first()).await,
        }
    }

    fn postcondition(&self, operation: &str, body: &str) -> Option<Postcondition> {
        postcondition(operation, body)
    }

    fn custom_fields(&self, _: &RawRow) -> Option<Vec<CustomFieldValue>> {
        None
    }
}

/// The `bizId` of a write: 32 hex digits of these random bits. Whether the vendor does nothing a second time under the same one is
/// unknown, so it is for looking a write up, and nothing is ever repeated under it.
fn made_id(random: u128) -> RequestId {
    RequestId::new(format!("{random:032x}"))
}

impl Qmai {
    fn refuse<E: Endpoint>(&self, call: &E) -> Result<()> {
        refuse(call.validate()).map_err(|failure| self.error::<E>(failure))
    }

    async fn issue(&self, call: &IssueCouponsToCustomer) -> Result<WriteOutcome> {
        let failed = |failure| self.error::<IssueCouponsToCustomer>(failure);
        let answer = self.typed(call).await.map_err(failed)?;
        let row = answer.rows.first();
        let read = row.map(|row| row.decode()).transpose();
        let read = read.map_err(|error| failed(QmaiFailure::Row(error.to_string())))?;
        let IssuedCoupons { card_id, card_id_list, .. } = read.unwrap_or_default();
        let card = card_id.or_else(|| card_id_list.into_iter().next());
        if card.is_none() {
            return Err(failed(QmaiFailure::NoResult("cardId")));
        }
        Ok(WriteOutcome {
            coupon: card.as_deref().map(Into::into),
            code: card,
            customer: call.customer_id.as_deref().map(Into::into),
            row: row.map(translate::raw),
            trace: answer.trace,
            ..WriteOutcome::default()
        })
    }

    async fn write_off(&self, call: &WriteOffCoupon) -> Result<WriteOutcome> {
        let failed = |failure| self.error::<WriteOffCoupon>(failure);
        let answer = self.typed(call).await.map_err(failed)?;
        let row = answer.rows.first();
        let read = row.map(|row| row.decode()).transpose();
        let read = read.map_err(|error| failed(QmaiFailure::Row(error.to_string())))?;
        let WrittenOffCoupons { card_id_list, .. } = read.unwrap_or_default();
        let card = call.coupons_card_list.first();
        if !card.is_some_and(|card| card_id_list.contains(card)) {
            return Err(failed(QmaiFailure::NoResult("cardIdList")));
        }
        Ok(WriteOutcome {
            code: card.cloned(),
            customer: call.customer_id.as_deref().map(Into::into),
            row: row.map(translate::raw),
            trace: answer.trace,
            ..WriteOutcome::default()
        })
    }

    async fn done<E: Endpoint + Sync>(
        &self,
        call: &E,
        card: Option<&String>,
    ) -> Result<WriteOutcome> {
        let answer = self.typed(call).await.map_err(|failure| self.error::<E>(failure))?;
        Ok(WriteOutcome {
            code: card.cloned(),
            row: answer.rows.first().map(translate::raw),
            trace: answer.trace,
            ..WriteOutcome::default()
        })
    }

    async fn with_order(&self, mut record: Record<Coupon>) -> Record<Coupon> {
        if record.value.state == CouponState::Used {
            let (id, r#type) = (Some(record.value.id.to_string()), Some("1".to_owned()));
            // An account may have no grant for this interface; the coupon is known without it.
            let answer = self.typed(&CouponStatus { id, r#type }).await.ok();
            let usage = answer.and_then(|answer| answer.rows.first()?.decode().ok());
            record.value.order_no = usage.and_then(|usage| usage.use_order_code);
        }
        record
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
