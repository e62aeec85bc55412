//! Logging to standard error: no body, URL or key at any level, because no span of ours holds one.

use std::io;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::{
    Layer, filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt,
};

/// The first level shows a worker's events, the next `info` of everything, the last `debug`. Only our own crates speak, as HTTP
/// libraries log URLs, and the worker's queue where something is wrong; of a failed job the worker itself says more.
pub(crate) fn to_stderr(verbose: u8) {
    let level = match verbose {
        0 => LevelFilter::OFF,
        1 => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    let layer = fmt::layer().with_writer(io::stderr).with_ansi(false);
    let worker = level.max(LevelFilter::INFO);
    let speakers = Targets::new()
        .with_target("coupon", level)
        .with_target("coupon_worker", worker)
        .with_target("graphile_worker", LevelFilter::WARN)
        .with_target("graphile_worker::runner::release", LevelFilter::ERROR);
    tracing_subscriber::registry().with(layer.with_filter(speakers)).init();
}
