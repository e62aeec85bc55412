//! One sync of one account as a job of the queue.

use std::sync::Arc;

use coupon_domain::AccountName;
use coupon_sync::{FailedSync, StopReason, SyncError, SyncSummary};
use graphile_worker::{
    IntoTaskHandlerResult, JobKeyMode, JobSpec, TaskHandler, WorkerContext, WorkerContextExt,
    WorkerUtils, errors::GraphileWorkerError,
};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;
use tracing::{info, warn};

use crate::{
    counting_provider::CountingProvider,
    queue::{SYNC_JOB, SYNC_KEY},
    settings::{AccountSession, ScheduledAccount},
    state::WorkerState,
};

/// The job that syncs one account.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SyncAccount {
    account: AccountName,
}

/// The flag `account:<name>`: only workers that have the account in their configuration take the job.
pub(crate) fn known(account: &AccountName) -> String {
    format!("account:{account}")
}

/// The flag `egress:<label>`: only workers with the label take the job.
pub(crate) fn labelled(label: &str) -> String {
    format!("egress:{label}")
}

/// Adds a sync of an account to the queue. At most one sync of an account waits: a second call keeps the first one's time.
/// The syncs of an account run one after the other, on any worker.
pub(crate) async fn add(
    queue: &WorkerUtils,
    account: &ScheduledAccount,
) -> Result<(), GraphileWorkerError> {
    let mut flags = vec![known(&account.name)];
    flags.extend(account.egress.as_deref().map(labelled));
    let spec = JobSpec {
        queue_name: Some(format!("account:{}", account.name)),
        job_key: Some(format!("{SYNC_KEY}{}", account.name)),
        job_key_mode: Some(JobKeyMode::PreserveRunAt),
        flags: Some(flags),
        ..JobSpec::default()
    };
    queue.add_job(SyncAccount { account: account.name.clone() }, spec).await.map(drop)
}

impl TaskHandler for SyncAccount {
    const IDENTIFIER: &'static str = SYNC_JOB;

    /// An error is kept with the job, which is tried again: after seconds at first, after hours at last.
    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let state = context.get_ext::<Arc<WorkerState>>().expect("every worker has it");
        let ended = run(state, &context, &self.account).await;
        if let Err(why) = &ended {
            warn!(account = %self.account, %why, "sync failed");
        }
        ended.map_err(JobError)
    }
}

/// The queue keeps what `Debug` says.
struct JobError(String);

impl std::fmt::Debug for JobError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

async fn run(
    state: &WorkerState,
    context: &WorkerContext,
    name: &AccountName,
) -> Result<(), String> {
    let account = state.settings.accounts.iter().find(|account| account.name == *name);
    let account = account.ok_or("this worker's configuration has no such account")?;
    let opened = (state.settings.open)(name.clone()).await.map_err(|error| error.to_string())?;
    let ended = providers(state, &opened, name).await;
    // The account is free before the queue gives it to another worker. Giving it back waits for the server, as long as it takes.
    drop(spawn_blocking(move || drop(opened)).await);
    match ended {
        Ok(JobOutcome::Whole) => Ok(()),
        Ok(JobOutcome::Stopped) => {
            let again = add(&context.utils(), account).await;
            again.map_err(|error| format!("stopped, and not handed to another worker: {error}"))
        }
        Err(why) => Err(why),
    }
}

enum JobOutcome {
    Whole,
    Stopped,
}

/// Syncs the providers one after the other, also after one has failed. The first error is the job's.
async fn providers(
    state: &WorkerState,
    opened: &AccountSession,
    name: &AccountName,
) -> Result<JobOutcome, String> {
    let mut first = None;
    for provider in &opened.providers {
        if state.is_stopped() {
            return Ok(JobOutcome::Stopped);
        }
        match provider_sync(
            state,
            opened,
            CountingProvider::new(provider.as_ref(), name, &state.metrics),
        )
        .await
        {
            Ok(summary) => {
                state.metrics.synced(name, &summary);
                say(name, &summary);
                if summary.stopped == Some(StopReason::Interrupted) {
                    return Ok(JobOutcome::Stopped);
                }
            }
            Err(failed) => {
                let FailedSync { error, summary } = *failed;
                state.metrics.failed(name, &summary);
                if let SyncError::Ledger(error) = error {
                    // The other providers would write into the same ledger.
                    return Err(error.to_string());
                }
                first.get_or_insert(error.to_string());
            }
        }
    }
    first.map_or(Ok(JobOutcome::Whole), Err)
}

async fn provider_sync(
    state: &WorkerState,
    opened: &AccountSession,
    provider: CountingProvider<'_>,
) -> Result<SyncSummary, Box<FailedSync>> {
    let settings = coupon_sync::SyncOptions {
        customers: opened.customers.clone(),
        stop: &state.settings.stop,
        ..coupon_sync::SyncOptions::new(&opened.lock, opened.first_day, &state.settings.clock)
    };
    coupon_sync::sync(&opened.ledger, &provider, &settings, &|_| {}).await
}

fn say(account: &AccountName, summary: &SyncSummary) {
    let rows = summary.streams.iter().map(|stream| stream.written);
    let (mut new, mut changed, quarantined) = (0, 0, summary.quarantined);
    for written in rows {
        for tally in [written.templates, written.coupons, written.customers] {
            new += tally.new;
            changed += tally.changed;
        }
    }
    let (provider, calls, complete) = (&summary.provider, summary.calls, summary.is_complete());
    info!(%account, %provider, calls, new, changed, quarantined, complete, "synced");
}
