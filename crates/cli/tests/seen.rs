//! Output as text that is reviewed: the help of every command, tables, plans and errors, in both languages. After a
//! change on purpose, `INSTA_UPDATE=always cargo test -p coupon-cli --test integration seen` writes the files anew: review their diff.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::{collections::BTreeSet, fs};

use crate::support::{Place, Served};
use coupon_sandbox::SandboxConfig;
use insta::{Settings, assert_snapshot};
use serde_json::Value;

const LANGUAGES: [&str; 2] = ["en", "zh"];

/// Compares with `snapshots/FOLDER/NAME.snap`.
fn compare(folder: &str, name: &str, text: &str) {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(format!("snapshots/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| assert_snapshot!(name, text));
}

/// The help of a command and of all commands below it.
fn help(place: &Place, command: &[String], text: &mut String) {
    let words: Vec<&str> = command.iter().map(String::as_str).collect();
    let shown = place.good(&[&words[..], &["--help"]].concat()).out;
    let title = ["coupon"].iter().chain(&words[2..]).copied().collect::<Vec<_>>().join(" ");
    // These are the same everywhere: the help of `coupon` itself has them.
    let own =
        ["\nGlobal options:\n", "\n通用选项:\n"].iter().find_map(|head| shown.split_once(head));
    let own = own.map_or(shown.as_str(), |(own, _)| own);
    text.push_str(&format!("$ {title} --help\n{own}\n"));
    for below in commands(&shown) {
        help(place, &[command, &[below]].concat(), text);
    }
}

/// The names under "Commands:".
fn commands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| !["Commands:", "命令:"].contains(line)).skip(1);
    let names = lines.take_while(|line| line.starts_with("  ")).filter_map(|line| {
        let name = line.strip_prefix("  ").filter(|rest| !rest.starts_with(' '))?;
        Some(name.split(' ').next().unwrap_or_default().to_owned())
    });
    names.filter(|name| name != "help").collect()
}

#[test]
fn the_help_of_every_command() {
    let place = Place::new();
    for lang in LANGUAGES {
        let top = place.good(&["--lang", lang, "--help"]).out;
        compare(&format!("help/{lang}"), "coupon", &top);
        let names = commands(&top);
        assert!(names.len() > 12, "{names:?}");
        for name in names {
            let mut text = String::new();
            let command = ["--lang", lang, &name].map(str::to_owned);
            help(&place, &command, &mut text);
            compare(&format!("help/{lang}"), &name, &text);
        }
    }
}

#[test]
fn every_option_that_takes_a_form_shows_one() {
    let place = Place::new();
    let (mut text, mut complaints) = (String::new(), Vec::new());
    for name in commands(&place.good(&["--lang", "en", "--help"]).out) {
        let command = ["--lang", "en", &name].map(str::to_owned);
        help(&place, &command, &mut text);
    }
    // Placeholders of values whose form cannot be guessed.
    let forms =
        ["DATE", "TIME", "SECONDS", "YUAN", "NAME=VALUE", "PRODUCT=QTY/UNIT", "ADDRESS", "PATH"];
    let options: Vec<&str> = text.split("\n      --").skip(1).collect();
    assert!(options.len() > 100, "{} options", options.len());
    for option in options {
        let (head, explained) = option.split_once('\n').unwrap();
        let form = forms.iter().find(|form| head.ends_with(&format!("<{form}>")));
        let explained = explained.split("\n\n\n").next().unwrap_or_default();
        let shows_one = [" as ", "[default: ", "="].iter().any(|sign| explained.contains(sign));
        if form.is_some() && !shows_one {
            complaints.push(option.trim().to_owned());
        }
    }
    assert!(complaints.is_empty(), "no example:\n{}", complaints.join("\n"));
}

/// Both streams of each command and its exit code, without the address and the folder, which differ from run to run.
fn session(place: &Place, served: Option<&Served>, lines: &[&[&str]], lang: &str) -> String {
    let mut text = String::new();
    for words in lines {
        let ran = place.run(&[*words, &["--lang", lang][..]].concat());
        text.push_str(&format!("$ coupon {}\n", words.join(" ")));
        text.push_str(&ran.out);
        text.push_str(&ran.err);
        text.push_str(&format!("[exit code {}]\n\n", ran.code.unwrap()));
    }
    let folder = place.path("").display().to_string();
    let text = text.replace(folder.trim_end_matches('/'), "FOLDER");
    match served {
        Some(served) => text.replace(&format!("http://{}", served.address), "http://SANDBOX"),
        None => text,
    }
}

