//! The journal's rows.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::{Fault, columns::Columns};
use crate::{
    error::JournalError,
    journal::{JournalEntry, JournalFilter, JournalState, NewEntry, Prepared, Settlement},
};

type Answer<T> = Result<Result<T, JournalError>, Fault>;

/// Runs a write that is on the disk when this returns, also if the power goes right after.
pub(super) fn durably<T>(
    connection: &mut Connection,
    write: impl FnOnce(&Transaction<'_>) -> Answer<T>,
) -> Answer<T> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    let result = committed(connection, write);
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    result
}

fn committed<T>(
    connection: &mut Connection,
    write: impl FnOnce(&Transaction<'_>) -> Answer<T>,
) -> Answer<T> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let answer = write(&tx)?;
    tx.commit()?;
    Ok(answer)
}

pub(super) fn prepare(tx: &Transaction<'_>, new: &NewEntry) -> Answer<Prepared> {
    if let Some(stored) = show(tx, &new.key)? {
        return Ok(meet(Box::new(stored), new));
    }
    let sql = "INSERT INTO journal \
               (key, account, provider, operation, body, msg_id, baseline, state, prepared_at) \
               VALUES (?, ?, ?, ?, ?, ?, ?, 'prepared', ?)";
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
            new.msg_id,
            baseline,
            new.prepared_at.to_string(),
        ],
    )?;
    Ok(Ok(Prepared::Fresh))
}

fn meet(stored: Box<JournalEntry>, new: &NewEntry) -> Result<Prepared, JournalError> {
    let old = &stored.entry;
    let same = (&old.account, &old.provider, &old.operation, &old.body)
        == (&new.account, &new.provider, &new.operation, &new.body);
    if !same {
        return Err(JournalError::KeyReused { stored, given: new.body.clone() });
    }
    if stored.state.is_settled() {
        return Ok(Prepared::Settled(stored));
    }
    Err(JournalError::Unsettled { stored })
}

pub(super) fn sent(
    tx: &Transaction<'_>,
    key: &str,
    msg_id: Option<&str>,
    at: Timestamp,
) -> Answer<()> {
    if let Err(error) = unsettled(tx, key)? {
        return Ok(Err(error));
    }
    let sql = "UPDATE journal SET state = 'sent', sent_at = ?, msg_id = coalesce(?, msg_id) \
               WHERE key = ?";
    tx.execute(sql, params![at.to_string(), msg_id, key])?;
    Ok(Ok(()))
}

pub(super) fn settle(tx: &Transaction<'_>, key: &str, end: &Settlement) -> Answer<()> {
    if matches!(end.state, JournalState::Prepared | JournalState::Sent) {
        return Ok(Err(JournalError::NoOutcome { key: key.to_owned(), state: end.state }));
    }
    if let Err(error) = unsettled(tx, key)? {
        return Ok(Err(error));
    }
    let sql = "UPDATE journal SET state = ?, settled_at = ?, code = ?, message = ?, ids = ? \
               WHERE key = ?";
    let at = end.at.to_string();
    tx.execute(sql, params![end.state.as_str(), at, end.code, end.message, end.ids, key])?;
    Ok(Ok(()))
}

fn unsettled(tx: &Transaction<'_>, key: &str) -> Answer<()> {
    let key = key.to_owned();
    Ok(match show(tx, &key)? {
        None => Err(JournalError::NoEntry { key }),
        Some(entry) if entry.state.is_settled() => {
            Err(JournalError::Settled { key, state: entry.state })
        }
        Some(_) => Ok(()),
    })
}

const COLUMNS: &str = "rowid, key, account, provider, operation, body, msg_id, baseline, prepared_at, \
                       state, sent_at, settled_at, code, message, ids";

pub(super) fn show(connection: &Connection, key: &str) -> Result<Option<JournalEntry>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM journal WHERE key = ?");
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row([key], |row| Ok(entry(row))).optional()?.transpose()
}

pub(super) fn list(
    connection: &Connection,
    filter: &JournalFilter,
    limit: u32,
) -> Result<Vec<JournalEntry>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM journal WHERE account = coalesce(?, account) \
         AND provider = coalesce(?, provider) AND state = coalesce(?, state) ORDER BY rowid DESC LIMIT ?"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let account = filter.account.as_ref().map(|name| name.as_str());
    let provider = filter.provider.as_ref().map(|name| name.as_str());
    let state = filter.state.map(JournalState::as_str);
    let mut found = statement.query(params![account, provider, state, limit])?;
    let mut entries = Vec::new();
    while let Some(row) = found.next()? {
        entries.push(entry(row)?);
    }
    Ok(entries)
}

fn entry(row: &Row<'_>) -> Result<JournalEntry, Fault> {
    let mut columns = Columns::of(row, "journal")?;
    Ok(JournalEntry {
        entry: NewEntry {
            key: columns.text()?,
            account: columns.text()?,
            provider: columns.text()?,
            operation: columns.text()?,
            body: columns.text()?,
            msg_id: columns.maybe_text()?,
            baseline: columns.count()?,
            prepared_at: columns.parsed()?,
        },
        state: take_state(&mut columns)?,
        sent_at: columns.maybe_parsed()?,
        settled_at: columns.maybe_parsed()?,
        code: columns.maybe_text()?,
        message: columns.maybe_text()?,
        ids: columns.maybe_text()?,
    })
}

fn take_state(columns: &mut Columns<'_>) -> Result<JournalState, Fault> {
    let word: String = columns.take()?;
    let found = JournalState::ALL.into_iter().find(|state| state.as_str() == word);
    found.ok_or_else(|| columns.unreadable_last())
}
