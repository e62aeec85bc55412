//! Lists of rows: a filter becomes conditions, in any backend the same way.

use coupon_domain::{
    AccountName, Coupon, CouponKey, CouponState, Customer, CustomerRef, ProviderName, Template,
    TemplateId, TemplateRef,
};
use jiff::Timestamp;
use rusqlite::{Connection, params_from_iter, types::Value};

use crate::{
    backend::SourceName,
    backend_error::BackendError,
    read::{CouponFilter, PageRequest, Stored, TemplateFilter},
    row_reader::RowReader,
    table_row::{TableRow, stored},
};

pub(super) fn templates(
    connection: &Connection,
    filter: &TemplateFilter,
    request: PageRequest,
) -> Result<Vec<Stored<Template>>, BackendError> {
    let mut conditions = Conditions::new(request);
    let found =
        if matches!(filter.template, Some(TemplateRef::Id(_))) { By::Id } else { By::Place };
    conditions.source(found, filter.account.as_ref(), filter.provider.as_ref());
    conditions.there(filter.gone);
    match &filter.template {
        Some(TemplateRef::Id(id)) => conditions.equal("id", id.as_str()),
        Some(TemplateRef::Name(name)) => conditions.equal("name", name.as_str()),
        None => {}
    }
    list(connection, conditions)
}

pub(super) fn coupons(
    connection: &Connection,
    filter: &CouponFilter,
    request: PageRequest,
) -> Result<Vec<Stored<Coupon>>, BackendError> {
    let mut conditions = Conditions::new(request);
    let found = if matches!(filter.name, Some(CouponKey::Id(_))) { By::Id } else { By::Place };
    conditions.source(found, filter.account.as_ref(), filter.provider.as_ref());
    conditions.there(filter.gone);
    match &filter.customer {
        Some(CustomerRef::Id(id)) => conditions.equal("customer", id.as_str()),
        Some(CustomerRef::Code(code)) => conditions.equal("customer_code", code.as_str()),
        Some(CustomerRef::SourceCode(_)) => conditions.sql.push_str(" AND 0"),
        None => {}
    }
    match &filter.template {
        Some(TemplateRef::Id(id)) => conditions.equal("template", id.as_str()),
        Some(TemplateRef::Name(name)) => conditions.equal("template_name", name.as_str()),
        None => {}
    }
    match &filter.name {
        Some(CouponKey::Id(id)) => conditions.equal("id", id.as_str()),
        Some(CouponKey::Code(code)) => conditions.equal("code", code.as_str()),
        None => {}
    }
    if let Some(state) = &filter.state {
        conditions.state(state, filter.as_of);
    }
    list(connection, conditions)
}

pub(super) fn customers(
    connection: &Connection,
    source: &SourceName,
    template: &TemplateId,
    request: PageRequest,
) -> Result<Vec<Stored<Customer>>, BackendError> {
    let mut conditions = Conditions::new(request);
    conditions.source(By::Id, Some(&source.0), Some(&source.1));
    conditions.there(false);
    conditions.equal("template", template.as_str());
    list(connection, conditions)
}

/// Which index finds the rows. A `+` keeps SQLite from those that begin with the source: it would collect and sort all rows
/// of an account for each page.
enum By {
    Id,
    Place,
}

struct Conditions {
    sql: String,
    values: Vec<Value>,
    limit: u32,
}

impl Conditions {
    fn new(request: PageRequest) -> Self {
        // No place is beyond what SQLite counts to: nothing lies behind one that is.
        let after = i64::try_from(request.after).unwrap_or(i64::MAX);
        Self { sql: "r.place > ?".to_owned(), values: vec![after.into()], limit: request.limit }
    }

    fn equal(&mut self, column: &str, value: &str) {
        self.sql.push_str(&format!(" AND r.{column} = ?"));
        self.values.push(value.to_owned().into());
    }

    /// As a list of numbers, so that the unique index serves also where only the account is given, or nothing.
    fn source(
        &mut self,
        found: By,
        account: Option<&AccountName>,
        provider: Option<&ProviderName>,
    ) {
        self.sql.push_str(match found {
            By::Id => " AND r.source",
            By::Place => " AND +r.source",
        });
        self.sql.push_str(
            " IN (SELECT no FROM sources \
             WHERE account = coalesce(?, account) AND provider = coalesce(?, provider))",
        );
        self.values.push(account.map(|name| name.as_str().to_owned()).into());
        self.values.push(provider.map(|name| name.as_str().to_owned()).into());
    }

    fn there(&mut self, also_gone: bool) {
        if !also_gone {
            self.sql.push_str(" AND r.gone_at IS NULL");
        }
    }

    fn state(&mut self, state: &CouponState, as_of: Option<Timestamp>) {
        let condition = match (state, as_of) {
            (CouponState::Available, Some(_)) => {
                " AND r.state = 'available' AND (r.ends_at IS NULL OR r.ends_at >= ?)"
            }
            (CouponState::Expired, Some(_)) => {
                " AND (r.state = 'expired' OR (r.state = 'available' AND r.ends_at < ?))"
            }
            _ => return self.equal("state", state.as_str()),
        };
        self.sql.push_str(condition);
        self.values.push(as_of.map(Timestamp::as_microsecond).into());
    }
}

fn list<T: TableRow>(
    connection: &Connection,
    conditions: Conditions,
) -> Result<Vec<Stored<T>>, BackendError> {
    let sql = sql::<T>(&conditions);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query(params_from_iter(conditions.values))?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(stored(&mut RowReader::of(row, T::TABLE.as_str())?)?);
    }
    Ok(rows)
}

fn sql<T: TableRow>(conditions: &Conditions) -> String {
    format!(
        "SELECT r.place, s.account, s.provider, r.raw, r.first_seen, r.changed_at, r.gone_at, r.id, r.{} \
         FROM {} r JOIN sources s ON s.no = r.source WHERE {} ORDER BY r.place LIMIT {}",
        T::COLUMNS.join(", r."),
        T::TABLE.schema().rows,
        conditions.sql,
        conditions.limit
    )
}

#[cfg(test)]
mod tests {
    use rusqlite::params_from_iter;

    use super::*;
    use crate::{environment::Environment, sqlite::schema};

    fn plan(found: By, more: impl Fn(&mut Conditions)) -> String {
        let dir = tempfile::tempdir().unwrap();
        let connection =
            schema::open(&dir.path().join("coupons.db"), Environment::Real, true).ok().unwrap();
        let mut conditions = Conditions::new(PageRequest { after: 7, limit: 1_000 });
        conditions.source(found, Some(&"trade".into()), None);
        conditions.there(false);
        more(&mut conditions);
        let sql = format!("EXPLAIN QUERY PLAN {}", sql::<Coupon>(&conditions));
        let mut statement = connection.prepare(&sql).unwrap();
        let steps = statement
            .query_map(params_from_iter(conditions.values), |row| row.get::<_, String>(3))
            .unwrap();
        steps.map(Result::unwrap).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_page_is_read_from_its_place_on_and_nothing_is_sorted() {
        for state in [None, Some("used")] {
            let plan = plan(By::Place, |conditions| {
                if let Some(state) = state {
                    conditions.equal("state", state);
                }
            });
            assert!(plan.contains("SEARCH r USING INTEGER PRIMARY KEY (rowid>?)"), "{plan}");
            assert!(!plan.contains("ORDER BY"), "{plan}");
        }
    }

    #[test]
    fn one_row_is_found_by_its_id() {
        let plan = plan(By::Id, |conditions| conditions.equal("id", "1"));
        assert!(plan.contains("(source=? AND id=?"), "{plan}");
    }
}
