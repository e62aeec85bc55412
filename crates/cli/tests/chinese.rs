//! Everything that people see with `--lang zh`: every command and many errors, without a word of English.

use std::{collections::BTreeSet, fs};

use crate::support::{Place, Ran, Served};
use coupon_sandbox::SandboxConfig;

/// Words that stay as they are: names of ours and of the vendors, file formats, protocols, units.
const WORDS: &str = "
    coupon coupons Qmai qmai Qince qince tea trade JSON jsonl CSV TSV XLSX XLS XLSB ODS HTML XML PDF ZIP RAR gzip TOML HAR SVG Parquet parquet xlsx csv json
    PostgreSQL SQLite postgres sqlite UTF-8 GB18030 URL HTTP HTTPS TLS DNS IP API POST cURL curl cron POSIX Prometheus OpenAPI Windows shell
    Ctrl-C y N Content-Length Action openId openid openKey grantCode app_key base_url env file command allow_http Excel
    key token digest url where bash elvish fish powershell zsh en zh table true false null MD5 SHA-1 HMAC-SHA1 id
    differs mysql LANG Unix SECRETS files keyring done help accounts customers templates customer vendor rate unlimited store stoer hourly none time
    available expired locked recovered revoked used jd meituan taobao youzan douyin AlipayReconcileBillDetail TaobaoSaledObject
    body params nonce timestamp module version operation OpenId useStatus customerId page_number sslmode sslrootcert XX proxy
    D S A ID CODE KEY TIME NONCE SECONDS MSG_ID OPENID V2 V3 ADDRESS
";

/// True for a run of letters that is no word of a sentence: a name, a number, a path, a value of an option.
fn is_name(run: &str) -> bool {
    if run.starts_with('/') {
        return true;
    }
    let run = run.trim_matches(['.', ':', ',', '-', '/', '*', '=', '@', '_', '\'', '+']);
    let letters = run.chars().filter(char::is_ascii_alphabetic).count();
    let marks = |c: char| c.is_ascii_digit() || "_./=@:".contains(c);
    letters == 0
        || run.contains(marks)
        || run.trim_matches('-').contains('-')
        || WORDS.split_whitespace().any(|word| word == run)
        || run.len() == 1
}

/// The runs of Latin letters that are neither names nor in the list. Flags, commands in backticks and kinds of errors are names.
fn english(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in text.lines() {
        // Text in backticks is to be typed; in square brackets behind the word for an error stands its kind for programs.
        let outside: String = line.split('`').step_by(2).collect::<Vec<_>>().join(" ");
        let outside = match outside.split_once("错误[") {
            Some((before, rest)) => {
                let rest = rest.split_once(']').map_or("", |(_, rest)| rest);
                format!("{before}{rest}")
            }
            None => outside,
        };
        let is_part = |c: char| c.is_ascii_alphanumeric() || "_.-/:@*=+'".contains(c);
        let runs = outside.split(|c: char| !is_part(c)).filter(|run| !run.starts_with('-'));
        found.extend(runs.filter(|run| !is_name(run)).map(str::to_owned));
    }
    found
}

pub(crate) fn assert_chinese(arguments: &[&str], text: &str, more: &[&str]) {
    let mut found = english(text);
    for word in more
        .iter()
        .chain(arguments)
        .flat_map(|word| word.split([' ', '=', ',', ':', '"', '{', '}']))
    {
        found.remove(word);
    }
    assert!(found.is_empty(), "{arguments:?}: {found:?} in\n{text}");
}

pub(crate) fn in_chinese(place: &Place, arguments: &[&str]) -> Ran {
    let ran = place.run(&[arguments, &["--lang", "zh"]].concat());
    assert_chinese(arguments, &format!("{}\n{}", ran.out, ran.err), &[]);
    ran
}

/// The commands below a command, from its help.
fn below(help: &str) -> Vec<&str> {
    let commands = help.split("命令:\n").nth(1).unwrap_or_default().split("\n\n").next();
    let names = commands.unwrap_or_default().lines().filter_map(|line| line.strip_prefix("  "));
    let names = names.filter(|line| !line.starts_with(' '));
    names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").collect()
}

/// Every command without commands below it, as its words; the help of each is read on the way.
fn leaves(place: &Place, above: &[String], found: &mut Vec<Vec<String>>) {
    let mut arguments: Vec<&str> = above.iter().map(String::as_str).collect();
    arguments.push("--help");
    let help = place.good(&[&arguments[..], &["--lang", "zh"]].concat()).out;
    let names = below(&help);
    // The quirks of the sandbox are names and values.
    let own = help.split("的行为开关").next().unwrap_or_default();
    assert_chinese(&arguments, own, &names);
    for name in &names {
        let inner = [above, &[(*name).to_owned()]].concat();
        leaves(place, &inner, found);
    }
    if names.is_empty() {
        found.push(above.to_vec());
    }
}

