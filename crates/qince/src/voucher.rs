//! 优惠券 as a neutral provider.

use std::sync::Arc;

use async_trait::async_trait;
use coupon_domain::{
    Capabilities, Command, CommandKind, Coupon, CouponPage, CouponQuery, CouponRef, CouponState,
    CustomFieldValue, Customer, DateField, Error, Page, PageNumber, Postcondition, Provider,
    ProviderName, RawRow, Record, RequestId, Result, Scope, Template, TemplateId, TemplateRef,
    Window, WriteOutcome,
};
use coupon_qince_wire::voucher::{
    AddVoucherInfo, GetCmInfos, GetVoucherInfos, QueryVoucherUsedInfo, VoucherUseStatus,
};

use crate::{
    client::{Qince, check, request_id},
    error::{QinceFailure, error},
    translate,
};

/// Why a coupon is not used, given back or taken back by a call.
pub(crate) const ORDERS_DO_IT: (&str, &str) = (
    "no interface uses, reverses or revokes a coupon: the vendor's orders do",
    "没有核销、撤销核销或作废券的接口：由厂商的订单完成",
);

/// The words for a state that cannot be asked for.
pub(crate) fn asking_for(state: &CouponState) -> (String, String) {
    (format!("asking for coupons that are {state}"), format!("按状态“{}”查询券", state.chinese()))
}

/// The 优惠券 of a Qince account. Customers are those whom a template addresses, which need not be those who hold it.
#[derive(Debug)]
pub struct Vouchers {
    qince: Arc<Qince>,
    name: ProviderName,
    page_length: u32,
}

impl Vouchers {
    /// `page_length` rows a page; 1000 is the documented maximum.
    pub fn new(qince: Arc<Qince>, page_length: u32) -> Self {
        Self { qince, name: ProviderName::new("qince.voucher"), page_length }
    }
}

