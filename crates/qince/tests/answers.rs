//! Hostile answers: each costs the row that is bad, and the others are in the ledger, on either store.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

mod support;

use std::time::Duration;

use bytes::Bytes;
use coupon_domain::{
    CouponKey, CouponRef, DateField, PageNumber, Provider as _, TemplateState, Window,
};
use coupon_ledger::{Batch, Environment, LEASE, Ledger, OpenOptions};
use coupon_qince::{CouponDetails, Vouchers};
use coupon_sync::{SyncOptions, SyncSummary, sync};
use coupon_testkit::{PostgresServer, ScriptedConnector};
use http::Response;
use jiff::Timestamp;

use support::qince_over;

/// A way to put rows into an answer.
type Wrap = fn(&[u8]) -> Vec<u8>;

const FIRST: &[u8] = br#"{"id":"1","cm_name":"one"}"#;
const LAST: &[u8] = br#"{"id":"3","cm_name":"three"}"#;
const NOTHING: &[u8] = br#"{"return_code":"0","response_data":"[]"}"#;

/// The list itself stands in the envelope.
fn inline(list: &[u8]) -> Vec<u8> {
    [br#"{"return_code":"0","response_data":"#, list, b"}"].concat()
}

/// The list stands inside a string, with no more escapes than quotes and backslashes need.
fn in_a_string(list: &[u8]) -> Vec<u8> {
    let mut escaped = Vec::new();
    for byte in list {
        if matches!(byte, b'"' | b'\\') {
            escaped.push(b'\\');
        }
        escaped.push(*byte);
    }
    inline(&[b"\"", &escaped[..], b"\""].concat())
}

/// As [`in_a_string`], with every escape that JSON has; bytes that are no UTF-8 stay.
fn in_an_escaped_string(list: &[u8]) -> Vec<u8> {
    let mut escaped = Vec::new();
    for byte in list {
        match byte {
            b'"' | b'\\' => escaped.extend([b'\\', *byte]),
            control if *control < b' ' => escaped.extend(format!("\\u{control:04x}").bytes()),
            other => escaped.push(*other),
        }
    }
    inline(&[b"\"", &escaped[..], b"\""].concat())
}

const WRAPS: [Wrap; 3] = [inline, in_a_string, in_an_escaped_string];

fn list(middle: &[u8]) -> Vec<u8> {
    [b"[", FIRST, b",", middle, b",", LAST, b"]"].concat()
}

/// Syncs a vendor whose every window has this answer as its only page.
async fn synced(ledger: &Ledger, answer: Vec<u8>, now: &str) -> SyncSummary {
    synced_by(
        ledger,
        now,
        move |number| {
            if number % 2 == 1 { answer.clone() } else { NOTHING.to_vec() }
        },
    )
    .await
}

/// Syncs a vendor that gives this answer to the call of this number, from 1.
async fn synced_by(
    ledger: &Ledger,
    now: &str,
    answer: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static,
) -> SyncSummary {
    let connector = ScriptedConnector::new(move |number| {
        (Duration::ZERO, Ok(Response::new(Bytes::from(answer(number)))))
    });
    let provider = CouponDetails::new(qince_over(connector), 1000);
    let now: Timestamp = now.parse().unwrap();
    let lock = ledger.lock_account(&"trade".into(), LEASE).unwrap();
    let clock = || now;
    let options = SyncOptions::new(&lock, "2024-01-02".parse().unwrap(), &clock);
    sync(ledger, &provider, &options, &|_| {}).await.unwrap()
}

async fn ids(ledger: &Ledger) -> Vec<String> {
    let stored = ledger.coupons(&Default::default(), 100).await.unwrap();
    let mut ids: Vec<_> = stored.into_iter().map(|row| row.value.id.into_string()).collect();
    ids.sort();
    ids
}

/// A new ledger in a file, and one in a database where there is a server.
struct Stores {
    folder: tempfile::TempDir,
    server: Option<PostgresServer>,
    files: u32,
}

impl Stores {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, server: PostgresServer::start(), files: 0 }
    }

    async fn ledgers(&mut self) -> Vec<Ledger> {
        self.files += 1;
        let file = self.folder.path().join(format!("{}.db", self.files));
        let mut ledgers =
            vec![OpenOptions::new(Environment::Real).create(true).open(file).unwrap()];
        let database = self.server.as_ref().map(PostgresServer::database);
        let database = database
            .map(|url| OpenOptions::new(Environment::Real).create(true).open_postgres(&url));
        ledgers.extend(database.map(Result::unwrap));
        for ledger in &ledgers {
            ledger.register_account(&"trade".into(), "qince", "f").await.unwrap();
        }
        ledgers
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_in_quarantine_once_and_closed_when_the_vendor_mends_it() {
    let long = format!(r#"{{"id":"2","price":"{}"}}"#, "9".repeat(400));
    let cases: [(&[u8], &str, bool); 26] = [
        (b"{\"id\":\"2\",\"cm_name\":\"a\tb\"}", "[1].cm_name: control character", true),
        (b"{\"id\":\"2\",\"cm_name\":\"a\nb\"}", "[1].cm_name: control character", true),
        (b"{\"id\":\"2\",\"cm_name\":\"a\0b\"}", "[1].cm_name: control character", true),
        (b"{\"id\":\"2\",\"unknown\":\"a\x1fb\"}", "[1]", true),
        (
            b"{\"id\":\"2\",\"cm_name\":\"a\xffb\"}",
            "[1].cm_name: byte 23 of the row is no UTF-8",
            true,
        ),
        (
            b"{\"cm_name\":\"\xc4\xcf\xbe\xa9\",\"id\":\"2\"}",
            "[1].cm_name: byte 13 of the row is no UTF-8",
            true,
        ),
        (b"{\"id\":\"2\",\"cm_name\":\"\xe5\x88\"}", "is no UTF-8", true),
        (b"{\"id\":\"2\",\"cm_name\":\"\xed\xa0\x80\"}", "is no UTF-8", true),
        (br#"{"id":"2","num":"1","num":"2"}"#, "[1]: duplicate field `num`", true),
        (br#"{"id":"2","cm_name":"\ud800"}"#, "[1].cm_name", true),
        (long.as_bytes(), "[1].price", true),
        ("{\"id\":\"2\",\"num\":\"10*12瓶\"}".as_bytes(), "[1].num", true),
        ("{\"id\":\"2\",\"num\":\"1箱2盒\"}".as_bytes(), "[1].num", true),
        ("{\"id\":\"2\",\"num\":\"10x12瓶\"}".as_bytes(), "[1].num", true),
        ("{\"id\":\"2\",\"sign_num\":\"1,20箱\"}".as_bytes(), "[1].sign_num", true),
        (br#"{"id":"2","price":"0x10"}"#, "[1].price", true),
        ("{\"id\":\"2\",\"num\":\"１箱２盒\"}".as_bytes(), "[1].num", true),
        ("{\"id\":\"2\",\"num\":\"1e400箱\"}".as_bytes(), "[1].num", true),
        (br#"{"id":"2","price":"12,50"}"#, "[1].price", true),
        (br#"{"id":"2","price":"(5.00)"}"#, "[1].price", true),
        (br#"{"id":"2","price":"NaN"}"#, "[1].price", true),
        (br#"{"id":"2","effect_date":"2021-03-01~10000-01-01"}"#, "[1].effect_date", true),
        (br#"{"id":"2","create_time":"0000-00-00 00:00:00"}"#, "[1].create_time", true),
        (b"{\"id\":\"2\",\"cm_name\":\"a\x7f\x80b\"}", "is no UTF-8", true),
        (br#"{"id":"2","price":NaN}"#, "[1]", true),
        (br#"{"cm_name":"nobody"}"#, "the row has no id", false),
    ];
    let mut stores = Stores::new();
    for (row, reason, has_id) in cases {
        let shown = String::from_utf8_lossy(row).into_owned();
        for ledger in stores.ledgers().await {
            for wrap in WRAPS {
                let summary = synced(&ledger, wrap(&list(row)), "2024-01-02T04:00:00Z").await;
                assert!(!summary.is_complete(), "{shown}");
                assert_eq!(summary.quarantined, 1, "{shown}: {summary:?}");
                assert!(summary.streams.iter().all(|stream| stream.gaps.is_empty()), "{shown}");
            }
            assert_eq!(ids(&ledger).await, ["1", "3"], "{shown}");
            let waiting = ledger.quarantine(None, 10).await.unwrap();
            assert_eq!(waiting.len(), 1, "{shown}: {waiting:?}");
            assert!(waiting[0].reason.contains(reason), "{shown}: {}", waiting[0].reason);
            let counts = ledger.quarantine_counts().await.unwrap();
            assert_eq!(counts, [("trade".into(), 1)].into());
            // The stream went on: the day before is read in full.
            let (account, provider) = ("trade".into(), "qince.coupondetail".into());
            let read = ledger.checkpoint(&account, &provider, "coupons.created");
            assert_eq!(read.await.unwrap().unwrap().to_string(), "2024-01-01", "{shown}");

            let mended = list(br#"{"id":"2","cm_name":"two"}"#);
            let summary = synced(&ledger, inline(&mended), "2024-01-02T05:00:00Z").await;
            assert!(summary.is_complete());
            assert_eq!(ids(&ledger).await, ["1", "2", "3"]);
            let left = ledger.quarantine(None, 10).await.unwrap();
            assert_eq!(left.len(), usize::from(!has_id), "{shown}");
            if has_id {
                let history = ledger.quarantine_history(None, 10).await.unwrap();
                let closed: Vec<_> = history.iter().map(|row| row.closed_at).collect();
                assert_eq!(closed, [Some("2024-01-02T05:00:00Z".parse().unwrap())], "{shown}");
            }
        }
    }
}

#[tokio::test]
async fn marks_and_nuls_and_blanks_around_the_rows_cost_nothing() {
    let rows = [FIRST, LAST].join(&b","[..]);
    let around = |before: &str, behind: &str| {
        [before.as_bytes(), b"[", &rows, b"]", behind.as_bytes()].concat()
    };
    let mark = "\u{feff}";
    let whole = |before: &str, behind: &str| {
        [before.as_bytes(), &in_a_string(&around("", "")), behind.as_bytes()].concat()
    };
    let mut answers = vec![
        whole(mark, ""),
        whole("", "\0"),
        whole("\r\n\u{feff}", "\0\0\n"),
        // A raw line break between two rows inside a string.
        in_a_string(&[b"[\n", FIRST, b",\r\n\t", LAST, b"\n]\n"].concat()),
        in_a_string(&[b"[", FIRST, b",", LAST, b",]"].concat()),
        // The message of the envelope is no UTF-8.
        [b"{\"return_msg\":\"\xb3\xc9\xb9\xa6\",", &in_a_string(&around("", ""))[1..]].concat(),
        [b"{\"return_msg\":\"a\tb\",", &inline(&around("", ""))[1..]].concat(),
    ];
    for wrap in WRAPS {
        answers.extend([wrap(&around(mark, "")), wrap(&around(mark, "\0"))]);
        answers.push(wrap(&around("\u{feff}\u{feff} ", "\n\0\0")));
    }
    let mut stores = Stores::new();
    for answer in answers {
        let shown = String::from_utf8_lossy(&answer).into_owned();
        for ledger in stores.ledgers().await {
            let summary = synced(&ledger, answer.clone(), "2024-01-02T04:00:00Z").await;
            assert!(summary.is_complete(), "{shown:?}: {summary:?}");
            assert_eq!(ids(&ledger).await, ["1", "3"], "{shown:?}");
        }
    }
}

#[tokio::test]
async fn values_that_look_odd_are_read_alike_on_both_stores() {
    let cases = [
        (r#""num":"1,000箱""#, "1000 箱"),
        (r#""num":"1E+3箱""#, "1000 箱"),
        (r#""num":"10e5箱""#, "1000000 箱"),
        (r#""num":"１０箱""#, "10 箱"),
        (r#""num":"１，０００箱""#, "1000 箱"),
        (r#""num":"１Ｅ３箱""#, "1000 箱"),
        (r#""num":"1.5e-1箱""#, "0.15 箱"),
        (r#""sign_num":"1,200箱""#, "1200"),
        (r#""sign_num":"1.2E3箱""#, "1200"),
        (r#""num":"10箱(12瓶)""#, "10 箱(12瓶)"),
        (r#""num":"10个/箱""#, "10 个/箱"),
        (r#""price":"1,000.00""#, "1000.00"),
        (r#""price":"¥12.50""#, "12.50"),
        (r#""price":"12.50元""#, "12.50"),
        (r#""price":"１２．５０""#, "12.50"),
        (r#""price":"￥1,012.50""#, "1012.50"),
        (r#""price":"-""#, ""),
        (r#""effect_date":"2021-03-01~9999-12-31""#, "9999-12-30T16:00:00Z"),
        (r#""effect_date":"0001-01-01~2021-03-01""#, "0001-01-01T00:00:00Z"),
        (r#""used_time":"9999-12-31 23:59:59.999""#, "9999-12-30T16:00:00Z"),
        (r#""cm_name":"a\u0000b""#, "a\u{2400}b"),
    ];
    let mut stores = Stores::new();
    for (field, expected) in cases {
        for ledger in stores.ledgers().await {
            let row = format!(r#"{{"id":"2",{field}}}"#);
            let summary =
                synced(&ledger, inline(&list(row.as_bytes())), "2024-01-02T04:00:00Z").await;
            assert!(summary.is_complete(), "{field}: {summary:?}");
            let stored = ledger.coupons(&Default::default(), 100).await.unwrap();
            let coupon = stored.into_iter().find(|row| row.value.id.as_str() == "2").unwrap();
            assert_eq!(coupon.row.as_str(), row, "the vendor's text stays");
            let coupon = coupon.value;
            let item = coupon.item.unwrap_or(coupon_domain::Item {
                product: None,
                code: None,
                name: None,
                quantity: None,
                unit: None,
                price: None,
            });
            let text = |value: Option<String>| value.unwrap_or_default();
            let found = match field.split(':').next().unwrap() {
                r#""num""# => format!(
                    "{} {}",
                    item.quantity.unwrap().normalize(),
                    item.unit.as_deref().unwrap()
                ),
                r#""sign_num""# => {
                    text(coupon.recovered_quantity.map(|n| n.normalize().to_string()))
                }
                r#""used_time""# => text(coupon.used_at.map(|used| used.to_string())),
                r#""effect_date""# if field.contains("0001") => {
                    text(coupon.begins_at.map(|begin| begin.to_string()))
                }
                r#""price""# => text(item.price.map(|price| price.to_string())),
                r#""effect_date""# => text(coupon.ends_at.map(|end| end.to_string())),
                _ => text(coupon.customer_name),
            };
            assert_eq!(found, expected, "{field}");
        }
    }
}

/// Templates of getVoucherInfos, which have no end and no beginning.
#[tokio::test]
async fn a_template_without_an_end_is_valid_for_ever_on_both_stores() {
    let rows = r#"[{"id":"1","startDate":"0001-01-01","endDate":"9999-12-31","isFinish":"N"},
        {"id":"2","startDate":"2021-03-01","endDate":"2021-03-02","isFinish":"N"}]"#;
    let mut stores = Stores::new();
    for ledger in stores.ledgers().await {
        let connector = ScriptedConnector::new(move |number| {
            let answer = if number % 2 == 1 { inline(rows.as_bytes()) } else { NOTHING.to_vec() };
            (Duration::ZERO, Ok(Response::new(Bytes::from(answer))))
        });
        let provider = Vouchers::new(qince_over(connector), 1000);
        let window = Window { by: DateField::Created, from: None, to: None };
        let page = provider.templates(&window, PageNumber::FIRST).await.unwrap();
        let now: Timestamp = "2024-01-02T04:00:00Z".parse().unwrap();
        let mut batch = Batch::new("trade".into(), "qince.voucher".into(), "templates", now);
        batch.templates = page.rows.into_iter().map(Result::unwrap).collect();
        ledger.commit(batch).await.unwrap();
        let stored = ledger.templates(&Default::default(), 10).await.unwrap();
        let [never, over] = &stored[..] else { panic!("{stored:?}") };
        let dates = [never.value.begins_at, never.value.ends_at];
        let dates = dates.map(|date| date.unwrap().to_string());
        assert_eq!(dates, ["0001-01-01T00:00:00Z", "9999-12-30T16:00:00Z"]);
        assert_eq!(never.value.state_at(now), TemplateState::Open, "found by what is still valid");
        assert_eq!(over.value.state_at(now), TemplateState::Ended);
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_cut_is_a_gap_with_its_reason_and_the_sync_goes_on() {
    let broken: [&[u8]; 4] = [
        b"[{\"id\":\"1\"},{\"id\":",
        b"[{\"id\":\"1\",\"cm_name\":\"a\xffb\"},{\"id\":\"2",
        b"[{\"id\":\"1\",\"cm_name\":\"a\"b\"},{\"id\":\"2\"}]",
        b"[{\"id\":\"1\"}{\"id\":\"2\"}]",
    ];
    let mut stores = Stores::new();
    for cut_off in broken {
        for ledger in stores.ledgers().await {
            // The first window cannot be read, the window of changes can.
            let summary = synced_by(&ledger, "2024-01-02T04:00:00Z", move |number| match number {
                1 => in_a_string(cut_off),
                2 => in_a_string(&[b"[", FIRST, b"]"].concat()),
                _ => NOTHING.to_vec(),
            })
            .await;
            let gaps: Vec<_> = summary.streams.iter().flat_map(|stream| &stream.gaps).collect();
            let [gap] = gaps[..] else { panic!("{summary:?}") };
            let reason = gap.error.as_ref().unwrap().english.as_str();
            assert!(reason.contains("coupondetail.queryCouponDetail"), "{reason}");
            assert!(!summary.is_complete());
            assert_eq!(ids(&ledger).await, ["1"]);
        }
    }
}

/// The ids of the rows of one coupon from a vendor that gives this answer to the call of this number, and the calls made.
async fn rows_of_one(answer: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static) -> (String, usize) {
    let calls = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = std::sync::Arc::clone(&calls);
    let connector = ScriptedConnector::new(move |number| {
        counted.store(number, std::sync::atomic::Ordering::Relaxed);
        (Duration::ZERO, Ok(Response::new(Bytes::from(answer(number)))))
    });
    let name = CouponKey::Code("DH-1".to_owned());
    let coupon = CouponRef { name, customer: None, template: None };
    let told = match CouponDetails::new(qince_over(connector), 2).coupon(&coupon).await {
        Ok(rows) => rows.iter().map(|row| row.value.id.as_str()).collect::<Vec<_>>().join(" "),
        Err(error) => format!("{:?}", error.kind()),
    };
    (told, calls.load(std::sync::atomic::Ordering::Relaxed))
}

#[tokio::test]
async fn one_coupon_has_all_of_its_rows_over_all_pages() {
    let two = || inline(br#"[{"id":"1","coupon_no":"DH-1"},{"id":"2","coupon_no":"DH-1"}]"#);
    let third = || inline(br#"[{"id":"3","coupon_no":"DH-1"}]"#);
    let pages = move |number| if number == 1 { two() } else { third() };
    assert_eq!(rows_of_one(pages).await, ("1 2 3".to_owned(), 2));
    assert_eq!(rows_of_one(move |_| third()).await, ("3".to_owned(), 1), "a page that is not full");
    let full = move |number| if number == 1 { two() } else { NOTHING.to_vec() };
    assert_eq!(rows_of_one(full).await, ("1 2".to_owned(), 2));
    assert_eq!(rows_of_one(move |_| two()).await, ("1 2".to_owned(), 2), "pages are not turned");
    assert_eq!(rows_of_one(|_| NOTHING.to_vec()).await, (String::new(), 1));
    let bad = |_: usize| inline(br#"[{"id":"1"},{"id":"2","create_time":"soon"}]"#);
    assert_eq!(rows_of_one(bad).await, ("NotUnderstood".to_owned(), 1), "a row would be missing");
}
