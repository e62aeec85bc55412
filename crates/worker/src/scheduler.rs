//! The job that schedules the due accounts. It runs once a minute, on one of the workers.

use std::sync::Arc;

use graphile_worker::{
    Crontab, CrontabFill, CrontabTimer, IntoTaskHandlerResult, TaskHandler, WorkerContext,
    WorkerContextExt, WorkerUtils,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tracing::{info, warn};

use crate::{
    error::with_causes,
    job,
    queue::{self, QueueError, SCHEDULE_JOB},
    state::WorkerState,
};

/// Minutes that no worker saw are made up for this many days back: a sync of the night comes in the morning.
const CATCH_UP_DAYS: u32 = 1;

/// Schedules the accounts that are due in one minute. The queue's own schedules cannot carry a label and have no Beijing time.
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
    const IDENTIFIER: &'static str = SCHEDULE_JOB;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let state = context.get_ext::<Arc<WorkerState>>().expect("every worker has it");
        let minute = self.minute.ts;
        let ended = hand_out(state, &context.utils(), minute).await;
        if let Err(why) = &ended {
            let why = with_causes(&**why);
            warn!(%minute, %why, "what is due was not handed out; trying again");
        }
        ended
    }
}

async fn hand_out(
    state: &WorkerState,
    queue: &WorkerUtils,
    minute: Timestamp,
) -> Result<(), QueueError> {
    let accounts = state.settings.accounts.iter();
    for account in accounts.filter(|account| account.schedule.is_due(minute)) {
        job::add(queue, account).await?;
    }
    let freed = queue::free_abandoned(&state.shared).await?;
    if freed > 0 {
        warn!(freed, "accounts were held without a job; they are free again");
    }
    let removed = queue::remove_replaced(&state.shared).await?;
    if removed > 0 {
        info!(removed, "syncs that failed and were replaced by a later one are removed");
    }
    Ok(())
}
