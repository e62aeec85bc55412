//! The first hour: a configuration is written, checked, and its way to the vendor examined; and every day after, its status.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
#![allow(clippy::disallowed_methods, reason = "a wait for a call ends by the clock")]

use std::{
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use crate::support::{Place, Ran, Served, ran};
use coupon_sandbox::SandboxConfig;
use serde_json::json;

fn small() -> Served {
    Served::new(SandboxConfig { coupons: 20, ..SandboxConfig::default() })
}

/// The arguments that set up the Qince account of a sandbox, with this key.
fn init<'a>(fields: &'a [String; 3], more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["init", "--vendor", "qince", "--name", "trade"];
    for field in fields {
        arguments.extend(["--field", field.as_str()]);
    }
    arguments.extend(more);
    arguments
}

fn fields(served: &Served, key: &str) -> [String; 3] {
    let access = served.access().qince;
    [
        format!("base_url={}", access.base_url),
        format!("openid={}", access.openid),
        format!("app_key={key}"),
    ]
}

#[cfg(unix)]
fn mode(place: &Place, name: &str) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777
}

#[test]
fn init_writes_a_configuration_that_was_tried_and_never_over_one_that_is_there() {
    let served = small();
    let key = served.access().qince.app_key;
    let (place, fields) = (Place::new(), fields(&served, &key));
    let wrote = place.good(&init(&fields, &[]));
    assert!(wrote.out.contains("coupon.toml") && wrote.out.contains("coupon sync"), "{wrote:?}");
    let text = fs::read_to_string(place.path("coupon.toml")).unwrap();
    assert!(!text.contains(&key) && text.contains("coupon.secrets/trade.app_key"), "{text}");
    #[cfg(unix)]
    for name in ["coupon.toml", "coupon.secrets/trade.app_key", "coupon.secrets/trade.openid"] {
        assert_eq!(mode(&place, name), 0o600, "{name}");
    }
    place.good(&["config", "check"]);
    place.good(&["sync"]);
    let again = place.run(&init(&fields, &[]));
    assert!(again.code == Some(3) && again.err.contains("kept as it is"), "{again:?}");
    assert_eq!(fs::read_to_string(place.path("coupon.toml")).unwrap(), text);
}

#[test]
fn a_key_that_the_vendor_refuses_is_not_written_unless_that_is_asked_for() {
    let served = small();
    let (place, fields) = (Place::new(), fields(&served, "another-key"));
    let refused = place.run(&init(&fields, &[]));
    assert_eq!(refused.code, Some(6), "{refused:?}");
    assert!(refused.err.contains("--no-check"), "{}", refused.err);
    assert_eq!(place.files(), [], "nothing is left");
    let written = place.good(&init(&fields, &["--no-check", "--secrets", "env"]));
    assert!(written.out.contains("TRADE_OPENID, TRADE_APP_KEY"), "{}", written.out);
    let mut sync = place.command(&["accounts", "check"]);
    let access = served.access().qince;
    sync.env("TRADE_OPENID", &access.openid).env("TRADE_APP_KEY", &access.app_key);
    let checked = ran(sync.output().unwrap());
    assert_eq!(checked.code, Some(0), "{checked:?}");
}

#[test]
fn init_says_what_is_missing_where_nobody_can_be_asked() {
    let place = Place::new();
    for (arguments, part) in [
        (&["init"][..], "--vendor"),
        (
            &["init", "--vendor", "qmai"],
            "--field open_id=… --field grant_code=… --field open_key=…",
        ),
        (&["init", "--vendor", "qince", "--field", "open_key=1"], "base_url, openid, app_key"),
        (&["init", "--vendor", "tea"], "qmai"),
    ] {
        let ran = place.run(arguments);
        assert!(ran.code == Some(2) && ran.err.contains(part), "{ran:?}");
    }
    let bad = place.run(&[
        "init",
        "--vendor",
        "qince",
        "--name",
        "a b",
        "--field",
        "openid=1",
        "--field",
        "app_key=k",
    ]);
    assert!(bad.code == Some(3) && bad.err.contains("--name"), "{bad:?}");
    assert_eq!(place.files(), []);
}

