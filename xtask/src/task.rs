//! The tasks of `cargo xtask`.

use std::{io, path::PathBuf};

use crate::{
    ci, derived, dist, fuzz,
    project::{cargo, coupon},
    reliability,
};

/// Text that lists the arguments.
pub const USAGE: &str =
    "usage: cargo xtask ci [--strict]        everything; --strict: a skip is a failure
       cargo xtask fixtures [--check]  writes the derived files, or says which are stale
       cargo xtask reliability [--long|--show [--long]]
                                       the matrix of reliability tests; --long: as often as the matrix asks for; --show: of the last run
       cargo xtask fuzz [SECONDS]      each fuzz target for so many seconds, else for 60
       cargo xtask bench [--quick] [ID…]
                                       measures the promised figures, or only the named ones; --quick: fewer rounds, fewer rows
       cargo xtask dist [BINARY]       packages that need no Rust, installed and run; BINARY: of this one, not built";

/// The figures that the bench can measure by themselves. P6 comes with P5.
pub const FIGURES: [&str; 12] = [
    "P1",
    "P2",
    "P3",
    "P5",
    "P6",
    "P7",
    "P7-sandbox",
    "P7-refused",
    "P8",
    "P8-parquet",
    "P8-postgres",
    "P9",
];

/// One task with its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// The whole gate.
    Ci {
        /// Whether a skipped check is a failure.
        strict: bool,
    },
    /// Derived files.
    Fixtures {
        /// Whether to look only.
        check: bool,
    },
    /// The matrix of reliability tests.
    Reliability {
        /// Whether every row is tried as often as the matrix asks for.
        long: bool,
        /// Whether to print the counts of the last run only.
        show: bool,
    },
    /// Fuzzing led by coverage.
    Fuzz {
        /// The time for each target.
        seconds: u64,
    },
    /// Figures.
    Bench {
        /// Whether to do with fewer rounds and rows.
        quick: bool,
        /// The figures to measure; none for all.
        ids: Vec<String>,
    },
    /// Packages for people without Rust.
    Dist {
        /// The command to pack, if it is not to be built.
        binary: Option<PathBuf>,
    },
}

impl Task {
    /// Reads the arguments; `None` if they are none of [`USAGE`].
    pub fn parse(args: &[&str]) -> Option<Self> {
        match args {
            ["ci"] => Some(Self::Ci { strict: false }),
            ["ci", "--strict"] => Some(Self::Ci { strict: true }),
            ["fixtures"] => Some(Self::Fixtures { check: false }),
            ["fixtures", "--check"] => Some(Self::Fixtures { check: true }),
            ["reliability"] => Some(Self::Reliability { long: false, show: false }),
            ["reliability", "--long"] => Some(Self::Reliability { long: true, show: false }),
            ["reliability", "--show"] => Some(Self::Reliability { long: false, show: true }),
            ["reliability", "--show", "--long"] => {
                Some(Self::Reliability { long: true, show: true })
            }
            ["fuzz"] => Some(Self::Fuzz { seconds: 60 }),
            ["fuzz", seconds] => Some(Self::Fuzz { seconds: seconds.parse().ok()? }),
            ["bench", "--quick", ids @ ..] => Self::bench(true, ids),
            ["bench", ids @ ..] => Self::bench(false, ids),
            ["dist"] => Some(Self::Dist { binary: None }),
            ["dist", binary] => Some(Self::Dist { binary: Some(binary.into()) }),
            _ => None,
        }
    }

    fn bench(quick: bool, ids: &[&str]) -> Option<Self> {
        let known = ids.iter().all(|id| FIGURES.contains(id));
        known.then(|| Self::Bench { quick, ids: ids.iter().map(ToString::to_string).collect() })
    }

    /// Does it, and says whether all is well.
    pub fn run(self) -> io::Result<bool> {
        match self {
            Self::Ci { strict } => ci::run(strict),
            Self::Fixtures { check } => {
                let complaints = if check { derived::stale() } else { derived::write() }?;
                complaints.iter().for_each(|complaint| println!("{complaint}"));
                Ok(!check || complaints.is_empty())
            }
            Self::Reliability { long, show: true } => reliability::print(long),
            Self::Reliability { long, show: false } => reliability::run(long),
            Self::Fuzz { seconds } => fuzz::run(seconds),
            Self::Bench { quick, ids } => bench(quick, &ids),
            Self::Dist { binary } => dist::run(binary.as_deref()),
        }
    }
}

/// Runs the bench of this package with the release binary at hand.
fn bench(quick: bool, ids: &[String]) -> io::Result<bool> {
    let mut command = cargo();
    command.args(["bench", "--locked", "--package", "xtask", "--bench", "figures", "--"]);
    command.args(quick.then_some("--quick")).args(ids).env("COUPON", coupon("release")?);
    Ok(command.status()?.success())
}