/// Runs that end well.
const RUNS: &[&str] = &[
    "sync",
    "status",
    "config show",
    "config check",
    "doctor",
    "templates list --limit 3",
    "templates show {T}",
    "templates customers {T}",
    "templates set-end-date {T} 2045-01-01 --yes",
    "templates end {T} --yes",
    "coupons list --limit 3",
    "coupons list --state used --limit 3",
    "export coupons --format csv --to out",
    "report --html report.html",
    "report --html month.html --month 2025-06",
    "accounts list",
    "accounts check",
    "operations",
    "man man1",
    "journal list",
    "journal resolve",
    "quarantine list",
    "quarantine retry",
    "reconcile maps",
    "sign qince --app-key k --timestamp 20240102030405 --body {}",
    "call voucher.getVoucherInfos --dry-run --account trade",
];

/// Runs that cannot end well, of every kind.
const ERRORS: &[&str] = &[
    "nothing",
    "sync --nothing",
    "sync --since yesterday",
    "sync --account nobody",
    "sync --enqueue",
    "sync --config missing.toml",
    "sync --config broken.toml",
    "sync --sandbox --config x.toml",
    "worker",
    "init",
    "init --vendor nobody",
    "init --vendor qince",
    "config check --config broken.toml",
    "config check --config faults.toml",
    "templates show 1",
    "templates list --provider nothing",
    "templates create --file missing.json",
    "templates create --file broken.json",
    "templates end 1",
    "coupons show nothing",
    "coupons list --state nothing",
    "coupons list --customer nobody",
    "coupons list --template nothing",
    "coupons issue --template 4896424377720939847 --customer-code CUS010001",
    "coupons issue --template 4896424377720939847 --file missing.csv",
    "coupons issue --template 4896424377720939847 --file broken.csv",
    "coupons use 1 --order 2 --customer 3",
    "coupons review 1 --approve",
    "coupons reverse 1 --customer 3",
    "coupons revoke 1 --customer 3",
    "coupons set-fields 1 --field a=b",
    "export coupons --format csv --to coupon.toml",
    "reconcile --orders missing.csv",
    "reconcile --orders broken.csv",
    "reconcile --show nothing",
    "reconcile close x --orders missing.csv",
    "reconcile show nothing",
    "report --html missing/report.html",
    "report --html r.html --month soon",
    "call nothing",
    "call voucher.getVoucherInfos --body {\"page_number\":0}",
    "call --path x/y --account trade",
    "operations nothing",
    "journal show nothing",
    "journal resolve nothing",
    "quarantine show nothing",
    "sign qmai --open-id 1 --grant-code 1 --open-key k --nonce 0 --timestamp 1",
    "sign diagnose --url https://openapi.qince.com/api/voucher/v1/getVoucherInfos/5465103569540931532/20240102030405/ad2e4c8e9297e46ab1aa91769b471fac/ORG00001 --body {} --app-key wrong",
    "explain",
    "completions nothing",
    "sandbox --port 99999",
    "sandbox --config-out coupon.toml",
    "templates list --ledger mysql:x",
    "templates list --ledger sqlite:none.db",
    "templates list --ledger sqlite:notes.db",
    "templates list --ledger sqlite:empty.db",
    "templates list --ledger sqlite:a.folder",
    "templates list --ledger postgres://a:b@h/d?x",
    "templates list --ledger postgres://a:b@h/d?foo=1",
    "templates list --ledger postgres://a:b@h/d?sslmode=x",
    "templates list --ledger postgres://a:b@h/d?sslrootcert=%zz",
    "templates list --ledger postgres://a:b@h/d?target_session_attrs=standby",
    "templates list --ledger postgres://a:b@h:99999999/d",
    "templates list --ledger postgres://a:b@127.0.0.1:1/d",
    "templates list --ledger postgres://a:b@127.0.0.1:1/d?sslrootcert=/none.pem",
    "templates list --ledger postgres://a:b@nothing.invalid/d",
    "templates show 1 --account tea",
    "templates customers 1 --account tea",
    "templates end 1 --account tea",
    "coupons show 1 --account tea",
    "coupons use 1 --order 2 --customer 3 --account trade",
    "coupons review 1 --approve --account tea",
    "coupons issue --template 1 --customer 5 --account tea --code x --yes",
    "coupons issue --template 1 --customer-code 5 --account tea --yes",
    "call voucher.getVoucherInfos --account trade --body [1]",
    "call voucher.getVoucherInfos --account trade --body {\"page_number\":{}}",
    "call voucher.getVoucherInfos --account trade --body {\"page_number\":\"soon\"}",
    "call v3.getCustomerCoupons --account tea --body {\"useStatus\":[]}",
    "call v3.getCustomerCoupons --account tea --body {]",
    "sync --config closed.toml",
    "accounts check --config closed.toml",
    "accounts check --config lookup.toml",
    "call voucher.getVoucherInfos --account trade --config closed.toml",
    "sign qmai --open-id 1 --grant-code 1 --open-key k --nonce x --timestamp 1",
    "sign qmai --open-id 1 --grant-code 1 --open-key k --nonce 1 --timestamp 99999999999999999",
    "sign qince --app-key k --timestamp soon --body {} --openid 1 --operation voucher.getVoucherInfos",
    "sign diagnose --url x --body {} --app-key k",
    "sign diagnose --url http://a/v3/crm/coupon/getCustomerCoupons --body [] --open-key k",
    "sign diagnose --url http://a/v3/crm/coupon/getCustomerCoupons --body {} --open-key k",
    "sign diagnose --url http://a/x --body {} --app-key env:NOT_SET",
];

