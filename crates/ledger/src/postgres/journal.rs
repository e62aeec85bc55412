//! The journal's rows.

use jiff::Timestamp;

use super::connection::{Connection, SqlParameters};
use crate::{
    backend_error::BackendError,
    journal::{JournalEntry, JournalFilter, JournalState, NewEntry, PrepareOutcome, Settlement},
    journal_failure::JournalFailure,
    journal_row::decode_entry,
    journal_rules::{meet, outcome, still_here, unsettled},
    row_reader::RowReader,
};

/// Of two machines with one key, the second waits for the first and then meets its entry.
pub(super) fn prepare(
    tx: &mut Connection,
    new: &NewEntry,
) -> Result<PrepareOutcome, JournalFailure> {
    let sql = "INSERT INTO journal \
               (key, account, provider, operation, body, msg_id, baseline, state, prepared_at, operator, \
               subject, role) VALUES ($1, $2, $3, $4, $5, $6, $7, 'prepared', $8, $9, $10, current_user) \
               ON CONFLICT (key) DO NOTHING";
    // A customer who holds more than the database can count has no number worth comparing.
    let baseline = new.baseline.and_then(|held| i64::try_from(held).ok());
    let written = tx.execute(
        sql,
        &[
            &new.key,
            &new.account.as_str(),
            &new.provider.as_str(),
            &new.operation,
            &new.body,
            &new.request_id,
            &baseline,
            &new.prepared_at.to_string(),
            &new.operator,
            &new.subject.as_ref().map(ToString::to_string),
        ],
    )?;
    if written == 1 {
        return Ok(PrepareOutcome::Fresh);
    }
    let stored = tx.query_one(&show_sql(), &[&new.key])?;
    let stored = decode_entry(&mut RowReader::of(&stored, "journal")?)?;
    Ok(meet(Box::new(stored), new)?)
}

pub(super) fn sent(
    tx: &mut Connection,
    key: &str,
    request_id: Option<&str>,
    at: Timestamp,
) -> Result<(), JournalFailure> {
    unsettled(key, held(tx, key)?)?;
    let sql = "UPDATE journal SET state = 'sent', sent_at = $1, msg_id = coalesce($2, msg_id) \
               WHERE key = $3";
    tx.execute(sql, &[&at.to_string(), &request_id, &key])?;
    Ok(())
}

pub(super) fn settle(
    tx: &mut Connection,
    key: &str,
    end: &Settlement,
) -> Result<(), JournalFailure> {
    let stored = held(tx, key)?;
    outcome(key, end.state)?;
    unsettled(key, stored)?;
    close(tx, key, end)
}

pub(super) fn withdraw(
    tx: &mut Connection,
    key: &str,
    end: &Settlement,
) -> Result<(), JournalFailure> {
    let stored = held(tx, key)?;
    still_here(key, stored)?;
    close(tx, key, end)
}

fn close(tx: &mut Connection, key: &str, end: &Settlement) -> Result<(), JournalFailure> {
    let sql = "UPDATE journal SET state = $1, settled_at = $2, code = $3, message = $4, ids = $5 \
               WHERE key = $6";
    let at = end.at.to_string();
    tx.execute(sql, &[&end.state.as_str(), &at, &end.code, &end.message, &end.ids, &key])?;
    Ok(())
}

/// An entry that nobody else changes until the transaction ends.
fn held(tx: &mut Connection, key: &str) -> Result<Option<JournalEntry>, BackendError> {
    one(tx, &format!("{} FOR UPDATE", show_sql()), key)
}

pub(super) fn show(
    connection: &mut Connection,
    key: &str,
) -> Result<Option<JournalEntry>, BackendError> {
    one(connection, &show_sql(), key)
}

fn one(
    connection: &mut Connection,
    sql: &str,
    key: &str,
) -> Result<Option<JournalEntry>, BackendError> {
    let row = connection.query_opt(sql, &[&key])?;
    row.map(|row| decode_entry(&mut RowReader::of(&row, "journal")?)).transpose()
}

pub(super) fn list(
    connection: &mut Connection,
    filter: &JournalFilter,
    limit: u32,
) -> Result<Vec<JournalEntry>, BackendError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM journal WHERE account = coalesce($1, account) \
         AND provider = coalesce($2, provider) AND state = coalesce($3, state) \
         AND starts_with(key, $4) AND ($6::text IS NULL OR operator = $6) \
         AND (NOT $7 OR (subject IS NOT NULL AND read_at IS NULL AND sent_at IS NOT NULL \
         AND state IN ('sent', 'done', 'unknown'))) ORDER BY place DESC LIMIT $5"
    );
    let account = filter.account.as_ref().map(|name| name.as_str());
    let provider = filter.provider.as_ref().map(|name| name.as_str());
    let state = filter.state.map(JournalState::as_str);
    let under = filter.under.as_deref().unwrap_or_default();
    let (limit, operator, unread) = (i64::from(limit), &filter.operator, &filter.unread);
    let values: SqlParameters<'_> =
        &[&account, &provider, &state, &under, &limit, operator, unread];
    let rows = connection.query(&sql, values)?;
    rows.iter().map(|row| decode_entry(&mut RowReader::of(row, "journal")?)).collect()
}

/// A reading after one write is a reading after every earlier write to the same row, too, once that has an outcome: one without may
/// still arrive.
pub(super) fn note_read(
    tx: &mut Connection,
    key: &str,
    at: Timestamp,
) -> Result<(), JournalFailure> {
    let sql = "UPDATE journal SET read_at = $1 FROM journal one WHERE journal.read_at IS NULL \
               AND journal.sent_at IS NOT NULL AND one.key = $2 AND one.account = journal.account \
               AND one.provider = journal.provider AND one.subject = journal.subject \
               AND journal.place <= one.place \
               AND (journal.key = one.key OR journal.state IN ('done', 'refused'))";
    tx.execute(sql, &[&at.to_string(), &key])?;
    Ok(())
}

/// The column `msg_id` holds the request id: the name is the first vendor's.
const COLUMNS: &str = "place, key, account, provider, operation, body, msg_id, baseline, operator, subject, \
                       prepared_at, state, sent_at, settled_at, code, message, ids, role, read_at";

fn show_sql() -> String {
    format!("SELECT {COLUMNS} FROM journal WHERE key = $1")
}
