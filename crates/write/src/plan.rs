//! The facts by which a person can check a write before it is sent.

use coupon_domain::{
    AccountName, Coupon, CouponKey, CouponRef, CouponState, Customer, CustomerRef, Discount,
    ErrorText, Issue, LineItem, Postcondition, Provider, RawRow, ReviewDecision, Template,
    TemplateRef, TemplateState, beijing_date,
};
use coupon_ledger::{CouponFilter, Ledger, LedgerError, TemplateFilter, WholeCoupon};
use futures_util::TryStreamExt as _;
use jiff::{Timestamp, civil::Date};

use crate::{
    holdings::{count_coupons, held_by},
    read_again::{coupon, template, with_code},
};

/// A fact of a plan. Names and states come from the ledger or from the vendor; where neither tells them they are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanFact {
    /// The template that is written to, or that a coupon is issued from.
    Template {
        /// As the write names it.
        named: TemplateRef,
        /// Its record.
        known: Option<Box<Template>>,
    },
    /// The template that is made.
    NewTemplate {
        /// Its name.
        name: String,
        /// The discount of its coupons.
        discount: Discount,
    },
    /// The customer who gets a coupon.
    Customer {
        /// As the write names one.
        named: CustomerRef,
        /// The id, code and name.
        known: Option<Customer>,
    },
    /// The coupon that is changed.
    Coupon {
        /// Its code.
        code: String,
        /// Its record.
        known: Option<Box<Coupon>>,
    },
    /// The code of the new coupon.
    NewCode(String),
    /// First and last Beijing day of validity.
    Validity(Option<Date>, Option<Date>),
    /// The goods of the new coupon.
    Goods(Vec<LineItem>),
    /// How many coupons of the template the customer holds before.
    Held {
        /// How many.
        count: u64,
        /// True if the vendor was asked just now, false if it is the ledger's count.
        by_vendor: bool,
    },
    /// The template is ended.
    Ends {
        /// The state before.
        from: Option<TemplateState>,
    },
    /// The last day moves.
    LastDay {
        /// The day before.
        from: Option<Date>,
        /// The day after.
        to: Date,
    },
    /// The coupon is reviewed.
    Reviewed {
        /// The state before.
        from: Option<CouponState>,
        /// The opinion.
        to: ReviewDecision,
    },
    /// The coupon gets another state.
    Changes {
        /// The state before.
        from: Option<CouponState>,
        /// The state after.
        to: CouponState,
    },
    /// The number of the order in which the coupon is used.
    Order(String),
    /// A custom field is set.
    Field {
        /// Its name.
        key: String,
        /// The value before.
        from: Option<String>,
        /// The value after.
        to: String,
    },
    /// The state before is the ledger's, as of its last sync: the vendor did not tell it.
    OfLedger,
    /// The vendor was asked and did not answer: what it would tell is missing in the plan.
    NotAnswered(ErrorText),
}

/// Where a plan finds its facts.
#[derive(Debug, Clone, Copy)]
pub struct PlanSources<'a> {
    /// The ledger, if there is one.
    pub ledger: Option<&'a Ledger>,
    /// The account that sends.
    pub account: &'a AccountName,
    /// The provider that takes the write. It is asked for what the ledger does not know, and for what customers hold.
    pub provider: &'a dyn Provider,
    /// The current instant: a template or coupon past its end is told as ended.
    pub now: Timestamp,
}

impl PlanSources<'_> {
    /// The facts of a write, which leaves this state. `issue` has the parts of a new coupon that the state does not tell. A vendor
    /// that cannot be asked leaves facts out; it is no error, and is one of the facts.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub async fn facts(
        &self,
        postcondition: &Postcondition,
        issue: Option<&Issue>,
    ) -> Result<Vec<PlanFact>, LedgerError> {
        let mut gathering =
            PlanGathering { sources: *self, unanswered: Vec::new(), old: false, in_ledger: false };
        let mut facts = gathering.facts(postcondition, issue).await?;
        if gathering.old {
            facts.push(PlanFact::OfLedger);
        }
        gathering.unanswered.dedup();
        facts.extend(gathering.unanswered.into_iter().map(PlanFact::NotAnswered));
        Ok(facts)
    }
}

