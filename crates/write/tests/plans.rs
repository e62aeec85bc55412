//! Plans of writes: what the ledger knows, what the vendor tells, and what neither of them does.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::sync::Mutex;

use async_trait::async_trait;
use coupon_domain::{
    Capabilities, Command, CommandKind, Coupon, CouponKey, CouponQuery, CouponRef, CouponState,
    CustomFieldValue, Customer, Details, Effect, Error, ErrorKind, Page, PageNumber, Postcondition,
    Provider, ProviderName, RawRow, Record, RequestId, Result, Template, TemplateId, TemplateRef,
    TemplateState, Window, WriteOutcome,
};
use coupon_ledger::{Batch, Ledger};
use coupon_testkit::{LedgerFolder, at, put_coupons};
use coupon_write::{
    Notice, PendingWrite, PlanFact, PlanSources, SentWrite, WriteContext, WriteError, read_again,
};

/// A vendor that tells one coupon and one template, or nothing at all.
#[derive(Debug)]
struct Shop {
    name: ProviderName,
    is_silent: bool,
    asked: Mutex<u32>,
}

impl Shop {
    fn new(is_silent: bool) -> Self {
        Self { name: "qince.voucher".into(), is_silent, asked: Mutex::default() }
    }

    fn answer<T>(&self, value: T) -> Result<T> {
        *self.asked.lock().unwrap() += 1;
        let details = Details { provider: Some(self.name.clone()), ..Details::default() };
        match self.is_silent {
            true => Err(Error::new(ErrorKind::Unreachable, Effect::None, details)),
            false => Ok(value),
        }
    }
}

fn used() -> Record<Coupon> {
    let mut value = Coupon::new("1".into(), CouponState::Used);
    value.code = Some("1".to_owned());
    Record { value, row: "{\"used\":true}".into() }
}

fn ended() -> Record<Template> {
    Record { value: Template::new("895".into(), TemplateState::Ended), row: "{}".into() }
}

#[async_trait]
impl Provider for Shop {
    fn name(&self) -> &ProviderName {
        &self.name
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            templates: &[],
            templates_whole: false,
            templates_by_id: Some(50),
            customers: false,
            coupons_by_window: &[],
            coupons_by_template_id: false,
            coupons_by_template_name: false,
            coupons_by_customer: false,
            coupon: true,
            coupon_needs_customer: false,
            commands: &[CommandKind::Use, CommandKind::EndTemplate],
        }
    }

    async fn templates(&self, _: &Window, _: PageNumber) -> Result<Page<Template>> {
        Err(Error::unsupported(&self.name, "templates"))
    }

    async fn templates_by_id(&self, _: &[TemplateId]) -> Result<Page<Template>> {
        self.answer(Page { rows: vec![Ok(ended())], end: true })
    }

    async fn customers(&self, _: &TemplateRef, _: PageNumber) -> Result<Page<Customer>> {
        Err(Error::unsupported(&self.name, "customers"))
    }

    async fn coupons(&self, _: &CouponQuery, _: PageNumber) -> Result<Page<Coupon>> {
        Err(Error::unsupported(&self.name, "coupons"))
    }

    async fn coupon(&self, _: &CouponRef) -> Result<Vec<Record<Coupon>>> {
        self.answer(vec![used()])
    }

    fn check(&self, _: &Command) -> Result<()> {
        Ok(())
    }

    fn request_id(&self, _: &Command, _: u128) -> Option<RequestId> {
        None
    }

    async fn write(&self, _: &Command, _: Option<&RequestId>) -> Result<WriteOutcome> {
        Err(Error::unsupported(&self.name, "writes"))
    }

    fn postcondition(&self, _: &str, _: &str) -> Option<Postcondition> {
        None
    }

    fn custom_fields(&self, _: &RawRow) -> Option<Vec<CustomFieldValue>> {
        None
    }
}

/// A ledger in which coupon 1 is available and template 895 open.
async fn older(folder: &LedgerFolder) -> Ledger {
    let ledger = folder.ledger().await;
    let mut coupon = Coupon::new("1".into(), CouponState::Available);
    coupon.code = Some("1".to_owned());
    put_coupons(&ledger, "trade", "qince.voucher", [coupon]).await;
    let read_at = at("2026-03-31T16:00:00Z");
    let mut batch = Batch::new("trade".into(), "qince.voucher".into(), "test", read_at);
    batch.templates = vec![Record {
        value: Template::new("895".into(), TemplateState::Open),
        row: "{\"open\":true}".into(),
    }];
    ledger.commit(batch).await.unwrap();
    ledger
}

