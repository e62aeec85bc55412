//! The three passes: the rows that they read, the moves of the checkpoint, and the state after a stop.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

mod support;

use std::sync::atomic::Ordering;

use coupon_domain::DateField;
use coupon_ledger::{JournalState, LedgerTable, NewEntry, RowCounts, Settlement, WriteSubject};
use coupon_sync::{StopReason, Stream, SyncSummary, Warning};

use support::{Desk, Shelf, Wish, at, day, kept};

fn rows(count: usize) -> Vec<support::Kept> {
    (0..count).map(|n| kept(n, ["2024-01-05", "2024-02-20", "2024-03-09"][n % 3])).collect()
}

fn coupons(summary: &SyncSummary) -> RowCounts {
    let mut all = RowCounts::default();
    summary.streams.iter().for_each(|stream| all += stream.written.coupons);
    all
}

async fn checkpoint(desk: &Desk, stream: Stream) -> Option<String> {
    let found = desk.ledger.checkpoint(&"a".into(), &"shelf".into(), stream.as_str()).await;
    found.unwrap().map(|day| day.to_string())
}

#[tokio::test]
async fn a_first_load_brings_everything_and_the_next_run_nothing() {
    let (desk, mut shelf) = (Desk::new().await, Shelf::new(rows(25), 10));
    shelf.rows.get_mut().unwrap().sort_by_key(|kept| kept.created);
    let summary = desk.sync(&shelf, at("2024-03-10T04:00:00Z")).await.unwrap();
    assert!(summary.is_complete());
    assert_eq!(coupons(&summary).new, 25);
    assert_eq!(desk.coupons().await, shelf.coupons());
    let again = desk.sync(&shelf, at("2024-03-10T05:00:00Z")).await.unwrap();
    assert_eq!((coupons(&again).new, coupons(&again).changed), (0, 0));
    let counts = desk.ledger.counts().await.unwrap();
    let templates = counts.iter().find(|count| count.table == LedgerTable::Templates).unwrap();
    assert_eq!(templates.rows, 1, "the template that coupons name");
}

#[tokio::test]
async fn the_checkpoint_is_the_last_day_that_was_over_and_the_end_sent_is_the_day_after() {
    let (desk, shelf) = (Desk::new().await, Shelf::new(rows(3), 10));
    // 2024-03-10 00:30 in Beijing, still 03-09 in UTC.
    desk.sync(&shelf, at("2024-03-09T16:30:00Z")).await.unwrap();
    assert_eq!(checkpoint(&desk, Stream::CouponsCreated).await.as_deref(), Some("2024-03-09"));
    assert_eq!(checkpoint(&desk, Stream::CouponsChanged).await.as_deref(), Some("2024-03-09"));
    let windows = shelf.windows.lock().unwrap().clone();
    assert_eq!(
        (windows[0].from, windows[0].to),
        (Some(day("2024-01-01")), Some(day("2024-02-01")))
    );
    let created = windows.iter().rfind(|window| window.by == DateField::Created).unwrap();
    assert_eq!(created.to, Some(day("2024-03-11")));
    shelf.windows.lock().unwrap().clear();
    desk.sync(&shelf, at("2024-03-12T04:00:00Z")).await.unwrap();
    let windows = shelf.windows.lock().unwrap().clone();
    assert_eq!(windows[0].from, Some(day("2024-03-08")), "one day before the checkpoint");
    let open = windows.iter().find(|window| window.from == Some(day("2024-01-05")));
    assert_eq!(open.unwrap().by, DateField::Created, "back to the oldest coupon that is not over");
}

#[tokio::test]
async fn use_moves_no_date_and_is_seen_all_the_same() {
    let (desk, shelf) = (Desk::new().await, Shelf::new(rows(9), 10));
    desk.sync(&shelf, at("2024-03-10T04:00:00Z")).await.unwrap();
    shelf.rows.lock().unwrap()[0].text = "used".to_owned();
    let summary = desk.sync(&shelf, at("2024-05-10T04:00:00Z")).await.unwrap();
    assert_eq!(coupons(&summary).changed, 1);
    assert_eq!(desk.coupons().await, shelf.coupons());
    // Thirty days after the end nothing is open any more.
    shelf.windows.lock().unwrap().clear();
    desk.sync(&shelf, at("2025-03-01T04:00:00Z")).await.unwrap();
    let windows = shelf.windows.lock().unwrap().clone();
    assert!(windows.iter().all(|window| window.from >= Some(day("2024-05-08"))), "{windows:?}");
}

