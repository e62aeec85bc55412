//! 兑货券 as a neutral provider.

use std::sync::Arc;

use async_trait::async_trait;
use coupon_domain::{
    Capabilities, Command, CommandKind, Coupon, CouponId, CouponKey, CouponPage, CouponQuery,
    CouponRef, CouponState, CustomFieldValue, Customer, DateField, Error, Page, PageNumber,
    Postcondition, Provider, ProviderName, RawRow, Record, RequestId, Result, Scope, Template,
    TemplateId, TemplateRef, Window, WriteOutcome,
};
use coupon_qince_wire::coupondetail::{AddCoupon, CouponDetail, QueryCouponDetail, RecordStatus};
use coupon_wire::Row;

use crate::{
    client::{Qince, check, request_id},
    error::{QinceFailure, error},
    translate,
    voucher::{ORDERS_DO_IT, asking_for},
};

const AGREEMENTS: (&str, &str) =
    ("agreements; they are known from coupons alone", "查询协议；只能从券得知协议");

/// The 兑货券 of a Qince account. One row for each product of a coupon; writes name a coupon by its code.
#[derive(Debug)]
pub struct CouponDetails {
    qince: Arc<Qince>,
    name: ProviderName,
    page_length: u32,
}

impl CouponDetails {
    /// `page_length` rows a page; 1000 is the default of the documents, no maximum is given.
    pub fn new(qince: Arc<Qince>, page_length: u32) -> Self {
        Self { qince, name: ProviderName::new("qince.coupondetail"), page_length }
    }
}

#[async_trait]
impl Provider for CouponDetails {
    fn name(&self) -> &ProviderName {
        &self.name
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            templates: &[],
            templates_whole: false,
            templates_by_id: None,
            customers: false,
            coupons_by_window: &[DateField::Created, DateField::Changed],
            coupons_by_template_id: false,
            coupons_by_template_name: true,
            coupons_by_customer: false,
            coupon: true,
            coupon_needs_customer: false,
            commands: &[CommandKind::Issue, CommandKind::Review, CommandKind::Annotate],
        }
    }

    async fn templates(&self, _: &Window, _: PageNumber) -> Result<Page<Template>> {
        Err(Error::unsupported(&self.name, AGREEMENTS))
    }

    async fn templates_by_id(&self, _: &[TemplateId]) -> Result<Page<Template>> {
        Err(Error::unsupported(&self.name, AGREEMENTS))
    }

    async fn customers(&self, _: &TemplateRef, _: PageNumber) -> Result<Page<Customer>> {
        Err(Error::unsupported(&self.name, ("customers of an agreement", "查询协议的客户")))
    }

    async fn coupons(&self, query: &CouponQuery, page: PageNumber) -> Result<Page<Coupon>> {
        let answer = self.qince.call(&self.list(query, page)?).await?;
        Ok(translate::page_aside(answer, translate::exchange_coupon, false).await)
    }

    async fn coupon_page(&self, query: &CouponQuery, page: PageNumber) -> Result<CouponPage> {
        let answer = self.qince.call(&self.list(query, page)?).await?;
        Ok(translate::coupon_page(answer, "deal_id", translate::exchange_coupon, false))
    }

    async fn coupon(&self, coupon: &CouponRef) -> Result<Vec<Record<Coupon>>> {
        let CouponKey::Code(code) = &coupon.name else {
            return Err(Error::unsupported(
                &self.name,
                ("a coupon by its row's id; ask by its code", "按行编号查询券；请按券码查询"),
            ));
        };
        let (mut records, mut number) = (Vec::new(), PageNumber::FIRST);
        loop {
            let call = QueryCouponDetail { coupon_no: Some(code.clone()), ..self.query(number) };
            let answer = self.qince.call(&call).await?;
            let page = translate::page(&answer, translate::exchange_coupon, true);
            let is_read =
                |first: &RawRow| records.iter().any(|one: &Record<Coupon>| one.row == *first);
            // A vendor that does not turn pages sends the same rows again.
            if answer.rows.first().map(translate::raw).as_ref().is_some_and(is_read) {
                return Ok(records);
            }
            for (row, read) in answer.rows.iter().zip(page.rows) {
                records.push(read.map_err(|_| unreadable(row))?);
            }
            // A page that is not full is the last one: more rows would have found room on it.
            if answer.rows.len() < self.page_length as usize {
                return Ok(records);
            }
            number = number.next();
        }
    }

    fn check(&self, command: &Command) -> Result<()> {
        match command {
            Command::Issue(issue) => check(&translate::add_coupon(&self.name, issue)?),
            Command::Review(review) => check(&translate::approval(review)),
            Command::Annotate(annotate) => check(&translate::update_ext(annotate)),
            other => Err(self.not_here(other)),
        }
    }

    fn request_id(&self, _: &Command, random: u128) -> Option<RequestId> {
        Some(request_id(random))
    }

    async fn write(
        &self,
        command: &Command,
        request_id: Option<&RequestId>,
    ) -> Result<WriteOutcome> {
        let name = &self.name;
        let answer = match command {
            Command::Issue(issue) => {
                return self.issue(&translate::add_coupon(name, issue)?, request_id).await;
            }
            Command::Review(review) => {
                self.qince.call_as(&translate::approval(review), request_id).await?
            }
            Command::Annotate(annotate) => {
                self.qince.call_as(&translate::update_ext(annotate), request_id).await?
            }
            other => return Err(self.not_here(other)),
        };
        let row = answer.rows.first().map(translate::raw);
        Ok(WriteOutcome { row, trace: answer.trace, ..WriteOutcome::default() })
    }

    fn postcondition(&self, operation: &str, body: &str) -> Option<Postcondition> {
        translate::postcondition(operation, body)
    }

    fn custom_fields(&self, row: &RawRow) -> Option<Vec<CustomFieldValue>> {
        translate::custom_fields(row)
    }
}