fn filled(served: &Served) -> Place {
    let place = Place::of(served);
    place.write("broken.toml", "[accounts.tea\n");
    place.write(
        "faults.toml",
        "stoer = 1\n[accounts.a]\nvendor = \"qince\"\nbase_url = \"http://a.cn\"\nopenid = { file = \"none\" }\nrate = \"fast\"\n\
         [accounts.b]\nvendor = \"qmai\"\nbase_url = \"x\"\nopen_id = \"1\"\ngrant_code = \"1\"\nopen_key = { env = \"NOT_SET\" }\n\
         customers = { file = \"broken.csv\" }\nschedule = \"hourly\"\n",
    );
    place.write("broken.json", "{\"name\":");
    place.write("broken.csv", "a,b\n1\n");
    place.write("notes.db", &"no database ".repeat(100));
    place.write("empty.db", "");
    fs::create_dir(place.path("a.folder")).unwrap();
    let away = |ledger: &str, address: &str| {
        format!(
            "store = \"sqlite:{ledger}.db\"\n[accounts.trade]\nvendor = \"qince\"\nbase_url = \"http://{address}\"\n\
             allow_http = true\nopenid = \"1\"\napp_key = \"k\"\n"
        )
    };
    place.write("closed.toml", &away("closed", "127.0.0.1:1"));
    place.write("lookup.toml", &away("lookup", "nothing.invalid"));
    place
}

#[test]
fn every_command_speaks_chinese() {
    let served = Served::new(SandboxConfig { coupons: 30, ..SandboxConfig::default() });
    let place = filled(&served);
    for run in RUNS {
        // The ledger is filled by the first run; a template of it can be ended.
        let template = if run.contains("{T}") {
            let listed = place.json(&["templates", "list", "--provider", "qince.voucher"]);
            let mut all = listed.as_array().unwrap().iter();
            let open = all.find(|one| one["state_now"] == "open" && one["claimed"] != 0);
            open.unwrap()["id"].as_str().unwrap().to_owned()
        } else {
            String::new()
        };
        let run = run.replace("{T}", &template);
        let ran = in_chinese(&place, &run.split(' ').collect::<Vec<_>>());
        assert!(matches!(ran.code, Some(0 | 9)), "{run}: {ran:?}");
    }
    let key = place.json(&["journal", "list"])[0]["key"].as_str().unwrap().to_owned();
    let show = ["journal", "show", &key];
    let shown = place.run(&[&show[..], &["--lang", "zh"]].concat());
    // The names of the JSON that is kept stay as they are.
    assert_chinese(&show, &shown.out, &["template", "trace"]);
    let coupons = place.json(&["coupons", "list"]);
    for one in coupons.as_array().unwrap().iter().step_by(7) {
        in_chinese(&place, &["coupons", "show", one["id"].as_str().unwrap()]);
    }
}

#[test]
fn every_error_speaks_chinese() {
    let served = Served::new(SandboxConfig { coupons: 30, ..SandboxConfig::default() });
    let place = filled(&served);
    place.good(&["sync"]);
    let help = place.good(&["--help", "--lang", "zh"]).out;
    let bare = place.run(&["--lang", "zh"]);
    assert_chinese(&[], &bare.err, &[&below(&help)[..], &["explain"]].concat());
    for run in ERRORS {
        let ran = in_chinese(&place, &run.split_whitespace().collect::<Vec<_>>());
        assert!(ran.code != Some(0) && ran.code != Some(1), "{run}: {ran:?}");
    }
}

#[test]
fn every_command_of_the_help_is_run_in_chinese() {
    let place = Place::new();
    let mut all = Vec::new();
    leaves(&place, &[], &mut all);
    assert!(all.len() > 25, "{all:?}");
    let runs: Vec<Vec<&str>> =
        RUNS.iter().chain(ERRORS).map(|run| run.split_whitespace().collect()).collect();
    let unrun: Vec<_> = all
        .iter()
        .filter(|words| {
            !runs.iter().any(|run| {
                run.iter().zip(words.iter()).all(|(a, b)| a == b) && run.len() >= words.len()
            })
        })
        .collect();
    assert!(unrun.is_empty(), "{unrun:?}");
}

#[test]
fn the_test_finds_english() {
    for text in ["已写入 wrote x", "coupon: 错误[usage]: not known", "finished"] {
        assert!(!english(text).is_empty(), "{text}");
    }
    for text in [
        "coupon: 错误[not_found]: 1：台账中没有",
        "请运行 `coupon sync` 或加 --yes",
        "tea qmai coupons.created 30s http://127.0.0.1:9 UTF-8",
    ] {
        assert!(english(text).is_empty(), "{text}: {:?}", english(text));
    }
}
