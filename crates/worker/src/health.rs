//! A worker's health and metrics over HTTP.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::State,
    http::{
        HeaderMap, StatusCode,
        header::{ACCEPT, CONTENT_TYPE},
    },
    response::IntoResponse,
    routing::get,
};
use coupon_ledger::AccountState;
use tokio::{net::TcpListener, spawn, sync::Mutex, time::timeout};
use tracing::warn;

use crate::{
    error::with_causes,
    metrics::plain,
    queue::{self, PendingSync, QueueError},
    state::WorkerState,
};

/// The time in which a healthy database answers.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Debug, Clone)]
struct HealthState {
    worker: Arc<WorkerState>,
    turn: Arc<Mutex<()>>,
}

/// Serves health and metrics until its task is aborted. If serving fails, that is logged and the worker works on.
pub(crate) async fn serve(listener: TcpListener, worker: Arc<WorkerState>) {
    let routes = Router::new()
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .with_state(HealthState { worker, turn: Arc::default() });
    if let Err(error) = axum::serve(listener, routes).await {
        warn!(%error, "health and metrics are no longer served");
    }
}

/// 200 while it works, 503 once it stops or its database does not answer.
async fn healthz(State(health): State<HealthState>) -> impl IntoResponse {
    if health.worker.is_stopped() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
    }
    match snapshot(&health).await {
        Ok(_) => (StatusCode::OK, "ok\n".to_owned()),
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", with_causes(&*why))),
    }
}

/// In OpenMetrics for who asks for it, as Prometheus does; otherwise in the older text format, which every tool reads.
async fn metrics(State(health): State<HealthState>, headers: HeaderMap) -> impl IntoResponse {
    let accepted = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_open = accepted.contains("application/openmetrics-text");
    match snapshot(&health).await {
        Ok((states, pending)) => {
            let worker = &health.worker;
            let text = worker.metrics.shown(&states, &pending, (worker.settings.clock)());
            let (kind, text) = match is_open {
                true => ("application/openmetrics-text; version=1.0.0; charset=utf-8", text),
                false => ("text/plain; version=0.0.4; charset=utf-8", plain(&text)),
            };
            (StatusCode::OK, [(CONTENT_TYPE, kind)], text).into_response()
        }
        Err(why) => {
            (StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", with_causes(&*why))).into_response()
        }
    }
}

type HealthSnapshot = (Vec<AccountState>, Vec<PendingSync>);

/// Asks the database how the accounts stand. One question runs at a time and is never given up: a dropped one would keep its
/// connection, which the queue needs.
async fn snapshot(
    HealthState { worker, turn }: &HealthState,
) -> Result<HealthSnapshot, QueueError> {
    let (worker, turn) = (Arc::clone(worker), Arc::clone(turn));
    let answer = async {
        let turn = turn.lock_owned().await;
        let question = async move {
            let _turn = turn;
            Ok((
                worker.shared.account_states().await?,
                queue::pending(&worker.shared, &worker.settings.accounts).await?,
            ))
        };
        spawn(question).await?
    };
    timeout(PATIENCE, answer).await.map_err(|_| "the database does not answer")?
}
