//! Which crate may name which. The table is the architecture; an arrow that is not in it is a decision, not an accident.

use std::collections::BTreeMap;

use xtask::project::{packages, tree};

/// Each crate, its floor, and the crates of the workspace that it may name for normal and build use.
const ALLOWED: &[(&str, u8, &[&str])] = &[
    ("coupon-clap-zh", 0, &[]),
    ("coupon-sign", 0, &[]),
    ("coupon-wire", 0, &[]),
    ("coupon-domain", 0, &[]),
    ("coupon-sheet", 0, &[]),
    ("coupon-style", 0, &[]),
    ("coupon-qmai-wire", 1, &["coupon-sign", "coupon-wire"]),
    ("coupon-qince-wire", 1, &["coupon-sign", "coupon-wire"]),
    ("coupon-wxpay-wire", 1, &["coupon-sign", "coupon-wire"]),
    ("coupon-transport", 2, &[]),
    ("coupon-ledger", 2, &["coupon-domain"]),
    ("coupon-qmai", 3, &["coupon-domain", "coupon-qmai-wire", "coupon-transport", "coupon-wire"]),
    ("coupon-qince", 3, &["coupon-domain", "coupon-qince-wire", "coupon-transport", "coupon-wire"]),
    ("coupon-wxpay", 3, &["coupon-domain", "coupon-transport", "coupon-wire", "coupon-wxpay-wire"]),
    (
        "coupon-config",
        4,
        &[
            "coupon-domain",
            "coupon-ledger",
            "coupon-qince",
            "coupon-qince-wire",
            "coupon-qmai",
            "coupon-qmai-wire",
            "coupon-sheet",
            "coupon-sign",
            "coupon-transport",
            "coupon-wire",
        ],
    ),
    ("coupon-export", 4, &["coupon-domain", "coupon-ledger", "coupon-sheet"]),
    ("coupon-report", 4, &["coupon-domain", "coupon-ledger", "coupon-sheet", "coupon-style"]),
    (
        "coupon-sandbox",
        4,
        &[
            "coupon-qince-wire",
            "coupon-qmai-wire",
            "coupon-sign",
            // For the transport within the process; what the transport pulls in, the sandbox does not call.
            "coupon-transport",
            "coupon-wire",
        ],
    ),
    (
        "coupon-sandbox-server",
        5,
        &[
            "coupon-qince-wire",
            "coupon-qmai-wire",
            "coupon-sandbox",
            "coupon-sign",
            "coupon-style",
            "coupon-wire",
        ],
    ),
    ("coupon-sync", 4, &["coupon-domain", "coupon-ledger"]),
    ("coupon-write", 4, &["coupon-domain", "coupon-ledger", "coupon-sheet"]),
    ("coupon-worker", 5, &["coupon-domain", "coupon-ledger", "coupon-sync"]),
    (
        "coupon-messages",
        5,
        &[
            "coupon-config",
            "coupon-domain",
            "coupon-ledger",
            "coupon-report",
            "coupon-sheet",
            "coupon-write",
        ],
    ),
    (
        "coupon-cli",
        6,
        &[
            "coupon-clap-zh",
            "coupon-config",
            "coupon-domain",
            "coupon-export",
            "coupon-ledger",
            "coupon-messages",
            "coupon-report",
            "coupon-sandbox",
            "coupon-sandbox-server",
            "coupon-sheet",
            "coupon-sign",
            "coupon-sync",
            "coupon-transport",
            "coupon-wire",
            "coupon-worker",
            "coupon-write",
        ],
    ),
    // For tests alone: nothing below may depend on it otherwise.
    ("coupon-testkit", 7, &["coupon-domain", "coupon-ledger", "coupon-transport"]),
    (
        "xtask",
        7,
        &[
            "coupon-config",
            "coupon-qince-wire",
            "coupon-qmai-wire",
            "coupon-sandbox",
            "coupon-sandbox-server",
            "coupon-sign",
            "coupon-wire",
        ],
    ),
];

