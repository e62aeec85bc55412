//! Which files are opened, for whom, and by how many at once.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::common::*;
use coupon_ledger::{Environment, LEASE, Ledger, LedgerError, OpenOptions};

on_both!(
    dropping_the_ledger_writes_what_is_queued,
    a_missing_file_is_made_only_on_request,
    a_file_of_a_newer_version_is_refused_and_left_alone,
    sandbox_and_real_data_never_share_a_file,
    a_name_means_one_account_for_ever,
    rows_of_an_unknown_account_are_refused,
    an_account_is_taken_by_one_sync_at_a_time,
    many_can_make_and_open_one_file_at_the_same_time,
    two_writers_of_one_file_lose_nothing,
    unreadable_rows_of_an_earlier_version_are_each_one_entry_that_can_be_closed,
);

/// The schema before unreadable rows were known by their ids.
fn earlier(place: &Place) -> String {
    match place {
        Place::File(_) => [
            include_str!("../src/sqlite/schema/1-store.sql"),
            include_str!("../src/sqlite/schema/2-journal.sql"),
            include_str!("../src/sqlite/schema/3-closed.sql"),
            "PRAGMA application_id = 1668248944; PRAGMA user_version = 3;",
        ]
        .concat(),
        Place::Database { .. } => [
            "CREATE SCHEMA coupon;",
            include_str!("../src/postgres/schema/1-store.sql"),
            include_str!("../src/postgres/schema/2-team.sql"),
            "INSERT INTO meta VALUES ('version', '2');",
        ]
        .concat(),
    }
}

async fn unreadable_rows_of_an_earlier_version_are_each_one_entry_that_can_be_closed(place: Place) {
    place.tamper(&earlier(&place));
    let row = |stream: &str, text: &str, hash: &str| {
        let hash = match place {
            Place::File(_) => format!("x'{hash}'"),
            Place::Database { .. } => format!("'\\x{hash}'"),
        };
        format!(
            "INSERT INTO quarantine (account, provider, raw_hash, stream, first_seen, reason, raw) VALUES \
             ('trade', 'qince.coupondetail', {hash}, '{stream}', '2026-03-01T00:00:00Z', 'cut', '{text}');"
        )
    };
    // The hash of the text, so that its entry is found: SHA-256 of "abc" as published.
    let abc = "ba7816bf8f01cfea414140de5dae2223";
    place.tamper(
        &[
            "INSERT INTO meta VALUES ('realm', 'real');".to_owned(),
            row("coupons.created", "abc", abc),
            row("coupons.changed", "abc", abc),
            row("templates.created", "abc", abc),
            row("coupons.created", "other", "00000000000000000000000000000000"),
        ]
        .concat(),
    );
    let ledger = place.ledger().await;
    let waiting = ledger.quarantine(None, 10).await.unwrap();
    assert_eq!(waiting.len(), 3, "the row of two streams once: {waiting:?}");
    assert!(waiting.iter().all(|row| row.closed_at.is_none() && row.first_seen == at(0)));
    // Unreadable again, it gets its id; then the id is read.
    let bad = coupon_domain::BadRow {
        row: "abc".into(),
        id: Some("7".to_owned()),
        reason: "cut".to_owned(),
    };
    ledger.commit(coupon_ledger::Batch { bad: vec![bad], ..batch(1) }).await.unwrap();
    assert_eq!(ledger.quarantine(None, 10).await.unwrap().len(), 3);
    assert_eq!(ledger.commit(of_coupons(2, [coupon("7", "a")])).await.unwrap().released, 1);
    assert_eq!(ledger.quarantine(None, 10).await.unwrap().len(), 2);
    // A full reading of all coupons, each readable, closes what is left of them.
    ledger.begin_full(&account(), &provider()).await.unwrap();
    ledger.commit(of_coupons(3, [coupon("7", "a")])).await.unwrap();
    ledger
        .finish_full(&account(), &provider(), coupon_ledger::LedgerTable::Coupons, at(4))
        .await
        .unwrap();
    let left = ledger.quarantine(None, 10).await.unwrap();
    assert_eq!(
        left.iter().map(|row| row.stream.as_str()).collect::<Vec<_>>(),
        ["templates.created"]
    );
}

async fn a_missing_file_is_made_only_on_request(place: Place) {
    let error = place.open(Environment::Real, false).unwrap_err();
    assert!(matches!(error, LedgerError::NotFound { .. }));
    assert!(error.to_string().contains("no ledger here"), "{error}");
    assert!(place.ask("SELECT count(*) FROM meta").is_err());
    drop(place.open(Environment::Real, true).unwrap());
    place.open(Environment::Real, false).unwrap();
}

