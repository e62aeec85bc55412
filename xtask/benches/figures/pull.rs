//! P5 and P6: pulling many rows of queryCouponDetail into a ledger, in another process, from a third.

use crate::{
    bare::Rows,
    coupon::{Folder, Run},
    measure::{Figure, Limit, Rounds, median},
    python,
    server::Server,
};

/// Peaks are compared with those of this many rows.
const FEW: usize = 100_000;

pub(crate) fn figures(rounds: Rounds, rows: usize, show: &mut impl FnMut(Figure)) {
    let server = Server::start(rows);
    let bare = Rows::synced(&server, rows);
    let mut first: Vec<(f64, f64)> = Vec::new();
    let mut again = Vec::new();
    let mut peaks = Vec::new();
    for _ in 0..rounds.0 {
        let (ours, resync) = pull(&server);
        let (reference, reference_again) = bare.write();
        peaks.push(ours.peak.max(resync.peak));
        first.push((ours.seconds, reference));
        again.push((resync.seconds, reference_again));
    }
    let p5 = |what: &str, pairs: Vec<(f64, f64)>| {
        let (ours, reference): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let what = format!("{what} of {rows} rows / bare writer");
        let (ours, reference) = (median(ours), median(reference));
        Figure { id: "P5", what, ours, reference, unit: "s", limit: Limit::AtMostTimes(1.25) }
    };
    let ours_first = median(first.iter().map(|pair| pair.0).collect());
    show(p5("first sync", first));
    show(p5("second sync", again));
    match python::pull(&server) {
        Ok(reference) => show(Figure {
            id: "P5",
            what: format!("first sync of {rows} rows / Python's standard library"),
            ours: ours_first,
            reference,
            unit: "s",
            limit: Limit::FasterTimes(10.0),
        }),
        Err(why) => println!("P5: the comparison with Python was skipped: {why}"),
    }
    drop(server);
    memory(rounds, rows, median(peaks), show);
}

fn memory(rounds: Rounds, rows: usize, peak: f64, show: &mut impl FnMut(Figure)) {
    let server = Server::start(FEW.min(rows / 2));
    let few = (0..rounds.0).map(|_| {
        let (first, again) = pull(&server);
        first.peak.max(again.peak)
    });
    let reference = median(few.collect());
    let figure =
        |what: String, limit| Figure { id: "P6", what, ours: peak, reference, unit: "MB", limit };
    show(figure(format!("peak memory of {rows} rows"), Limit::AtMost(128.0)));
    show(figure(
        format!("peak memory beyond that of {} rows", FEW.min(rows / 2)),
        Limit::AtMostMore(5.0),
    ));
}

/// A first sync and a second one.
fn pull(server: &Server) -> (Run, Run) {
    let folder = Folder::new(server);
    (folder.sync(), folder.sync())
}
