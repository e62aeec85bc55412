//! The same commands over a database: the same rows, and its password nowhere.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use crate::support::{Place, Served};
use coupon_sandbox::SandboxConfig;
use coupon_testkit::{PASSWORD, PostgresServer};

#[test]
fn a_sync_into_a_database_holds_what_a_sync_into_a_file_holds() {
    let Some(server) = PostgresServer::start() else { return };
    let served = Served::new(SandboxConfig { coupons: 2_000, ..SandboxConfig::default() });
    let (file, database) = (Place::of(&served), Place::of(&served));
    let url = server.database();
    database.write("store", &format!("{url}\n"));
    let config = format!("store = {{ file = \"store\" }}\n{}", served.config());
    database.write("coupon.toml", &config);

    let (of_file, of_database) = (file.json(&["sync"]), database.json(&["sync"]));
    for told in ["streams", "held", "digests", "warnings"] {
        assert_eq!(of_file[told], of_database[told], "{told}");
        assert!(of_file[told].is_array(), "{told}");
    }
    assert!(of_database["store"].as_str().unwrap().starts_with("postgres://coupon@"));

    let again = database.json(&["sync"]);
    assert_eq!(again["digests"], of_file["digests"]);
    for stream in again["streams"].as_array().unwrap() {
        assert_eq!((&stream["new"], &stream["changed"]), (&0.into(), &0.into()), "{stream}");
    }
    for list in [["coupons", "list", "--raw"], ["templates", "list", "--raw"]] {
        assert!(listed(&file, &list) == listed(&database, &list), "{list:?}");
    }
    let known = file.json(&["sync", "--full"]);
    assert_eq!(known["digests"], database.json(&["sync", "--full"])["digests"]);
    assert!(!database.path("coupons.db").exists());
}

/// Without what depends on the moment: when a row was read, and which page came first.
fn listed(place: &Place, list: &[&str]) -> Vec<String> {
    let mut rows = place.json(list);
    let rows = rows.as_array_mut().unwrap().iter_mut().map(|row| {
        let row = row.as_object_mut().unwrap();
        row.remove("first_seen").unwrap();
        row.remove("seen_changed_at").unwrap();
        serde_json::to_string(row).unwrap()
    });
    let mut rows: Vec<String> = rows.collect();
    assert!(!rows.is_empty());
    rows.sort_unstable();
    rows
}

#[test]
fn the_password_of_a_database_is_nowhere_to_be_seen() {
    let Some(server) = PostgresServer::start() else { return };
    let served = Served::new(SandboxConfig { coupons: 50, ..SandboxConfig::default() });
    let place = Place::of(&served);
    let url = server.database();
    let nowhere = url.replace("/test0", "/nowhere");
    let unreadable = format!("postgres://coupon:{PASSWORD}@host:port/db");
    for lang in ["en", "zh"] {
        for (store, code) in [
            (&url, 0),
            (&nowhere, 3),
            (&unreadable, 3),
            (&url.replace(PASSWORD, "canary-7b1d-wrong"), 3),
        ] {
            let ran = place.run(&["sync", "-vv", "--lang", lang, "--store", store]);
            assert_eq!(ran.code, Some(code), "{ran:?}");
            assert!(!format!("{ran:?}").contains("canary"), "{ran:?}");
        }
        let typo = place.run(&["sync", "--lang", lang, "--store", &url, "--stoer", "x"]);
        assert_eq!(typo.code, Some(2));
        assert!(!format!("{typo:?}").contains("canary"), "{typo:?}");
    }
    assert!(server.log().contains("nowhere"), "the server was asked");

    place.write("coupon.toml", &format!("store = \"{url}\"\n{}", served.config()));
    let ran = place.good(&["coupons", "list"]);
    assert!(ran.err.contains("plain text in the configuration"), "{ran:?}");
    assert!(!format!("{ran:?}").contains("canary"), "{ran:?}");
}