/// Facts on their way into a plan.
struct PlanGathering<'a> {
    sources: PlanSources<'a>,
    /// The errors of the vendor.
    unanswered: Vec<ErrorText>,
    /// True if a state before the write is the ledger's.
    old: bool,
    /// True if the last template was found in the ledger.
    in_ledger: bool,
}

impl PlanGathering<'_> {
    async fn facts(
        &mut self,
        postcondition: &Postcondition,
        issue: Option<&Issue>,
    ) -> Result<Vec<PlanFact>, LedgerError> {
        let mut facts = match postcondition {
            Postcondition::TemplateCreated { name, begins, ends, discount } => vec![
                PlanFact::NewTemplate { name: name.clone(), discount: discount.clone() },
                PlanFact::Validity(Some(*begins), Some(*ends)),
            ],
            Postcondition::TemplateEnded(named) => {
                let known = self.changed_template(named).await?;
                let from = known.as_ref().map(|template| template.state_at(self.sources.now));
                vec![template_fact(named, known), PlanFact::Ends { from }]
            }
            Postcondition::TemplateEndsOn { template: named, day } => {
                let known = self.changed_template(named).await?;
                let from = known.as_ref().and_then(|template| template.ends_at).map(beijing_date);
                vec![template_fact(named, known), PlanFact::LastDay { from, to: *day }]
            }
            Postcondition::CouponIssued { template, customer, .. } => {
                self.issued(template, customer, issue).await?
            }
            Postcondition::CouponWithCode { code, template, customer } => {
                let mut facts = self.issued(template, customer, issue).await?;
                facts.push(PlanFact::NewCode(code.clone()));
                facts
            }
            Postcondition::CouponReviewed { code, decision } => {
                let known = self.coupon(code).await?.map(|(coupon, _)| Box::new(coupon));
                let from = known.as_ref().map(|coupon| coupon.state_at(self.sources.now));
                let (code, to) = (code.clone(), *decision);
                vec![PlanFact::Coupon { code, known }, PlanFact::Reviewed { from, to }]
            }
            Postcondition::CouponUsed { coupon, order } => {
                let mut facts = self.changed(coupon, CouponState::Used).await?;
                facts.push(PlanFact::Order(order.clone()));
                facts
            }
            Postcondition::UseReversed(coupon) => {
                self.changed(coupon, CouponState::Available).await?
            }
            Postcondition::CouponRevoked(coupon) => {
                self.changed(coupon, CouponState::Revoked).await?
            }
            Postcondition::CustomFieldsSet { code, fields } => {
                let known = self.coupon(code).await?;
                let before =
                    known.as_ref().and_then(|(_, row)| self.sources.provider.custom_fields(row));
                let known = known.map(|(coupon, _)| Box::new(coupon));
                let mut facts = vec![PlanFact::Coupon { code: code.clone(), known }];
                facts.extend(fields.iter().map(|field| {
                    let same = before.iter().flatten().find(|before| before.key == field.key);
                    let from = same.map(|before| before.value.clone());
                    PlanFact::Field { key: field.key.clone(), from, to: field.value.clone() }
                }));
                facts
            }
        };
        if let Some(issue) = issue.filter(|issue| !issue.lines.is_empty()) {
            facts.push(PlanFact::Goods(issue.lines.clone()));
        }
        Ok(facts)
    }

    async fn changed(
        &mut self,
        one: &CouponRef,
        to: CouponState,
    ) -> Result<Vec<PlanFact>, LedgerError> {
        let code = match &one.name {
            CouponKey::Code(code) => code.clone(),
            CouponKey::Id(id) => id.to_string(),
        };
        let known = self.found(one).await?.map(|(coupon, _)| Box::new(coupon));
        let from = known.as_ref().map(|coupon| coupon.state_at(self.sources.now));
        Ok(vec![PlanFact::Coupon { code, known }, PlanFact::Changes { from, to }])
    }

    async fn issued(
        &mut self,
        template: &TemplateRef,
        customer: &CustomerRef,
        issue: Option<&Issue>,
    ) -> Result<Vec<PlanFact>, LedgerError> {
        let known = self.template(template).await?;
        let day = |at: Option<Timestamp>| at.map(beijing_date);
        let own = known.as_ref().map(|known| (day(known.begins_at), day(known.ends_at)));
        let (begins, ends) = own.unwrap_or_default();
        let begins = issue.and_then(|issue| issue.begins).or(begins);
        let ends = issue.and_then(|issue| issue.ends).or(ends);
        let person = match self.sources.ledger {
            Some(ledger) => ledger.customer_of(customer, self.source()).await?,
            None => None,
        };
        let held = self.held(template, customer).await?;
        let mut facts = vec![
            template_fact(template, known),
            PlanFact::Customer { named: customer.clone(), known: person },
        ];
        facts.extend(held);
        if begins.is_some() || ends.is_some() {
            facts.push(PlanFact::Validity(begins, ends));
        }
        Ok(facts)
    }

    /// The template that a write changes. From the ledger its state may be older, which the plan says.
    async fn changed_template(
        &mut self,
        named: &TemplateRef,
    ) -> Result<Option<Template>, LedgerError> {
        self.in_ledger = false;
        let known = self.template(named).await?;
        self.old |= self.in_ledger;
        Ok(known)
    }

    /// The answer of the vendor; without one the plan says why.
    fn answered<T>(&mut self, asked: coupon_domain::Result<T>) -> Option<T> {
        asked.map_err(|error| self.unanswered.push(ErrorText::from(&error))).ok()
    }

    /// From the ledger, which may be older; else from the vendor, where the template is named by id.
    async fn template(&mut self, named: &TemplateRef) -> Result<Option<Template>, LedgerError> {
        if let Some(ledger) = self.sources.ledger {
            let (account, provider) = self.source();
            let template = Some(named.clone());
            let filter = TemplateFilter { account, provider, template, gone: true };
            if let Some(found) = ledger.templates(&filter, 1).await?.pop() {
                self.in_ledger = true;
                return Ok(Some(found.value));
            }
        }
        let TemplateRef::Id(id) = named else { return Ok(None) };
        let asked = template(self.sources.provider, id).await;
        Ok(self.answered(asked).flatten().map(|record| record.value))
    }

    async fn coupon(&mut self, code: &str) -> Result<Option<(Coupon, RawRow)>, LedgerError> {
        self.found(&with_code(code)).await
    }

    /// From the vendor as it is now, else from the ledger.
    async fn found(&mut self, one: &CouponRef) -> Result<Option<(Coupon, RawRow)>, LedgerError> {
        let asked = coupon(self.sources.provider, one).await;
        if let Some(record) = self.answered(asked).and_then(|rows| rows.into_iter().next()) {
            return Ok(Some((record.value, record.row)));
        }
        let Some(ledger) = self.sources.ledger else { return Ok(None) };
        let (account, provider) = self.source();
        let name = Some(one.name.clone());
        let filter = CouponFilter { account, provider, name, ..CouponFilter::default() };
        let found = ledger.coupons(&filter, 1).await?.pop();
        self.old |= found.is_some();
        Ok(found.map(|stored| (stored.value, stored.row)))
    }

    async fn held(
        &mut self,
        template: &TemplateRef,
        customer: &CustomerRef,
    ) -> Result<Option<PlanFact>, LedgerError> {
        let asked = held_by(self.sources.provider, template, customer, |_| {}).await;
        if let Some(coupons) = self.answered(asked).flatten() {
            return Ok(Some(PlanFact::Held { count: count_coupons(&coupons), by_vendor: true }));
        }
        let Some(ledger) = self.sources.ledger else { return Ok(None) };
        let (account, provider) = self.source();
        let (template, customer) = (Some(template.clone()), Some(customer.clone()));
        let filter =
            CouponFilter { account, provider, template, customer, ..CouponFilter::default() };
        let held: Vec<WholeCoupon> = ledger.whole_coupons(&filter).try_concat().await?;
        Ok(Some(PlanFact::Held { count: held.len() as u64, by_vendor: false }))
    }

    fn source(&self) -> (Option<AccountName>, Option<coupon_domain::ProviderName>) {
        (Some(self.sources.account.clone()), Some(self.sources.provider.name().clone()))
    }
}

fn template_fact(named: &TemplateRef, known: Option<Template>) -> PlanFact {
    PlanFact::Template { named: named.clone(), known: known.map(Box::new) }
}