#[async_trait]
impl Provider for Vouchers {
    fn name(&self) -> &ProviderName {
        &self.name
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            templates: &[DateField::Created, DateField::Changed],
            templates_whole: false,
            templates_by_id: None,
            customers: true,
            coupons_by_window: &[],
            coupons_by_template_id: true,
            coupons_by_template_name: false,
            coupons_by_customer: false,
            coupon: false,
            coupon_needs_customer: false,
            commands: &[
                CommandKind::CreateTemplate,
                CommandKind::EndTemplate,
                CommandKind::ChangeEnd,
                CommandKind::Issue,
            ],
        }
    }

    async fn templates(&self, window: &Window, page: PageNumber) -> Result<Page<Template>> {
        let (from, to) =
            (window.from.map(|day| day.to_string()), window.to.map(|day| day.to_string()));
        let mut call = GetVoucherInfos {
            page_number: Some(page.get().into()),
            page_length: Some(self.page_length.into()),
            ..GetVoucherInfos::default()
        };
        match window.by {
            DateField::Created => (call.start_create_date, call.end_create_date) = (from, to),
            DateField::Changed => (call.start_modify_date, call.end_modify_date) = (from, to),
        }
        let answer = self.qince.call(&call).await?;
        Ok(translate::page_aside(answer, translate::template, false).await)
    }

    async fn templates_by_id(&self, _: &[TemplateId]) -> Result<Page<Template>> {
        let what = ("templates by id; list them by day", "按编号查询模板；请按日期列出");
        Err(Error::unsupported(&self.name, what))
    }

    async fn customers(&self, template: &TemplateRef, page: PageNumber) -> Result<Page<Customer>> {
        let TemplateRef::Id(id) = template else {
            let what = ("customers of a template named by name", "按模板名称查询其客户");
            return Err(Error::unsupported(&self.name, what));
        };
        let call = GetCmInfos {
            page_number: Some(page.get().into()),
            page_length: Some(self.page_length.into()),
            voucher_id: Some(id.to_string()),
        };
        let answer = self.qince.call(&call).await?;
        Ok(translate::page_aside(answer, translate::customer, false).await)
    }

    async fn coupons(&self, query: &CouponQuery, page: PageNumber) -> Result<Page<Coupon>> {
        let call = self.usage(query)?;
        if page > PageNumber::FIRST {
            return Ok(Page::empty());
        }
        let answer = self.qince.call(&call).await?;
        Ok(translate::page_aside(answer, translate::held_coupon, true).await)
    }

    async fn coupon_page(&self, query: &CouponQuery, page: PageNumber) -> Result<CouponPage> {
        let call = self.usage(query)?;
        if page > PageNumber::FIRST {
            return Ok(Page::empty().into());
        }
        let answer = self.qince.call(&call).await?;
        Ok(translate::coupon_page(answer, "voucher_id", translate::held_coupon, true))
    }

    async fn coupon(&self, _: &CouponRef) -> Result<Vec<Record<Coupon>>> {
        let what =
            ("one coupon; ask for the coupons of its template", "查询单张券；请查询其模板的券");
        Err(Error::unsupported(&self.name, what))
    }

    fn check(&self, command: &Command) -> Result<()> {
        let name = &self.name;
        match command {
            Command::CreateTemplate(new) => check(&translate::add_voucher(name, new)?),
            Command::EndTemplate(end) => check(&translate::finish(name, end)?),
            Command::ChangeEnd(change) => check(&translate::end_date(name, change)?),
            Command::Issue(issue) => check(&translate::receive(name, issue)?),
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
            Command::CreateTemplate(new) => {
                return self.create(&translate::add_voucher(name, new)?, request_id).await;
            }
            Command::EndTemplate(end) => {
                self.qince.call_as(&translate::finish(name, end)?, request_id).await?
            }
            Command::ChangeEnd(change) => {
                self.qince.call_as(&translate::end_date(name, change)?, request_id).await?
            }
            Command::Issue(issue) => {
                self.qince.call_as(&translate::receive(name, issue)?, request_id).await?
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

impl Vouchers {
    fn not_here(&self, command: &Command) -> Error {
        let what = match command.kind() {
            CommandKind::Use | CommandKind::Reverse | CommandKind::Revoke => ORDERS_DO_IT,
            _ => ("this is for 兑货券", "此操作用于兑货券"),
        };
        Error::unsupported(&self.name, what)
    }

    async fn create(
        &self,
        call: &AddVoucherInfo,
        request_id: Option<&RequestId>,
    ) -> Result<WriteOutcome> {
        let answer = self.qince.call_as(call, request_id).await?;
        let operation = "voucher.addVoucherInfo";
        let row = answer.rows.first();
        let added = row.map(|row| row.decode()).transpose();
        let added = added.map_err(|unreadable| error(operation, QinceFailure::Row(unreadable)))?;
        let id = added.and_then(|added| added.voucher_id).map(TemplateId::new);
        Ok(WriteOutcome {
            template: id,
            row: row.map(translate::raw),
            trace: answer.trace,
            ..WriteOutcome::default()
        })
    }

    /// The call that asks for the coupons of a template.
    fn usage(&self, query: &CouponQuery) -> Result<QueryVoucherUsedInfo> {
        let Scope::Template(TemplateRef::Id(id)) = &query.scope else {
            let what = (
                "coupons by customer, by day or by template name; ask by template id",
                "按客户、日期或模板名称查询券；请按模板编号查询",
            );
            return Err(Error::unsupported(&self.name, what));
        };
        let voucher_status = self.status(query.state.as_ref())?;
        Ok(QueryVoucherUsedInfo { voucher_id: Some(id.to_string()), voucher_status })
    }

    /// The states that the vendor can be asked for, one to one.
    fn status(&self, state: Option<&CouponState>) -> Result<Option<VoucherUseStatus>> {
        match state {
            None => Ok(None),
            Some(CouponState::Available) => Ok(Some(VoucherUseStatus::Unused)),
            Some(CouponState::Used) => Ok(Some(VoucherUseStatus::Used)),
            Some(CouponState::Expired) => Ok(Some(VoucherUseStatus::Expired)),
            Some(other) => Err(Error::unsupported(&self.name, asking_for(other))),
        }
    }
}
