//! The columns of coupons.

use coupon_domain::{Coupon, CustomerId, Item, ProductId, TemplateId};
use coupon_ledger::Stored;
use jiff::Timestamp;

use super::column::{ExportColumn, Exported, decimal, instant, state, text};

type CouponRow = Stored<Coupon>;

impl Exported for CouponRow {
    const COLUMNS: &'static [ExportColumn<Self>] = &[
        text("account", "账户", |row| Some(row.account.as_str())),
        text("provider", "来源", |row| Some(row.provider.as_str())),
        text("id", "编号", |row| Some(row.value.id.as_str())),
        text("code", "券码", |row| row.value.code.as_deref()),
        text("template", "模板编号", |row| row.value.template.as_ref().map(TemplateId::as_str)),
        text("template_name", "模板名称", |row| row.value.template_name.as_deref()),
        text("customer", "客户编号", |row| row.value.customer.as_ref().map(CustomerId::as_str)),
        text("customer_code", "客户编码", |row| row.value.customer_code.as_deref()),
        text("customer_name", "客户名称", |row| row.value.customer_name.as_deref()),
        state(|row| row.value.state.as_str()),
        decimal("amount", "面额", |row| row.value.amount),
        decimal("share", "折扣比例", |row| row.value.share),
        decimal("threshold", "使用门槛", |row| row.value.threshold),
        instant("begins_at", "开始时间", |row| row.value.begins_at),
        instant("ends_at", "结束时间", |row| row.value.ends_at),
        instant("created_at", "创建时间", |row| row.value.created_at),
        instant("vendor_changed_at", "变更时间", |row| row.value.changed_at),
        instant("received_at", "领取时间", |row| row.value.received_at),
        instant("used_at", "使用时间", |row| row.value.used_at),
        text("order_id", "订单编号", |row| row.value.order_id.as_deref()),
        text("order_no", "订单号", |row| row.value.order_no.as_deref()),
        decimal("order_amount", "订单金额", |row| row.value.order_amount),
        decimal("used_amount", "抵扣金额", |row| row.value.used_amount),
        text("product", "商品编号", |row| item(row)?.product.as_ref().map(ProductId::as_str)),
        text("product_code", "商品编码", |row| item(row)?.code.as_deref()),
        text("product_name", "商品名称", |row| item(row)?.name.as_deref()),
        decimal("quantity", "数量", |row| item(row)?.quantity),
        text("unit", "单位", |row| item(row)?.unit.as_deref()),
        decimal("price", "单价", |row| item(row)?.price),
        instant("recovered_at", "回收时间", |row| row.value.recovered_at),
        decimal("recovered_quantity", "回收数量", |row| row.value.recovered_quantity),
        instant("first_seen", "首次读取时间", |row| Some(row.first_seen)),
        instant("changed_at", "最近读到变化时间", |row| Some(row.changed_at)),
        instant("gone_at", "消失时间", |row| row.gone_at),
    ];

    fn filed_under(&self) -> Option<Timestamp> {
        self.value.created_at.or(self.value.received_at)
    }
}

fn item(row: &CouponRow) -> Option<&Item> {
    row.value.item.as_ref()
}
