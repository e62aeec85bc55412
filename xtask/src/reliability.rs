//! The reliability matrix: which tests make up each of its rows, and how many cases they passed.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use crate::project::{cargo, coupon, has_nextest, root};

/// A row of the matrix.
struct MatrixRow {
    id: &'static str,
    what: &'static str,
    /// The fewest cases that must pass, in the short form and in the long one.
    needed: [u64; 2],
    /// The functions that report to it.
    tests: &'static [&'static str],
}

const ROWS: &[MatrixRow] = &[
    MatrixRow {
        id: "R2",
        what: "36 faults x every operation x 3 seeds, in paused time",
        needed: [36 * 31 * 3, 36 * 31 * 3],
        tests: &["every_fault_at_every_operation_has_the_outcome_that_it_must_have"],
    },
    MatrixRow {
        id: "R3",
        what: "writes whose answer is lost: none is repeated, none is said to have failed or to be done",
        needed: [224, 224],
        tests: &[
            "a_write_that_is_cut_at_any_point_is_sent_once_and_told_honestly",
            "a_write_whose_answer_says_nothing_is_unknown_and_is_sent_once",
        ],
    },
    MatrixRow {
        id: "R4",
        what: "simulated syncs with faults, crashes and jumps of the clock",
        needed: [150, 10_000],
        tests: &["whatever_happens_to_a_sync_the_ledger_ends_up_as_the_vendor"],
    },
    MatrixRow {
        id: "R5",
        what: "processes killed with -9, at random times and at named points",
        needed: [150, 320],
        tests: &[
            "a_sync_that_is_killed_again_and_again_ends_up_equal_to_one_that_was_not",
            "a_checkpoint_stands_for_its_rows_after_a_kill",
            "whoever_is_killed_the_rows_are_those_of_an_unbroken_run",
            "a_kill_during_an_export_leaves_the_old_files_or_the_new_ones",
            "a_kill_at_any_moment_leaves_the_old_files_or_the_new_ones",
            "add_voucher_info",
            "finish_voucher",
            "modify_voucher_end_date",
            "receive_voucher_info",
            "add_coupon",
            "approval_coupon",
            "update_coupon_ext",
            "issue",
            "use_in_an_order",
            "reverse",
            "take_back",
            // The same on PostgreSQL bears one name in many files; nextest takes all of them.
            "the_same_holds_on_postgresql",
        ],
    },
    MatrixRow {
        id: "R6",
        what: "a torn WAL, a full disk, a write that fails",
        needed: [140, 720],
        tests: &[
            "a_ledger_whose_wal_is_cut_anywhere_has_whole_batches",
            "a_write_to_the_disk_that_fails_is_an_error_and_loses_nothing",
        ],
    },
    MatrixRow {
        id: "R7",
        what: "calls to a vendor that is down, that limits, that fails at times, that comes back",
        needed: [4, 4],
        tests: &["the_retries_of_thousands_of_calls_stay_within_their_budget"],
    },
    MatrixRow {
        id: "R8",
        what: "inputs made by chance for the readers of what the vendors send",
        needed: [100_000, 2_000_000],
        tests: &["what_chance_makes_of_an_answer_is_read_or_refused"],
    },
    MatrixRow {
        id: "R9",
        what: "pages with one bad row of 30 classes",
        needed: [3_000, 100_000],
        tests: &["a_bad_row_of_any_class_costs_itself"],
    },
    MatrixRow {
        id: "R10",
        what: "answers of hostile sizes, in bounded memory",
        needed: [12, 12],
        tests: &["an_answer_of_any_size_ends_in_bounded_memory", "an_answer_of_any_shape_ends"],
    },
    MatrixRow {
        id: "R11",
        what: "vendors that change while they are read",
        needed: [400, 2_000],
        tests: &[
            "after_the_next_sync_the_ledger_equals_a_vendor_that_includes_the_last_day",
            "after_the_next_sync_the_ledger_equals_a_vendor_that_excludes_the_last_day",
        ],
    },
    MatrixRow {
        id: "R12",
        what: "bytes looked through for secrets, once for each",
        needed: [1_000_000, 1_000_000],
        tests: &["nothing_shows_the_account_whatever_the_vendor_answers"],
    },
    MatrixRow {
        id: "R14",
        what: "calls and commits given up at any moment",
        needed: [1_200, 10_000],
        tests: &[
            "a_call_that_is_given_up_spoils_no_other",
            "a_commit_that_is_given_up_is_whole_or_not_there",
        ],
    },
    MatrixRow {
        id: "R15",
        what: "made-up calls against the sandbox's OpenAPI documents",
        needed: [900, 900],
        tests: &["calls_made_up_from_the_openapi_documents_are_answered_within_them"],
    },
];

