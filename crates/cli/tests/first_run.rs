//! A newcomer's first minutes: no configuration, no ledger, an empty home.

use crate::support::{Place, Served, rows};
use coupon_sandbox::SandboxConfig;

#[test]
fn sync_without_a_configuration_pulls_both_vendors_and_a_second_run_changes_nothing() {
    let place = Place::new();
    let first = place.good(&["sync"]);
    assert_eq!(
        first.err.matches("built-in sandbox at http://127.0.0.1:").count(),
        1,
        "{}",
        first.err
    );
    for provider in ["qmai", "qince.voucher", "qince.coupondetail"] {
        let shown =
            first.out.lines().filter(|line| line.split_whitespace().nth(1) == Some(provider));
        assert!(shown.count() >= 4, "{provider}: {}", first.out);
    }
    let last = first.out.lines().last().unwrap();
    assert!(!last.starts_with("0 new") && last.contains(" new, 0 changed, "), "{last}");

    let held = rows(
        &place.path("sandbox.db"),
        "select provider, count(*), min(length(raw)), min(json_valid(raw)) from coupons group by provider order by 1",
    );
    let providers: Vec<&str> = held.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(providers, ["qince.coupondetail", "qince.voucher", "qmai"]);
    for row in &held {
        assert!(row[1].parse::<u64>().unwrap() >= 50, "{held:?}");
        assert!(row[2].parse::<u64>().unwrap() > 50 && row[3] == "1", "verbatim JSON: {held:?}");
    }

    let second = place.good(&["sync"]);
    let last = second.out.lines().last().unwrap();
    assert!(last.starts_with("0 new, 0 changed, ") && !last.contains(" 0 same"), "{last}");
}

#[test]
fn the_summary_as_json_counts_what_the_ledger_holds() {
    let place = Place::new();
    let report = place.json(&["sync", "--no-progress"]);
    let held = report["held"].as_array().unwrap();
    for table in ["templates", "coupons", "template_customers"] {
        let counted: u64 = held
            .iter()
            .filter(|line| line["table"] == table)
            .map(|line| line["rows"].as_u64().unwrap())
            .sum();
        let sql = format!("select count(*) from {table} where gone_at is null");
        assert_eq!(rows(&place.path("sandbox.db"), &sql), [[counted.to_string()]], "{table}");
        let digests = report["digests"].as_array().unwrap();
        let digest = digests.iter().find(|digest| digest["table"] == table).unwrap();
        assert!(digest["digest"].as_str().unwrap().starts_with(&format!("{counted}:")), "{digest}");
    }
    assert_eq!(report["stopped"], serde_json::Value::Null);
}

#[test]
fn a_list_without_a_ledger_says_what_to_do() {
    let place = Place::new();
    for command in [["coupons", "list"], ["templates", "list"], ["journal", "list"]] {
        let ran = place.run(&command);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.err.contains("run `coupon sync` first"), "{}", ran.err);
        let ran = place.run(&[&command[..], &["--lang", "zh"]].concat());
        assert!(ran.err.contains("请先运行 `coupon sync`"), "{}", ran.err);
    }
}

#[test]
fn a_stop_after_some_calls_is_no_failure_and_the_next_run_goes_on() {
    let place = Place::new();
    let report = place.json(&["sync", "--max-calls", "5"]);
    assert_eq!((&report["calls"], &report["stopped"]), (&5.into(), &"max_calls".into()));
    place.good(&["sync"]);
    let whole = Place::new();
    whole.good(&["sync"]);
    let sql = "select provider, id, state, raw from coupons order by 1, 2";
    let resumed = rows(&place.path("sandbox.db"), sql);
    assert!(!resumed.is_empty());
    assert_eq!(resumed, rows(&whole.path("sandbox.db"), sql));
}