#[tokio::test]
async fn a_row_that_slides_over_a_page_boundary_is_found_by_reading_again() {
    let desk = Desk::new().await;
    let mut shelf = Shelf::new(
        rows(30)
            .into_iter()
            .map(|kept| support::Kept {
                created: day("2024-03-09"),
                changed: day("2024-03-09"),
                ..kept
            })
            .collect(),
        10,
    );
    // Between pages one and two a row of page one is deleted: the first row of page two slides to page one.
    shelf.meanwhile = Box::new(|call, rows| {
        if call == 4 {
            rows.remove(0);
        }
    });
    let summary = desk.sync(&shelf, at("2024-03-10T04:00:00Z")).await.unwrap();
    assert!(summary.is_complete(), "{summary:?}");
    let stored = desk.coupons().await;
    assert!(shelf.coupons().iter().all(|row| stored.contains(row)));
}

#[tokio::test]
async fn what_does_not_come_to_rest_is_a_gap_and_holds_the_checkpoint() {
    let desk = Desk::new().await;
    let mut shelf = Shelf::new(
        rows(30)
            .into_iter()
            .map(|kept| support::Kept { created: day("2024-03-09"), ..kept })
            .collect(),
        10,
    );
    shelf.meanwhile = Box::new(|call, rows| rows.push(kept(1000 + call as usize, "2024-03-10")));
    let summary = desk.sync(&shelf, at("2024-03-10T04:00:00Z")).await.unwrap();
    let created = summary.streams.iter().find(|s| s.stream == Stream::CouponsCreated).unwrap();
    assert_eq!(created.gaps.len(), 1);
    assert!(!summary.is_complete());
    // The quiet window before it moved the checkpoint; the restless one did not.
    let before = checkpoint(&desk, Stream::CouponsCreated).await.unwrap();
    assert_eq!(before, created.gaps[0].days.unwrap().0.yesterday().unwrap().to_string());
    shelf.meanwhile = Box::new(|_, _| {});
    assert!(desk.sync(&shelf, at("2024-03-10T05:00:00Z")).await.unwrap().is_complete());
    assert_eq!(desk.coupons().await, shelf.coupons());
}