#[test]
fn a_far_database_is_reached_in_secret_or_not_at_all() {
    let Some((server, port)) = PostgresServer::start_with_certificate() else { return };
    let served = Served::new(SandboxConfig { coupons: 50, ..SandboxConfig::default() });
    let place = Place::of(&served);
    server.database();
    let url = |host| format!("postgres://coupon:{PASSWORD}@{host}:{port}/test0?sslmode=require");
    let sync = |host| {
        let mut command = place.command(&["sync", "--store", &url(host)]);
        command.env("SSL_CERT_FILE", server.authority()).env_remove("SSL_CERT_DIR");
        command
    };
    let unknown =
        crate::support::ran(sync("localhost").env_remove("SSL_CERT_FILE").output().unwrap());
    assert_eq!(unknown.code, Some(3), "{unknown:?}");
    assert!(unknown.err.contains("certificate"), "{unknown:?}");
    // The certificate is another host's.
    let other = crate::support::ran(sync("127.0.0.1").output().unwrap());
    assert_eq!(other.code, Some(3), "{other:?}");
    assert!(!server.log().contains("database=test0"), "{}", server.log());

    let ran = crate::support::ran(sync("localhost").output().unwrap());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let connected = "database=test0 application_name=coupon SSL enabled";
    assert!(server.log().contains(connected), "{}", server.log());
}

#[test]
fn the_options_of_libpq_say_whom_to_trust() {
    let Some((server, port)) = PostgresServer::start_with_certificate() else { return };
    let served = Served::new(SandboxConfig { coupons: 50, ..SandboxConfig::default() });
    let place = Place::of(&served);
    server.database();
    let authority = server.authority().display().to_string();
    place.write("no.pem", "no certificate\n");
    let missing = place.path("missing.pem").display().to_string();
    let nothing = place.path("no.pem").display().to_string();
    for (host, options, code, said) in [
        // The file alone is trusted, without the system's.
        ("localhost", format!("sslmode=verify-full&sslrootcert={authority}"), 0, ""),
        ("127.0.0.1", format!("sslmode=verify-full&sslrootcert={authority}"), 3, "certificate"),
        ("127.0.0.1", format!("sslmode=verify-ca&sslrootcert={authority}"), 0, ""),
        ("127.0.0.1", format!("sslmode=require&sslrootcert={authority}"), 0, ""),
        ("localhost", "sslmode=verify-full".to_owned(), 3, "certificate"),
        ("localhost", format!("sslmode=verify-full&sslrootcert={missing}"), 3, "sslrootcert"),
        (
            "localhost",
            format!("sslmode=verify-full&sslrootcert={nothing}"),
            3,
            "no certificate in PEM",
        ),
        ("localhost", "sslmode=disable&target_session_attrs=read-write".to_owned(), 0, ""),
        ("localhost", "target_session_attrs=primary".to_owned(), 0, ""),
        ("localhost", "target_session_attrs=standby".to_owned(), 3, "read-write"),
        ("localhost", "sslmod=require".to_owned(), 3, "unknown option sslmod"),
        ("localhost", "sslmode=verify".to_owned(), 3, "verify-full"),
    ] {
        let url = format!("postgres://coupon:{PASSWORD}@{host}:{port}/test0?{options}");
        let mut command = place.command(&["sync", "--store", &url]);
        command.env_remove("SSL_CERT_FILE").env_remove("SSL_CERT_DIR");
        let ran = crate::support::ran(command.output().unwrap());
        assert_eq!(ran.code, Some(code), "{host} {options}: {ran:?}");
        assert!(ran.err.contains(said), "{host} {options}: {ran:?}");
        assert!(!format!("{ran:?}").contains(PASSWORD), "{ran:?}");
    }
}

#[test]
fn a_place_of_a_file_is_read_as_it_is_meant_or_said_to_be_none() {
    let served = Served::new(SandboxConfig { coupons: 50, ..SandboxConfig::default() });
    let place = Place::of(&served);
    let file = place.path("three.db");
    place.good(&["sync", "--store", &format!("sqlite://{}", file.display())]);
    assert!(file.exists(), "sqlite:/// is an absolute path");
    for wrong in
        ["sqlite:a.db?mode=ro", "sqlite:///tmp/a.db?mode=rwc", "sqlite://a.db", "sqlite:///"]
    {
        for lang in ["en", "zh"] {
            let ran = place.run(&["coupons", "list", "--lang", lang, "--store", wrong]);
            assert!(matches!(ran.code, Some(2 | 3)), "{ran:?}");
            assert!(ran.err.contains(wrong) && ran.err.contains("sqlite:coupons.db"), "{ran:?}");
        }
    }
}

#[test]
fn a_database_without_a_ledger_says_what_to_do() {
    let Some(server) = PostgresServer::start() else { return };
    let served = Served::new(SandboxConfig { coupons: 50, ..SandboxConfig::default() });
    let place = Place::of(&served);
    let ran = place.run(&["coupons", "list", "--store", &server.database()]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.contains("coupon sync"), "{ran:?}");
}
