//! The state that the machines of a team share besides the rows. Each question is answered at once.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Duration};

use coupon_domain::{AccountName, ProviderName};
use deadpool_postgres::{ClientWrapper, Hook, HookError, Manager, Pool, PoolError};
use jiff::civil::Date;
use tokio_postgres::{NoTls, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::Address;
use crate::{backend_error::BackendError, error::LedgerError};

/// The first statements of every connection: a lock that is not given within 30 seconds is an error. A process that stands still
/// within a transaction of the queue gives up its locks after that time: while it holds the one of the recovery of silent
/// workers, no other worker can recover it.
const SESSION: &str = "
    SET lock_timeout = '30s';
    SET idle_in_transaction_session_timeout = '30s'";

/// Slots are given out by the server's clock, in the order in which they are asked for; none is saved up.
const NEXT_CALL: &str = "
    INSERT INTO coupon.calls AS c (account, operation, next_at)
    VALUES ($1, $2, clock_timestamp() + $3::bigint * interval '1 microsecond')
    ON CONFLICT (account, operation) DO UPDATE
    SET next_at = greatest(c.next_at, clock_timestamp()) + $3::bigint * interval '1 microsecond'
    RETURNING greatest(0, ceil(extract(epoch FROM
        c.next_at - $3::bigint * interval '1 microsecond' - clock_timestamp()) * 1000000))::bigint";

const ACCOUNT_STATES: &str = "
    SELECT a.name, c.provider, min(c.day),
           (SELECT count(*) FROM coupon.quarantine q WHERE q.account = a.name AND q.closed_at IS NULL)
    FROM coupon.accounts a LEFT JOIN coupon.checkpoints c ON c.account = a.name
    GROUP BY a.name, c.provider ORDER BY a.name, c.provider";

/// How an account stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountState {
    /// The account.
    pub account: AccountName,
    /// The last Beijing day that is read in full, of each provider's stream furthest behind; nothing of a provider before
    /// the first.
    pub read_until: BTreeMap<ProviderName, Date>,
    /// Rows that cannot be read.
    pub quarantined: u64,
}

/// A pool of connections to the ledger's server, for what is asked often and answered at once.
#[derive(Debug, Clone)]
pub struct Coordination {
    pool: Pool,
    keeps_session: bool,
    path: PathBuf,
}

impl Coordination {
    /// Connects when it is first asked.
    pub(crate) fn new(address: &Address, size: usize) -> Result<Self, LedgerError> {
        let config = address.config().clone();
        let manager = match address.tls()? {
            None => Manager::new(config, NoTls),
            Some(tls) => Manager::new(config, MakeRustlsConnect::new(tls)),
        };
        let begin = Hook::async_fn(|client: &mut ClientWrapper, _| {
            Box::pin(async { client.batch_execute(SESSION).await.map_err(HookError::Backend) })
        });
        let pool = Pool::builder(manager).max_size(size);
        let pool = if address.keeps_session() { pool.post_create(begin) } else { pool }.build();
        Ok(Self {
            pool: pool.expect("without timeouts it needs no runtime"),
            keeps_session: address.keeps_session(),
            path: address.shown().clone(),
        })
    }

    /// Whether a connection is the same from one transaction to the next, as a worker needs it to hear of new jobs.
    pub fn keeps_session(&self) -> bool {
        self.keeps_session
    }

    /// How long to wait before the next call of an operation, where calls begin `every` so often over all machines. Each
    /// question takes a slot, whether the call is made or not.
    ///
    /// # Errors
    /// `Postgres` if the server does not answer: make no call.
    pub async fn next_call(
        &self,
        account: &AccountName,
        operation: &str,
        every: Duration,
    ) -> Result<Duration, LedgerError> {
        let every = i64::try_from(every.as_micros()).unwrap_or(i64::MAX);
        let client = self.pool.get().await.map_err(|error| self.failed(error))?;
        let asked = client.query_one(NEXT_CALL, &[&account.as_str(), &operation, &every]).await;
        let wait: i64 = asked
            .and_then(|row| row.try_get(0))
            .map_err(|error| BackendError::from(error).at(&self.path))?;
        Ok(Duration::from_micros(wait.unsigned_abs()))
    }

    /// How the accounts stand, by name.
    ///
    /// # Errors
    /// `Postgres`.
    pub async fn account_states(&self) -> Result<Vec<AccountState>, LedgerError> {
        let client = self.pool.get().await.map_err(|error| self.failed(error))?;
        let rows = client.query(ACCOUNT_STATES, &[]).await;
        let rows = rows.map_err(|error| BackendError::from(error).at(&self.path))?;
        states(&rows).map_err(|fault| fault.at(&self.path))
    }

    /// The pool itself, for a job queue whose tables lie in the same database. Everything else asks through the methods above.
    pub fn queue_connections(&self) -> &Pool {
        &self.pool
    }

    fn failed(&self, error: PoolError) -> LedgerError {
        match error {
            PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => {
                BackendError::from(error).at(&self.path)
            }
            // The pool has no timeouts and is never closed.
            other => LedgerError::Io {
                path: self.path.clone(),
                source: Arc::new(std::io::Error::other(other.to_string())),
            },
        }
    }
}

/// One row for each provider of an account, or one for an account of which nothing was read.
fn states(rows: &[Row]) -> Result<Vec<AccountState>, BackendError> {
    let mut states: Vec<AccountState> = Vec::new();
    for row in rows {
        let account: AccountName = row.try_get::<_, String>(0)?.into();
        let (provider, day): (Option<String>, Option<String>) = (row.try_get(1)?, row.try_get(2)?);
        let quarantined: i64 = row.try_get(3)?;
        if states.last().is_none_or(|last| last.account != account) {
            let (read_until, quarantined) = (BTreeMap::new(), quarantined.unsigned_abs());
            states.push(AccountState { account, read_until, quarantined });
        }
        if let (Some(state), Some(provider), Some(day)) = (states.last_mut(), provider, day) {
            let column = || BackendError::Column {
                table: "checkpoints",
                place: 0,
                column: "day".to_owned(),
            };
            state.read_until.insert(provider.into(), day.parse().map_err(|_| column())?);
        }
    }
    Ok(states)
}
