//! The example issues a coupon, loses the answer and resolves it.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

#[allow(dead_code, reason = "the example's main function is not called")]
#[path = "../examples/issue.rs"]
mod issue;

use coupon_ledger::JournalState;

#[tokio::test]
async fn a_lost_answer_is_resolved_by_reading_back() {
    let folder = tempfile::tempdir().unwrap();
    let settled = issue::issue_and_resolve(&folder.path().join("coupons.db")).await.unwrap();
    assert_eq!(settled.state, JournalState::Done);
    let ids = settled.ids.unwrap();
    assert!(ids.contains(&coupon_write::coupon_code(&settled.entry.key)), "{ids}");
    assert!(settled.message.unwrap().contains("CouponFound"));
    assert!(settled.entry.request_id.unwrap().len() == 32, "the request id was recorded");
}
