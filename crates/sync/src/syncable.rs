//! The three kinds of rows on their way into a batch.

use coupon_domain::{Coupon, Customer, RawRow, Record, Template, TemplateId, TemplateState};
use coupon_ledger::{Batch, CustomersOf, LedgerTable};

/// A value that comes in pages and goes into a batch.
pub(crate) trait Syncable: Sized {
    /// The table of its rows.
    const TABLE: LedgerTable;

    fn id(&self) -> &str;

    /// Puts the rows of one page into a batch. `parent` is the template that the rows belong to; customers alone have one.
    fn add_to(batch: &mut Batch, records: Vec<Record<Self>>, parent: Option<&TemplateId>);
}

impl Syncable for Template {
    const TABLE: LedgerTable = LedgerTable::Templates;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn add_to(batch: &mut Batch, records: Vec<Record<Self>>, _: Option<&TemplateId>) {
        batch.templates = records;
    }
}

impl Syncable for Coupon {
    const TABLE: LedgerTable = LedgerTable::Coupons;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn add_to(batch: &mut Batch, records: Vec<Record<Self>>, _: Option<&TemplateId>) {
        batch.coupons = records;
    }
}

impl Syncable for Customer {
    const TABLE: LedgerTable = LedgerTable::Customers;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn add_to(batch: &mut Batch, rows: Vec<Record<Self>>, parent: Option<&TemplateId>) {
        let template = parent.expect("customers are asked for by their template").clone();
        batch.customers = Some(CustomersOf { template, rows });
    }
}

/// The template that a coupon names, where the vendor lists none: so that joins work.
pub(crate) fn derived_template(coupon: &Coupon) -> Option<Record<Template>> {
    let id = coupon.template.clone()?;
    let name = coupon.template_name.clone();
    let text = serde_json::json!({ "derived": true, "id": id.as_str(), "name": name });
    let state = TemplateState::Other("derived".to_owned());
    let value = Template { name, derived: true, ..Template::new(id, state) };
    Some(Record { value, row: RawRow::from(text.to_string()) })
}
