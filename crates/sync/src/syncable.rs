//! What the three kinds of rows have in common on their way into a batch.

use coupon_domain::{Coupon, Customer, RawRow, Record, Template, TemplateId, TemplateState};
use coupon_ledger::{Batch, CustomersOf};

/// A value that comes in pages and goes into a batch.
pub(crate) trait Syncable: Sized {
    /// What the rows of this question belong to.
    type Of: Sync;

    fn id(&self) -> &str;

    fn put(records: Vec<Record<Self>>, of: &Self::Of, batch: &mut Batch);
}

impl Syncable for Template {
    type Of = ();

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn put(records: Vec<Record<Self>>, (): &(), batch: &mut Batch) {
        batch.templates = records;
    }
}

impl Syncable for Coupon {
    type Of = ();

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn put(records: Vec<Record<Self>>, (): &(), batch: &mut Batch) {
        batch.coupons = records;
    }
}

impl Syncable for Customer {
    type Of = TemplateId;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn put(rows: Vec<Record<Self>>, of: &TemplateId, batch: &mut Batch) {
        batch.customers = Some(CustomersOf { template: of.clone(), rows });
    }
}

/// The template that a coupon names, where the vendor lists none: so that joins work.
pub(crate) fn derived_template(coupon: &Coupon) -> Option<Record<Template>> {
    let id = coupon.template.clone()?;
    let name = coupon.template_name.clone();
    let text = serde_json::json!({ "derived": true, "id": id.as_str(), "name": name });
    let value = Template {
        id,
        name,
        state: TemplateState::Other("derived".to_owned()),
        discount: None,
        threshold: None,
        total: None,
        per_customer: None,
        claimed: None,
        used: None,
        begins_at: None,
        ends_at: None,
        created_at: None,
        changed_at: None,
        derived: true,
    };
    Some(Record { value, row: RawRow::from(text.to_string()) })
}