fn one() -> CouponRef {
    CouponRef { name: CouponKey::Code("1".to_owned()), customer: None, template: None }
}

async fn facts(ledger: Option<&Ledger>, shop: &Shop, left: &Postcondition) -> Vec<PlanFact> {
    let (account, now) = ("trade".into(), at("2026-04-01T00:00:00Z"));
    let sources = PlanSources { ledger, account: &account, provider: shop, now };
    sources.facts(left, None).await.unwrap()
}

fn has_error(facts: &[PlanFact]) -> bool {
    facts.iter().any(|fact| {
        matches!(fact, PlanFact::NotAnswered(text) if text.english.contains("could not be reached"))
    })
}

#[tokio::test]
async fn a_vendor_that_does_not_answer_is_said_and_so_is_a_state_of_the_ledger() {
    let folder = LedgerFolder::new();
    let ledger = older(&folder).await;
    let left = Postcondition::CouponRevoked(one());
    let (from, to) = (Some(CouponState::Available), CouponState::Revoked);
    let told = facts(Some(&ledger), &Shop::new(true), &left).await;
    assert!(told.contains(&PlanFact::Changes { from, to: to.clone() }), "{told:?}");
    assert!(told.contains(&PlanFact::OfLedger) && has_error(&told), "{told:?}");

    let told = facts(Some(&ledger), &Shop::new(false), &left).await;
    assert!(told.contains(&PlanFact::Changes { from: Some(CouponState::Used), to: to.clone() }));
    assert!(!told.contains(&PlanFact::OfLedger) && !has_error(&told), "{told:?}");

    let told = facts(None, &Shop::new(true), &left).await;
    assert!(told.contains(&PlanFact::Changes { from: None, to }), "{told:?}");
    assert!(!told.contains(&PlanFact::OfLedger) && has_error(&told), "{told:?}");
}

#[tokio::test]
async fn the_state_of_a_template_is_the_ledgers_and_said_to_be_else_the_vendors() {
    let folder = LedgerFolder::new();
    let ledger = older(&folder).await;
    let left = Postcondition::TemplateEnded(TemplateRef::Id("895".into()));
    let shop = Shop::new(false);
    let told = facts(Some(&ledger), &shop, &left).await;
    assert!(told.contains(&PlanFact::Ends { from: Some(TemplateState::Open) }), "{told:?}");
    assert!(told.contains(&PlanFact::OfLedger), "{told:?}");
    assert_eq!(*shop.asked.lock().unwrap(), 0);

    let told = facts(None, &shop, &left).await;
    assert!(told.contains(&PlanFact::Ends { from: Some(TemplateState::Ended) }), "{told:?}");
    assert!(!told.contains(&PlanFact::OfLedger), "{told:?}");
    let told = facts(None, &Shop::new(true), &left).await;
    assert!(told.contains(&PlanFact::Ends { from: None }) && has_error(&told), "{told:?}");
}

#[tokio::test]
async fn the_row_that_a_write_has_changed_is_read_again_and_a_reading_that_fails_is_said() {
    let folder = LedgerFolder::new();
    let ledger = older(&folder).await;
    let pending = PendingWrite {
        key: "k".to_owned(),
        account: "trade".into(),
        provider: "qince.voucher".into(),
        operation: "use".to_owned(),
        body: "{}".to_owned(),
        request_id: None,
        baseline: None,
        subject: None,
    };
    let left = Postcondition::CouponUsed { coupon: one(), order: "o".to_owned() };
    let notices = Mutex::new(Vec::new());
    let notify = |notice: Notice<'_>| notices.lock().unwrap().push(format!("{notice:?}"));
    let now = || at("2026-04-01T00:00:00Z");
    let context =
        WriteContext { ledger: &ledger, now: &now, random: &|| 7, operator: None, notify: &notify };
    let state =
        || async { ledger.coupons(&Default::default(), 9).await.unwrap()[0].value.state.clone() };
    let done: std::result::Result<_, WriteError> =
        Ok(SentWrite::Done { outcome: WriteOutcome::default(), value: () });
    read_again(&context, &pending, &Shop::new(true), &left, &done).await;
    assert_eq!(state().await, CouponState::Available);
    let told = notices.lock().unwrap().concat();
    assert!(told.contains("NotReadAgain"), "{told}");
    read_again(&context, &pending, &Shop::new(false), &left, &done).await;
    assert_eq!(state().await, CouponState::Used);
    assert_eq!(notices.lock().unwrap().len(), 1);
}
