//! The queue's tables in the ledger's database: the schema `coupon_queue` of the library `graphile_worker`. All SQL on them is
//! here. The view `jobs` is the library's public interface; the one statement on private tables says why it needs them.

use std::{error::Error, time::Duration};

use coupon_ledger::Coordination;
use jiff::Timestamp;

use crate::{
    error::{WorkerError, code_of},
    settings::ScheduledAccount,
};

/// The queue's schema, beside the ledger's.
pub(crate) const SCHEMA: &str = "coupon_queue";

/// The prefix of an account's name in the key of its job.
pub(crate) const SYNC_KEY: &str = "sync:";

/// The identifier of the job that syncs one account.
pub(crate) const SYNC_JOB: &str = "coupon_sync";

/// The identifier of the job that schedules the accounts that are due in one minute.
pub(crate) const SCHEDULE_JOB: &str = "coupon_tick";

const MINUTE: Duration = Duration::from_secs(60);

/// Syncs that wait: those that are due and that no worker has begun, and those that failed and are tried again later. The
/// attempt under way has not failed yet.
const PENDING: &str = "
    SELECT substr(key, length($1) + 1),
        CASE WHEN locked_at IS NULL THEN greatest(0, extract(epoch FROM now() - run_at)) ELSE 0 END::float8,
        CASE WHEN locked_at IS NULL THEN attempts ELSE attempts - 1 END::bigint
    FROM coupon_queue.jobs WHERE starts_with(key, $1)";

/// The first minute that no worker has scheduled yet, and its age: all workers may be busy.
const UNSEEN: &str = "
    SELECT extract(epoch FROM run_at)::bigint, extract(epoch FROM now() - run_at)::float8
    FROM coupon_queue.jobs WHERE task_identifier = $1 AND locked_at IS NULL AND run_at <= now()
    ORDER BY run_at LIMIT 1";

/// Frees the accounts whose row is locked without a job. A worker that was given up, and woke just before its job was done,
/// ends that job while another worker does it: the account's row then stays locked by the other worker, which has no job of
/// it. The library's public interface has no call for that, so this writes its private tables. A worker locks the row and
/// the job in one statement, so that no row of a running job is freed.
const FREE: &str = "
    UPDATE coupon_queue._private_job_queues AS row SET locked_by = NULL, locked_at = NULL
    WHERE locked_at < now() - interval '1 minute' AND NOT EXISTS (
        SELECT FROM coupon_queue._private_jobs WHERE job_queue_id = row.id AND locked_at IS NOT NULL)";

/// Removes syncs that were replaced by a later one of their account and then failed: nothing tries them again.
const REMOVE_REPLACED: &str = "
    SELECT count(*) FROM coupon_queue.complete_jobs(ARRAY(
        SELECT id FROM coupon_queue.jobs
        WHERE task_identifier = $1 AND key IS NULL AND locked_at IS NULL AND attempts >= max_attempts))";

pub(crate) type QueueError = Box<dyn Error + Send + Sync>;

/// Asks for all that a queue needs, and leaves nothing.
const PROBE: &str = "
    BEGIN;
    CREATE SCHEMA IF NOT EXISTS coupon_queue;
    CREATE TABLE coupon_queue.probe ();
    SELECT FROM coupon_queue.jobs LIMIT 0";

