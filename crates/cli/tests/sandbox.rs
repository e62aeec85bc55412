//! `coupon sandbox` with switches, through the binary.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    io::{BufRead, BufReader, Lines},
    process::{Child, ChildStdout, Stdio},
};

use crate::support::Place;

/// A sandbox that ends with the test, and the lines it prints.
struct Running(Child, Lines<BufReader<ChildStdout>>);

impl Running {
    fn new(place: &Place, arguments: &[&str]) -> Self {
        let all =
            [&["sandbox", "--config-out", "coupon.toml", "--coupons", "30"], arguments].concat();
        let mut child = place.command(&all).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self(child, lines)
    }

    /// Reads until a line with that in it.
    fn says(&mut self, part: &str) -> String {
        let mut lines = self.1.by_ref().map(|line| line.unwrap());
        lines.find(|line| line.contains(part)).unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

#[test]
fn a_profile_and_single_switches_are_set_and_said_in_both_languages() {
    let place = Place::new();
    let switches =
        ["--profile", "as-observed", "--quirk", "v3-data=list", "--quirk", "response-data=inline"];
    for (lang, start) in [("en", "quirks: "), ("zh", "与文档不同的行为开关：")] {
        let mut sandbox = Running::new(&place, &[&["--lang", lang], &switches[..]].concat());
        let line = sandbox.says(start);
        for changed in ["qmai-status=boolean", "v3-data=list", "response-data=inline"] {
            assert!(line.contains(changed), "{line}");
        }
        assert!(!line.contains("window-end"), "{line}");
        sandbox.says("coupon.toml");
        let synced = place.run(&["sync"]);
        assert_eq!(synced.code, Some(0), "{synced:?}");
        std::fs::remove_file(place.path("coupons.db")).unwrap();
    }
}

#[test]
fn a_configuration_that_no_sandbox_wrote_is_never_written_over() {
    let place = Place::new();
    place.write("coupon.toml", "# mine\n");
    for (lang, said) in [("en", "--config-out sandbox.toml"), ("zh", "已保留原文件")] {
        let ran = place.run(&["sandbox", "--lang", lang, "--config-out", "coupon.toml"]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.err.contains(said) && ran.err.contains("coupon.toml"), "{}", ran.err);
        let kept = std::fs::read_to_string(place.path("coupon.toml")).unwrap();
        assert_eq!(kept, "# mine\n");
    }
    let place = Place::new();
    for _ in ["a new file", "its own file"] {
        Running::new(&place, &[]).says("coupon.toml");
    }
    // The customers stand in a file of their own.
    let config = std::fs::read_to_string(place.path("coupon.toml")).unwrap();
    assert!(config.contains("customers = { file = \"coupon.customers.csv\" }"), "{config}");
    place.write("coupon.customers.csv", "customer_id\n880\n");
    let ran = place.run(&["sandbox", "--config-out", "coupon.toml"]);
    assert!(ran.code == Some(3) && ran.err.contains("coupon.customers.csv"), "{ran:?}");
    let kept = std::fs::read_to_string(place.path("coupon.customers.csv")).unwrap();
    assert_eq!(kept, "customer_id\n880\n");
}

#[test]
fn a_wrong_switch_is_told_the_right_ones() {
    let place = Place::new();
    for (arguments, told) in [
        (["--quirk", "response-data=xml"], "has no value \"xml\": string, inline"),
        (["--quirk", "response_data=inline"], "response-data"),
        (["--quirk", "inline"], "write NAME=VALUE"),
        (["--profile", "as-imagined"], "as-documented or as-observed"),
        (["--allow-host", "http://a.test:80"], "without scheme, port and path"),
        (["--idle-timeout", "0"], "not in 1.."),
    ] {
        let ran = place.run(&[&["sandbox"], &arguments[..]].concat());
        assert!(ran.code == Some(2) && ran.err.contains(told), "{ran:?}");
    }
}

#[test]
fn help_lists_every_switch_in_the_reader_s_language() {
    let english = Place::new().run(&["sandbox", "--help"]).out;
    let chinese = Place::new().run(&["--lang", "zh", "sandbox", "--help"]).out;
    for quirk in coupon_sandbox::Quirk::ALL {
        let coupon_sandbox_server::QuirkText { en, zh, .. } =
            coupon_sandbox_server::quirk_text(quirk);
        for (help, own, other) in [(&english, en, zh), (&chinese, zh, en)] {
            assert!(help.contains(&format!("  {}=", quirk.name())), "{}", quirk.name());
            assert!(help.contains(own) && !help.contains(other), "{}", quirk.name());
        }
    }
    assert!(english.contains("v3-data=object|list|page*"), "{english}");
    let unknown = Place::new().run(&["--lang", "zh", "sandbox", "--quirk", "nonsense=1"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.contains("没有开关“nonsense”"), "{}", unknown.err);
}
