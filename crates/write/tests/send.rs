//! The steps of a write, and the state of the journal after each.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::{cell::Cell, sync::Mutex};

use coupon_domain::{Details, Effect, Error, ErrorKind, WriteOutcome};
use coupon_ledger::{Environment, JournalState, Ledger, OpenOptions};
use coupon_write::{
    ManualOutcome, Notice, PendingWrite, Reason, ResolveError, Resolver, SentWrite, WriteContext,
    WriteError, mark_sent, prepare, send, unsettled_writes,
};
use jiff::Timestamp;

struct Journal {
    ledger: Ledger,
    now: Mutex<Timestamp>,
    notices: Mutex<Vec<String>>,
    _folder: tempfile::TempDir,
}

impl Journal {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("coupons.db");
        let ledger = OpenOptions::new(Environment::Sandbox).create(true).open(path).unwrap();
        ledger.register_account(&"trade".into(), "demo", "fingerprint").await.unwrap();
        let now = Mutex::new("2026-03-01T04:00:00Z".parse().unwrap());
        Self { ledger, now, notices: Mutex::default(), _folder: folder }
    }

    async fn state(&self, key: &str) -> JournalState {
        self.ledger.journal_show(key).await.unwrap().unwrap().state
    }
}

/// The context of a journal, as a `let`: it borrows three closures.
macro_rules! context {
    ($journal:ident, $context:ident) => {
        let now = || *$journal.now.lock().unwrap();
        let notify =
            |notice: Notice<'_>| $journal.notices.lock().unwrap().push(format!("{notice:?}"));
        let $context = WriteContext {
            ledger: &$journal.ledger,
            now: &now,
            random: &|| 7,
            operator: Some("ann"),
            notify: &notify,
        };
    };
}

fn pending(key: &str) -> PendingWrite {
    PendingWrite {
        key: key.to_owned(),
        account: "trade".into(),
        provider: "demo".into(),
        operation: "issue".to_owned(),
        body: "{}".to_owned(),
        request_id: Some("id-7".into()),
        baseline: None,
        subject: None,
    }
}

fn error(effect: Effect) -> Error {
    Error::new(ErrorKind::Unreachable, effect, Details::default())
}

#[tokio::test]
async fn the_effect_of_the_error_decides_the_state() {
    let journal = Journal::new().await;
    context!(journal, context);
    for (key, effect, state) in [
        ("a", Effect::None, JournalState::Refused),
        ("b", Effect::Unknown, JournalState::Unknown),
        ("c", Effect::Applied, JournalState::Done),
    ] {
        let call = || async { Err::<(WriteOutcome, ()), _>(error(effect)) };
        let result = send(&context, &pending(key), call).await;
        assert!(matches!(result, Err(WriteError::Provider(_))), "{key}");
        assert_eq!(journal.state(key).await, state, "{key}");
    }
}

#[tokio::test]
async fn a_write_is_recorded_as_sent_when_the_call_begins_and_as_done_after_it() {
    let journal = Journal::new().await;
    context!(journal, context);
    let call = || async {
        let stored = journal.ledger.journal_show("a").await.unwrap().unwrap();
        assert_eq!(
            (stored.state, stored.entry.request_id.as_deref()),
            (JournalState::Sent, Some("id-7"))
        );
        Ok((WriteOutcome { code: Some("N-1".to_owned()), ..WriteOutcome::default() }, 5))
    };
    let SentWrite::Done { value, .. } = send(&context, &pending("a"), call).await.unwrap() else {
        panic!("it was not sent before")
    };
    let stored = journal.ledger.journal_show("a").await.unwrap().unwrap();
    assert_eq!((value, stored.state), (5, JournalState::Done));
    assert_eq!(stored.ids.as_deref(), Some(r#"{"code":"N-1"}"#));
    assert_eq!(*journal.notices.lock().unwrap(), [r#"Sending { key: "a" }"#]);
}

#[tokio::test]
async fn nothing_is_sent_under_a_key_that_has_an_outcome_or_awaits_one() {
    let journal = Journal::new().await;
    context!(journal, context);
    let sent = Cell::new(0);
    let call = |result: Result<(), Effect>| {
        let sent = &sent;
        move || async move {
            sent.set(sent.get() + 1);
            result.map(|()| (WriteOutcome::default(), ())).map_err(error)
        }
    };
    for (key, first) in
        [("done", Ok(())), ("refused", Err(Effect::None)), ("unknown", Err(Effect::Unknown))]
    {
        drop(send(&context, &pending(key), call(first)).await);
    }
    let again = async |key| send(&context, &pending(key), call(Ok(()))).await;
    assert!(matches!(again("done").await, Ok(SentWrite::Before(_))));
    assert!(matches!(again("refused").await, Err(WriteError::AlreadyRefused(_))));
    assert!(matches!(again("unknown").await, Err(WriteError::Journal(_))));
    assert_eq!(sent.get(), 3, "each key was sent once");
    assert!(journal.notices.lock().unwrap().last().unwrap().starts_with("AlreadyDone"));
}

#[tokio::test]
async fn a_write_that_never_left_is_withdrawn_once_it_is_old_or_named() {
    let journal = Journal::new().await;
    context!(journal, context);
    let resolver = Resolver { context, message: &|reason| format!("{reason:?}") };
    for key in ["a", "b"] {
        assert!(prepare(&context, &pending(key)).await.unwrap().is_none());
    }
    let open = unsettled_writes(&journal.ledger, |_| true).await.unwrap();
    let of = |key: &str| open.iter().find(|stored| stored.entry.key == key).unwrap().clone();
    let young = resolver.resolve(of("a"), None, false).await.unwrap();
    assert!(matches!(young.reason, Reason::AboutToBeSent), "{young:?}");
    assert_eq!(young.after.state, JournalState::Prepared);
    let named = resolver.resolve(of("b"), None, true).await.unwrap();
    assert!(matches!(named.reason, Reason::NeverSent), "{named:?}");
    *journal.now.lock().unwrap() = "2026-03-01T04:01:00Z".parse().unwrap();
    let old = resolver.resolve(of("a"), None, false).await.unwrap();
    assert_eq!(old.after.state, JournalState::Refused);
    assert!(mark_sent(&context, &pending("a")).await.is_err(), "it cannot leave any more");
}

#[tokio::test]
async fn a_person_settles_a_write_that_may_have_left_either_way() {
    let journal = Journal::new().await;
    context!(journal, context);
    let resolver = Resolver { context, message: &|reason| format!("{reason:?}") };
    for key in ["a", "b"] {
        let call = || async { Err::<(WriteOutcome, ()), _>(error(Effect::Unknown)) };
        drop(send(&context, &pending(key), call).await);
    }
    prepare(&context, &pending("c")).await.unwrap();
    let settle = async |key, outcome| resolver.settle_manually(key, outcome).await;
    assert_eq!(settle("a", ManualOutcome::Done).await.unwrap().after.state, JournalState::Done);
    let not_done = settle("b", ManualOutcome::NotDone).await.unwrap();
    assert_eq!(not_done.after.state, JournalState::Refused);
    assert_eq!(not_done.after.message.as_deref(), Some("SettledManually"));
    let never_sent = settle("c", ManualOutcome::Done).await;
    assert!(matches!(never_sent, Err(ResolveError::NeverSent { .. })));
    assert!(matches!(settle("a", ManualOutcome::Done).await, Err(ResolveError::Journal(_))));
    assert!(matches!(settle("d", ManualOutcome::Done).await, Err(ResolveError::Journal(_))));
}
