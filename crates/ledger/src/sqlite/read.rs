//! Lists of rows: the SQL of a page.

use coupon_domain::{Coupon, Customer, Template, TemplateId};
use rusqlite::{Connection, params_from_iter, types::Value};

use crate::{
    backend::SourceName,
    backend_error::BackendError,
    column::storable,
    conditions::{self, Condition, Conditions, SqlValue},
    read::{CouponFilter, PageRequest, Stored, TemplateFilter},
    row_reader::RowReader,
    table_row::{TableRow, stored},
};

pub(super) fn templates(
    connection: &Connection,
    filter: &TemplateFilter,
    page: PageRequest,
) -> Result<Vec<Stored<Template>>, BackendError> {
    list(connection, conditions::of_templates(filter), page)
}

pub(super) fn coupons(
    connection: &Connection,
    filter: &CouponFilter,
    page: PageRequest,
) -> Result<Vec<Stored<Coupon>>, BackendError> {
    list(connection, conditions::of_coupons(filter), page)
}

pub(super) fn whole_coupon_rows(
    connection: &Connection,
    filter: &CouponFilter,
    page: PageRequest,
) -> Result<Vec<Stored<Coupon>>, BackendError> {
    list(connection, conditions::of_whole_coupons(filter), page)
}

pub(super) fn customers(
    connection: &Connection,
    source: &SourceName,
    template: &TemplateId,
    page: PageRequest,
) -> Result<Vec<Stored<Customer>>, BackendError> {
    list(connection, conditions::of_customers(source, template), page)
}

fn list<T: TableRow>(
    connection: &Connection,
    conditions: Conditions,
    page: PageRequest,
) -> Result<Vec<Stored<T>>, BackendError> {
    let (sql, values) = select::<T>(conditions, page);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query(params_from_iter(values))?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(stored(&mut RowReader::of(row, T::TABLE.as_str())?)?);
    }
    Ok(rows)
}

/// The source is compared with a list of numbers, so that the unique index serves also where only the account is given, or
/// nothing. A `+` keeps SQLite from the indexes that begin with the source: for each page it would collect and sort all rows
/// of an account.
fn select<T: TableRow>(conditions: Conditions, page: PageRequest) -> (String, Vec<Value>) {
    let mut sql = format!(
        "SELECT r.place, s.account, s.provider, r.raw, r.first_seen, r.changed_at, r.gone_at, r.id, r.{} \
         FROM {} r JOIN sources s ON s.no = r.source WHERE r.place > ? AND {}r.source IN (SELECT no FROM sources \
         WHERE account = coalesce(?, account) AND provider = coalesce(?, provider))",
        T::COLUMNS.join(", r."),
        T::TABLE.schema().rows,
        if conditions.by_key { "" } else { "+" },
    );
    // No place is above what SQLite counts to: nothing lies behind a place that is.
    let after = i64::try_from(page.after).unwrap_or(i64::MAX);
    let account = conditions.account.map(|name| name.into_string());
    let provider = conditions.provider.map(|name| name.into_string());
    let mut values: Vec<Value> = vec![after.into(), account.into(), provider.into()];
    push_conditions(&mut sql, &mut values, conditions.all_of);
    sql.push_str(&format!(" ORDER BY r.place LIMIT {}", page.limit));
    (sql, values)
}

/// Adds conditions on a row `r` to a WHERE that has these values.
pub(super) fn push_conditions(sql: &mut String, values: &mut Vec<Value>, all_of: Vec<Condition>) {
    for (condition, value) in all_of {
        sql.push_str(" AND ");
        sql.push_str(condition);
        values.extend(value.map(|value| match value {
            SqlValue::Text(text) => storable(&text).into_owned().into(),
            SqlValue::Instant(at) => at.as_microsecond().into(),
        }));
    }
}

#[cfg(test)]
mod tests {
    use coupon_domain::{CouponKey, CouponState};

    use super::*;
    use crate::{environment::Environment, sqlite::schema};

    fn plan(filter: CouponFilter) -> String {
        let dir = tempfile::tempdir().unwrap();
        let connection =
            schema::open(&dir.path().join("coupons.db"), Environment::Real, true).ok().unwrap();
        let filter = CouponFilter { account: Some("trade".into()), ..filter };
        let page = PageRequest { after: 7, limit: 1_000 };
        let (sql, values) = select::<Coupon>(conditions::of_coupons(&filter), page);
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps =
            statement.query_map(params_from_iter(values), |row| row.get::<_, String>(3)).unwrap();
        steps.map(Result::unwrap).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_page_is_read_from_its_place_on_and_nothing_is_sorted() {
        for state in [None, Some(CouponState::Used)] {
            let plan = plan(CouponFilter { state, ..CouponFilter::default() });
            assert!(plan.contains("SEARCH r USING INTEGER PRIMARY KEY (rowid>?)"), "{plan}");
            assert!(!plan.contains("ORDER BY"), "{plan}");
        }
    }

    #[test]
    fn one_row_is_found_by_its_id() {
        let name = Some(CouponKey::Id("1".into()));
        let plan = plan(CouponFilter { name, ..CouponFilter::default() });
        assert!(plan.contains("(source=? AND id=?"), "{plan}");
    }
}
