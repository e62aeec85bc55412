//! WeChat Pay as a neutral provider.

use async_trait::async_trait;
use bytes::Bytes;
use coupon_domain::{
    Capabilities, Command, CommandKind, Coupon, CouponQuery, CouponRef, CustomFieldValue, Customer,
    CustomerRef, Details, Effect, Error, ErrorKind, Page, PageNumber, Postcondition, Provider,
    ProviderName, RawRow, Record, RequestId, Result, Scope, Template, TemplateId, TemplateRef,
    Window, WriteOutcome,
};
use coupon_transport::AttemptContext;
use coupon_wire::Answer;
use coupon_wxpay_wire::{
    AttemptParams, BeijingInstant, Endpoint, Operation,
    busifavor::{
        BusiFavorUse, DeactivateCoupon, ListCoupons, QueryCoupon, QueryStock, ReturnCoupon,
    },
};
use http::Response;

use crate::{
    client::{WxPay, refuse},
    commands::{self, BusiFavorWrite},
    error::{WxPayFailure, error, is_not_found},
    merchant_role::MerchantRole,
    postcondition::postcondition,
    translate, use_number,
};

/// How many coupons a page has: the number of the document's sample. No maximum is documented.
const COUPONS_PER_PAGE: u32 = 20;

#[async_trait]
impl Provider for WxPay {
    fn name(&self) -> &ProviderName {
        &self.name
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            templates: &[],
            templates_whole: false,
            templates_by_id: Some(1),
            customers: false,
            coupons_by_window: &[],
            coupons_by_template_id: false,
            coupons_by_template_name: false,
            coupons_by_customer: true,
            coupon: true,
            coupon_needs_customer: true,
            commands: &[CommandKind::Use, CommandKind::Reverse, CommandKind::Revoke],
        }
    }

    async fn templates(&self, _: &Window, _: PageNumber) -> Result<Page<Template>> {
        let what = ("a list of stocks; ask for them by id", "批次列表；请按批次号查询");
        Err(Error::unsupported(&self.name, what))
    }

    async fn templates_by_id(&self, ids: &[TemplateId]) -> Result<Page<Template>> {
        let mut page = Page::empty();
        for id in ids {
            let call = QueryStock { stock_id: Some(id.to_string()) };
            if let Some((answer, _)) = self.found(&call).await? {
                let rows = answer.rows.iter();
                page.rows.extend(
                    rows.map(|row| translate::record(row, "stock_id", translate::template)),
                );
            }
        }
        Ok(page)
    }

    async fn customers(&self, _: &TemplateRef, _: PageNumber) -> Result<Page<Customer>> {
        let what = ("customers whom a stock addresses", "批次面向的客户");
        Err(Error::unsupported(&self.name, what))
    }

    /// The document calls `offset` the number of a page, its name says an offset of rows. It is sent as the number of the page: if it
    /// counts rows, pages overlap, and no coupon is missed. The last page is one that is empty, or that ends the list in either
    /// reading.
    async fn coupons(&self, query: &CouponQuery, page: PageNumber) -> Result<Page<Coupon>> {
        let Scope::Customer(CustomerRef::Id(openid)) = &query.scope else {
            let what = (
                "coupons by stock, by day or by customer code; ask by the customer's openid",
                "按批次、日期或客户编码查询券；请按客户 openid 查询",
            );
            return Err(Error::unsupported(&self.name, what));
        };
        let state = query.state.as_ref().map(|state| {
            let what = || {
                let chinese = format!("按状态 {state} 查询券");
                (format!("asking for coupons that are {state}"), chinese)
            };
            translate::filter(state).ok_or_else(|| Error::unsupported(&self.name, what()))
        });
        let merchant = || Some(self.account.mchid().expose_secret().to_owned());
        let index = page.get() - 1;
        let mut call = ListCoupons {
            openid: Some(openid.to_string()),
            appid: Some(self.account.appid().to_owned()),
            coupon_state: state.transpose()?,
            offset: Some(index.into()),
            limit: Some(COUPONS_PER_PAGE.into()),
            ..ListCoupons::default()
        };
        match self.role {
            MerchantRole::Creator => call.creator_merchant = merchant(),
            MerchantRole::Owner => call.belong_merchant = merchant(),
            MerchantRole::Sender => call.sender_merchant = merchant(),
        }
        let Some((answer, response)) = self.found(&call).await? else { return Ok(Page::empty()) };
        let read = |row| translate::coupon(row, openid.as_str());
        let rows: Vec<_> =
            answer.rows.iter().map(|row| translate::record(row, "coupon_code", read)).collect();
        let reached = u64::from(index) + rows.len() as u64;
        let total = Operation::of::<ListCoupons>().total_count(&response);
        let end = rows.is_empty() || total.is_some_and(|total| reached >= total);
        Ok(Page { rows, end })
    }

    /// The customer is needed, the template is not. The id of a coupon and its code are one, the `coupon_code`.
    async fn coupon(&self, coupon: &CouponRef) -> Result<Vec<Record<Coupon>>> {
        let openid = commands::holder(&self.name, coupon)?;
        let call = self.query(openid, commands::code(coupon));
        let Some((answer, _)) = self.found(&call).await? else { return Ok(Vec::new()) };
        let read = |row| translate::coupon(row, openid);
        let mut records = Vec::new();
        for row in &answer.rows {
            let record = translate::record(row, "coupon_code", read);
            let record =
                record.map_err(|bad| self.error::<QueryCoupon>(WxPayFailure::Row(bad.reason)))?;
            if record.value.id.as_str() != commands::code(coupon) {
                let reason = "the answer is about another coupon".to_owned();
                return Err(self.error::<QueryCoupon>(WxPayFailure::Row(reason)));
            }
            records.push(record);
        }
        Ok(records)
    }

    fn check(&self, command: &Command) -> Result<()> {
        let number = self.request_id(command, 0).unwrap_or_else(|| use_number::of_other(0));
        // A stock that the command does not name is looked up before the call.
        let stock = || Some("0".to_owned());
        match commands::call(&self.name, self.account.appid(), command, &number)? {
            BusiFavorWrite::Use(call) => self.refuse(&at(&call, AttemptContext::from_system().now)),
            BusiFavorWrite::Reverse(mut call) => {
                call.stock_id = call.stock_id.or_else(stock);
                self.refuse(&call)
            }
            BusiFavorWrite::Revoke(mut call) => {
                call.stock_id = call.stock_id.or_else(stock);
                self.refuse(&call)
            }
        }
    }

    /// The number of a use holds that of the order; every other write has 32 hex digits.
    fn request_id(&self, command: &Command, random: u128) -> Option<RequestId> {
        Some(match command {
            Command::Use(used) => use_number::of_use(&used.order, random),
            _ => use_number::of_other(random),
        })
    }

    async fn write(
        &self,
        command: &Command,
        request_id: Option<&RequestId>,
    ) -> Result<WriteOutcome> {
        let own = || self.request_id(command, AttemptContext::from_system().random);
        let number = request_id.cloned().or_else(own).unwrap_or_else(|| use_number::of_other(0));
        match commands::call(&self.name, self.account.appid(), command, &number)? {
            BusiFavorWrite::Use(mut call) => {
                let stock = self.stock(call.stock_id.take(), command).await?;
                call.stock_id = Some(stock);
                let timed = |attempt: &AttemptParams| Some(at(&call, attempt.time()));
                let sent = self.at_its_time(&call, timed).await;
                self.outcome::<BusiFavorUse>(sent, call.coupon_code.as_deref())
            }
            BusiFavorWrite::Reverse(mut call) => {
                call.stock_id = Some(self.stock(call.stock_id.take(), command).await?);
                let sent = self.typed(&call).await;
                self.outcome::<ReturnCoupon>(sent, call.coupon_code.as_deref())
            }
            BusiFavorWrite::Revoke(mut call) => {
                call.stock_id = Some(self.stock(call.stock_id.take(), command).await?);
                let sent = self.typed(&call).await;
                self.outcome::<DeactivateCoupon>(sent, call.coupon_code.as_deref())
            }
        }
    }

    fn postcondition(&self, operation: &str, body: &str) -> Option<Postcondition> {
        postcondition(operation, body)
    }

    fn custom_fields(&self, _: &RawRow) -> Option<Vec<CustomFieldValue>> {
        None
    }
}