/// A stand-in for the program of the keyring: a file for each secret.
#[cfg(unix)]
#[test]
fn a_keyring_keeps_the_secrets_and_the_configuration_asks_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let served = small();
    let (place, key) = (Place::new(), served.access().qince.app_key);
    let script = "#!/bin/sh\nd=$(dirname \"$0\")\ncase $1 in\nstore) cat > \"$d/kept.${5##*#}\";;\nlookup) cat \"$d/kept.${3##*#}\";;\nclear) rm \"$d/kept.${3##*#}\";;\nesac\n";
    let tool = place.write("secret-tool", script);
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", place.path("").display(), std::env::var("PATH").unwrap());
    let with_tool = |arguments: &[&str]| {
        let mut command = place.command(arguments);
        ran(command.env("PATH", &path).output().unwrap())
    };
    let fields = fields(&served, &key);
    let wrote = with_tool(&init(&fields, &["--secrets", "keyring"]));
    assert_eq!(wrote.code, Some(0), "{wrote:?}");
    assert_eq!(fs::read_to_string(place.path("kept.trade.app_key")).unwrap(), key);
    let text = fs::read_to_string(place.path("coupon.toml")).unwrap();
    assert!(text.contains("secret-tool") && !text.contains(&key), "{text}");
    assert_eq!(with_tool(&["accounts", "check"]).code, Some(0));
    fs::remove_file(place.path("coupon.toml")).unwrap();
    let without = place.run(&init(&fields, &["--secrets", "keyring"]));
    assert!(without.code == Some(3) && without.err.contains("--secrets files"), "{without:?}");
    assert!(!place.path("coupon.toml").exists());
}

