//! How a worker is, for whoever watches it.

use std::{error::Error, io, sync::Arc, time::Duration};

use axum::{Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};
use coupon_domain::beijing_date;
use coupon_ledger::{AccountState, Shared};
use tokio::{net::TcpListener, time::timeout};

use crate::{job::KEY, run::Team};

/// A database that takes longer is not well.
const PATIENCE: Duration = Duration::from_secs(3);

/// Jobs that are due and that no worker has.
const WAITING: &str = "
    SELECT substr(key, length($1) + 1), extract(epoch FROM now() - run_at)::float8, attempts::bigint
    FROM coupon_queue.jobs WHERE starts_with(key, $1) AND locked_at IS NULL AND run_at <= now()";

/// A sync that is due and that no worker has begun.
pub(crate) struct Waiting {
    pub(crate) account: String,
    pub(crate) seconds: f64,
    pub(crate) attempts: i64,
}

#[derive(Debug, Clone)]
struct Watched {
    shared: Shared,
    team: Arc<Team>,
}

pub(crate) async fn serve(
    listener: TcpListener,
    shared: Shared,
    team: Arc<Team>,
) -> Result<(), io::Error> {
    let routes = Router::new()
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .with_state(Watched { shared, team });
    axum::serve(listener, routes).await
}

/// 200 while it works, 503 once it stops or its database does not answer.
async fn healthz(State(Watched { shared, team }): State<Watched>) -> impl IntoResponse {
    if team.is_stopped() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
    }
    match asked(&shared).await {
        Ok(_) => (StatusCode::OK, "ok\n".to_owned()),
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")),
    }
}

async fn metrics(State(Watched { shared, team }): State<Watched>) -> impl IntoResponse {
    let kind = [("content-type", "application/openmetrics-text; version=1.0.0; charset=utf-8")];
    match asked(&shared).await {
        Ok((states, waiting)) => {
            let today = beijing_date((team.settings.clock)());
            (StatusCode::OK, kind, team.metrics.shown(&states, &waiting, today)).into_response()
        }
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")).into_response(),
    }
}

type Failed = Box<dyn Error + Send + Sync>;

type Asked = (Vec<AccountState>, Vec<Waiting>);

async fn asked(shared: &Shared) -> Result<Asked, Failed> {
    let both = async { Ok((shared.account_states().await?, waiting(shared).await?)) };
    timeout(PATIENCE, both).await.map_err(|_| "the database does not answer")?
}

async fn waiting(shared: &Shared) -> Result<Vec<Waiting>, Failed> {
    let rows = shared.pool().get().await?.query(WAITING, &[&KEY]).await?;
    let mut jobs = Vec::new();
    for row in &rows {
        let (account, seconds, attempts) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        jobs.push(Waiting { account, seconds, attempts });
    }
    Ok(jobs)
}