/// The queue's error in the server's own words, which the queue's library leaves out: the server is asked for the same once
/// more.
pub(crate) async fn queue_error(
    shared: &Coordination,
    error: &(dyn Error + 'static),
) -> WorkerError {
    let said = WorkerError::queue(error);
    let Some(code) = code_of(error) else { return said };
    let Ok(client) = shared.queue_connections().get().await else { return said };
    let asked = client.batch_execute(PROBE).await;
    // Should even this fail, the connection is of no use to anybody; the first error is the one to tell.
    drop(client.batch_execute("ROLLBACK").await);
    match asked {
        Err(again) if again.code().is_some_and(|found| found.code() == code) => {
            WorkerError::queue(&again)
        }
        _ => said,
    }
}

/// A sync that waits for a worker, or is tried again later.
#[derive(Debug, Clone, PartialEq)]
pub struct PendingSync {
    /// The account.
    pub account: String,
    /// For how long it has been due.
    pub seconds: f64,
    /// How often it has failed.
    pub attempts: i64,
}

/// The syncs that wait. None if no worker ever ran on this ledger.
///
/// # Errors
///
/// If the queue cannot be read.
pub async fn pending_syncs(shared: &Coordination) -> Result<Option<Vec<PendingSync>>, WorkerError> {
    let read = async {
        let client = shared.queue_connections().get().await?;
        let exists = client.query_one("SELECT to_regclass('coupon_queue.jobs') IS NOT NULL", &[]);
        if !exists.await?.try_get::<_, bool>(0)? {
            return Ok(None);
        }
        drop(client);
        pending(shared, &[]).await.map(Some)
    };
    let read: Result<_, QueueError> = read.await;
    read.map_err(|error| WorkerError::queue(error.as_ref()))
}

/// The syncs that wait, those of minutes that were not scheduled yet included.
pub(crate) async fn pending(
    shared: &Coordination,
    accounts: &[ScheduledAccount],
) -> Result<Vec<PendingSync>, QueueError> {
    let client = shared.queue_connections().get().await?;
    let mut found = Vec::new();
    for row in &client.query(PENDING, &[&SYNC_KEY]).await? {
        let (account, seconds, attempts) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        found.push(PendingSync { account, seconds, attempts });
    }
    if let Some(row) = client.query_opt(UNSEEN, &[&SCHEDULE_JOB]).await? {
        let first = Timestamp::from_second(row.try_get(0)?)?;
        found.extend(unseen(accounts, first, row.try_get(1)?));
    }
    Ok(found)
}

/// Frees accounts that are locked without a job, and returns how many there were.
pub(crate) async fn free_abandoned(shared: &Coordination) -> Result<u64, QueueError> {
    Ok(shared.queue_connections().get().await?.execute(FREE, &[]).await?)
}

/// Removes failed syncs that a later one has replaced, and returns how many there were.
pub(crate) async fn remove_replaced(shared: &Coordination) -> Result<u64, QueueError> {
    let client = shared.queue_connections().get().await?;
    let removed: i64 = client.query_one(REMOVE_REPLACED, &[&SYNC_JOB]).await?.try_get(0)?;
    Ok(removed.unsigned_abs())
}

/// The accounts that were due in a minute from `first` on, which began `seconds` ago.
fn unseen(accounts: &[ScheduledAccount], first: Timestamp, seconds: f64) -> Vec<PendingSync> {
    let mut found = Vec::new();
    for account in accounts {
        let (mut minute, mut left) = (first, seconds);
        while left > 0.0 && !account.schedule.is_due(minute) {
            (minute, left) = (minute + MINUTE, left - MINUTE.as_secs_f64());
        }
        if left > 0.0 {
            let account = account.name.to_string();
            found.push(PendingSync { account, seconds: left, attempts: 0 });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sync_is_late_from_the_first_unseen_minute_in_which_it_was_due() {
        let account = |name: &str, schedule: &str| ScheduledAccount {
            name: name.into(),
            providers: Vec::new(),
            schedule: schedule.parse().unwrap(),
            egress: None,
            quota: None,
        };
        let accounts = [
            account("often", "*/15 * * * *"),
            account("at once", "* * * * *"),
            account("later", "0 3 * * *"),
        ];
        let first = "2026-01-01T00:05:00Z".parse().unwrap();
        let late = |seconds| {
            let late = unseen(&accounts, first, seconds).into_iter();
            late.map(|sync| (sync.account, sync.seconds)).collect::<Vec<_>>()
        };
        assert_eq!(late(2.0), [("at once".to_owned(), 2.0)]);
        assert_eq!(late(900.0), [("often".to_owned(), 300.0), ("at once".to_owned(), 900.0)]);
        assert_eq!(late(0.0), []);
    }
}
