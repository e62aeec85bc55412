//! Cases that only a server has.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    sync::{Arc, Barrier},
    thread,
    time::Duration,
};

use crate::common::*;
use coupon_domain::BadRow;
use coupon_ledger::{
    Batch, Checkpoint, Environment, LEASE, Ledger, LedgerError, LedgerTable, OpenOptions,
};
use coupon_testkit::{PASSWORD, PostgresServer};
use postgres::{Client, NoTls};

fn place() -> Option<Place> {
    Some(Place::on(&Arc::new(PostgresServer::start()?)))
}

#[tokio::test]
async fn another_programs_schema_is_refused_and_left_alone() {
    let Some(place) = place() else { return };
    place.tamper("CREATE SCHEMA coupon; CREATE TABLE coupon.theirs (a int)");
    let error = place.open(Environment::Real, true).unwrap_err();
    assert!(matches!(error, LedgerError::NotALedger { .. }), "{error}");
    assert_eq!(
        place.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'coupon'").unwrap(),
        "1"
    );
    // An empty one may have been made for us.
    place.tamper("DROP TABLE coupon.theirs");
    place.open(Environment::Real, true).unwrap();
}

#[tokio::test]
async fn a_pooler_that_loses_statements_is_named_with_what_to_set() {
    let Some(place) = place() else { return };
    let ledger = place.open(Environment::Real, true).unwrap();
    // As behind a pooler in transaction mode: the connection knows no statement that was prepared before.
    place.tamper(
        "CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN EXECUTE 'DEALLOCATE ALL'; RETURN NULL; END $$; \
         CREATE TRIGGER forget AFTER INSERT ON accounts FOR EACH STATEMENT EXECUTE FUNCTION forget()",
    );
    let register = async |name: &str| ledger.register_account(&name.into(), "qince", "f").await;
    let first = register("first").await;
    let error = first.and(register("second").await).unwrap_err();
    assert!(matches!(error, LedgerError::Pooler { .. }), "{error:?}");
    let (english, chinese) = (error.to_string(), error.chinese());
    assert!(
        english.contains("prepared statement") && english.contains("does not exist"),
        "{english}"
    );
    for text in [english, chinese] {
        assert!(text.contains("pool_mode = session") && !text.contains(PASSWORD), "{text}");
    }
}

#[tokio::test]
async fn no_message_shows_the_password() {
    let Some(server) = PostgresServer::start() else { return };
    let server = Arc::new(server);
    let place = Place::on(&server);
    let ledger = place.ledger().await;
    let _held = ledger.lock_account(&account(), LEASE).unwrap();
    let url = place.address();
    let wrong = url.replace(PASSWORD, "canary-wrong");
    let nowhere = url.replace("/test0", "/nowhere");
    let gone = format!("postgres://ann:{PASSWORD}@127.0.0.1:1/shop");
    let mut shown = vec![format!("{ledger:?} {}", ledger.path().display()), ledger.address()];
    for error in [
        OpenOptions::new(Environment::Real).create(true).open_postgres(&wrong).unwrap_err(),
        OpenOptions::new(Environment::Real).create(true).open_postgres(&nowhere).unwrap_err(),
        OpenOptions::new(Environment::Real).create(true).open_postgres(&gone).unwrap_err(),
        OpenOptions::new(Environment::Sandbox).create(true).open_postgres(&url).unwrap_err(),
        ledger.lock_account(&account(), LEASE).unwrap_err(),
    ] {
        assert!(error.to_string().starts_with("postgres://"), "{error}");
        shown.push(format!("{error} {error:?}"));
    }
    for text in shown {
        assert!(!text.contains("canary"), "{text}");
    }
}

#[tokio::test]
async fn a_second_sync_of_the_same_rows_writes_no_row() {
    let Some(place) = place() else { return };
    let ledger = place.ledger().await;
    let all = |minute| {
        let mut batch = of_coupons(minute, (0..500).map(|n| coupon(&n.to_string(), "a")));
        batch.templates = vec![template("t", "a")];
        batch.customers = of_customers(0, "t", [customer("1")]).customers;
        batch.bad = vec![BadRow { row: "{".into(), id: None, reason: "cut".to_owned() }];
        let day = jiff::civil::date(2026, 3, 1);
        batch.checkpoint = Some(Checkpoint { stream: "coupons".to_owned(), day });
        batch
    };
    // The transaction that last wrote each row, of every table.
    let tables =
        ["coupon_rows", "template_rows", "customer_rows", "digests", "quarantine", "checkpoints"];
    let written = tables.map(|table| format!("SELECT xmin::text::bigint x FROM {table}"));
    let written = format!("SELECT sum(x) FROM ({}) all_rows", written.join(" UNION ALL "));
    ledger.commit(all(0)).await.unwrap();
    let before = place.ask(&written).unwrap();
    let again = ledger.commit(all(1)).await.unwrap();
    assert_eq!((again.coupons.same, again.templates.same, again.customers.same), (500, 1, 1));
    assert_eq!(place.ask(&written).unwrap(), before);
    ledger.commit(of_coupons(2, [coupon("7", "b")])).await.unwrap();
    assert_ne!(place.ask(&written).unwrap(), before);
}

