//! P8: `coupon sync` into PostgreSQL, beside the least that writes the same rows.

use coupon_testkit::PostgresServer;

use crate::{
    bare::Rows,
    bare_postgres,
    coupon::{Folder, Run},
    measure::{Figure, Limit, Rounds, median},
    server::Server,
};

/// Peaks are compared with those of this many rows.
const FEW: usize = 100_000;

pub(crate) fn figures(rounds: Rounds, rows: usize, show: &mut impl FnMut(Figure)) {
    let Some(postgres) = PostgresServer::start_with(SETTINGS, |_| ()) else {
        return println!("P8: the comparison with PostgreSQL was skipped: it is not installed");
    };
    let server = Server::start(rows);
    let bare = Rows::synced(&server, rows);
    let (mut first, mut again, mut peaks) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds.0 {
        let database = postgres.database();
        let (ours, resync) = sync(&server, &database);
        let (reference, reference_again) = bare_postgres::write(&bare, &database);
        postgres.drop_database(&database);
        peaks.push(ours.peak.max(resync.peak));
        first.push((ours.seconds, reference));
        again.push((resync.seconds, reference_again));
    }
    for (what, pairs) in [("first sync", first), ("second sync", again)] {
        let (ours, reference): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let what = format!("{what} of {rows} coupons into PostgreSQL / bare COPY and upsert");
        let (ours, reference) = (median(ours), median(reference));
        show(Figure {
            id: "P8",
            what,
            ours,
            reference,
            unit: "s",
            limit: Limit::AtMostTimes(1.18),
        });
    }
    drop(server);

    let few = FEW.min(rows / 2);
    let server = Server::start(few);
    let reference = (0..rounds.0).map(|_| {
        let database = postgres.database();
        let (first, again) = sync(&server, &database);
        postgres.drop_database(&database);
        first.peak.max(again.peak)
    });
    let reference = median(reference.collect());
    let what = format!("peak memory of that beyond {few} coupons");
    let limit = Limit::AtMostMore(5.0);
    show(Figure { id: "P8", what, ours: median(peaks), reference, unit: "MB", limit });
}

/// Behind those that a throw-away server has for tests: memory and WAL as the server would have them by itself. It writes to
/// the disk in its own time, so that the processor counts and not this machine's disk.
const SETTINGS: &[&str] = &["listen_addresses=", "shared_buffers=128MB", "max_wal_size=4GB"];

/// A first sync and a second one.
fn sync(server: &Server, database: &str) -> (Run, Run) {
    let folder = Folder::with_store(server, database);
    (folder.sync(), folder.sync())
}
