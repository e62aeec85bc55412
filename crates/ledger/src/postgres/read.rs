//! Lists of rows: a filter becomes conditions.

use coupon_domain::{
    AccountName, Coupon, CouponKey, CouponState, Customer, CustomerRef, ProviderName, Template,
    TemplateId, TemplateRef,
};
use jiff::Timestamp;
use postgres::types::ToSql;

use super::{connection::Connection, copy_encoder::storable};
use crate::{
    backend::SourceName,
    backend_error::BackendError,
    read::{CouponFilter, PageRequest, Stored, TemplateFilter},
    row_reader::RowReader,
    table_row::{TableRow, stored},
};

pub(super) fn templates(
    connection: &mut Connection,
    filter: &TemplateFilter,
    request: PageRequest,
) -> Result<Vec<Stored<Template>>, BackendError> {
    let mut conditions = Conditions::new(request);
    conditions.source(filter.account.as_ref(), filter.provider.as_ref());
    conditions.there(filter.gone);
    match &filter.template {
        Some(TemplateRef::Id(id)) => conditions.equal("r.id", id.as_str()),
        Some(TemplateRef::Name(name)) => conditions.equal("r.name", name.as_str()),
        None => {}
    }
    list(connection, conditions)
}

pub(super) fn coupons(
    connection: &mut Connection,
    filter: &CouponFilter,
    request: PageRequest,
) -> Result<Vec<Stored<Coupon>>, BackendError> {
    let mut conditions = Conditions::new(request);
    conditions.source(filter.account.as_ref(), filter.provider.as_ref());
    conditions.there(filter.gone);
    match &filter.customer {
        Some(CustomerRef::Id(id)) => conditions.equal("r.customer", id.as_str()),
        Some(CustomerRef::Code(code)) => conditions.equal("r.customer_code", code.as_str()),
        Some(CustomerRef::SourceCode(_)) => conditions.sql.push_str(" AND false"),
        None => {}
    }
    match &filter.template {
        Some(TemplateRef::Id(id)) => conditions.equal("r.template", id.as_str()),
        Some(TemplateRef::Name(name)) => conditions.equal("r.template_name", name.as_str()),
        None => {}
    }
    match &filter.name {
        Some(CouponKey::Id(id)) => conditions.equal("r.id", id.as_str()),
        Some(CouponKey::Code(code)) => conditions.equal("r.code", code.as_str()),
        None => {}
    }
    if let Some(state) = &filter.state {
        conditions.state(state, filter.as_of);
    }
    list(connection, conditions)
}

pub(super) fn customers(
    connection: &mut Connection,
    source: &SourceName,
    template: &TemplateId,
    request: PageRequest,
) -> Result<Vec<Stored<Customer>>, BackendError> {
    let mut conditions = Conditions::new(request);
    conditions.source(Some(&source.0), Some(&source.1));
    conditions.there(false);
    conditions.equal("r.template", template.as_str());
    list(connection, conditions)
}

struct Conditions {
    sql: String,
    values: Vec<Box<dyn ToSql + Sync>>,
}

impl Conditions {
    fn new(request: PageRequest) -> Self {
        // No place is beyond what the database counts to: nothing lies behind one that is.
        let after = i64::try_from(request.after).unwrap_or(i64::MAX);
        let values: Vec<Box<dyn ToSql + Sync>> =
            vec![Box::new(i64::from(request.limit)), Box::new(after)];
        Self { sql: "r.place > $2".to_owned(), values }
    }

    fn equal(&mut self, column: &str, value: &str) {
        let value = self.value(storable(value).into_owned());
        self.sql.push_str(&format!(" AND {column} = {value}"));
    }

    fn source(&mut self, account: Option<&AccountName>, provider: Option<&ProviderName>) {
        if let Some(account) = account {
            self.equal("s.account", account.as_str());
        }
        if let Some(provider) = provider {
            self.equal("s.provider", provider.as_str());
        }
    }

    fn there(&mut self, also_gone: bool) {
        if !also_gone {
            self.sql.push_str(" AND r.gone_at IS NULL");
        }
    }

    fn state(&mut self, state: &CouponState, as_of: Option<Timestamp>) {
        let (CouponState::Available | CouponState::Expired, Some(now)) = (state, as_of) else {
            return self.equal("r.state", state.as_str());
        };
        let now = self.value(now.as_microsecond());
        self.sql.push_str(&match state {
            CouponState::Available => {
                format!(" AND r.state = 'available' AND (r.ends_at IS NULL OR r.ends_at >= {now})")
            }
            _ => format!(
                " AND (r.state = 'expired' OR (r.state = 'available' AND r.ends_at < {now}))"
            ),
        });
    }

    /// Its name in the statement.
    fn value(&mut self, value: impl ToSql + Sync + 'static) -> String {
        self.values.push(Box::new(value));
        format!("${}", self.values.len())
    }
}

fn list<T: TableRow>(
    connection: &mut Connection,
    conditions: Conditions,
) -> Result<Vec<Stored<T>>, BackendError> {
    let sql = format!(
        "SELECT r.place, s.account, s.provider, r.raw, r.first_seen, r.changed_at, r.gone_at, r.id, r.{} \
         FROM {} r JOIN sources s ON s.no = r.source WHERE {} ORDER BY r.place LIMIT $1",
        T::COLUMNS.join(", r."),
        T::TABLE.schema().rows,
        conditions.sql,
    );
    let values: Vec<&(dyn ToSql + Sync)> = conditions.values.iter().map(|value| &**value).collect();
    let rows = connection.query(&sql, &values)?;
    rows.iter().map(|row| stored(&mut RowReader::of(row, T::TABLE.as_str())?)).collect()
}
