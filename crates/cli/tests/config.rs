//! The configuration file: where it is looked for, what it may say, and what is wrong with it.

use crate::support::{Place, Served, Server, done};
use coupon_sandbox::SandboxConfig;

#[test]
fn it_is_looked_for_in_three_places_in_this_order() {
    let served = Served::new(SandboxConfig { coupons: 7, ..SandboxConfig::default() });
    let place = Place::new();
    let name = |place: &Place, arguments: &[&str]| {
        let list = place.json(&[&["accounts", "list", "--account", "trade"], arguments].concat());
        list[0]["base_url"].as_str().unwrap().to_owned()
    };
    let write = |path: &str, port: u16| {
        let path = place.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let address = served.address.to_string();
        std::fs::write(path, served.config().replace(&address, &format!("127.0.0.1:{port}")))
            .unwrap();
    };
    write(".config/coupon/coupon.toml", 1);
    assert_eq!(name(&place, &[]), "http://127.0.0.1:1");
    write("coupon.toml", 2);
    assert_eq!(name(&place, &[]), "http://127.0.0.1:2");
    write("other/named.toml", 3);
    assert_eq!(name(&place, &["--config", "other/named.toml"]), "http://127.0.0.1:3");
}

#[test]
fn a_named_file_that_is_missing_is_an_error_but_not_for_what_needs_none() {
    let place = Place::new();
    for command in ["sync", "coupons list", "accounts check", "journal list"] {
        let command: Vec<&str> = command.split(' ').chain(["--config", "none.toml"]).collect();
        let ran = place.run(&command);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(
            ran.err.contains("none.toml") && ran.err.contains("error[configuration]"),
            "{ran:?}"
        );
    }
    place.good(&["operations", "--config", "none.toml"]);
    assert!(place.good(&["completions", "bash"]).out.contains("_coupon"));
}

#[test]
fn errors_name_file_and_line_or_account_and_field() {
    let place = Place::new();
    let account =
        "[accounts.trade]\nvendor = \"qince\"\nbase_url = \"https://openapi.qince.com\"\n";
    for (text, named) in [
        ("stoer = \"sqlite:x.db\"\n".to_owned(), "coupon.toml:1"),
        (format!("{account}colour = \"red\"\n"), "coupon.toml:4"),
        ("[accounts.trade]\nvendor = \"other\"\n".to_owned(), "coupon.toml:2"),
        (format!("{account}openid = \"1\"\n"), "accounts.trade.app_key"),
        (
            format!("{account}openid = \"1\"\napp_key = {{ env = \"COUPON_NOT_SET\" }}\n"),
            "COUPON_NOT_SET",
        ),
        (format!("{account}openid = \"1\"\napp_key = {{ file = \"none.key\" }}\n"), "none.key"),
        (
            format!("{account}openid = \"1\"\napp_key = \"k\"\ncustomers = [\"1\"]\n"),
            "accounts.trade.customers",
        ),
        (account.replace("https", "http") + "openid = \"1\"\napp_key = \"k\"\n", "allow_http"),
        ("store = \"mysql:x\"\n".to_owned(), "sqlite:PATH"),
        (String::new(), "no account"),
    ] {
        place.write("coupon.toml", &text);
        let ran = place.run(&["sync"]);
        assert_eq!(ran.code, Some(3), "{text}: {ran:?}");
        assert!(ran.err.contains(named), "{text}: {ran:?}");
    }
}

#[test]
fn secrets_come_from_env_file_and_command_and_plain_ones_warn() {
    let server = Server::new(|request| done(request, "null"));
    let place = Place::new();
    place.write("key", "k-file\r\n");
    let account = format!(
        "[accounts.trade]\nvendor = \"qince\"\nbase_url = \"http://{}\"\nopenid = \"77\"\n",
        server.address
    );
    let mut digests = std::collections::BTreeSet::new();
    for source in [
        "\"k-plain\"",
        "{ env = \"KEY\" }",
        "{ file = \"key\" }",
        "{ command = [\"printf\", \"k-command\\n\"] }",
    ] {
        place.write("coupon.toml", &format!("{account}app_key = {source}\n"));
        let mut command =
            place.command(&["call", "voucher.getVoucherInfos", "--dry-run", "--output", "json"]);
        command.env("KEY", "k-env");
        let ran = crate::support::ran(command.output().unwrap());
        assert_eq!(ran.code, Some(0), "{source}: {ran:?}");
        assert_eq!(ran.err.contains("warning"), source == "\"k-plain\"", "{source}: {ran:?}");
        let shown: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let parts: Vec<String> =
            shown["url"].as_str().unwrap().split('/').map(str::to_owned).collect();
        let (time, digest) = (&parts[parts.len() - 3], &parts[parts.len() - 2]);
        let key = source.trim_matches(['"', '{', '}', ' ']).to_owned();
        let key = match key.as_str() {
            "k-plain" => "k-plain",
            key if key.starts_with("env") => "k-env",
            key if key.starts_with("file") => "k-file",
            _ => "k-command",
        };
        let signed =
            place.json(&["sign", "qince", "--app-key", key, "--timestamp", time, "--body", "{}"]);
        assert_eq!(&signed["digest"], digest.as_str(), "{source}");
        digests.insert(digest.clone());
    }
    assert_eq!(digests.len(), 4);
}

