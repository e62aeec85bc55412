//! Once a minute, one of the workers hands out what is due.

use std::{error::Error, sync::Arc};

use graphile_worker::{
    Crontab, CrontabFill, CrontabTimer, IntoTaskHandlerResult, TaskHandler, WorkerContext,
    WorkerContextExt, WorkerUtils,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tracing::warn;

use crate::{job, run::WorkerState};

type Failed = Box<dyn Error + Send + Sync>;

/// For how long a minute that no worker saw is made up for: a sync at night comes in the morning, and not the next night.
const CATCH_UP_DAYS: u32 = 1;

/// A worker that was given up, and woke just before its job was done, ends that job while another does it: the row of the
/// account's jobs then stays with the other, who holds none of them. Whoever takes a job takes both at once.
const FREE: &str = "
    UPDATE coupon_queue._private_job_queues AS row SET locked_by = NULL, locked_at = NULL
    WHERE locked_at < now() - interval '1 minute' AND NOT EXISTS (
        SELECT FROM coupon_queue._private_jobs WHERE job_queue_id = row.id AND locked_at IS NOT NULL)";

/// A minute. The queue's own schedules cannot carry a label, and know no Beijing time.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ScheduleDueAccounts {
    #[serde(rename = "_cron")]
    minute: CronMinute,
}

#[derive(Debug, Serialize, Deserialize)]
struct CronMinute {
    ts: Timestamp,
}

pub(crate) fn every_minute() -> Crontab {
    let mut minutes = Crontab::new(CrontabTimer::every_minute(), ScheduleDueAccounts::IDENTIFIER);
    minutes.options.fill = Some(CrontabFill::days(CATCH_UP_DAYS));
    // The queue writes the minute into it.
    minutes.payload = Some(serde_json::json!({}));
    minutes
}

impl TaskHandler for ScheduleDueAccounts {
    const IDENTIFIER: &'static str = "coupon_tick";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let state = context.get_ext::<Arc<WorkerState>>().expect("every worker has it");
        let minute = self.minute.ts;
        let ended = hand_out(state, &context.utils(), minute).await;
        if let Err(why) = &ended {
            warn!(%minute, %why, "what is due was not handed out; trying again");
        }
        ended
    }
}

async fn hand_out(
    state: &WorkerState,
    queue: &WorkerUtils,
    minute: Timestamp,
) -> Result<(), Failed> {
    let accounts = state.settings.accounts.iter();
    for account in accounts.filter(|account| account.schedule.is_due(minute)) {
        job::add(queue, account).await?;
    }
    free(state).await
}

async fn free(state: &WorkerState) -> Result<(), Failed> {
    let freed = state.shared.pool().get().await?.execute(FREE, &[]).await?;
    if freed > 0 {
        warn!(freed, "accounts were held without a job; they are free again");
    }
    Ok(())
}
