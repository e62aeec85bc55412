//! Rounds, medians, and the line that a figure prints.

use std::{fmt, fs, time::Instant};

/// How often each side runs.
#[derive(Clone, Copy)]
pub(crate) struct Rounds(pub(crate) usize);

impl fmt::Display for Rounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rounds", self.0)
    }
}

impl Rounds {
    /// Runs both in turn and gives the median of each.
    pub(crate) fn alternate(
        self,
        mut ours: impl FnMut() -> f64,
        mut reference: impl FnMut() -> f64,
    ) -> (f64, f64) {
        let pairs: Vec<(f64, f64)> = (0..self.0).map(|_| (ours(), reference())).collect();
        let (ours, reference): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        (median(ours), median(reference))
    }
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Seconds that something takes.
pub(crate) fn seconds<T>(work: impl FnOnce() -> T) -> (f64, T) {
    #[allow(clippy::disallowed_methods, reason = "a bench measures time")]
    let begun = Instant::now();
    let result = work();
    (begun.elapsed().as_secs_f64(), result)
}

/// Seconds of processor time that something takes on this thread, as Linux counts them: what else runs does not matter.
pub(crate) fn processor_seconds(work: impl FnOnce()) -> f64 {
    let before = nanoseconds();
    work();
    (nanoseconds() - before) as f64 / 1e9
}

fn nanoseconds() -> u64 {
    nanoseconds_at("/proc/thread-self/schedstat")
}

/// Nanoseconds of processor time of another process's first thread.
pub(crate) fn nanoseconds_of(process: u32) -> u64 {
    nanoseconds_at(&format!("/proc/{process}/schedstat"))
}

fn nanoseconds_at(path: &str) -> u64 {
    let text = fs::read_to_string(path).expect("Linux");
    text.split(' ').next().and_then(|number| number.parse().ok()).expect("a number")
}

/// One promised figure.
pub(crate) struct Figure {
    pub(crate) id: &'static str,
    pub(crate) what: String,
    /// Result of ours, result of the reference, and the unit of both.
    pub(crate) ours: f64,
    pub(crate) reference: f64,
    pub(crate) unit: &'static str,
    pub(crate) limit: Limit,
}

/// The promise that a figure must keep.
pub(crate) enum Limit {
    /// Ours is at most so many times the reference.
    AtMostTimes(f64),
    /// The reference is at least so many times ours.
    FasterTimes(f64),
    /// Ours is at most so much.
    AtMost(f64),
    /// Ours is at most so much more than the reference.
    AtMostMore(f64),
    /// Ours is at least so much.
    AtLeast(f64),
}

impl Figure {
    pub(crate) const HEADER: &'static str =
        "| id | figure | ours | reference | measured | promised | |\n|---|---|---|---|---|---|---|";

    pub(crate) fn met(&self) -> bool {
        let Self { ours, reference, .. } = self;
        match self.limit {
            Limit::AtMostTimes(times) => ours / reference <= times,
            Limit::FasterTimes(times) => reference / ours >= times,
            Limit::AtMost(most) => *ours <= most,
            Limit::AtMostMore(most) => ours - reference <= most,
            Limit::AtLeast(least) => *ours >= least,
        }
    }

    fn comparison(&self) -> (String, String) {
        let Self { ours, reference, unit, .. } = self;
        match self.limit {
            Limit::AtMostTimes(times) => {
                (format!("{:.2}x", ours / reference), format!("<= {times}x"))
            }
            Limit::FasterTimes(times) => {
                (format!("{:.1}x faster", reference / ours), format!(">= {times}x"))
            }
            Limit::AtMost(most) => (format!("{ours:.1} {unit}"), format!("<= {most} {unit}")),
            Limit::AtMostMore(most) => {
                (format!("{:+.1} {unit}", ours - reference), format!("<= +{most} {unit}"))
            }
            Limit::AtLeast(least) => (format!("{ours:.0} {unit}"), format!(">= {least} {unit}")),
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, what, ours, reference, unit, .. } = self;
        let (measured, promised) = self.comparison();
        let verdict = if self.met() { "met" } else { "NOT MET" };
        write!(f, "| {id} | {what} | {ours:.3} {unit} | {reference:.3} {unit} ")?;
        write!(f, "| {measured} | {promised} | {verdict} |")
    }
}