async fn a_file_of_a_newer_version_is_refused_and_left_alone(place: Place) {
    drop(place.open(Environment::Real, true).unwrap());
    place.tamper(match place {
        Place::File(_) => "PRAGMA user_version = 99",
        Place::Database { .. } => "UPDATE meta SET value = '99' WHERE key = 'version'",
    });
    let error = place.open(Environment::Real, true).unwrap_err();
    assert!(matches!(error, LedgerError::Newer { found: 99, .. }), "{error}");
    assert!(error.to_string().contains("update this program"), "{error}");
    assert!(place.open(Environment::Real, false).is_err());
}

async fn sandbox_and_real_data_never_share_a_file(place: Place) {
    drop(place.open(Environment::Sandbox, true).unwrap());
    let error = place.open(Environment::Real, true).unwrap_err();
    assert!(error.to_string().contains("for sandbox accounts, not real"), "{error}");
    place.open(Environment::Sandbox, false).unwrap();
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let place = Place::file();
    place.sqlite().execute_batch("CREATE TABLE theirs (a)").unwrap();
    let error = place.open(Environment::Real, true).unwrap_err();
    assert!(matches!(error, LedgerError::NotALedger { .. }), "{error}");
    let mode: String =
        place.sqlite().query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "delete");

    let text = place.path().with_file_name("notes.txt");
    std::fs::write(&text, "no database at all, but long enough to be asked ".repeat(30)).unwrap();
    let error = OpenOptions::new(Environment::Real).create(true).open(&text).unwrap_err();
    assert!(matches!(error, LedgerError::NotALedger { .. }), "{error}");
}

async fn a_name_means_one_account_for_ever(place: Place) {
    let ledger = place.ledger().await;
    ledger.register_account(&account(), "qince", "f1").await.unwrap();
    for (vendor, fingerprint) in [("qince", "f2"), ("qmai", "f1")] {
        let error = ledger.register_account(&account(), vendor, fingerprint).await.unwrap_err();
        assert!(matches!(error, LedgerError::OtherAccount { .. }));
        assert!(error.to_string().contains("account trade"), "{error}");
        assert!(!error.to_string().contains(fingerprint), "{error}");
    }
    assert_eq!(ledger.accounts().await.unwrap().len(), 1);
}

async fn rows_of_an_unknown_account_are_refused(place: Place) {
    let ledger = place.open(Environment::Real, true).unwrap();
    let error = ledger.commit(of_coupons(0, [coupon("1", "a")])).await.unwrap_err();
    assert!(matches!(error, LedgerError::UnknownAccount { .. }), "{error}");
}

async fn an_account_is_taken_by_one_sync_at_a_time(place: Place) {
    let (one, two) = (place.ledger().await, place.ledger().await);
    let held = one.lock_account(&account(), LEASE).unwrap();
    let error = two.lock_account(&account(), LEASE).unwrap_err();
    assert!(matches!(error, LedgerError::AccountLocked { .. }), "{error}");
    two.lock_account(&"other".into(), LEASE).unwrap();
    drop(held);
    two.lock_account(&account(), LEASE).unwrap();
}

async fn many_can_make_and_open_one_file_at_the_same_time(place: Place) {
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| place.open(Environment::Real, true).unwrap());
        }
    });
    let realms = place.ask("SELECT count(*) FROM meta WHERE key = 'realm'").unwrap();
    assert_eq!(realms, "1");
}

async fn two_writers_of_one_file_lose_nothing(place: Place) {
    let (one, two) = (place.ledger().await, place.ledger().await);
    let write = async |ledger: &Ledger, from: u32| {
        let mut receipts = Vec::new();
        for n in from..from + 200 {
            receipts
                .push(ledger.queue(of_coupons(0, [coupon(&n.to_string(), "a")])).await.unwrap());
        }
        for receipt in receipts {
            assert_eq!(receipt.written().await.unwrap().coupons.new, 1);
        }
    };
    tokio::join!(write(&one, 0), write(&two, 1_000));
    assert_eq!(one.counts().await.unwrap()[0].rows, 400);
    let digest = |ledger: Ledger| async move {
        let table = coupon_ledger::LedgerTable::Coupons;
        (
            ledger.digest(table, None).await.unwrap(),
            ledger.recomputed_digest(table, None).await.unwrap(),
        )
    };
    let (kept, computed) = digest(one).await;
    assert_eq!(kept, computed);
}

async fn dropping_the_ledger_writes_what_is_queued(place: Place) {
    let ledger = place.ledger().await;
    for n in 0..7 {
        let batch = of_coupons(0, [coupon(&n.to_string(), "a")]);
        drop(ledger.queue(batch).await.unwrap());
    }
    drop(ledger);
    if let Place::File(_) = place {
        // Closed: the last connection takes the write-ahead log along.
        assert!(!place.path().with_extension("db-wal").exists());
    }
    assert_eq!(place.ask("SELECT count(*) FROM coupons").unwrap(), "7");
}
