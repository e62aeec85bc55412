//! Writes are recorded before they are sent, and settled once.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::common::*;
use coupon_ledger::{
    JournalError, JournalFilter, JournalState, Ledger, NewEntry, PrepareOutcome, Settlement,
    WriteSubject,
};

on_both!(
    a_write_is_prepared_sent_and_done_and_then_not_sent_again,
    what_has_no_known_outcome_is_not_sent_again_until_it_is_resolved,
    a_key_stands_for_one_write,
    what_is_not_recorded_cannot_be_settled,
    a_recorded_write_is_listed_by_any_process_at_once,
    what_never_left_is_withdrawn_and_then_cannot_leave,
    who_sent_a_write_is_kept_and_asked_for,
    a_write_marks_its_row_until_that_is_read_again,
    a_subject_that_no_version_wrote_is_an_error_where_it_counts,
);

fn entry(key: &str, body: &str) -> NewEntry {
    NewEntry {
        key: key.to_owned(),
        account: account(),
        provider: provider(),
        operation: "issue".to_owned(),
        body: body.to_owned(),
        request_id: None,
        baseline: Some(3),
        operator: Some("ann".to_owned()),
        subject: Some(WriteSubject::Coupon("C:1".to_owned())),
        prepared_at: at(0),
    }
}

