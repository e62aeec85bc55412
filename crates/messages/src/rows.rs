//! Rows as people read them. The documents that programs read are those of `coupon-report`.

use coupon_domain::{CouponState, Customer, Discount, NO_END, Template, TemplateState};
use coupon_report::{CouponDocument, RowDocument};
use jiff::Timestamp;

use crate::Lang;

/// The columns of a list of templates.
pub fn template_headers(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::En => ["account", "provider", "id", "name", "state", "worth", "ends"],
        Lang::Zh => ["账户", "来源", "编号", "名称", "状态", "面值", "截止"],
    }
}

/// A template under these columns; the state is that of now.
pub fn template_cells(row: &RowDocument<'_, Template>, lang: Lang) -> Vec<String> {
    let template = row.value;
    let state = row.state_now.as_ref().unwrap_or(&template.state);
    vec![
        row.account.to_string(),
        row.provider.to_string(),
        template.id.to_string(),
        shown(template.name.as_ref()),
        unread(template_state(state, lang), row.unread_write_at, lang),
        template.discount.as_ref().map(worth).unwrap_or_default(),
        last_day(template.ends_at, lang),
    ]
}

/// The columns of a list of coupons.
pub fn coupon_headers(lang: Lang) -> [&'static str; 8] {
    match lang {
        Lang::En => {
            ["account", "provider", "coupon", "template", "customer", "state", "ends", "goods"]
        }
        Lang::Zh => ["账户", "来源", "券", "模板", "客户", "状态", "截止", "商品"],
    }
}

/// A coupon under these columns; its goods are one cell.
pub fn coupon_cells(coupon: &CouponDocument<'_>, lang: Lang) -> Vec<String> {
    let template = coupon.template_name.or(coupon.template.map(|id| id.as_str()));
    let customer = coupon.customer_name.or(coupon.customer.map(|id| id.as_str()));
    let goods: Vec<String> = coupon.goods.iter().map(|goods| goods.short()).collect();
    vec![
        coupon.account.to_string(),
        coupon.provider.to_string(),
        coupon.code.unwrap_or(coupon.id.as_str()).to_owned(),
        template.unwrap_or_default().to_owned(),
        customer.unwrap_or_default().to_owned(),
        unread(coupon_state(&coupon.state_now, lang), coupon.unread_write_at, lang),
        last_day(coupon.ends_at, lang),
        goods.join(lang.pick("; ", "；")),
    ]
}

/// The columns of a list of customers.
pub fn customer_headers(lang: Lang) -> [&'static str; 5] {
    match lang {
        Lang::En => ["account", "provider", "id", "code", "name"],
        Lang::Zh => ["账户", "来源", "编号", "编码", "名称"],
    }
}

/// A customer under these columns.
pub fn customer_cells(row: &RowDocument<'_, Customer>) -> Vec<String> {
    let customer = row.value;
    vec![
        row.account.to_string(),
        row.provider.to_string(),
        customer.id.to_string(),
        shown(customer.code.as_ref()),
        shown(customer.name.as_ref()),
    ]
}

/// Our word in the chosen language; a word of the vendor's is said to be one.
pub fn coupon_state(state: &CouponState, lang: Lang) -> String {
    match state.vendors_word() {
        Some(word) => lang.vendors_word(word),
        None => lang.pick(state.as_str(), state.chinese()).to_owned(),
    }
}

/// Our word in the chosen language; a word of the vendor's is said to be one.
pub fn template_state(state: &TemplateState, lang: Lang) -> String {
    match state.vendors_word() {
        Some(word) => lang.vendors_word(word),
        None => lang.pick(state.as_str(), state.chinese()).to_owned(),
    }
}

fn unread(state: String, write_at: Option<Timestamp>, lang: Lang) -> String {
    match write_at {
        Some(at) => format!("{state} {}", lang.changed_unread(coupon_domain::beijing_text(at))),
        None => state,
    }
}

fn shown(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

/// The Beijing day, as both vendors' people write it; in words where there is no end.
pub fn last_day(instant: Option<Timestamp>, lang: Lang) -> String {
    match instant {
        Some(instant) if instant >= NO_END => lang.pick("no end", "长期有效").to_owned(),
        Some(instant) => coupon_domain::beijing_date(instant).to_string(),
        None => String::new(),
    }
}

/// `¥20` for an amount, `×0.8` for a share of the price.
pub fn worth(discount: &Discount) -> String {
    match discount {
        Discount::Amount(amount) => format!("¥{amount}"),
        Discount::Percent { share, .. } => format!("×{}", share.normalize()),
    }
}