#[test]
fn tables_and_plans() {
    let served = Served::new(SandboxConfig { coupons: 30, ..SandboxConfig::default() });
    let place = Place::of(&served);
    place.good(&["sync"]);
    // One that no clock ends soon.
    let templates = place.json(&["templates", "list", "--provider", "qince.voucher"]);
    let lasts = |one: &&Value| one["state"] == "open" && one["ends_at"].as_str() > Some("2040");
    let template = templates.as_array().unwrap().iter().find(lasts).unwrap();
    let template = template["id"].as_str().unwrap();
    let customer = served.access().qince.customers[0].code.clone();
    for lang in LANGUAGES {
        let tables = session(
            &place,
            Some(&served),
            &[
                &["coupons", "list", "--state", "used"],
                &["coupons", "list", "--state", "recovered"],
                &["journal", "list"],
                &["quarantine", "list"],
                &["operations"],
                &["operations", "voucher.finishVoucher"],
                &["reconcile", "maps"],
            ],
            lang,
        );
        compare("sessions", &format!("tables-{lang}"), &tables);
        let plans = session(
            &place,
            Some(&served),
            &[
                &["templates", "end", template],
                &["templates", "set-end-date", template, "2047-06-30"],
                &["coupons", "issue", "--customer-code", &customer, "--template", template],
            ],
            lang,
        );
        compare("sessions", &format!("plans-{lang}"), &plans);
    }
}

#[test]
fn errors() {
    let served = Served::new(SandboxConfig { coupons: 30, ..SandboxConfig::default() });
    let place = Place::of(&served);
    place.good(&["sync"]);
    place.write("broken.toml", "ledger = 3\n[accounts.a]\nvendor = \"qmei\"\n");
    let empty = Place::new();
    for lang in LANGUAGES {
        let errors = session(
            &place,
            Some(&served),
            &[
                &["coupons", "list", "--state", "usd"],
                &["coupons", "list", "--account", "traed"],
                &["coupons", "list", "--provider", "qince.vouchers"],
                &["coupons", "list", "--template", "nonesuch"],
                &["coupons", "show", "nonesuch"],
                &["templates", "end"],
                &["export", "coupons", "--format", "xls", "--to", "out"],
                &["call", "voucher.getVoucherInfo"],
                &["call", "voucher.addVoucherInfo", "--body", "{}"],
                &["call", "voucher.getVoucherInfos", "--body", "{"],
                &["journal", "resolve", "nonesuch"],
                &["sync", "--since", "2026-13-01"],
                &["--config", "broken.toml", "sync"],
                &["nonsense"],
            ],
            lang,
        );
        compare("sessions", &format!("errors-{lang}"), &errors);
        let unset = session(
            &empty,
            None,
            &[
                &["coupons", "list"],
                &["coupons", "issue", "--customer", "880", "--template", "1"],
                &["sync", "--config", "none.toml"],
                &["export", "coupons", "--format", "csv", "--to", "out"],
            ],
            lang,
        );
        compare("sessions", &format!("errors-without-configuration-{lang}"), &unset);
    }
}

#[test]
fn every_command_has_a_page_of_the_manual_in_both_languages() {
    let place = Place::new();
    for lang in LANGUAGES {
        let mut text = String::new();
        for name in commands(&place.good(&["--lang", lang, "--help"]).out) {
            help(&place, &["--lang", lang, &name].map(str::to_owned), &mut text);
        }
        let titles = text.lines().filter_map(|line| line.strip_prefix("$ "));
        let titles = titles.map(|title| title.replace(" --help", "").replace(' ', "-") + ".1");
        let expected: BTreeSet<String> = titles.chain(["coupon.1".to_owned()]).collect();

        place.good(&["man", lang, "--lang", lang]);
        let pages = fs::read_dir(place.path(lang)).unwrap();
        let pages: BTreeSet<String> =
            pages.map(|page| page.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(pages, expected);
        let page = fs::read_to_string(place.path(lang).join("coupon-sync.1")).unwrap();
        let about = ["Pull all coupons of all accounts", "把所有账户的券全部拉取到台账"];
        assert_eq!(about.map(|about| page.contains(about)), [lang == "en", lang == "zh"]);
    }
}