#[test]
fn config_check_tells_every_fault_and_show_no_secret() {
    let place = Place::new();
    let none = place.run(&["config", "check"]);
    assert!(none.code == Some(3) && none.err.contains("coupon init"), "{none:?}");
    place.write(
        "coupon.toml",
        "[accounts.tea]\nvendor = \"qmai\"\nbase_url = \"https://a.cn\"\nopen_key = \"canary\"\nschedule = \"hourly\"\n\
         [accounts.trade]\nvendor = \"qince\"\nbase_url = \"http://a.cn\"\nopenid = \"1\"\n",
    );
    let checked = place.run(&["config", "check"]);
    assert_eq!(checked.code, Some(3), "{checked:?}");
    for part in [
        "accounts.tea.open_id",
        "accounts.tea.grant_code",
        "accounts.tea.schedule",
        "accounts.trade.app_key",
        "accounts.trade: base_url must be https",
        "5 in all",
    ] {
        let told = checked.out.contains(part) || checked.err.contains(part);
        assert!(told, "{part}: {checked:?}");
    }
    let shown = place.json(&["config", "show"]);
    assert_eq!(shown["accounts"]["tea"]["open_key"], "***");
    let one = place.json(&["config", "show", "--account", "trade"]);
    assert_eq!(one["accounts"].as_object().unwrap().len(), 1, "{one}");
    let absent = place.run(&["config", "check", "--config", "absent.toml"]);
    assert!(absent.code == Some(3) && absent.err.contains("absent.toml"), "{absent:?}");
    for ignored in [["config", "check"], ["init", "--no-check"]] {
        let ran = place.run(&[&ignored[..], &["--account", "tea"]].concat());
        assert!(ran.code == Some(2) && ran.err.contains("--account"), "{ran:?}");
    }
    let table = place.good(&["config", "show"]);
    for ran in [&checked, &table] {
        assert!(!ran.out.contains("canary") && !ran.err.contains("canary"), "{ran:?}");
    }
    let rows = place.run(&["config", "check", "--output", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&rows.out).unwrap();
    let faults = rows.as_array().unwrap().iter().filter(|row| row["severity"] == "fault");
    assert_eq!(faults.count(), 5, "{rows}");
}

#[test]
fn status_says_how_far_every_source_is_read_and_what_waits() {
    let served = small();
    let place = Place::of(&served);
    let before = place.json(&["status"]);
    assert_eq!((&before["synced"], &before["queue"]), (&json!(false), &json!(null)));
    let sources = before["sources"].as_array().unwrap();
    assert_eq!(sources.len(), 3, "{before}");
    assert!(sources.iter().all(|one| one["read_until"].is_null() && one["coupons"] == 0));
    let table = place.good(&["status"]);
    assert!(table.out.contains("never") && table.err.contains("coupon sync"), "{table:?}");
    place.good(&["sync"]);
    let after = place.json(&["status"]);
    let held = place.json(&["coupons", "list"]).as_array().unwrap().len() as u64;
    let sources = after["sources"].as_array().unwrap();
    let coupons: u64 = sources.iter().map(|one| one["coupons"].as_u64().unwrap()).sum();
    assert_eq!((coupons, &after["synced"]), (held, &json!(true)), "{after}");
    assert!(sources.iter().all(|one| one["days_behind"] == 0), "{after}");
    assert!(sources.iter().all(|one| one["quota"].is_null()), "no limit is configured: {after}");
    let nobody = place.run(&["status", "--account", "nobody"]);
    assert!(nobody.code == Some(2) && nobody.err.contains("trade"), "{nobody:?}");
    let one = place.json(&["status", "--provider", "qmai"]);
    assert_eq!(one["sources"].as_array().unwrap().len(), 1);
}

fn examined(ran: &Ran) -> Vec<(String, String, bool)> {
    let lines: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let text = |line: &serde_json::Value, field: &str| line[field].as_str().unwrap().to_owned();
    let lines = lines.as_array().unwrap().iter();
    lines
        .map(|line| (text(line, "subject"), text(line, "grade"), line["advice_en"].is_string()))
        .collect()
}

#[test]
fn the_doctor_names_what_stands_between_an_account_and_its_vendor() {
    let served = small();
    let place = Place::of(&served);
    let well = place.run(&["doctor", "--account", "trade", "--output", "json"]);
    assert_eq!(well.code, Some(0), "{well:?}");
    let subjects: Vec<String> = examined(&well).into_iter().map(|line| line.0).collect();
    assert_eq!(subjects, ["proxy", "name", "connection", "clock", "address", "account"]);
    assert!(examined(&well).iter().all(|line| line.1 == "good" || line.0 == "proxy"), "{well:?}");

    let key = served.access().qince.app_key;
    place.write("coupon.toml", &served.config().replace(&format!("{key:?}"), "\"wrong\""));
    let refused = place.run(&["doctor", "--account", "trade", "--output", "json"]);
    assert_eq!(refused.code, Some(6), "{refused:?}");
    let bad: Vec<_> = examined(&refused).into_iter().filter(|line| line.1 == "bad").collect();
    assert_eq!(bad, [("account".to_owned(), "bad".to_owned(), true)]);

    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let there = format!("{}", served.address);
    place.write("coupon.toml", &served.config().replace(&there, &nobody.to_string()));
    let unreachable = place.run(&["doctor", "--account", "trade", "--output", "json"]);
    assert_eq!(unreachable.code, Some(7), "{unreachable:?}");
    let lines = examined(&unreachable);
    assert!(lines.contains(&("connection".to_owned(), "bad".to_owned(), true)), "{lines:?}");

    place.write("coupon.toml", &served.config().replace("app_key", "#app_key"));
    let missing = place.run(&["doctor", "--output", "json"]);
    assert_eq!(missing.code, Some(3), "{missing:?}");
    assert!(missing.out.contains("accounts.trade.app_key: is missing"), "{}", missing.out);
    let table = place.run(&["doctor", "--lang", "zh"]);
    assert!(table.out.contains("未填写") && table.out.contains("签名有效"), "{}", table.out);
}

/// Holds the first connection until a second one is there, and says whether it came.
fn meeting() -> (SocketAddr, Receiver<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = channel();
    thread::spawn(move || {
        let first: TcpStream = listener.accept().unwrap().0;
        listener.set_nonblocking(true).unwrap();
        let begun = Instant::now();
        let mut second = listener.accept();
        while second.is_err() && begun.elapsed() < Duration::from_secs(20) {
            thread::sleep(Duration::from_millis(20));
            second = listener.accept();
        }
        tell.send(second.is_ok()).unwrap();
        drop((first, second));
    });
    (address, told)
}

#[test]
fn accounts_are_synced_side_by_side_and_each_error_names_its_account() {
    let (address, met) = meeting();
    let place = Place::new();
    let account = |name: &str| {
        format!(
            "[accounts.{name}]\nvendor = \"qince\"\nbase_url = \"http://{address}\"\nopenid = \"1\"\napp_key = \"k\"\n"
        )
    };
    place.write("coupon.toml", &(account("north") + &account("south")));
    let ran = place.run(&["sync"]);
    assert_eq!(ran.code, Some(7), "{ran:?}");
    assert!(met.recv().unwrap(), "the second account waited for the first");
    for name in ["north", "south"] {
        assert!(ran.err.contains(&format!("{name}: qince.voucher")), "{}", ran.err);
    }
}

#[test]
fn a_sandbox_beside_a_named_configuration_is_refused_in_any_order() {
    let place = Place::new();
    for arguments in [
        ["--config", "x.toml", "sync", "--sandbox"],
        ["sync", "--sandbox", "--config", "x.toml"],
        ["--sandbox", "sync", "--config", "x.toml"],
    ] {
        let ran = place.run(&arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains("--sandbox") && ran.err.contains("--config"), "{}", ran.err);
    }
    assert_eq!(place.files(), []);
}
