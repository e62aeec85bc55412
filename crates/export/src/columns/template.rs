//! The columns of templates.

use coupon_domain::{Discount, Template};
use coupon_ledger::Stored;
use jiff::Timestamp;
use rust_decimal::Decimal;

use super::column::{ColumnGetter, ExportColumn, Exported, count, decimal, instant, state, text};

type TemplateRow = Stored<Template>;

impl Exported for TemplateRow {
    const COLUMNS: &'static [ExportColumn<Self>] = &[
        text("account", "账户", |row| Some(row.account.as_str())),
        text("provider", "来源", |row| Some(row.provider.as_str())),
        text("id", "编号", |row| Some(row.value.id.as_str())),
        text("name", "名称", |row| row.value.name.as_deref()),
        state(|row| row.value.state.as_str()),
        decimal("amount", "面额", amount),
        decimal("share", "折扣比例", |row| percent(row).map(|(share, _)| share)),
        decimal("at_most", "最高抵扣", |row| percent(row)?.1),
        decimal("threshold", "使用门槛", |row| row.value.threshold),
        count("total", "发行总量", |row| row.value.total),
        count("per_customer", "每人限领", |row| row.value.per_customer),
        count("claimed", "已领取", |row| row.value.claimed),
        count("used", "已使用", |row| row.value.used),
        instant("begins_at", "开始时间", |row| row.value.begins_at),
        instant("ends_at", "结束时间", |row| row.value.ends_at),
        instant("created_at", "创建时间", |row| row.value.created_at),
        instant("vendor_changed_at", "变更时间", |row| row.value.changed_at),
        ExportColumn {
            name: "derived",
            chinese: "由券推导",
            value: ColumnGetter::Flag(|row| row.value.derived),
        },
        instant("first_seen", "首次读取时间", |row| Some(row.first_seen)),
        instant("changed_at", "最近读到变化时间", |row| Some(row.changed_at)),
        instant("gone_at", "消失时间", |row| row.gone_at),
    ];

    fn filed_under(&self) -> Option<Timestamp> {
        self.value.created_at
    }
}

fn amount(row: &TemplateRow) -> Option<Decimal> {
    match row.value.discount {
        Some(Discount::Amount(amount)) => Some(amount),
        Some(Discount::Percent { .. }) | None => None,
    }
}

fn percent(row: &TemplateRow) -> Option<(Decimal, Option<Decimal>)> {
    match row.value.discount {
        Some(Discount::Percent { share, at_most }) => Some((share, at_most)),
        Some(Discount::Amount(_)) | None => None,
    }
}