#[test]
fn a_ledger_takes_neither_the_other_realm_nor_another_account_of_the_same_name() {
    let served = Served::new(SandboxConfig { coupons: 7, ..SandboxConfig::default() });
    let server = Server::new(|request| done(request, "null"));
    let place = Place::of(&served);
    place.good(&["sync"]);
    place.write("key", "k");
    place.write("openid", "88");
    place.write("real.toml", &crate::support::qince_at(server.address));
    let ran = place.run(&["sync", "--config", "real.toml"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.contains("sandbox") && ran.err.contains("--ledger"), "{ran:?}");
    assert!(server.asked().is_empty());

    let sync =
        ["sync", "--config", "real.toml", "--store", "sqlite:real.db", "--since", "2026-01-01"];
    place.good(&sync);
    place.write("openid", "99");
    let ran = place.run(&sync);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.contains("account trade is another one"), "{ran:?}");

    let both = served.config()
        + &crate::support::qince_at(server.address).replace("accounts.trade", "accounts.real");
    place.write("both.toml", &both);
    let ran = place.run(&["sync", "--config", "both.toml", "--store", "sqlite:both.db"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.contains("--account"), "{ran:?}");
}

#[test]
fn an_account_from_which_nothing_can_be_read_is_an_error_with_its_remedy() {
    let served = Served::new(SandboxConfig { coupons: 7, ..SandboxConfig::default() });
    let config = served.config();
    let list = config.lines().find(|line| line.starts_with("customers")).unwrap();
    let place = Place::new();
    place.write("customers.csv", "customer_id\n");
    for none in ["", "customers = []", "customers = { file = \"customers.csv\" }"] {
        place.write("coupon.toml", &config.replace(list, none));
        for (lang, said) in [("en", "account tea names no customer"), ("zh", "未指定客户")] {
            let ran = place.run(&["sync", "--lang", lang]);
            assert_eq!(ran.code, Some(3), "{none}: {ran:?}");
            assert!(ran.err.contains(said), "{none}: {}", ran.err);
            assert!(ran.err.contains("[accounts.tea]"), "{none}: {}", ran.err);
        }
        let held = place.json(&["coupons", "list"]);
        assert!(!held.as_array().unwrap().is_empty(), "the other account was read");
    }
}

#[test]
fn customers_of_a_file_are_pulled() {
    let served = Served::new(SandboxConfig::default());
    let place = Place::new();
    let customers = served.access().qmai.customers;
    place.write("customers.csv", &format!("customer_id,name\n{},小王\n", customers[0]));
    let config = served.config();
    let list = config.lines().find(|line| line.starts_with("customers")).unwrap().to_owned();
    place.write("coupon.toml", &config.replace(&list, "customers = { file = \"customers.csv\" }"));
    place.good(&["sync", "--account", "tea"]);
    let held = place.json(&["coupons", "list"]);
    let held = held.as_array().unwrap();
    assert!(!held.is_empty());
    assert!(held.iter().all(|coupon| coupon["customer"] == customers[0].as_str()));
}

#[test]
fn the_sandbox_writes_a_configuration_that_works() {
    let place = Place::new();
    let mut sandbox = place
        .command(&["sandbox", "--output", "json", "--config-out", "coupon.toml", "--coupons", "60"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let stdout = sandbox.stdout.take().unwrap();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stdout), &mut line).unwrap();
    let access: serde_json::Value = serde_json::from_str(&line).unwrap();
    for list in ["customers", "products"] {
        let list = access["qince"][list].as_array().unwrap();
        assert!(
            list.len() >= 2
                && list.iter().all(|one| one["id"].is_string() && one["code"].is_string())
        );
    }
    for list in ["customers", "coupon_ids", "user_coupons"] {
        assert!(!access["qmai"][list].as_array().unwrap().is_empty(), "{list}: {access}");
    }
    let synced = place.run(&["sync"]);
    let again = place.run(&["sync"]);
    let checked = place.run(&["accounts", "check"]);
    sandbox.kill().unwrap();
    sandbox.wait().unwrap();
    assert_eq!(synced.code, Some(0), "{synced:?}");
    assert!(!synced.err.contains("warning") && !synced.err.contains("built-in"), "{synced:?}");
    assert!(again.out.lines().last().unwrap().starts_with("0 new, 0 changed"), "{again:?}");
    assert_eq!(checked.out.matches("good").count(), 2, "{checked:?}");
}
