//! Flags and commands that have a newer name: the older one does the same, and no help shows it.

use crate::support::Place;

/// The command as it was, the command as it is, and a part of the message of both.
const PAIRS: [(&str, &str, &str); 8] = [
    (
        "coupons issue --deal 无此协议 --customer 1 --from 2026-02-02 --until 2026-02-01 --item 1=2/箱 --yes --key k",
        "coupons issue --agreement 无此协议 --customer 1 --valid-from 2026-02-02 --valid-until 2026-02-01 --item 1=2/箱 --yes --key k",
        "coupon: error",
    ),
    (
        "coupons issue --file none.csv --template 1 --go-on",
        "coupons issue --file none.csv --template 1 --keep-going",
        "none.csv",
    ),
    ("journal resolve k --as done", "journal resolve k --outcome done", "k"),
    (
        "export coupons --format xlsx --to out --gone --spreadsheet",
        "export coupons --format xlsx --to out --include-gone --excel",
        "--format csv",
    ),
    ("reconcile --show june", "reconcile show june", "june"),
    (
        "reconcile --close june --orders none.xlsx --map none.toml",
        "reconcile close june --orders none.xlsx --map none.toml",
        "none.xlsx",
    ),
    (
        "explain --url u --body {} --app-key k --at 2024-01-02T03:04:05Z",
        "sign diagnose --url u --body {} --app-key k --captured-at 2024-01-02T03:04:05Z",
        "coupon: error",
    ),
    ("coupons list --store sqlite:none.db", "coupons list --ledger sqlite:none.db", "none.db"),
];

#[test]
fn an_older_spelling_does_what_the_newer_one_does() {
    let place = Place::new();
    place.good(&["sync", "--provider", "qince.coupondetail"]);
    for (old, new, part) in PAIRS {
        let run = |words: &str| place.run(&words.split(' ').collect::<Vec<_>>());
        let (old_run, new_run) = (run(old), run(new));
        // The built-in sandbox listens on another port each time.
        let said = |err: &str| -> Vec<String> {
            err.lines().filter(|line| !line.contains("http://")).map(str::to_owned).collect()
        };
        assert_eq!(
            (old_run.code, &old_run.out, said(&old_run.err)),
            (new_run.code, &new_run.out, said(&new_run.err)),
            "{old}"
        );
        assert!(new_run.err.contains(part), "{new}: {new_run:?}");
        // The parser's own complaints have a usage line: a flag that it does not know would be the same in both.
        assert!(!new_run.err.contains("Usage: coupon"), "{new}: {new_run:?}");
    }
}

#[test]
fn options_of_every_command_may_stand_before_a_subcommand_of_reconcile_and_its_own_are_refused_there()
 {
    let place = Place::new();
    place.good(&["sync", "--provider", "qince.coupondetail"]);
    let run = |words: &str| place.run(&words.split(' ').collect::<Vec<_>>());
    let found = run("reconcile --ledger sqlite:sandbox.db show june");
    assert!(found.err.contains("june") && !found.err.contains("Usage"), "{found:?}");
    for own in ["--csv a.csv", "--tolerance 1", "--orders a.csv --map m.toml"] {
        let refused = run(&format!("reconcile {own} show june"));
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains("behind the name of the subcommand"), "{refused:?}");
    }
}

#[test]
fn the_help_shows_newer_spellings_alone() {
    let place = Place::new();
    for (command, newer, older) in [
        ("--help", "sign ", "explain "),
        ("sign diagnose --help", "Say why a captured", "Arguments of"),
        ("coupons issue --help", "--keep-going", "--go-on"),
        ("coupons issue --help", "--valid-from", " --from"),
        ("coupons issue --help", "--agreement", "--deal"),
        ("journal resolve --help", "--outcome", "--as "),
        ("export --help", "--include-gone", " --gone"),
        ("export --help", "--excel", "--spreadsheet"),
        ("reconcile --help", "close ", "--close"),
        ("sign diagnose --help", "--captured-at", "--at "),
    ] {
        let help = place.good(&command.split(' ').collect::<Vec<_>>()).out;
        assert!(help.contains(newer) && !help.contains(older), "{command}: {help}");
    }
}
