//! Reading the row that a write has changed again, so that the ledger shows what the vendor has now.

use coupon_domain::{
    BadRow, Coupon, CouponKey, CouponRef, DateField, Effect, PageNumber, Postcondition, Provider,
    Record, Template, TemplateId, TemplateRef, Window, WriteOutcome,
};
use coupon_ledger::{Batch, WriteSubject};

use crate::{
    context::{Notice, WriteContext},
    error::WriteError,
    holdings::held_by,
    send::{PendingWrite, SentWrite},
};

/// The stream under which the ledger keeps rows that were read after a write.
const STREAM: &str = "after_write";

/// The row of the ledger that a write changes. None for a write that makes a new row, or names its row in a way that the ledger
/// does not know.
pub fn write_subject(postcondition: &Postcondition) -> Option<WriteSubject> {
    match postcondition {
        Postcondition::TemplateEnded(TemplateRef::Id(id))
        | Postcondition::TemplateEndsOn { template: TemplateRef::Id(id), .. } => {
            Some(WriteSubject::Template(id.clone()))
        }
        Postcondition::CouponReviewed { code, .. }
        | Postcondition::CustomFieldsSet { code, .. } => Some(WriteSubject::Coupon(code.clone())),
        Postcondition::CouponUsed { coupon, .. }
        | Postcondition::UseReversed(coupon)
        | Postcondition::CouponRevoked(coupon) => match &coupon.name {
            CouponKey::Code(code) => Some(WriteSubject::Coupon(code.clone())),
            CouponKey::Id(_) => None,
        },
        Postcondition::TemplateCreated { .. }
        | Postcondition::TemplateEnded(TemplateRef::Name(_))
        | Postcondition::TemplateEndsOn { template: TemplateRef::Name(_), .. }
        | Postcondition::CouponIssued { .. }
        | Postcondition::CouponWithCode { .. } => None,
    }
}

/// Reads the rows that a write has changed or made, and keeps them in the ledger, if the write is done, even if its answer could
/// not be understood. A reading that fails is only a [`Notice::NotReadAgain`].
pub async fn read_again<T>(
    context: &WriteContext<'_>,
    pending: &PendingWrite,
    provider: &dyn Provider,
    postcondition: &Postcondition,
    sent: &Result<SentWrite<T>, WriteError>,
) {
    let outcome = match sent {
        Ok(SentWrite::Done { outcome, .. }) => outcome,
        Err(WriteError::Provider(error)) if error.effect() == Effect::Applied => {
            &WriteOutcome::default()
        }
        Ok(SentWrite::Before(_)) | Err(_) => return,
    };
    if let Err(error) = read_and_keep(context, pending, provider, postcondition, outcome).await {
        (context.notify)(Notice::NotReadAgain(&error));
    }
}

async fn read_and_keep(
    context: &WriteContext<'_>,
    pending: &PendingWrite,
    provider: &dyn Provider,
    postcondition: &Postcondition,
    outcome: &WriteOutcome,
) -> Result<(), WriteError> {
    let at = (context.now)();
    let mut batch = Batch::new(pending.account.clone(), pending.provider.clone(), STREAM, at);
    match postcondition {
        Postcondition::TemplateCreated { .. } => {
            if let Some(id) = &outcome.template {
                batch.templates.extend(template(provider, id).await?);
            }
        }
        Postcondition::TemplateEnded(TemplateRef::Id(id))
        | Postcondition::TemplateEndsOn { template: TemplateRef::Id(id), .. } => {
            batch.templates.extend(template(provider, id).await?);
        }
        Postcondition::TemplateEnded(TemplateRef::Name(_))
        | Postcondition::TemplateEndsOn { template: TemplateRef::Name(_), .. } => {}
        Postcondition::CouponIssued { template, customer, .. } => {
            let unreadable = |row: &BadRow| (context.notify)(Notice::UnreadableRow(row));
            let held = held_by(provider, template, customer, unreadable).await?;
            batch.coupons = held.unwrap_or_default();
        }
        Postcondition::CouponWithCode { code, .. }
        | Postcondition::CouponReviewed { code, .. }
        | Postcondition::CustomFieldsSet { code, .. } => {
            batch.coupons = coupon(provider, &with_code(code)).await?;
        }
        Postcondition::CouponUsed { coupon: one, .. }
        | Postcondition::UseReversed(one)
        | Postcondition::CouponRevoked(one) => {
            batch.coupons = coupon(provider, one).await?;
        }
    }
    if batch.templates.is_empty() && batch.coupons.is_empty() {
        return Ok(());
    }
    context.ledger.commit(batch).await?;
    if pending.subject.is_some() {
        context.ledger.journal_note_read(&pending.key, at).await?;
    }
    Ok(())
}

/// A template by its id: looked up where the vendor can, else found in its list. None if the vendor does not tell it.
pub(crate) async fn template(
    provider: &dyn Provider,
    id: &TemplateId,
) -> coupon_domain::Result<Option<Record<Template>>> {
    let can = provider.capabilities();
    let is_it = |record: &Record<Template>| record.value.id == *id;
    if can.templates_by_id.is_some() {
        let page = provider.templates_by_id(std::slice::from_ref(id)).await?;
        return Ok(page.rows.into_iter().flatten().find(is_it));
    }
    if can.templates.is_empty() {
        return Ok(None);
    }
    let everything = Window { by: DateField::Created, from: None, to: None };
    let (mut number, mut before) = (PageNumber::FIRST, None);
    loop {
        let page = provider.templates(&everything, number).await?;
        let fingerprint = page.fingerprint();
        let is_last = page.end || fingerprint.is_none() || fingerprint == before;
        if let Some(found) = page.rows.into_iter().flatten().find(is_it) {
            return Ok(Some(found));
        }
        if is_last {
            return Ok(None);
        }
        (number, before) = (number.next(), fingerprint);
    }
}

/// All rows of a coupon, where the vendor finds one by what is known of it.
pub(crate) async fn coupon(
    provider: &dyn Provider,
    one: &CouponRef,
) -> coupon_domain::Result<Vec<Record<Coupon>>> {
    let can = provider.capabilities();
    if !can.coupon || (can.coupon_needs_customer && one.customer.is_none()) {
        return Ok(Vec::new());
    }
    provider.coupon(one).await
}

/// A coupon of which the code alone is known.
pub(crate) fn with_code(code: &str) -> CouponRef {
    CouponRef { name: CouponKey::Code(code.to_owned()), customer: None, template: None }
}
