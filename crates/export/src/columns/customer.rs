//! The columns of customers.

use std::sync::Arc;

use coupon_domain::{Customer, Template};
use coupon_ledger::Stored;
use jiff::Timestamp;

use super::column::{ExportColumn, Exported, instant, text};

/// A customer with the template that addresses them.
pub(crate) struct AddressedCustomer {
    pub(crate) template: Arc<Stored<Template>>,
    pub(crate) customer: Stored<Customer>,
}

impl Exported for AddressedCustomer {
    const COLUMNS: &'static [ExportColumn<Self>] = &[
        text("account", "账户", |row| Some(row.customer.account.as_str())),
        text("provider", "来源", |row| Some(row.customer.provider.as_str())),
        text("template", "模板编号", |row| Some(row.template.value.id.as_str())),
        text("template_name", "模板名称", |row| row.template.value.name.as_deref()),
        text("id", "客户编号", |row| Some(row.customer.value.id.as_str())),
        text("code", "客户编码", |row| row.customer.value.code.as_deref()),
        text("name", "客户名称", |row| row.customer.value.name.as_deref()),
        instant("first_seen", "首次读取时间", |row| Some(row.customer.first_seen)),
        instant("changed_at", "最近读到变化时间", |row| Some(row.customer.changed_at)),
    ];

    /// A customer of a template has no date of their own.
    fn filed_under(&self) -> Option<Timestamp> {
        self.template.value.created_at
    }
}
