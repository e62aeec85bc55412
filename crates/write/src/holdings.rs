//! The coupons that a customer holds.

use std::collections::HashSet;

use coupon_domain::{
    BadRow, Capabilities, CommandKind, Coupon, CouponQuery, CustomerRef, Error, Postcondition,
    Provider, Record, Scope, TemplateRef, collect_pages,
};

use crate::context::{Notice, WriteContext};

/// Whether a provider issues coupons of a template that is named in this way: in the way in which it lists them, or by id where
/// it lists the coupons of a customer.
pub fn can_issue_from(capabilities: &Capabilities, template: &TemplateRef) -> bool {
    capabilities.commands.contains(&CommandKind::Issue)
        && match template {
            TemplateRef::Id(_) => {
                capabilities.coupons_by_template_id || capabilities.coupons_by_customer
            }
            TemplateRef::Name(_) => capabilities.coupons_by_template_name,
        }
}

/// Counts the coupons of the template that the customer holds, before one is issued whose code the vendor chooses. The
/// number makes it possible to resolve a lost answer by counting again.
///
/// Returns `None` for other writes, and where the coupons cannot be counted. A read that fails is only a
/// [`Notice::BaselineFailed`]: it is no reason not to issue.
pub async fn baseline(
    context: &WriteContext<'_>,
    provider: &dyn Provider,
    postcondition: &Postcondition,
) -> Option<u64> {
    let Postcondition::CouponIssued { template, customer, .. } = postcondition else { return None };
    match customer_coupons(context, provider, template, customer).await {
        Ok(coupons) => coupons.map(|coupons| count_coupons(&coupons)),
        Err(error) => {
            (context.notify)(Notice::BaselineFailed(&error));
            None
        }
    }
}

/// The coupons of a template that a customer holds. `None` if some rows could not be parsed, or if coupons do not name
/// their customer as `customer` does.
///
/// # Errors
/// The provider's, as for reading.
pub(crate) async fn customer_coupons(
    context: &WriteContext<'_>,
    provider: &dyn Provider,
    template: &TemplateRef,
    customer: &CustomerRef,
) -> Result<Option<Vec<Record<Coupon>>>, Error> {
    let unreadable = |row: &BadRow| (context.notify)(Notice::UnreadableRow(row));
    held_by(provider, template, customer, unreadable).await
}

/// As [`customer_coupons`]; `unreadable` is told of rows that could not be parsed.
pub(crate) async fn held_by(
    provider: &dyn Provider,
    template: &TemplateRef,
    customer: &CustomerRef,
    unreadable: impl Fn(&BadRow),
) -> Result<Option<Vec<Record<Coupon>>>, Error> {
    let holds = |coupon: &Coupon| match customer {
        CustomerRef::Id(id) => coupon.customer.as_ref() == Some(id),
        CustomerRef::Code(code) => coupon.customer_code.as_ref() == Some(code),
        CustomerRef::SourceCode(_) => false,
    };
    let is_of = |coupon: &Coupon| match template {
        TemplateRef::Id(id) => coupon.template.as_ref() == Some(id),
        TemplateRef::Name(name) => coupon.template_name.as_ref() == Some(name),
    };
    if matches!(customer, CustomerRef::SourceCode(_)) {
        return Ok(None);
    }
    let by_customer = !lists_template(&provider.capabilities(), template);
    let scope = match by_customer {
        true => Scope::Customer(customer.clone()),
        false => Scope::Template(template.clone()),
    };
    let query = CouponQuery { scope, state: None };
    let read = collect_pages(|page| provider.coupons(&query, page), unreadable).await?;
    let is_wanted = |coupon: &Coupon| holds(coupon) && (!by_customer || is_of(coupon));
    let held = read.records.into_iter().filter(|record| is_wanted(&record.value));
    Ok(read.complete.then(|| held.collect()))
}

/// Whether a provider lists the coupons of a template that is named in this way.
pub(crate) fn lists_template(capabilities: &Capabilities, template: &TemplateRef) -> bool {
    match template {
        TemplateRef::Id(_) => capabilities.coupons_by_template_id,
        TemplateRef::Name(_) => capabilities.coupons_by_template_name,
    }
}

/// Counts coupons by distinct code, or by id where they have no code: a coupon of several products has several rows.
pub(crate) fn count_coupons<'a>(coupons: impl IntoIterator<Item = &'a Record<Coupon>>) -> u64 {
    let name = |Record { value, .. }: &'a Record<Coupon>| {
        value.code.as_deref().unwrap_or_else(|| value.id.as_str())
    };
    coupons.into_iter().map(name).collect::<HashSet<_>>().len() as u64
}
