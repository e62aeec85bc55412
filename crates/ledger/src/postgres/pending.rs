//! The questions that a sync still has to ask.

use coupon_domain::TemplateId;
use jiff::Timestamp;

use super::{
    connection::{Connection, SqlParameters},
    copy_encoder::owned,
};
use crate::{
    backend::{AFTER_THE_END, SourceName},
    backend_error::BackendError,
    read::OpenTemplate,
    row_reader::RowReader,
};

pub(super) fn open_templates(
    connection: &mut Connection,
    (account, provider): &SourceName,
) -> Result<Vec<OpenTemplate>, BackendError> {
    let sql = "SELECT place, id, name, ends_at FROM template_rows r JOIN sources ON no = r.source \
               LEFT JOIN template_read_rows read \
               ON read.source = r.source AND read.template = r.id AND read.what = 'usage' \
               WHERE account = $1 AND provider = $2 AND gone_at IS NULL \
               AND (ends_at IS NULL OR began_at IS NULL OR began_at < ends_at + $3 \
               OR began_at < changed_at) ORDER BY place";
    let after = i64::try_from(AFTER_THE_END.as_micros()).expect("a month is short");
    let rows = connection.query(sql, &[&account.as_str(), &provider.as_str(), &after])?;
    let templates = rows.iter().map(|row| {
        let mut columns = RowReader::of(row, "templates")?;
        Ok(OpenTemplate {
            id: columns.text()?,
            name: columns.maybe_text()?,
            ends_at: columns.maybe_instant()?,
        })
    });
    templates.collect()
}

pub(super) fn oldest_open_coupon_created(
    connection: &mut Connection,
    (account, provider): &SourceName,
    now: Timestamp,
) -> Result<Option<Timestamp>, BackendError> {
    let sql = "SELECT 0::bigint, (SELECT created_at FROM coupon_rows \
               WHERE source = no AND gone_at IS NULL AND created_at IS NOT NULL \
               AND (ends_at IS NULL OR ends_at > $3) ORDER BY created_at LIMIT 1) \
               FROM sources WHERE account = $1 AND provider = $2";
    let Ok(over) = now.checked_sub(AFTER_THE_END) else { return Ok(None) };
    let over = over.as_microsecond();
    match connection.query_opt(sql, &[&account.as_str(), &provider.as_str(), &over])? {
        Some(row) => RowReader::of(&row, "coupons")?.maybe_instant(),
        None => Ok(None),
    }
}

pub(super) fn templates_to_look_up(
    connection: &mut Connection,
    (account, provider): &SourceName,
    since: Timestamp,
) -> Result<Vec<TemplateId>, BackendError> {
    let sql = "SELECT template FROM template_read_rows JOIN sources ON no = source \
               WHERE account = $1 AND provider = $2 AND what = 'details' \
               AND (began_at IS NULL OR began_at < $3) ORDER BY template";
    let since = since.as_microsecond();
    ids(connection, sql, &[&account.as_str(), &provider.as_str(), &since])
}

pub(super) fn templates_to_read_customers_of(
    connection: &mut Connection,
    (account, provider): &SourceName,
) -> Result<Vec<TemplateId>, BackendError> {
    let sql = "SELECT id FROM template_rows r JOIN sources ON no = r.source \
               LEFT JOIN template_read_rows read \
               ON read.source = r.source AND read.template = r.id AND read.what = 'customers' \
               WHERE account = $1 AND provider = $2 AND gone_at IS NULL \
               AND (began_at IS NULL OR began_at < changed_at) ORDER BY place";
    ids(connection, sql, &[&account.as_str(), &provider.as_str()])
}

fn ids(
    connection: &mut Connection,
    sql: &str,
    values: SqlParameters<'_>,
) -> Result<Vec<TemplateId>, BackendError> {
    let rows = connection.query(sql, values)?;
    rows.iter().map(|row| owned::<String>(row, 0).map(TemplateId::from)).collect()
}
