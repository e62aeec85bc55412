//! Words that a filter can name, and codes that several rows bear.

use coupon_domain::{AccountName, ProviderName};
use rusqlite::{Connection, params, params_from_iter, types::Value};

use super::read::push_conditions;
use crate::{
    backend::SourceName,
    backend_error::BackendError,
    conditions::{self, name_sql},
    read::{CouponFilter, LedgerTable, NameRow},
};

pub(super) fn names(
    connection: &Connection,
    of: LedgerTable,
    (account, provider): (Option<AccountName>, Option<ProviderName>),
) -> Result<Vec<NameRow>, BackendError> {
    let mut statement = connection.prepare_cached(&name_sql(of, ["?1", "?2"]))?;
    let account = account.as_ref().map(AccountName::as_str);
    let provider = provider.as_ref().map(ProviderName::as_str);
    let found = statement.query_map(params![account, provider], |row| {
        Ok(NameRow { id: row.get(0)?, code: row.get(1)?, name: row.get(2)? })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn rows_by_code(
    connection: &Connection,
    filter: &CouponFilter,
) -> Result<Vec<(SourceName, String, u64)>, BackendError> {
    let conditions = conditions::of_goods(filter);
    let mut sql = "SELECT s.account, s.provider, r.code, count(*) FROM coupon_rows r \
                   JOIN sources s ON s.no = r.source \
                   WHERE s.account = coalesce(?, s.account) AND s.provider = coalesce(?, s.provider)"
        .to_owned();
    let account = conditions.account.map(|name| name.into_string());
    let provider = conditions.provider.map(|name| name.into_string());
    let mut values: Vec<Value> = vec![account.into(), provider.into()];
    push_conditions(&mut sql, &mut values, conditions.all_of);
    sql.push_str(" GROUP BY s.account, s.provider, r.code HAVING count(*) > 1");
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map(params_from_iter(values), |row| {
        let source: SourceName = (row.get::<_, String>(0)?.into(), row.get::<_, String>(1)?.into());
        Ok((source, row.get(2)?, row.get::<_, i64>(3)?.unsigned_abs()))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}
