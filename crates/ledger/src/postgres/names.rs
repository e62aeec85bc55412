//! Words that a filter can name, and codes that several rows bear.

use coupon_domain::{AccountName, ProviderName};
use postgres::types::ToSql;

use super::{
    connection::Connection,
    copy_encoder::owned,
    read::{BoxedValue, push_conditions},
};
use crate::{
    backend::SourceName,
    backend_error::BackendError,
    conditions::{self, name_sql},
    read::{CouponFilter, LedgerTable, NameRow},
};

pub(super) fn names(
    connection: &mut Connection,
    of: LedgerTable,
    (account, provider): (Option<AccountName>, Option<ProviderName>),
) -> Result<Vec<NameRow>, BackendError> {
    let account = account.as_ref().map(AccountName::as_str);
    let provider = provider.as_ref().map(ProviderName::as_str);
    let rows = connection.query(&name_sql(of, ["$1::text", "$2::text"]), &[&account, &provider])?;
    let names = rows
        .iter()
        .map(|row| Ok(NameRow { id: owned(row, 0)?, code: owned(row, 1)?, name: owned(row, 2)? }));
    names.collect()
}

pub(super) fn rows_by_code(
    connection: &mut Connection,
    filter: &CouponFilter,
) -> Result<Vec<(SourceName, String, u64)>, BackendError> {
    let conditions = conditions::of_goods(filter);
    let mut sql = "SELECT s.account, s.provider, r.code, count(*) FROM coupon_rows r \
                   JOIN sources s ON s.no = r.source WHERE true"
        .to_owned();
    let mut values: Vec<BoxedValue> = Vec::new();
    push_conditions(&mut sql, &mut values, conditions);
    sql.push_str(" GROUP BY s.account, s.provider, r.code HAVING count(*) > 1");
    let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| &**value).collect();
    let rows = connection.query(&sql, &values)?;
    let counts = rows.iter().map(|row| {
        let source: SourceName = (owned::<String>(row, 0)?.into(), owned::<String>(row, 1)?.into());
        Ok((source, owned(row, 2)?, owned::<i64>(row, 3)?.unsigned_abs()))
    });
    counts.collect()
}
