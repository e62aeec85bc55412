//! The example that rehearses a vendor that is down and one that refuses.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

#[allow(dead_code, reason = "the example's main function is not called")]
#[path = "../examples/rehearse.rs"]
mod example;

#[test]
fn the_example_meets_a_vendor_that_is_down_and_one_that_refuses() {
    let results = example::rehearse().unwrap();
    assert_eq!((&results[1], &results[3]), (&Ok(13), &Ok(13)));
    for (refused, word) in [(&results[0], "503"), (&results[2], "没有接口权限")] {
        let error = refused.as_ref().unwrap_err();
        assert!(error.contains(word), "{error}");
    }
}