fn end(state: JournalState) -> Settlement {
    Settlement {
        state,
        code: Some("0".to_owned()),
        message: Some("成功".to_owned()),
        ids: Some(r#"["1"]"#.to_owned()),
        at: at(2),
    }
}

async fn state(ledger: &Ledger) -> JournalState {
    ledger.journal_show("k").await.unwrap().unwrap().state
}

async fn a_write_is_prepared_sent_and_done_and_then_not_sent_again(place: Place) {
    let ledger = place.ledger().await;
    assert_eq!(ledger.journal_prepare(entry("k", "{}")).await.unwrap(), PrepareOutcome::Fresh);
    assert_eq!(state(&ledger).await, JournalState::Prepared);
    ledger.journal_sent("k", Some("m1"), at(1)).await.unwrap();
    assert_eq!(state(&ledger).await, JournalState::Sent);
    ledger.journal_settle("k", end(JournalState::Done)).await.unwrap();

    let shown = ledger.journal_show("k").await.unwrap().unwrap();
    assert_eq!(shown.entry, NewEntry { request_id: Some("m1".to_owned()), ..entry("k", "{}") });
    assert_eq!(
        (shown.state, shown.sent_at, shown.settled_at),
        (JournalState::Done, Some(at(1)), Some(at(2)))
    );
    assert_eq!((shown.code.as_deref(), shown.message.as_deref()), (Some("0"), Some("成功")));
    assert_eq!(shown.ids.as_deref(), Some(r#"["1"]"#));

    let again = ledger.journal_prepare(entry("k", "{}")).await.unwrap();
    assert_eq!(again, PrepareOutcome::Settled(Box::new(shown)));
    for error in [
        ledger.journal_sent("k", None, at(3)).await.unwrap_err(),
        ledger.journal_settle("k", end(JournalState::Refused)).await.unwrap_err(),
    ] {
        assert!(
            matches!(error, JournalError::Settled { state: JournalState::Done, .. }),
            "{error}"
        );
    }
}

async fn what_has_no_known_outcome_is_not_sent_again_until_it_is_resolved(place: Place) {
    let ledger = place.ledger().await;
    ledger.journal_prepare(entry("k", "{}")).await.unwrap();
    let refused = async || ledger.journal_prepare(entry("k", "{}")).await.unwrap_err();
    assert!(matches!(refused().await, JournalError::Unsettled { .. }));
    ledger.journal_sent("k", Some("m1"), at(1)).await.unwrap();
    assert!(refused().await.to_string().contains("journal k"), "{}", refused().await);
    ledger.journal_settle("k", end(JournalState::Unknown)).await.unwrap();
    assert!(matches!(refused().await, JournalError::Unsettled { .. }));
    ledger.journal_settle("k", end(JournalState::Refused)).await.unwrap();
    let settled = ledger.journal_prepare(entry("k", "{}")).await.unwrap();
    assert!(
        matches!(settled, PrepareOutcome::Settled(stored) if stored.state == JournalState::Refused)
    );
}

async fn a_key_stands_for_one_write(place: Place) {
    let ledger = place.ledger().await;
    ledger.journal_prepare(entry("k", r#"{"a":1}"#)).await.unwrap();
    let others = [
        entry("k", r#"{"a":2}"#),
        NewEntry { account: "other".into(), ..entry("k", r#"{"a":1}"#) },
        NewEntry { provider: "qmai".into(), ..entry("k", r#"{"a":1}"#) },
        NewEntry { operation: "review".to_owned(), ..entry("k", r#"{"a":1}"#) },
    ];
    for other in others {
        let body = other.body.clone();
        match ledger.journal_prepare(other).await.unwrap_err() {
            JournalError::KeyReused { stored, given } => {
                assert_eq!((stored.entry.body.as_str(), given), (r#"{"a":1}"#, body));
            }
            error => panic!("{error}"),
        }
    }
    // The same issue twice is legal, under two keys.
    let twice = ledger.journal_prepare(entry("k2", r#"{"a":1}"#)).await.unwrap();
    assert_eq!(twice, PrepareOutcome::Fresh);
}

async fn what_is_not_recorded_cannot_be_settled(place: Place) {
    let ledger = place.ledger().await;
    let error = ledger.journal_sent("k", None, at(1)).await.unwrap_err();
    assert!(matches!(error, JournalError::NoEntry { .. }), "{error}");
    let error = ledger.journal_settle("k", end(JournalState::Done)).await.unwrap_err();
    assert!(matches!(error, JournalError::NoEntry { .. }), "{error}");
    ledger.journal_prepare(entry("k", "{}")).await.unwrap();
    let error = ledger.journal_settle("k", end(JournalState::Sent)).await.unwrap_err();
    assert!(matches!(error, JournalError::NoOutcome { .. }), "{error}");
}

async fn a_recorded_write_is_listed_by_any_process_at_once(place: Place) {
    let ledger = place.ledger().await;
    ledger.journal_prepare(entry("a", "{}")).await.unwrap();
    let other = NewEntry { account: "other".into(), ..entry("b", "{}") };
    ledger.journal_prepare(other).await.unwrap();
    ledger.journal_sent("b", Some("m"), at(1)).await.unwrap();

    let another = place.ledger().await;
    let keys = async |filter: JournalFilter| {
        let list = another.journal_list(&filter, 10).await.unwrap();
        list.into_iter().map(|stored| stored.entry.key).collect::<Vec<_>>()
    };
    assert_eq!(keys(JournalFilter::default()).await, ["b", "a"]);
    assert_eq!(keys(JournalFilter { account: Some(account()), ..Default::default() }).await, ["a"]);
    let sent = JournalFilter { state: Some(JournalState::Sent), ..Default::default() };
    assert_eq!(keys(sent).await, ["b"]);
    let under = |prefix: &str| JournalFilter { under: Some(prefix.into()), ..Default::default() };
    assert_eq!(keys(under("a")).await, ["a"]);
    assert!(keys(under("aa")).await.is_empty());
    assert!(keys(under("_")).await.is_empty());
    let elsewhere = JournalFilter { provider: Some("qmai".into()), ..Default::default() };
    assert_eq!(keys(elsewhere).await, [""; 0]);
    assert_eq!(another.journal_list(&JournalFilter::default(), 1).await.unwrap().len(), 1);
}

async fn what_never_left_is_withdrawn_and_then_cannot_leave(place: Place) {
    let ledger = place.ledger().await;
    let withdraw = async |key| ledger.journal_withdraw(key, "never sent", at(9)).await;
    assert!(matches!(withdraw("k").await.unwrap_err(), JournalError::NoEntry { .. }));
    ledger.journal_prepare(entry("k", "{}")).await.unwrap();
    withdraw("k").await.unwrap();
    let shown = ledger.journal_show("k").await.unwrap().unwrap();
    assert_eq!((shown.state, shown.settled_at), (JournalState::Refused, Some(at(9))));
    assert_eq!(shown.message.as_deref(), Some("never sent"));
    let sent = ledger.journal_sent("k", None, at(10)).await.unwrap_err();
    assert!(matches!(sent, JournalError::Settled { .. }), "{sent}");
    assert!(matches!(withdraw("k").await.unwrap_err(), JournalError::Settled { .. }));

    // A write that may have been sent is not withdrawn.
    for state in [None, Some(JournalState::Unknown)] {
        let key = state.map_or("sent", JournalState::as_str);
        ledger.journal_prepare(entry(key, "{}")).await.unwrap();
        ledger.journal_sent(key, None, at(1)).await.unwrap();
        if let Some(state) = state {
            ledger.journal_settle(key, end(state)).await.unwrap();
        }
        let error = ledger.journal_withdraw(key, "never sent", at(2)).await.unwrap_err();
        assert!(matches!(error, JournalError::Unsettled { .. }), "{error}");
    }
}

async fn who_sent_a_write_is_kept_and_asked_for(place: Place) {
    let ledger = place.ledger().await;
    let role = place.ask("SELECT current_user").ok();
    ledger.journal_prepare(entry("a", "{}")).await.unwrap();
    let other = NewEntry { operator: Some("ben".to_owned()), ..entry("b", "{}") };
    ledger.journal_prepare(other).await.unwrap();
    ledger.journal_prepare(NewEntry { operator: None, ..entry("c", "{}") }).await.unwrap();

    let shown = ledger.journal_show("a").await.unwrap().unwrap();
    assert_eq!((shown.entry.operator.as_deref(), shown.role), (Some("ann"), role));
    let of = |operator: &str| JournalFilter {
        operator: Some(operator.to_owned()),
        ..JournalFilter::default()
    };
    for (operator, keys) in [("ann", vec!["a"]), ("ben", vec!["b"]), ("an", vec![])] {
        let found = ledger.journal_list(&of(operator), ALL).await.unwrap();
        let found: Vec<&str> = found.iter().map(|one| one.entry.key.as_str()).collect();
        assert_eq!(found, keys, "{operator}");
    }
    assert_eq!(ledger.journal_list(&JournalFilter::default(), ALL).await.unwrap().len(), 3);
    // The same write of somebody else is the same write.
    let again = NewEntry { operator: Some("ben".to_owned()), ..entry("a", "{}") };
    let error = ledger.journal_prepare(again).await.unwrap_err();
    assert!(matches!(error, JournalError::Unsettled { .. }), "{error}");
}

async fn a_write_marks_its_row_until_that_is_read_again(place: Place) {
    let ledger = place.ledger().await;
    let marked = async |since| {
        let unread = ledger.unread_writes().await.unwrap();
        unread.of_coupon(&account(), &provider(), "C:1", since)
    };
    ledger.journal_prepare(entry("a", "{}")).await.unwrap();
    assert_eq!(marked(at(0)).await, None, "it was not sent");
    ledger.journal_sent("a", None, at(5)).await.unwrap();
    assert_eq!(marked(at(0)).await, Some(at(5)), "it may have been done");
    assert_eq!(marked(at(5)).await, None, "a version came after it was sent");
    ledger.journal_settle("a", end(JournalState::Done)).await.unwrap();
    ledger.journal_prepare(entry("b", "{}")).await.unwrap();
    ledger.journal_sent("b", None, at(6)).await.unwrap();
    assert_eq!(marked(at(0)).await, Some(at(6)));
    ledger.journal_settle("b", end(JournalState::Refused)).await.unwrap();
    assert_eq!(marked(at(0)).await, Some(at(5)), "a refused write changed nothing");

    let unread = ledger.unread_writes().await.unwrap();
    assert_eq!(unread.of_coupon(&account(), &provider(), "C:2", at(0)), None);
    assert_eq!(unread.of_coupon(&account(), &"qmai".into(), "C:1", at(0)), None);
    assert_eq!(unread.of_template(&account(), &provider(), &"1".into(), at(0)), None);

    ledger.journal_note_read("b", at(7)).await.unwrap();
    assert_eq!(marked(at(0)).await, None, "a reading after a later write is one after it, too");
    assert_eq!(ledger.journal_show("a").await.unwrap().unwrap().read_at, Some(at(7)));
    ledger.journal_prepare(entry("c", "{}")).await.unwrap();
    ledger.journal_sent("c", None, at(8)).await.unwrap();
    ledger.journal_note_read("a", at(9)).await.unwrap();
    assert_eq!(marked(at(0)).await, Some(at(8)), "a reading before a write tells nothing of it");
    ledger.journal_settle("c", end(JournalState::Unknown)).await.unwrap();
    ledger.journal_prepare(entry("d", "{}")).await.unwrap();
    ledger.journal_sent("d", None, at(9)).await.unwrap();
    ledger.journal_settle("d", end(JournalState::Done)).await.unwrap();
    ledger.journal_note_read("d", at(10)).await.unwrap();
    assert_eq!(marked(at(0)).await, Some(at(8)), "a write without an outcome may still arrive");
}

async fn a_subject_that_no_version_wrote_is_an_error_where_it_counts(place: Place) {
    let ledger = place.ledger().await;
    ledger.journal_prepare(entry("k", "{}")).await.unwrap();
    place.tamper("UPDATE journal SET subject = 'nonsense'");
    // It was never sent, so it marks nothing.
    let unread = ledger.unread_writes().await.unwrap();
    assert_eq!(unread.of_coupon(&account(), &provider(), "C:1", at(0)), None);
    place.tamper("UPDATE journal SET state = 'sent', sent_at = '2026-03-01T00:01:00Z'");
    let error = ledger.unread_writes().await.unwrap_err();
    assert!(error.to_string().contains("subject"), "{error}");
    let shown = ledger.journal_show("k").await.unwrap_err();
    assert!(shown.to_string().contains("subject"), "{shown}");
}
