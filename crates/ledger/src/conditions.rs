//! A filter as SQL conditions, the same for both backends.

use coupon_domain::{
    AccountName, CouponKey, CouponState, CustomerRef, ProviderName, TemplateId, TemplateRef,
};
use jiff::Timestamp;

use crate::{
    backend::SourceName,
    read::{CouponFilter, LedgerTable, TemplateFilter},
};

/// Conditions that are parts of others, as literals that `concat!` takes. A row of a coupon that is exchanged for goods.
macro_rules! of_goods {
    () => {
        "r.code IS NOT NULL AND coalesce(r.product, r.product_code, r.product_name, r.quantity, r.unit, r.price) IS NOT NULL"
    };
}

macro_rules! in_state {
    () => {
        "r.state = ?"
    };
}

macro_rules! available {
    () => {
        "r.state = 'available' AND (r.ends_at IS NULL OR r.ends_at >= ?)"
    };
}

macro_rules! expired {
    () => {
        "(r.state = 'expired' OR (r.state = 'available' AND r.ends_at < ?))"
    };
}

const AVAILABLE: &str = available!();
const IN_STATE: &str = in_state!();

/// A value that a condition compares with.
#[derive(Debug)]
pub(crate) enum SqlValue {
    Text(String),
    /// Microseconds since 1970, UTC.
    Instant(Timestamp),
}

/// A condition on a row `r`. Its value, if it has one, stands at the `?`.
pub(crate) type Condition = (&'static str, Option<SqlValue>);

/// The rows that a list is to have.
#[derive(Debug)]
pub(crate) struct Conditions {
    pub(crate) account: Option<AccountName>,
    pub(crate) provider: Option<ProviderName>,
    /// True if the rows are few and an index that begins with the source finds them.
    pub(crate) by_key: bool,
    pub(crate) all_of: Vec<Condition>,
}

pub(crate) fn of_templates(filter: &TemplateFilter) -> Conditions {
    let mut all_of = not_gone(filter.gone);
    match &filter.template {
        Some(TemplateRef::Id(id)) => all_of.push(text("r.id = ?", id.as_str())),
        Some(TemplateRef::Name(name)) => all_of.push(text("r.name = ?", name)),
        None => {}
    }
    let by_key = matches!(filter.template, Some(TemplateRef::Id(_)));
    let (account, provider) = (filter.account.clone(), filter.provider.clone());
    Conditions { account, provider, by_key, all_of }
}

pub(crate) fn of_coupons(filter: &CouponFilter) -> Conditions {
    let mut all_of = not_gone(filter.gone);
    match &filter.customer {
        Some(CustomerRef::Id(id)) => all_of.push(text("r.customer = ?", id.as_str())),
        Some(CustomerRef::Code(code)) => all_of.push(text("r.customer_code = ?", code)),
        // No row has the code of another system.
        Some(CustomerRef::SourceCode(_)) => all_of.push(("1 = 0", None)),
        None => {}
    }
    all_of.extend(filter.customer_name.as_ref().map(|name| text("r.customer_name = ?", name)));
    match &filter.template {
        Some(TemplateRef::Id(id)) => all_of.push(text("r.template = ?", id.as_str())),
        Some(TemplateRef::Name(name)) => all_of.push(text("r.template_name = ?", name)),
        None => {}
    }
    match &filter.name {
        Some(CouponKey::Id(id)) => all_of.push(text("r.id = ?", id.as_str())),
        Some(CouponKey::Code(code)) => all_of.push(text("r.code = ?", code)),
        None => {}
    }
    all_of.extend(filter.state.as_ref().map(|state| in_state(state, filter.as_of)));
    let by_key = matches!(filter.name, Some(CouponKey::Id(_)));
    let (account, provider) = (filter.account.clone(), filter.provider.clone());
    Conditions { account, provider, by_key, all_of }
}

/// As [`of_coupons`], with all rows of a coupon of goods in whichever state they are: the first of them tells the coupon's.
pub(crate) fn of_whole_coupons(filter: &CouponFilter) -> Conditions {
    let mut conditions = of_coupons(&CouponFilter { state: None, ..filter.clone() });
    if let Some(state) = &filter.state {
        let (sql, value) = in_state(state, filter.as_of);
        let with_goods = match sql {
            IN_STATE => concat!("(", in_state!(), " OR (", of_goods!(), "))"),
            AVAILABLE => concat!("((", available!(), ") OR (", of_goods!(), "))"),
            _ => concat!("(", expired!(), " OR (", of_goods!(), "))"),
        };
        conditions.all_of.push((with_goods, value));
    }
    conditions
}

/// The rows of coupons of goods, in whichever state they are.
pub(crate) fn of_goods(filter: &CouponFilter) -> Conditions {
    let mut conditions = of_coupons(&CouponFilter { state: None, ..filter.clone() });
    conditions.all_of.push((of_goods!(), None));
    conditions
}

/// The SQL of the names by which the customers, or the templates, of a source can be asked for: id, code and name. `marks` are the
/// places of the account and the provider, which may be NULL.
pub(crate) fn name_sql(of: LedgerTable, [account, provider]: [&str; 2]) -> String {
    let (of_coupons, rows, id_code_name) = match of {
        LedgerTable::Customers => {
            ("customer, customer_code, customer_name", "customer_rows", "id, code, name")
        }
        LedgerTable::Templates | LedgerTable::Coupons => (
            "template, CAST(NULL AS text), template_name",
            "template_rows",
            "id, CAST(NULL AS text), name",
        ),
    };
    let sources = format!(
        "source IN (SELECT no FROM sources WHERE account = coalesce({account}, account) \
         AND provider = coalesce({provider}, provider))"
    );
    format!(
        "SELECT {of_coupons} FROM coupon_rows WHERE {sources} \
         UNION SELECT {id_code_name} FROM {rows} WHERE {sources}"
    )
}

/// The customers of one template who are not gone.
pub(crate) fn of_customers((account, provider): &SourceName, template: &TemplateId) -> Conditions {
    let mut all_of = not_gone(false);
    all_of.push(text("r.template = ?", template.as_str()));
    let (account, provider) = (Some(account.clone()), Some(provider.clone()));
    Conditions { account, provider, by_key: true, all_of }
}

fn not_gone(also_gone: bool) -> Vec<Condition> {
    if also_gone { Vec::new() } else { vec![("r.gone_at IS NULL", None)] }
}

/// With `as_of`, an available coupon whose end has passed counts as expired.
fn in_state(state: &CouponState, as_of: Option<Timestamp>) -> Condition {
    match (state, as_of) {
        (CouponState::Available, Some(now)) => (AVAILABLE, Some(SqlValue::Instant(now))),
        (CouponState::Expired, Some(now)) => (expired!(), Some(SqlValue::Instant(now))),
        _ => text(IN_STATE, state.as_str()),
    }
}

fn text(sql: &'static str, value: &str) -> Condition {
    (sql, Some(SqlValue::Text(value.to_owned())))
}
