//! The state that the jobs of one worker share.

use std::{
    future::Future,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use coupon_ledger::Coordination;
use tokio::time::sleep;

use crate::{metrics::Metrics, settings::WorkerSettings};

/// The database, the options and the numbers of one worker.
#[derive(Debug)]
pub(crate) struct WorkerState {
    pub(crate) shared: Coordination,
    pub(crate) settings: WorkerSettings,
    pub(crate) metrics: Metrics,
}

impl WorkerState {
    pub(crate) fn is_stopped(&self) -> bool {
        self.settings.stop.load(Ordering::Relaxed)
    }

    /// Resolves once a stop was asked for.
    pub(crate) fn stopped(self: &Arc<Self>) -> impl Future<Output = ()> + Send + 'static {
        let state = Arc::clone(self);
        async move {
            while !state.is_stopped() {
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
}