/// The file to which the tests report.
pub fn counts_file() -> PathBuf {
    root().join("target/reliability")
}

/// Runs the tests of the matrix and prints it. `Ok(true)` if every row is met.
pub fn run(long: bool) -> io::Result<bool> {
    if !has_nextest() {
        return Err(io::Error::other(
            "install cargo-nextest first: the matrix runs its tests by it",
        ));
    }
    begin()?;
    let names: Vec<&str> = ROWS.iter().flat_map(|row| row.tests).copied().collect();
    let filter = format!("test(/(^|::)({})$/)", names.join("|"));
    let mut command = cargo();
    command.args(["nextest", "run", "--workspace", "--locked", "--no-fail-fast", "-E", &filter]);
    command.env("COUPON", coupon("dev")?).env("COUPON_RELIABILITY", counts_file());
    if long {
        command.env("COUPON_RELIABILITY_LONG", "1");
    }
    let passed = command.status()?.success();
    Ok(print(long)? && passed)
}

/// Forgets what an earlier run has reported.
pub fn begin() -> io::Result<()> {
    let file = counts_file();
    fs::create_dir_all(file.parent().expect("it stands in a folder"))?;
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Prints the matrix of the tests that have reported. `Ok(true)` if every row is met.
pub fn print(long: bool) -> io::Result<bool> {
    let (text, met) = table(&reported(&counts_file())?, usize::from(long));
    println!("\n{text}");
    Ok(met)
}

/// Counts by row and kind of case.
type MatrixCounts = BTreeMap<String, BTreeMap<String, u64>>;

fn reported(path: &Path) -> io::Result<MatrixCounts> {
    let mut counts = MatrixCounts::new();
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        text => text?,
    };
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [row, cases, count] = fields[..] else {
            return Err(io::Error::other(format!("{}: {line:?} is no report", path.display())));
        };
        let count: u64 = count.parse().map_err(io::Error::other)?;
        *counts.entry(row.to_owned()).or_default().entry(cases.to_owned()).or_default() += count;
    }
    Ok(counts)
}

/// The matrix as a table in Markdown, and whether every row is met.
fn table(counts: &MatrixCounts, form: usize) -> (String, bool) {
    let (mut text, mut met) = (String::new(), true);
    text.push_str("| row | cases | count | needed | |\n|---|---|---|---|---|\n");
    for row in ROWS {
        let parts = counts.get(row.id);
        let sum: u64 = parts.into_iter().flat_map(BTreeMap::values).sum();
        let enough = sum >= row.needed[form];
        met &= enough;
        let outcome = if enough { "passed" } else { "NOT MET" };
        let (id, what, needed) = (row.id, row.what, grouped(row.needed[form]));
        _ = writeln!(text, "| {id} | {what} | {} | {needed} | {outcome} |", grouped(sum));
        for (cases, count) in
            parts.into_iter().flatten().filter(|_| parts.is_some_and(|parts| parts.len() > 1))
        {
            _ = writeln!(text, "| | {cases} | {} | | |", grouped(*count));
        }
    }
    (text, met)
}

/// "10,000".
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_met_by_the_sum_of_its_reports_and_one_without_a_report_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("counts");
        fs::write(&file, "R7\tdown\t3\nR7\tback\t1\nR2\truns\t3347\n").unwrap();
        let (text, met) = table(&reported(&file).unwrap(), 0);
        assert!(!met);
        assert!(
            text.contains("comes back | 4 | 4 | passed |\n| | back | 1 | | |\n| | down | 3 |"),
            "{text}"
        );
        assert!(text.contains("| 3,347 | 3,348 | NOT MET |"), "{text}");
        assert!(text.contains("| R4 | simulated syncs with faults, crashes and jumps of the clock | 0 | 150 | NOT MET |"));
        fs::write(&file, "R7 4\n").unwrap();
        assert!(reported(&file).unwrap_err().to_string().contains("is no report"));
    }
}
