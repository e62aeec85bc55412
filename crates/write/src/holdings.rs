//! The coupons that a customer holds.

use std::collections::HashSet;

use coupon_domain::{
    Capabilities, CommandKind, Coupon, CouponQuery, CustomerRef, Error, Postcondition, Provider,
    Scope, TemplateRef, collect_pages,
};

use crate::context::{Notice, WriteContext};

/// Whether a provider issues coupons of a template that is named in this way: in the way in which it lists them.
pub fn can_issue_from(capabilities: &Capabilities, template: &TemplateRef) -> bool {
    capabilities.commands.contains(&CommandKind::Issue)
        && match template {
            TemplateRef::Id(_) => capabilities.coupons_by_template_id,
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
pub async fn customer_coupons(
    context: &WriteContext<'_>,
    provider: &dyn Provider,
    template: &TemplateRef,
    customer: &CustomerRef,
) -> Result<Option<Vec<Coupon>>, Error> {
    let holds = |coupon: &Coupon| match customer {
        CustomerRef::Id(id) => coupon.customer.as_ref() == Some(id),
        CustomerRef::Code(code) => coupon.customer_code.as_ref() == Some(code),
        CustomerRef::SourceCode(_) => false,
    };
    if matches!(customer, CustomerRef::SourceCode(_)) {
        return Ok(None);
    }
    let query = CouponQuery { scope: Scope::Template(template.clone()), state: None };
    let unreadable = |row: &_| (context.notify)(Notice::UnreadableRow(row));
    let read = collect_pages(|page| provider.coupons(&query, page), unreadable).await?;
    let coupons = read.records.into_iter().map(|record| record.value);
    Ok(read.complete.then(|| coupons.filter(holds).collect()))
}

/// Counts coupons by distinct code, or by id where they have no code: a coupon of several products has several rows.
pub fn count_coupons<'a>(coupons: impl IntoIterator<Item = &'a Coupon>) -> u64 {
    let name = |coupon: &'a Coupon| coupon.code.as_deref().unwrap_or_else(|| coupon.id.as_str());
    coupons.into_iter().map(name).collect::<HashSet<_>>().len() as u64
}
