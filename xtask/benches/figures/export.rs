//! P8: `coupon export` as Parquet, beside the least that writes the same columns.

use std::path::Path;

use crate::{
    bare_parquet,
    coupon::{Folder, Run},
    measure::{Figure, Limit, Rounds, median, seconds},
    server::Server,
};

/// Peaks are compared with those of this many rows; with fewer, not all the rows wait that may.
const FEW: usize = 100_000;

pub(crate) fn figures(rounds: Rounds, rows: usize, show: &mut impl FnMut(Figure)) {
    let folder = synced(rows);
    let first = export(&folder);
    let columns = bare_parquet::columns(&folder.path().join("out/coupons/parquet/_manifest.json"));
    let mut peaks = vec![first.peak];
    let (ours, reference) = rounds.alternate(
        || {
            let run = export(&folder);
            peaks.push(run.peak);
            run.seconds
        },
        || seconds(|| bare(&folder.ledger(), &columns, rows)).0,
    );
    let what = format!("{rows} coupons as Parquet / bare writer");
    show(Figure { id: "P8", what, ours, reference, unit: "s", limit: Limit::AtMostTimes(1.18) });

    if rows <= FEW {
        return;
    }
    let folder = synced(FEW);
    let reference = median((0..rounds.0).map(|_| export(&folder).peak).collect());
    let what = format!("peak memory of that beyond {FEW} coupons");
    let limit = Limit::AtMostMore(8.0);
    show(Figure { id: "P8", what, ours: median(peaks), reference, unit: "MB", limit });
}

fn synced(rows: usize) -> Folder {
    let server = Server::start(rows);
    let folder = Folder::new(&server);
    folder.sync();
    folder
}

fn export(folder: &Folder) -> Run {
    folder.run(&["export", "coupons", "--format", "parquet", "--to", "out", "--no-progress"])
}

fn bare(ledger: &Path, columns: &[bare_parquet::Column], rows: usize) {
    let to = tempfile::NamedTempFile::new().unwrap();
    assert_eq!(bare_parquet::write(ledger, columns, to.as_file()), rows, "every row is written");
}
