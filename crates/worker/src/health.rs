//! How a worker is, for whoever watches it.

use std::{error::Error, sync::Arc, time::Duration};

use axum::{Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};
use coupon_domain::beijing_date;
use coupon_ledger::AccountState;
use graphile_worker::TaskHandler;
use jiff::Timestamp;
use tokio::{net::TcpListener, spawn, sync::Mutex, time::timeout};
use tracing::warn;

use crate::{
    job::KEY, run::WorkerState, scheduler::ScheduleDueAccounts, settings::ScheduledAccount,
};

/// A database that takes longer is not well.
const PATIENCE: Duration = Duration::from_secs(3);

const MINUTE: Duration = Duration::from_secs(60);

/// Jobs that are due and that no worker has.
const WAITING: &str = "
    SELECT substr(key, length($1) + 1), extract(epoch FROM now() - run_at)::float8, attempts::bigint
    FROM coupon_queue.jobs WHERE starts_with(key, $1) AND locked_at IS NULL AND run_at <= now()";

/// The first minute that no worker has looked at yet, and how long ago it was: they may all be busy.
const UNSEEN: &str = "
    SELECT extract(epoch FROM run_at)::bigint, extract(epoch FROM now() - run_at)::float8
    FROM coupon_queue.jobs WHERE task_identifier = $1 AND locked_at IS NULL AND run_at <= now()
    ORDER BY run_at LIMIT 1";

/// A sync that is due and that no worker has begun.
pub(crate) struct OverdueSync {
    pub(crate) account: String,
    pub(crate) seconds: f64,
    pub(crate) attempts: i64,
}

#[derive(Debug, Clone)]
struct HealthState {
    team: Arc<WorkerState>,
    turn: Arc<Mutex<()>>,
}

/// Until its task is ended; should it end by itself, the worker works on, and says so.
pub(crate) async fn serve(listener: TcpListener, team: Arc<WorkerState>) {
    let routes = Router::new()
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .with_state(HealthState { team, turn: Arc::default() });
    if let Err(error) = axum::serve(listener, routes).await {
        warn!(%error, "health and metrics are no longer served");
    }
}

/// 200 while it works, 503 once it stops or its database does not answer.
async fn healthz(State(watched): State<HealthState>) -> impl IntoResponse {
    if watched.team.is_stopped() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
    }
    match asked(&watched).await {
        Ok(_) => (StatusCode::OK, "ok\n".to_owned()),
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")),
    }
}

async fn metrics(State(watched): State<HealthState>) -> impl IntoResponse {
    let kind = [("content-type", "application/openmetrics-text; version=1.0.0; charset=utf-8")];
    match asked(&watched).await {
        Ok((states, overdue)) => {
            let team = &watched.team;
            let today = beijing_date((team.settings.clock)());
            (StatusCode::OK, kind, team.metrics.shown(&states, &overdue, today)).into_response()
        }
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")).into_response(),
    }
}

type Failed = Box<dyn Error + Send + Sync>;

type Asked = (Vec<AccountState>, Vec<OverdueSync>);

/// One question at a time, and each to its end: one that was given up would keep the connection that it was asked over, and
/// those are the queue's.
async fn asked(HealthState { team, turn }: &HealthState) -> Result<Asked, Failed> {
    let (team, turn) = (Arc::clone(team), Arc::clone(turn));
    let answer = async {
        let turn = turn.lock_owned().await;
        let question = async move {
            let _turn = turn;
            Ok((team.shared.account_states().await?, overdue(&team).await?))
        };
        spawn(question).await?
    };
    timeout(PATIENCE, answer).await.map_err(|_| "the database does not answer")?
}

async fn overdue(team: &WorkerState) -> Result<Vec<OverdueSync>, Failed> {
    let client = team.shared.pool().get().await?;
    let mut found = Vec::new();
    for row in &client.query(WAITING, &[&KEY]).await? {
        let (account, seconds, attempts) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        found.push(OverdueSync { account, seconds, attempts });
    }
    if let Some(row) = client.query_opt(UNSEEN, &[&ScheduleDueAccounts::IDENTIFIER]).await? {
        let first = Timestamp::from_second(row.try_get(0)?)?;
        found.extend(unseen(&team.settings.accounts, first, row.try_get(1)?));
    }
    Ok(found)
}

/// The accounts that are due in one of the minutes from the first that no worker has looked at, so many seconds ago.
fn unseen(accounts: &[ScheduledAccount], first: Timestamp, seconds: f64) -> Vec<OverdueSync> {
    let mut found = Vec::new();
    for account in accounts {
        let (mut minute, mut left) = (first, seconds);
        while left > 0.0 && !account.schedule.is_due(minute) {
            (minute, left) = (minute + MINUTE, left - MINUTE.as_secs_f64());
        }
        if left > 0.0 {
            let account = account.name.to_string();
            found.push(OverdueSync { account, seconds: left, attempts: 0 });
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