const QUERY: &str = "coupondetail.queryCouponDetail";

impl CouponDetails {
    fn not_here(&self, command: &Command) -> Error {
        let what = match command.kind() {
            CommandKind::Use | CommandKind::Reverse | CommandKind::Revoke => ORDERS_DO_IT,
            _ => ("an agreement is made and ended in Qince itself", "协议须在勤策中建立和终止"),
        };
        Error::unsupported(&self.name, what)
    }

    /// The call that asks for a page of coupons.
    fn list(&self, query: &CouponQuery, page: PageNumber) -> Result<QueryCouponDetail> {
        let mut call = self.query(page);
        call.status = self.status(query.state.as_ref())?;
        match &query.scope {
            Scope::Window(Window { by, from, to }) => {
                let (from, to) = (from.map(|day| day.to_string()), to.map(|day| day.to_string()));
                match by {
                    DateField::Created => (call.create_start, call.create_end) = (from, to),
                    DateField::Changed => (call.modify_start, call.modify_end) = (from, to),
                }
            }
            Scope::Template(TemplateRef::Name(deal)) => call.deal_name = Some(deal.clone()),
            Scope::Template(TemplateRef::Id(_)) => {
                let what = (
                    "coupons by agreement id; ask by the agreement's name",
                    "按协议编号查询券；请按协议名称查询",
                );
                return Err(Error::unsupported(&self.name, what));
            }
            Scope::Customer(_) => {
                let what = (
                    "coupons of a customer; read the ledger, or ask by day",
                    "查询某客户的券；请读台账，或按日期查询",
                );
                return Err(Error::unsupported(&self.name, what));
            }
        }
        Ok(call)
    }

    fn query(&self, page: PageNumber) -> QueryCouponDetail {
        QueryCouponDetail {
            page_number: Some(page.get().into()),
            page_length: Some(self.page_length.into()),
            ..QueryCouponDetail::default()
        }
    }

    /// The code may be missing from the answer; then it is the one that was sent (CPA-16).
    async fn issue(
        &self,
        call: &AddCoupon,
        request_id: Option<&RequestId>,
    ) -> Result<WriteOutcome> {
        let answer = self.qince.call_as(call, request_id).await?;
        let row = answer.rows.first();
        let added = row.map(|row| row.decode()).transpose();
        let added = added
            .map_err(|unreadable| error("coupondetail.addCoupon", QinceFailure::Row(unreadable)))?
            .unwrap_or_default();
        Ok(WriteOutcome {
            coupon: added.id.map(CouponId::new),
            code: added.code.or_else(|| call.coupon_no.clone()),
            row: row.map(translate::raw),
            trace: answer.trace,
            ..WriteOutcome::default()
        })
    }

    /// Deleted records are the only state that the vendor can be asked for, one to one.
    fn status(&self, state: Option<&CouponState>) -> Result<Option<RecordStatus>> {
        match state {
            None => Ok(None),
            Some(CouponState::Revoked) => Ok(Some(RecordStatus::Deleted)),
            Some(other) => Err(Error::unsupported(&self.name, asking_for(other))),
        }
    }
}

/// The error of a row that cannot be read, when it is the answer.
fn unreadable(row: &Row<CouponDetail>) -> Error {
    let unreadable = row.decode().err().unwrap_or_else(|| coupon_wire::Error {
        place: coupon_wire::Location { vendor: "qince", operation: QUERY },
        path: "response_data[0].id".to_owned(),
        problem: "is missing".to_owned(),
        excerpt: coupon_wire::internal::excerpt(row.raw()),
    });
    error(QUERY, QinceFailure::ReadRow(unreadable))
}
