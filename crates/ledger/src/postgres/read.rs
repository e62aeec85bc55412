//! Lists of rows: the SQL of a page.

use coupon_domain::{Coupon, Customer, Template, TemplateId};
use postgres::types::ToSql;

use super::connection::Connection;
use crate::{
    backend::SourceName,
    backend_error::BackendError,
    column::storable,
    conditions::{self, Conditions, SqlValue},
    read::{CouponFilter, PageRequest, Stored, TemplateFilter},
    row_reader::RowReader,
    table_row::{TableRow, stored},
};

pub(super) fn templates(
    connection: &mut Connection,
    filter: &TemplateFilter,
    page: PageRequest,
) -> Result<Vec<Stored<Template>>, BackendError> {
    list(connection, conditions::of_templates(filter), page)
}

pub(super) fn coupons(
    connection: &mut Connection,
    filter: &CouponFilter,
    page: PageRequest,
) -> Result<Vec<Stored<Coupon>>, BackendError> {
    list(connection, conditions::of_coupons(filter), page)
}

pub(super) fn whole_coupon_rows(
    connection: &mut Connection,
    filter: &CouponFilter,
    page: PageRequest,
) -> Result<Vec<Stored<Coupon>>, BackendError> {
    list(connection, conditions::of_whole_coupons(filter), page)
}

pub(super) fn customers(
    connection: &mut Connection,
    source: &SourceName,
    template: &TemplateId,
    page: PageRequest,
) -> Result<Vec<Stored<Customer>>, BackendError> {
    list(connection, conditions::of_customers(source, template), page)
}

fn list<T: TableRow>(
    connection: &mut Connection,
    conditions: Conditions,
    page: PageRequest,
) -> Result<Vec<Stored<T>>, BackendError> {
    let (sql, values) = select::<T>(conditions, page);
    let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| &**value).collect();
    let rows = connection.query(&sql, &values)?;
    rows.iter().map(|row| stored(&mut RowReader::of(row, T::TABLE.as_str())?)).collect()
}

pub(super) type BoxedValue = Box<dyn ToSql + Sync>;

fn select<T: TableRow>(conditions: Conditions, page: PageRequest) -> (String, Vec<BoxedValue>) {
    let mut sql = format!(
        "SELECT r.place, s.account, s.provider, r.raw, r.first_seen, r.changed_at, r.gone_at, r.id, r.{} \
         FROM {} r JOIN sources s ON s.no = r.source WHERE r.place > $2",
        T::COLUMNS.join(", r."),
        T::TABLE.schema().rows,
    );
    // No place is above what the database counts to: nothing lies behind a place that is.
    let after = i64::try_from(page.after).unwrap_or(i64::MAX);
    let mut values: Vec<BoxedValue> = vec![Box::new(i64::from(page.limit)), Box::new(after)];
    push_conditions(&mut sql, &mut values, conditions);
    sql.push_str(" ORDER BY r.place LIMIT $1");
    (sql, values)
}

/// Adds conditions on a row `r` of a source `s` to a WHERE that has these values.
pub(super) fn push_conditions(
    sql: &mut String,
    values: &mut Vec<BoxedValue>,
    conditions: Conditions,
) {
    let account = conditions.account.map(|name| ("s.account = ?", name.into_string()));
    let provider = conditions.provider.map(|name| ("s.provider = ?", name.into_string()));
    let source = account.into_iter().chain(provider);
    let source = source.map(|(sql, name)| (sql, Some(SqlValue::Text(name))));
    for (condition, value) in source.chain(conditions.all_of) {
        values.extend(value.map(|value| -> BoxedValue {
            match value {
                SqlValue::Text(text) => Box::new(storable(&text).into_owned()),
                SqlValue::Instant(at) => Box::new(at.as_microsecond()),
            }
        }));
        sql.push_str(" AND ");
        sql.push_str(&condition.replace('?', &format!("${}", values.len())));
    }
}
