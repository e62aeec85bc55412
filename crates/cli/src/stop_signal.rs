//! Stopping at the user's request.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use coupon_messages::Lang;

use crate::{error::CliError, output::say};

/// The first Ctrl-C or SIGTERM stops at the next page boundary, the second at once.
pub(crate) fn stop_on_signal(lang: Lang) -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stop);
    tokio::spawn(async move {
        while signalled().await.is_ok() {
            if told.swap(true, Ordering::Relaxed) {
                std::process::exit(i32::from(CliError::Interrupted.code()));
            }
            say(&lang.stopping());
        }
    });
    stop
}

#[cfg(unix)]
async fn signalled() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut term = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = term.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn signalled() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