#[tokio::test]
async fn both_databases_tell_the_same_of_the_same_batches() {
    let Some(place) = place() else { return };
    let (server, file) = (place.ledger().await, Place::file());
    let file = file.ledger().await;
    let mut random = fastrand::Rng::with_seed(7);
    for minute in 0..200 {
        let row = |id: u32, version: u32, vendor: i64| {
            let row = coupon(&id.to_string(), &version.to_string());
            if vendor > 4 { row } else { changed(row, at(vendor)) }
        };
        // Ids come twice in one batch, versions go back and forth, fetches come late.
        let rows: Vec<_> = (0..random.u32(0..12))
            .map(|_| row(random.u32(0..20), random.u32(0..3), random.i64(0..8)))
            .collect();
        let batch = of_coupons(minute - random.i64(0..5), rows);
        if random.u32(0..10) == 0 {
            let gone = async |ledger: &Ledger| {
                ledger.begin_full(&account(), &provider()).await.unwrap();
                let written = ledger.commit(batch.clone()).await.unwrap();
                let end = at(minute - 2);
                (
                    written,
                    ledger
                        .finish_full(&account(), &provider(), LedgerTable::Coupons, end)
                        .await
                        .unwrap(),
                )
            };
            assert_eq!(gone(&server).await, gone(&file).await, "{minute}");
        }
        let written = (server.commit(batch.clone()).await, file.commit(batch).await);
        assert_eq!(written.0.unwrap(), written.1.unwrap(), "{minute}");
        let digest = server.digest(LedgerTable::Coupons, None).await.unwrap();
        assert_eq!(digest, file.digest(LedgerTable::Coupons, None).await.unwrap(), "{minute}");
        assert_eq!(digest, server.recomputed_digest(LedgerTable::Coupons, None).await.unwrap());
    }
    let all = coupon_ledger::CouponFilter { gone: true, ..Default::default() };
    let placeless = async |ledger: &Ledger| {
        let rows = ledger.coupons(&all, ALL).await.unwrap().into_iter();
        rows.map(|row| (row.value, row.row, row.first_seen, row.changed_at, row.gone_at))
            .collect::<Vec<_>>()
    };
    assert_eq!(placeless(&server).await, placeless(&file).await);
}

