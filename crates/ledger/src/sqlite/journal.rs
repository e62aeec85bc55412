//! The journal's rows.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use crate::{
    backend_error::BackendError,
    journal::{JournalEntry, JournalFilter, JournalState, NewEntry, PrepareOutcome, Settlement},
    journal_failure::JournalFailure,
    journal_row::decode_entry,
    journal_rules::{meet, outcome, still_here, unsettled},
    row_reader::RowReader,
};

/// Runs a write that is on the disk when this returns, also if the power goes right after.
pub(super) fn durably<T>(
    connection: &mut Connection,
    write: impl FnOnce(&Transaction<'_>) -> Result<T, JournalFailure>,
) -> Result<T, JournalFailure> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    let result = committed(connection, write);
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    result
}

fn committed<T>(
    connection: &mut Connection,
    write: impl FnOnce(&Transaction<'_>) -> Result<T, JournalFailure>,
) -> Result<T, JournalFailure> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let answer = write(&tx)?;
    tx.commit()?;
    Ok(answer)
}

pub(super) fn prepare(
    tx: &Transaction<'_>,
    new: &NewEntry,
) -> Result<PrepareOutcome, JournalFailure> {
    if let Some(stored) = show(tx, &new.key)? {
        return Ok(meet(Box::new(stored), new)?);
    }
    let sql = "INSERT INTO journal \
               (key, account, provider, operation, body, msg_id, baseline, operator, subject, state, \
               prepared_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'prepared', ?)";
    // A customer who holds more than SQLite can count has no number worth comparing.
    let baseline = new.baseline.and_then(|held| i64::try_from(held).ok());
    tx.execute(
        sql,
        params![
            new.key,
            new.account.as_str(),
            new.provider.as_str(),
            new.operation,
            new.body,
            new.request_id,
            baseline,
            new.operator,
            new.subject.as_ref().map(ToString::to_string),
            new.prepared_at.to_string(),
        ],
    )?;
    Ok(PrepareOutcome::Fresh)
}

pub(super) fn sent(
    tx: &Transaction<'_>,
    key: &str,
    request_id: Option<&str>,
    at: Timestamp,
) -> Result<(), JournalFailure> {
    unsettled(key, show(tx, key)?)?;
    let sql = "UPDATE journal SET state = 'sent', sent_at = ?, msg_id = coalesce(?, msg_id) \
               WHERE key = ?";
    tx.execute(sql, params![at.to_string(), request_id, key])?;
    Ok(())
}

pub(super) fn settle(
    tx: &Transaction<'_>,
    key: &str,
    end: &Settlement,
) -> Result<(), JournalFailure> {
    let stored = show(tx, key)?;
    outcome(key, end.state)?;
    unsettled(key, stored)?;
    close(tx, key, end)
}

pub(super) fn withdraw(
    tx: &Transaction<'_>,
    key: &str,
    end: &Settlement,
) -> Result<(), JournalFailure> {
    still_here(key, show(tx, key)?)?;
    close(tx, key, end)
}

fn close(tx: &Transaction<'_>, key: &str, end: &Settlement) -> Result<(), JournalFailure> {
    let sql = "UPDATE journal SET state = ?, settled_at = ?, code = ?, message = ?, ids = ? \
               WHERE key = ?";
    let at = end.at.to_string();
    tx.execute(sql, params![end.state.as_str(), at, end.code, end.message, end.ids, key])?;
    Ok(())
}

/// A reading after one write is a reading after every earlier write to the same row, too, once that has an outcome: one without may
/// still arrive.
pub(super) fn note_read(
    tx: &Transaction<'_>,
    key: &str,
    at: Timestamp,
) -> Result<(), JournalFailure> {
    let sql = "UPDATE journal SET read_at = ?1 WHERE read_at IS NULL AND sent_at IS NOT NULL AND EXISTS \
               (SELECT 1 FROM journal one WHERE one.key = ?2 AND one.account = journal.account \
               AND one.provider = journal.provider AND one.subject = journal.subject \
               AND journal.rowid <= one.rowid \
               AND (journal.key = one.key OR journal.state IN ('done', 'refused')))";
    tx.execute(sql, params![at.to_string(), key])?;
    Ok(())
}

/// The column `msg_id` holds the request id: the name is the first vendor's.
const COLUMNS: &str = "rowid, key, account, provider, operation, body, msg_id, baseline, operator, subject, \
                       prepared_at, state, sent_at, settled_at, code, message, ids, role, read_at";

pub(super) fn show(
    connection: &Connection,
    key: &str,
) -> Result<Option<JournalEntry>, BackendError> {
    let sql = format!("SELECT {COLUMNS} FROM journal WHERE key = ?");
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row([key], |row| Ok(entry(row))).optional()?.transpose()
}

pub(super) fn list(
    connection: &Connection,
    filter: &JournalFilter,
    limit: u32,
) -> Result<Vec<JournalEntry>, BackendError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM journal WHERE account = coalesce(?1, account) \
         AND provider = coalesce(?2, provider) AND state = coalesce(?3, state) \
         AND substr(key, 1, length(?4)) = ?4 AND (?6 IS NULL OR operator = ?6) \
         AND (NOT ?7 OR (subject IS NOT NULL AND read_at IS NULL AND sent_at IS NOT NULL \
         AND state IN ('sent', 'done', 'unknown'))) ORDER BY rowid DESC LIMIT ?5"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let account = filter.account.as_ref().map(|name| name.as_str());
    let provider = filter.provider.as_ref().map(|name| name.as_str());
    let state = filter.state.map(JournalState::as_str);
    let under = filter.under.as_deref().unwrap_or_default();
    let JournalFilter { operator, unread, .. } = filter;
    let values = params![account, provider, state, under, limit, operator, unread];
    let mut found = statement.query(values)?;
    let mut entries = Vec::new();
    while let Some(row) = found.next()? {
        entries.push(entry(row)?);
    }
    Ok(entries)
}

fn entry(row: &Row<'_>) -> Result<JournalEntry, BackendError> {
    decode_entry(&mut RowReader::of(row, "journal")?)
}
