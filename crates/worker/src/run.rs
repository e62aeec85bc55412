//! A worker from its start to its stop.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use coupon_ledger::Coordination;
use graphile_worker::{
    Worker, WorkerOptions, WorkerRecoveryConfig, WorkerShutdownConfig, WorkerUtils,
};
use tokio::{net::TcpListener, time::sleep};
use tracing::{info, warn};

use crate::{
    error::{WorkerError, with_causes},
    health,
    job::{self, SyncAccount},
    metrics::Metrics,
    queue::{SCHEMA, queue_error},
    scheduler::{ScheduleDueAccounts, every_minute},
    settings::{ScheduledAccount, WorkerSettings},
    state::WorkerState,
};

/// A database that went away is asked again so often.
const AGAIN: Duration = Duration::from_secs(5);

/// Syncs accounts as their jobs fall due, until `settings.stop`. Any number of workers may do so on one ledger: an account
/// is synced by one of them at a time. `listener` serves `/healthz` and `/metrics`.
///
/// # Errors
///
/// If the queue cannot be opened. Once it was, the worker waits for a database that goes away to come back.
pub async fn run(
    shared: &Coordination,
    settings: WorkerSettings,
    listener: Option<TcpListener>,
) -> Result<(), WorkerError> {
    if !shared.keeps_session() {
        return Err(WorkerError::NoSession);
    }
    let metrics = Metrics::new(&settings.accounts, (settings.clock)());
    let state = Arc::new(WorkerState { shared: shared.clone(), settings, metrics });
    let mut worker = open(&state).await?;
    let health = listener.map(|listener| tokio::spawn(health::serve(listener, Arc::clone(&state))));
    while let Err(error) = worker.run().await {
        if state.is_stopped() {
            break;
        }
        let error = with_causes(&error);
        warn!(%error, "the queue cannot be reached; trying again");
        worker = reopened(&state, worker).await;
    }
    if let Some(health) = health {
        health.abort();
    }
    info!("stopped");
    Ok(())
}

/// Hands a sync of an account to the workers, to be done as soon as one is free.
///
/// # Errors
///
/// If the queue cannot be opened or does not take it.
pub async fn enqueue(shared: &Coordination, account: &ScheduledAccount) -> Result<(), WorkerError> {
    let queue = WorkerUtils::new(shared.queue_connections().clone(), SCHEMA);
    if let Err(error) = queue.migrate().await {
        return Err(queue_error(shared, &error).await);
    }
    match job::add(&queue, account).await {
        Ok(()) => Ok(()),
        Err(error) => Err(queue_error(shared, &error).await),
    }
}

async fn open(state: &Arc<WorkerState>) -> Result<Worker, WorkerError> {
    let WorkerSettings { labels, jobs, poll, recover_after, grace, .. } = &state.settings;
    let recovery = WorkerRecoveryConfig::default()
        .enabled(true)
        .heartbeat_interval(*recover_after / 4)
        .sweep_interval(*recover_after / 4)
        .sweep_threshold(*recover_after)
        .recovery_delay(Duration::ZERO);
    let shutdown = WorkerShutdownConfig::default()
        .listen_os_shutdown_signals(false)
        .shutdown_signal(state.stopped())
        .grace_period(*grace)
        .interrupted_job_retry_delay(Duration::ZERO);
    let mut flags: BTreeSet<String> = labels.iter().map(|label| job::labelled(label)).collect();
    flags.extend(state.settings.accounts.iter().map(|account| job::known(&account.name)));
    let opened = WorkerOptions::default()
        .database(state.shared.queue_connections().clone())
        .schema(SCHEMA)
        .use_notification_delivery(false)
        .poll_interval(*poll)
        .concurrency(*jobs)
        .worker_recovery(recovery)
        .worker_shutdown(shutdown)
        .job_flag_allowlist(flags)
        .add_extension(Arc::clone(state))
        .define_job::<SyncAccount>()
        .define_job::<ScheduleDueAccounts>()
        .with_cron(every_minute())
        .init()
        .await;
    match opened {
        Ok(worker) => Ok(worker),
        Err(error) => Err(queue_error(&state.shared, &error).await),
    }
}

/// The worker anew, as soon as its database answers; the old one once a stop was asked for meanwhile.
async fn reopened(state: &Arc<WorkerState>, old: Worker) -> Worker {
    while !state.is_stopped() {
        sleep(AGAIN).await;
        match open(state).await {
            Ok(worker) => return worker,
            Err(error) => warn!(%error, "trying again"),
        }
    }
    old
}