#[tokio::test]
async fn a_connection_that_broke_is_made_anew_for_the_next_question() {
    let Some(place) = place() else { return };
    let ledger = place.ledger().await;
    ledger.commit(of_coupons(0, [coupon("1", "a")])).await.unwrap();
    let others = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    assert_eq!(place.ask(others).unwrap(), "1");
    let mut answers = Vec::new();
    for _ in 0..50 {
        answers.push(ledger.counts().await.is_ok());
        if answers.last() == Some(&true) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(answers.last(), Some(&true), "{answers:?}");
    ledger.commit(of_coupons(1, [coupon("2", "a")])).await.unwrap();
    assert_eq!(versions(&ledger).await.len(), 2);
}

#[tokio::test]
async fn after_a_connection_broke_within_a_transaction_no_checkpoint_passes() {
    let Some(place) = place() else { return };
    let ledger = place.ledger().await;
    ledger.commit(batch(0)).await.unwrap();
    let (in_the_way, go) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let other = {
        let (url, in_the_way, go) = (place.address(), in_the_way.clone(), go.clone());
        thread::spawn(move || {
            let mut client = Client::connect(&url, NoTls).unwrap();
            client.batch_execute("BEGIN; SELECT FROM coupon.sources FOR UPDATE").unwrap();
            in_the_way.wait();
            go.wait();
        })
    };
    in_the_way.wait();
    let first = ledger.queue(of_coupons(0, [coupon("1", "a")])).await.unwrap();
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
    while place.ask(waiting).unwrap() == "0" {
        thread::sleep(Duration::from_millis(10));
    }
    place.tamper(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
    );
    let day = jiff::civil::date(2026, 3, 1);
    let checkpoint = Some(Checkpoint { stream: "coupons".to_owned(), day });
    let later = Batch { checkpoint, ..of_coupons(1, [coupon("2", "a")]) };
    first.written().await.unwrap_err();
    go.wait();
    other.join().unwrap();
    ledger.commit(later).await.unwrap_err();
    assert_eq!(versions(&ledger).await, []);
    assert_eq!(ledger.checkpoints().await.unwrap(), []);
}

#[tokio::test]
async fn the_views_for_people_have_numbers_and_instants() {
    let Some(place) = place() else { return };
    let ledger = place.ledger().await;
    let mut row = coupon("1", "a");
    row.value.amount = Some("12.50".parse().unwrap());
    row.value.created_at = Some("2026-03-01T00:00:00.123456Z".parse().unwrap());
    row.value.begins_at = Some("0001-01-01T00:00:00Z".parse().unwrap());
    row.value.ends_at = Some("9999-12-30T16:00:00Z".parse().unwrap());
    let bad = vec![BadRow { row: "{".into(), id: None, reason: "cut".to_owned() }];
    let day = Some(jiff::civil::date(2026, 3, 1));
    let checkpoint = day.map(|day| Checkpoint { stream: "coupons".to_owned(), day });
    let batch = of_coupons(0, [row, coupon("2", "a")]);
    ledger
        .commit(Batch { bad, checkpoint, templates: vec![template("t", "a")], ..batch })
        .await
        .unwrap();
    let types = "SELECT string_agg(DISTINCT data_type, ',' ORDER BY data_type) FROM information_schema.columns \
                 WHERE table_schema = 'coupon' AND table_name LIKE '%\\_typed'";
    let types = place.ask(types).unwrap();
    assert_eq!(types, "bigint,boolean,date,numeric,text,timestamp with time zone");
    for (question, answer) in [
        ("SELECT sum(amount) * 1.06 FROM coupons_typed", "13.2500"),
        ("SELECT pg_typeof(amount) FROM coupons_typed LIMIT 1", "numeric"),
        ("SELECT count(*) FROM coupons_typed WHERE ends_at > now()", "1"),
        ("SELECT count(*) FROM coupons_typed WHERE begins_at < now()", "1"),
        (
            "SELECT created_at = '2026-03-01 08:00:00.123456+08' FROM coupons_typed WHERE id = '1'",
            "true",
        ),
        (
            "SELECT extract(year FROM ends_at AT TIME ZONE 'Asia/Shanghai') FROM coupons_typed WHERE id = '1'",
            "9999",
        ),
        (
            "SELECT count(*) FROM quarantine_typed WHERE closed_at IS NULL AND first_seen < now()",
            "1",
        ),
        ("SELECT day + 1 FROM checkpoints_typed", "2026-03-02"),
        ("SELECT count(*) FROM templates_typed", "1"),
        ("SELECT count(*) FROM template_customers_typed", "0"),
        ("SELECT count(*) FROM journal_typed", "0"),
    ] {
        assert_eq!(place.ask(question).unwrap(), answer, "{question}");
    }
}

/// The roles of `docs/deploy/roles.sql`, below the owner.
#[tokio::test]
async fn a_reader_reads_and_an_operator_writes_and_neither_changes_a_table() {
    let Some(place) = place() else { return };
    let owner = place.ledger().await;
    owner.commit(of_coupons(0, [coupon("1", "a")])).await.unwrap();
    place.tamper(include_str!("../../../docs/deploy/roles.sql"));
    for role in ["reader", "operator"] {
        place.tamper(&format!(
            "CREATE ROLE ann_{role} LOGIN PASSWORD '{PASSWORD}'; GRANT coupon_{role} TO ann_{role}"
        ));
    }
    let url = |role: &str| place.address().replacen("//coupon:", &format!("//ann_{role}:"), 1);
    let open = |role: &str| OpenOptions::new(Environment::Real).open_postgres(&url(role)).unwrap();

    let reader = open("reader");
    assert_eq!(versions(&reader).await.len(), 1);
    reader.counts().await.unwrap();
    let refused = reader.commit(of_coupons(1, [coupon("2", "a")])).await.unwrap_err();
    assert!(refused.to_string().contains("permission denied"), "{refused}");
    assert!(!refused.to_string().contains(PASSWORD), "{refused}");
    let locked = open("reader").lock_account(&account(), LEASE).unwrap_err();
    assert!(locked.to_string().contains("permission denied"), "{locked}");

    let operator = open("operator");
    let lock = operator.lock_account(&account(), LEASE).unwrap();
    operator.commit(of_coupons(1, [coupon("1", "b"), coupon("2", "a")])).await.unwrap();
    // A shorter row and a longer one: versions move within the table.
    operator.commit(of_coupons(2, [coupon("1", &"c".repeat(3_000))])).await.unwrap();
    drop(lock);
    assert_eq!(versions(&owner).await.len(), 2);
    for statement in [
        "DROP TABLE coupon.journal",
        "ALTER TABLE coupon.coupon_rows ADD COLUMN x int",
        "DELETE FROM coupon.journal",
        "TRUNCATE coupon.coupon_rows",
        "CREATE TABLE coupon.mine (a int)",
    ] {
        for role in ["reader", "operator"] {
            let url = url(role);
            let said = coupon_testkit::on_its_own_thread(|| {
                let done = Client::connect(&url, NoTls).unwrap().batch_execute(statement);
                done.unwrap_err().as_db_error().unwrap().message().to_owned()
            });
            let is_refused = said.contains("permission denied") || said.contains("must be owner");
            assert!(is_refused, "{role} {statement}: {said}");
        }
    }
}
