//! The example syncs twice and finds nothing new the second time.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "the example's main function is not called")]
#[path = "../examples/into_sqlite.rs"]
mod example;

#[tokio::test]
async fn the_example_finds_every_coupon_once() {
    let folder = tempfile::tempdir().unwrap();
    let synced = example::sync_twice(&folder.path().join("coupons.db")).await.unwrap();
    let (summaries, digest) = synced;
    let new = summaries.map(|summary| {
        assert!(summary.is_complete(), "{summary:?}");
        summary.streams.iter().map(|stream| stream.written.coupons.new).sum::<u64>()
    });
    let rows: u64 = digest.split(':').next().unwrap().parse().unwrap();
    assert!(rows > 50, "{digest}");
    assert_eq!(new, [rows, 0]);
}