#[test]
fn lists_come_as_table_json_and_json_lines() {
    let place = Place::new();
    place.good(&["sync"]);
    let all = place.json(&["coupons", "list", "--raw"]);
    let all = all.as_array().unwrap();
    let lines = place.good(&["coupons", "list", "--raw", "--output", "jsonl"]).out;
    assert_eq!(lines.lines().count(), all.len());
    assert_eq!(place.good(&["coupons", "list"]).out.lines().count(), all.len() + 2);
    for (line, row) in lines.lines().zip(all) {
        assert_eq!(&serde_json::from_str::<serde_json::Value>(line).unwrap(), row);
        assert!(row["raw"].is_object(), "{row}");
    }

    let one = &all[0];
    let (id, customer) = (one["id"].as_str().unwrap(), one["customer"].as_str().unwrap());
    assert_eq!(place.json(&["coupons", "show", id])["id"], id);
    let held = place.json(&["coupons", "list", "--customer", customer]);
    let held = held.as_array().unwrap();
    let theirs = all.iter().filter(|row| row["customer"] == customer).count();
    assert_eq!((held.len(), held.iter().all(|row| row["customer"] == customer)), (theirs, true));
    let expired = place.json(&["coupons", "list", "--state", "expired"]);
    assert_eq!(place.json(&["coupons", "list", "--state", " 已过期 "]), expired);
    let unknown = place.run(&["coupons", "list", "--state", "expird"]);
    assert!(unknown.code == Some(2) && unknown.err.contains("expired 已过期"), "{unknown:?}");
    assert_eq!(place.json(&["coupons", "list", "--state", "=unheard-of"]), serde_json::json!([]));
    let over = all.iter().filter(|row| row["state_now"] == "expired").count();
    assert!(over > 0);
    assert_eq!(expired.as_array().unwrap().len(), over);
    assert_eq!(place.json(&["coupons", "list", "--limit", "7"]).as_array().unwrap().len(), 7);
}

