//! The files of `docs/deploy` speak of metrics, commands and options that exist.

use std::{collections::BTreeSet, process::Command};

use xtask::project::{coupon, read};

/// Every word in a text that begins like a metric of the worker.
fn metrics(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !(c.is_ascii_lowercase() || c == '_'));
    let is_metric = |word: &&str| word.starts_with("coupon_") && !word.starts_with("coupon_queue");
    words.filter(is_metric).collect()
}

#[test]
fn rules_and_dashboard_name_metrics_that_the_worker_has() {
    let page = read("docs/team.md").unwrap();
    let rows = page.split("| metric |").nth(1).unwrap().lines();
    let table: BTreeSet<&str> =
        rows.filter(|line| line.starts_with("| `coupon_")).flat_map(metrics).collect();
    assert!(table.len() > 5, "{table:?}");
    let source = read("crates/worker/src/metrics.rs").unwrap();
    let known = metrics(&source);
    assert!(table.is_subset(&known), "{:?}", table.difference(&known));
    for file in ["docs/deploy/alerts.yml", "docs/deploy/grafana.json"] {
        let text = read(file).unwrap();
        let named = metrics(&text);
        assert!(named.is_subset(&table), "{file}: {:?}", named.difference(&table));
        assert!(named.len() > 3, "{file}: {named:?}");
    }
    let dashboard = read("docs/deploy/grafana.json").unwrap();
    assert_eq!(metrics(&dashboard), table, "the dashboard shows every metric");
    serde_json::from_str::<serde_json::Value>(&dashboard).unwrap();
}

#[test]
fn units_and_images_start_commands_with_options_that_exist() {
    let coupon = coupon("dev").unwrap();
    let mut seen = 0;
    for file in ["coupon-worker.service", "coupon-sync.service", "compose.yaml"] {
        let text = read(format!("docs/deploy/{file}")).unwrap();
        for line in text.lines() {
            let words = line.trim().strip_prefix("ExecStart=/usr/local/bin/coupon ");
            let Some(words) = words.or_else(|| line.trim().strip_prefix("command: ")) else {
                continue;
            };
            let words = words.replace(['[', ']', '"', ','], " ");
            let words: Vec<&str> = words.split_whitespace().collect();
            let help = Command::new(&coupon).args([words[0], "--help"]).output().unwrap();
            assert!(help.status.success(), "coupon {} --help", words[0]);
            let help = String::from_utf8(help.stdout).unwrap();
            for option in words.iter().filter(|word| word.starts_with("--")) {
                seen += 1;
                assert!(
                    help.contains(&format!("{option} ")),
                    "{file}: {option} of coupon {}",
                    words[0]
                );
            }
        }
    }
    assert!(seen >= 5, "{seen} options");
}