#[tokio::test]
async fn one_bad_row_of_a_thousand_costs_itself() {
    let (desk, mut shelf) = (Desk::new().await, Shelf::new(rows(1000), 1000));
    shelf.rows.get_mut().unwrap()[500].text = "unreadable".to_owned();
    let summary = desk.sync(&shelf, at("2024-03-20T04:00:00Z")).await.unwrap();
    assert_eq!(coupons(&summary).new, 999);
    assert!(!summary.is_complete());
    assert_eq!(desk.ledger.quarantine(None, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn two_rows_of_one_id_that_differ_are_one_row_and_one_in_quarantine() {
    let mut two = vec![kept(1, "2024-01-05"), kept(1, "2024-01-05"), kept(1, "2024-01-05")];
    two[2].text = "something else".to_owned();
    let (desk, shelf) = (Desk::new().await, Shelf::new(two, 10));
    desk.sync(&shelf, at("2024-03-20T04:00:00Z")).await.unwrap();
    let stored = desk.coupons().await;
    assert_eq!(stored.len(), 1);
    assert!(stored[0].1.contains("v1 of 1"), "the first stays");
    let quarantine = desk.ledger.quarantine(None, 10).await.unwrap();
    assert_eq!(quarantine.len(), 1);
    assert!(quarantine[0].reason.contains("0001"), "{}", quarantine[0].reason);
}

#[tokio::test]
async fn a_stop_after_any_number_of_calls_is_made_good_by_the_next_run() {
    for calls in 1..20 {
        let (desk, mut shelf) = (Desk::new().await, Shelf::new(rows(60), 5));
        shelf.rows.get_mut().unwrap().sort_by_key(|kept| kept.created);
        let stopped = desk
            .sync(&shelf, Wish { max_calls: Some(calls), ..at("2024-03-10T04:00:00Z") })
            .await
            .unwrap();
        assert_eq!(stopped.stopped, Some(StopReason::MaxCalls));
        assert_eq!(stopped.calls, calls);
        assert!(shelf.calls.load(Ordering::Relaxed) <= calls);
        let summary = desk.sync(&shelf, at("2024-03-11T04:00:00Z")).await.unwrap();
        assert!(summary.is_complete());
        assert_eq!(desk.coupons().await, shelf.coupons(), "after {calls} calls");
    }
}

#[tokio::test]
async fn a_failure_keeps_what_was_read() {
    let desk = Desk::new().await;
    let mut shelf = Shelf::new(rows(60), 5);
    shelf.fails_at = 3;
    let failed = desk.sync(&shelf, at("2024-03-10T04:00:00Z")).await.unwrap_err();
    assert!(coupons(&failed.summary).new >= 5, "{failed:?}");
    shelf.fails_at = u64::MAX;
    desk.sync(&shelf, at("2024-03-10T05:00:00Z")).await.unwrap();
    assert_eq!(desk.coupons().await, shelf.coupons());
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_costs_its_window_and_is_asked_again() {
    let (desk, mut shelf) = (Desk::new().await, Shelf::new(rows(60), 50));
    shelf.unreadable_day = Some(day("2024-01-20"));
    let summary = desk.sync(&shelf, at("2024-03-10T04:00:00Z")).await.unwrap();
    assert!(!summary.is_complete());
    let created = summary.streams.iter().find(|s| s.stream == Stream::CouponsCreated).unwrap();
    let [gap] = &created.gaps[..] else { panic!("{:?}", created.gaps) };
    assert_eq!(gap.days, Some((day("2024-01-01"), day("2024-01-31"))));
    assert_eq!(gap.to_string(), "2024-01-01..2024-01-31");
    assert!(gap.error.as_ref().unwrap().english.contains("cut off"), "{gap:?}");
    // The windows behind it are read, and the checkpoint waits before it.
    assert_eq!(desk.coupons().await.len(), 40);
    assert_eq!(checkpoint(&desk, Stream::CouponsCreated).await, None);
    let again = desk.sync(&shelf, at("2024-03-11T04:00:00Z")).await.unwrap();
    assert!(!again.is_complete(), "still open");
    shelf.unreadable_day = None;
    assert!(desk.sync(&shelf, at("2024-03-12T04:00:00Z")).await.unwrap().is_complete());
    assert_eq!(desk.coupons().await, shelf.coupons());
    assert_eq!(checkpoint(&desk, Stream::CouponsCreated).await.as_deref(), Some("2024-03-11"));
}

#[tokio::test]
async fn a_vendor_that_answers_nothing_readable_is_an_error_and_is_not_asked_for_ever() {
    for (now, most) in [("2024-01-20T04:00:00Z", 2), ("2044-03-10T04:00:00Z", 10)] {
        let (desk, mut shelf) = (Desk::new().await, Shelf::new(rows(3), 10));
        shelf.is_unreadable = true;
        let failed = desk.sync(&shelf, at(now)).await.unwrap_err();
        assert!(failed.to_string().contains("could not be read"), "{failed}");
        assert_eq!(failed.summary.calls, most);
    }
}

#[tokio::test]
async fn an_unreadable_row_of_two_streams_is_one_and_is_closed_when_it_is_mended() {
    let (desk, mut shelf) = (Desk::new().await, Shelf::new(rows(3), 10));
    for row in shelf.rows.get_mut().unwrap() {
        (row.created, row.changed) = (day("2024-03-10"), day("2024-03-10"));
    }
    shelf.rows.get_mut().unwrap()[1].text = "unreadable".to_owned();
    let summary = desk.sync(&shelf, at("2024-03-10T04:00:00Z")).await.unwrap();
    let by_stream: Vec<_> = summary.streams.iter().map(|s| s.written.quarantined).collect();
    assert_eq!((summary.quarantined, by_stream), (1, vec![1, 1]));
    // Another text of the same row is the same entry.
    shelf.rows.lock().unwrap()[1].text = "unreadable too".to_owned();
    desk.sync(&shelf, at("2024-03-10T05:00:00Z")).await.unwrap();
    let waiting = desk.ledger.quarantine(None, 10).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert!(waiting[0].row.as_str().contains("unreadable too"));

    shelf.rows.lock().unwrap()[1].text = "mended".to_owned();
    let mended = desk.sync(&shelf, at("2024-03-10T06:00:00Z")).await.unwrap();
    assert_eq!(mended.streams.iter().map(|s| s.written.released).sum::<u64>(), 1);
    assert!(mended.is_complete() && desk.ledger.quarantine(None, 10).await.unwrap().is_empty());
    let closed = desk.ledger.quarantine_history(None, 10).await.unwrap();
    assert_eq!(closed[0].closed_at, Some("2024-03-10T06:00:00Z".parse().unwrap()));
    assert_eq!(closed[0].first_seen, "2024-03-10T04:00:00Z".parse().unwrap());
    // Broken again, it is open again.
    shelf.rows.lock().unwrap()[1].text = "unreadable".to_owned();
    desk.sync(&shelf, at("2024-03-10T07:00:00Z")).await.unwrap();
    assert_eq!(desk.ledger.quarantine_history(None, 10).await.unwrap().len(), 1);
    assert_eq!(desk.ledger.quarantine(None, 10).await.unwrap()[0].closed_at, None);
    // A full reading that does not find it any more closes it too.
    shelf.rows.lock().unwrap().remove(1);
    let full = Wish { full: true, ..at("2024-03-10T08:00:00Z") };
    assert!(desk.sync(&shelf, full).await.unwrap().is_complete());
    assert_eq!(desk.ledger.quarantine(None, 10).await.unwrap(), []);
}

/// A write that the vendor carried out, whose subject was not read again after it.
async fn write_done(desk: &Desk, key: &str, sent: &str) {
    let entry = NewEntry {
        key: key.to_owned(),
        account: "a".into(),
        provider: "shelf".into(),
        operation: "use".to_owned(),
        body: "{}".to_owned(),
        request_id: None,
        baseline: None,
        operator: None,
        subject: Some(WriteSubject::Coupon(key.to_owned())),
        prepared_at: sent.parse().unwrap(),
    };
    desk.ledger.journal_prepare(entry).await.unwrap();
    desk.ledger.journal_sent(key, None, sent.parse().unwrap()).await.unwrap();
    let (code, message, ids, at) = (None, None, None, sent.parse().unwrap());
    let done = Settlement { state: JournalState::Done, code, message, ids, at };
    desk.ledger.journal_settle(key, done).await.unwrap();
}

#[tokio::test]
async fn a_sync_that_reads_everything_ends_the_mark_of_a_write_that_changed_nothing() {
    let (desk, mut shelf) = (Desk::new().await, Shelf::new(rows(3), 10));
    desk.sync(&shelf, at("2024-03-10T04:00:00Z")).await.unwrap();
    let marked = async |key: &str| {
        let unread = desk.ledger.unread_writes().await.unwrap();
        let since = "2024-03-10T04:00:00Z".parse().unwrap();
        unread.of_coupon(&"a".into(), &"shelf".into(), key, since).is_some()
    };
    write_done(&desk, "k", "2024-03-10T05:00:00Z").await;
    assert!(marked("k").await);
    // Chosen days, a sync that stops, and one with a gap prove nothing of the row.
    let days = Wish { since: Some(day("2024-03-09")), ..at("2024-03-10T06:00:00Z") };
    desk.sync(&shelf, days).await.unwrap();
    let stopped = Wish { max_calls: Some(1), ..at("2024-03-10T06:00:00Z") };
    desk.sync(&shelf, stopped).await.unwrap();
    shelf.unreadable_day = Some(day("2024-03-10"));
    desk.sync(&shelf, at("2024-03-10T06:00:00Z")).await.unwrap();
    assert!(marked("k").await);
    shelf.unreadable_day = None;
    desk.sync(&shelf, at("2024-03-10T06:00:00Z")).await.unwrap();
    assert!(!marked("k").await, "its row came back unchanged");
    write_done(&desk, "later", "2024-03-10T08:00:00Z").await;
    desk.sync(&shelf, at("2024-03-10T07:00:00Z")).await.unwrap();
    assert!(marked("later").await, "sent after the sync began");
}

#[tokio::test]
async fn chosen_days_move_no_checkpoint() {
    let (desk, shelf) = (Desk::new().await, Shelf::new(rows(9), 10));
    let wish = Wish { since: Some(day("2024-03-01")), ..at("2024-03-10T04:00:00Z") };
    desk.sync(&shelf, wish).await.unwrap();
    assert_eq!(desk.coupons().await.len(), 3);
    assert_eq!(checkpoint(&desk, Stream::CouponsCreated).await, None);
    assert_eq!(checkpoint(&desk, Stream::CouponsChanged).await, None);
    desk.sync(&shelf, at("2024-03-10T05:00:00Z")).await.unwrap();
    assert_eq!(desk.coupons().await.len(), 9);
}

#[tokio::test]
async fn a_full_reading_marks_what_is_gone_and_deletes_nothing() {
    let (desk, shelf) = (Desk::new().await, Shelf::new(rows(9), 4));
    desk.sync(&shelf, at("2024-03-10T04:00:00Z")).await.unwrap();
    let removed = shelf.rows.lock().unwrap().remove(4);
    let full = || Wish { full: true, ..at("2024-03-10T05:00:00Z") };
    let summary = desk.sync(&shelf, full()).await.unwrap();
    assert_eq!(summary.streams.iter().map(|stream| stream.gone).sum::<u64>(), 1);
    assert_eq!(desk.coupons().await, shelf.coupons());
    shelf.rows.lock().unwrap().insert(4, removed);
    desk.sync(&shelf, full()).await.unwrap();
    assert_eq!(desk.coupons().await, shelf.coupons(), "what comes again is back");
    shelf.rows.lock().unwrap()[4].text = "unreadable".to_owned();
    let summary = desk.sync(&shelf, full()).await.unwrap();
    assert_eq!(summary.streams.iter().map(|stream| stream.gone).sum::<u64>(), 0, "it is there");
    assert!(!summary.is_complete());
    shelf.rows.lock().unwrap()[4].text = "v2".to_owned();
    desk.sync(&shelf, full()).await.unwrap();
    let stopped = desk.sync(&shelf, Wish { max_calls: Some(2), ..full() }).await.unwrap();
    assert!(stopped.stopped.is_some());
    assert_eq!(desk.coupons().await, shelf.coupons(), "half a reading says nothing of the rest");
}

#[tokio::test]
async fn an_account_that_may_not_look_up_templates_still_has_its_coupons() {
    let (desk, mut shelf) = (Desk::new().await, Shelf::new(rows(9), 10));
    shelf.details = Some(50);
    let summary = desk.sync(&shelf, at("2024-03-10T04:00:00Z")).await.unwrap();
    assert!(matches!(summary.warnings[..], [Warning::NoTemplateDetails { .. }]), "{summary:?}");
    assert_eq!(desk.coupons().await.len(), 9);
}

/// Templates that no day narrows are read by every sync; what was listed is not looked up by id again.
#[tokio::test]
async fn a_list_of_templates_without_days_is_read_each_time() {
    let (desk, mut shelf) = (Desk::new().await, Shelf::new(rows(9), 10));
    shelf.details = Some(50);
    shelf.template_list = Some(&["t1", "t2"]);
    for (now, full) in [
        ("2024-03-10T04:00:00Z", false),
        ("2024-03-11T04:00:00Z", false),
        ("2024-03-12T04:00:00Z", true),
    ] {
        let wish = Wish { full, ..at(now) };
        let summary = desk.sync(&shelf, wish).await.unwrap();
        assert!(summary.is_complete(), "{summary:?}");
        assert_eq!(summary.warnings, [], "t1 is not looked up: {summary:?}");
        let streams = summary.streams.iter();
        let listed = streams.clone().find(|one| one.stream == Stream::TemplatesAll).unwrap();
        assert!(listed.calls >= 3, "{listed:?}");
        assert!(streams.clone().all(|one| one.stream != Stream::TemplateDetails), "{summary:?}");
        assert_eq!(desk.coupons().await.len(), 9);
    }
    let until = checkpoint(&desk, Stream::TemplatesAll).await;
    assert_eq!(until.as_deref(), Some("2024-03-10"), "yesterday, and a full one moves none");
    for refused in [&[][..], &["refused"]] {
        shelf.template_list = Some(refused);
        let summary = desk.sync(&shelf, at("2024-03-13T04:00:00Z")).await.unwrap();
        let warnings = &summary.warnings[..];
        assert!(matches!(warnings, [Warning::NoTemplateDetails { .. }, ..]), "{summary:?}");
        assert!(summary.stopped.is_none(), "coupons are read all the same");
    }
}

#[tokio::test]
async fn a_vendor_that_does_not_turn_pages_is_a_gap_and_not_an_endless_run() {
    let desk = Desk::new().await;
    let mut shelf = Shelf::new(rows(60), 5);
    shelf.stuck = true;
    let summary = desk.sync(&shelf, at("2024-03-10T04:00:00Z")).await.unwrap();
    assert!(!summary.is_complete());
    assert!(summary.calls < 20, "{}", summary.calls);
    assert_eq!(checkpoint(&desk, Stream::CouponsCreated).await, None);
}

#[tokio::test]
async fn a_provider_that_lists_nothing_is_said_and_costs_no_call() {
    let (desk, mut shelf) = (Desk::new().await, Shelf::new(rows(9), 10));
    (shelf.lists_nothing, shelf.details) = (true, Some(50));
    for full in [false, true] {
        let wish = Wish { full, ..at("2024-03-10T04:00:00Z") };
        let summary = desk.sync(&shelf, wish).await.unwrap();
        assert_eq!(summary.warnings, [Warning::NothingListed]);
        assert_eq!((summary.calls, desk.coupons().await.len()), (0, 0));
    }
}