/// The call at this time.
fn at(call: &BusiFavorUse, time: jiff::Timestamp) -> BusiFavorUse {
    BusiFavorUse { use_time: Some(BeijingInstant(time)), ..call.clone() }
}

impl WxPay {
    fn query(&self, openid: &str, code: &str) -> QueryCoupon {
        QueryCoupon {
            openid: Some(openid.to_owned()),
            coupon_code: Some(code.to_owned()),
            appid: Some(self.account.appid().to_owned()),
        }
    }

    fn refuse<E: Endpoint>(&self, call: &E) -> Result<()> {
        refuse(call.validate()).map_err(|failure| self.error::<E>(failure))
    }

    /// The stock of the coupon of a command: the one that it names, else the one that the coupon tells. Nothing was written if that
    /// fails.
    async fn stock(&self, named: Option<String>, command: &Command) -> Result<String> {
        if let Some(stock) = named {
            return Ok(stock);
        }
        let postcondition = Postcondition::from(command);
        let coupon = postcondition.moved_coupon().expect("every command here is about a coupon");
        let found = self.coupon(coupon).await?.into_iter().next();
        let stock = found.and_then(|record| record.value.template);
        stock.map(TemplateId::into_string).ok_or_else(|| {
            let own =
                ("the vendor knows no such coupon of this customer", "厂商没有该客户的这张券");
            let details = Details {
                provider: Some(self.name.clone()),
                operation: Some(QueryCoupon::NAME),
                own: Some(own.into()),
                ..Details::default()
            };
            Error::new(ErrorKind::Refused, Effect::None, details)
        })
    }

    fn outcome<E: Endpoint>(
        &self,
        sent: Result<(Answer<E::Row>, Response<Bytes>), WxPayFailure>,
        code: Option<&str>,
    ) -> Result<WriteOutcome> {
        let (answer, _) = sent.map_err(|failure| self.error::<E>(failure))?;
        Ok(WriteOutcome {
            code: code.map(str::to_owned),
            row: answer.rows.first().map(translate::raw),
            trace: answer.trace,
            ..WriteOutcome::default()
        })
    }

    /// `None` where the vendor says "nothing found".
    async fn found<E: Endpoint + Sync>(
        &self,
        call: &E,
    ) -> Result<Option<(Answer<E::Row>, Response<Bytes>)>> {
        match self.typed(call).await {
            Ok(found) => Ok(Some(found)),
            Err(failure) if is_not_found(&self.account, &Operation::of::<E>(), &failure) => {
                Ok(None)
            }
            Err(failure) => Err(self.error::<E>(failure)),
        }
    }

    fn error<E: Endpoint>(&self, failure: WxPayFailure) -> Error {
        error(&self.account, &Operation::of::<E>(), failure)
    }
}