#[test]
fn a_closed_pipe_is_no_fault() {
    let place = Place::new();
    place.good(&["sync"]);
    let mut child = place
        .command(&["coupons", "list", "--raw", "--output", "json"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ran = crate::support::ran(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
}

#[test]
fn a_write_without_a_configuration_is_sent_to_the_sandbox_only_if_that_was_asked_for() {
    let place = Place::new();
    place.good(&["sync"]);
    place.write("customers.csv", "customer_code\nCUS010001\n");
    let template = "4896424377720939847";
    let writes = [
        &["templates", "end", template, "--yes"][..],
        &["coupons", "issue", "--template", template, "--customer-code", "CUS010001", "--yes"],
        &["coupons", "issue", "--template", template, "--file", "customers.csv", "--yes"],
        &["call", "voucher.finishVoucher", "--body", "{\"voucherId\":\"1\"}", "--yes"],
    ];
    for write in writes {
        let ran = place.run(write);
        assert_eq!(ran.code, Some(3), "{write:?}: {ran:?}");
        assert!(ran.err.contains("--config") && ran.err.contains("--sandbox"), "{}", ran.err);
        let chinese = place.run(&[write, &["--lang", "zh"]].concat());
        assert!(chinese.err.contains("未发送任何内容") && chinese.err.contains("--sandbox"));
    }
    assert_eq!(place.json(&["journal", "list"]), serde_json::json!([]), "nothing was recorded");
    place.good(&["call", "voucher.finishVoucher", "--body", "{\"voucherId\":\"1\"}", "--dry-run"]);
    let done = place.json(&[writes[0], &["--sandbox"]].concat());
    assert_eq!(done["state"], "done");
    let both = place.run(&["sync", "--sandbox", "--config", "coupon.toml"]);
    assert_eq!(both.code, Some(2), "{both:?}");
}

#[test]
fn the_sandbox_can_be_asked_for_beside_a_configuration_and_has_a_ledger_of_its_own() {
    let served = Served::new(SandboxConfig { coupons: 20, ..SandboxConfig::default() });
    let place = Place::of(&served);
    place.good(&["sync"]);
    let sandbox = place.good(&["sync", "--sandbox"]);
    assert!(!sandbox.err.contains("no configuration") && sandbox.err.contains("built-in sandbox"));
    let held = |ledger| rows(&place.path(ledger), "select count(*) from coupons");
    assert_ne!(held("coupons.db"), held("sandbox.db"));
}

/// The blocks of a page in their order: the words behind the fence, and the text.
fn steps(page: &str) -> Vec<(&str, &str)> {
    let blocks = page.split("```").skip(1).step_by(2);
    blocks.filter_map(|block| block.split_once('\n')).collect()
}

/// Follows a page from its first command to the last in this folder, and returns how many there were. A file that the page shows under
/// a name is written; a configuration without one is that of the sandbox.
fn follow(page: &str, place: &Place, served: &Served) -> usize {
    let mut ran = 0;
    for (language, text) in steps(page) {
        match language.split_once(' ').unwrap_or((language, "")) {
            ("toml", "") => drop(place.write("coupon.toml", &served.config())),
            ("text" | "csv" | "toml", name) if !name.is_empty() => drop(place.write(name, text)),
            ("sh", _) => {
                // PostgreSQL is another test's, and so is the gate; a sandbox of its own ends with Ctrl-C.
                let ours = text.lines().filter(|line| !line.contains("postgres:"));
                let ours = ours.filter(|line| !line.starts_with("coupon sandbox"));
                let is_built = |line: &&str| line.starts_with("cargo install");
                for line in ours.filter(|line| *line != "cargo xtask ci" && !is_built(line)) {
                    let line = line.split("  #").next().unwrap_or_default();
                    let words = line.replace("cargo run --release --", "coupon");
                    let words =
                        words.replace("'", "").replace("\"page_length\": ", "\"page_length\":");
                    let words: Vec<&str> = words.split_whitespace().skip(1).collect();
                    let ended = place.run(&words);
                    // A reconciliation that finds breaks has done its work.
                    let fine = ended.code == Some(0)
                        || (ended.code == Some(9) && words.contains(&"reconcile"));
                    assert!(fine, "{line}: {ended:?}");
                    ran += 1;
                }
            }
            _ => {}
        }
    }
    ran
}

#[test]
fn both_readmes_are_followed_in_one_fresh_folder_from_the_first_command_to_the_last() {
    let served = Served::new(SandboxConfig::default());
    for readme in [include_str!("../../../README.md"), include_str!("../../../README.zh-CN.md")] {
        let place = Place::new();
        let ran = follow(readme, &place, &served);
        assert!(ran >= 14, "{ran} commands");
        assert!(place.path("sandbox.db").exists() && place.path("coupons.db").exists());
        let journal = place.json(&["journal", "list", "--sandbox"]);
        assert_eq!(journal.as_array().unwrap().len(), 2, "one for each customer of the file");
    }
}

#[test]
fn the_pages_of_the_docs_are_followed_each_in_one_fresh_folder() {
    let served = Served::new(SandboxConfig::default());
    for (page, least) in [
        (include_str!("../../../docs/export.md"), 11),
        (include_str!("../../../docs/zh/export.md"), 11),
        (include_str!("../README.md"), 7),
        (include_str!("../README.zh-CN.md"), 7),
    ] {
        let ran = follow(page, &Place::new(), &served);
        assert!(ran >= least, "{ran} commands");
    }
}

#[test]
fn an_account_from_which_nothing_can_be_pulled_is_an_error_with_the_remedy() {
    let served = Served::new(SandboxConfig { coupons: 20, ..SandboxConfig::default() });
    let place = Place::of(&served);
    let named = served.config();
    let line = named.lines().find(|line| line.starts_with("customers")).unwrap();
    place.write("customers.csv", "customer\n# nobody yet\n");
    for none in ["", "customers = []", "customers = { file = \"customers.csv\" }"] {
        place.write("coupon.toml", &named.replace(line, none));
        for (lang, remedy) in [("en", "add customers = "), ("zh", "中加入 customers = ")] {
            let ran = place.run(&["sync", "--account", "tea", "--lang", lang]);
            assert_eq!(ran.code, Some(3), "{none}: {ran:?}");
            assert!(ran.err.contains(remedy) && ran.err.contains("[accounts.tea]"), "{}", ran.err);
        }
    }
}