/// Packages from outside, and the only crates that may name them.
const ONLY: &[(&str, &[&str])] = &[
    ("axum", &["coupon-sandbox-server", "coupon-worker"]),
    ("base64", &["coupon-sign"]),
    ("calamine", &["coupon-sheet"]),
    ("clap", &["coupon-clap-zh", "coupon-cli"]),
    ("csv", &["coupon-sheet"]),
    ("deadpool-postgres", &["coupon-ledger"]),
    ("graphile_worker", &["coupon-worker"]),
    ("hmac", &["coupon-sign"]),
    ("hyper", &[]),
    ("indicatif", &["coupon-cli"]),
    ("md-5", &["coupon-sign"]),
    ("parquet", &["coupon-export"]),
    ("plotters", &["coupon-report"]),
    ("postgres", &["coupon-ledger", "coupon-testkit"]),
    ("prometheus-client", &["coupon-worker"]),
    ("reqwest", &["coupon-testkit", "coupon-transport"]),
    ("ring", &["coupon-sign"]),
    ("rustls", &["coupon-ledger", "coupon-testkit", "coupon-transport"]),
    ("rust_xlsxwriter", &["coupon-export", "coupon-testkit"]),
    ("rusqlite", &["coupon-ledger"]),
    ("sha1", &["coupon-sign"]),
    (
        "sha2",
        &[
            "coupon-cli",
            "coupon-config",
            "coupon-export",
            "coupon-ledger",
            "coupon-report",
            "coupon-write",
            "xtask",
        ],
    ),
    ("tokio-postgres", &["coupon-ledger"]),
    ("toml", &["coupon-cli", "coupon-config", "coupon-report"]),
];

/// Crates that stay pure, and what may be nowhere below them.
const NEVER_BELOW: &[(&str, &[&str])] = &[
    ("coupon-sign", &["serde", "http", "jiff", "tokio"]),
    ("coupon-wire", &["http", "tokio", "reqwest"]),
    ("coupon-domain", &["http", "tokio", "reqwest"]),
    ("coupon-qmai-wire", &["tokio", "reqwest", "hyper"]),
    ("coupon-qince-wire", &["tokio", "reqwest", "hyper"]),
    ("coupon-wxpay-wire", &["tokio", "reqwest", "hyper"]),
    ("coupon-sheet", &["serde_json", "http", "tokio", "reqwest"]),
    ("coupon-transport", &["rusqlite", "axum"]),
    ("coupon-ledger", &["http", "reqwest", "hyper"]),
    ("coupon-config", &["axum", "clap"]),
    ("coupon-export", &["http", "reqwest", "hyper", "axum"]),
    ("coupon-report", &["http", "reqwest", "hyper", "axum", "parquet"]),
    ("coupon-sync", &["http", "reqwest", "hyper"]),
    ("coupon-worker", &["reqwest"]),
    ("coupon-write", &["http", "reqwest", "hyper", "clap"]),
    ("coupon-sandbox", &["axum", "maud", "rusqlite"]),
    ("coupon-sandbox-server", &["rusqlite"]),
    ("coupon-qmai", &["rusqlite", "axum"]),
    ("coupon-qince", &["rusqlite", "axum"]),
    ("coupon-wxpay", &["rusqlite", "axum"]),
];

#[test]
fn every_arrow_is_in_the_table_and_leads_down() {
    let allowed: BTreeMap<_, _> = ALLOWED.iter().map(|row| (row.0, row)).collect();
    let packages = packages().unwrap();
    let names: Vec<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    assert_eq!(names, allowed.keys().copied().collect::<Vec<_>>(), "the crates of the table");

    for package in &packages {
        let (_, floor, arrows) = allowed[package.name.as_str()];
        for below in package.dependencies.iter().filter(|name| names.contains(&name.as_str())) {
            let name = &package.name;
            assert!(arrows.contains(&below.as_str()), "{name} must not know {below}");
            assert!(allowed[below.as_str()].1 < *floor, "{name} -> {below} does not lead down");
        }
    }
}

#[test]
fn some_packages_have_one_home() {
    for package in packages().unwrap() {
        for (foreign, homes) in ONLY {
            let named = package.dependencies.iter().any(|name| name == foreign);
            let home = homes.contains(&package.name.as_str());
            assert!(!named || home, "{} must not name {foreign}: only {homes:?} may", package.name);
        }
    }
}

#[test]
fn pure_crates_have_nothing_impure_below_them() {
    for (package, never) in NEVER_BELOW {
        for below in tree(package).unwrap() {
            let name = below.split(' ').next().unwrap_or_default();
            assert!(!never.contains(&name), "{package} pulls in {below}");
        }
    }
}
