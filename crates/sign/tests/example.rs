//! The example signs as the published vector says.

#[allow(dead_code, reason = "the example's main function is not called")]
#[path = "../examples/sign_a_call.rs"]
mod example;

use coupon_sign::Secret;

#[test]
fn the_example_signs_and_checks() {
    let key = Secret::new("BFCO0PAgIUgd50c0l6");
    let time = "20240102030405";
    let digest = example::digest("{}", &key, time);
    assert_eq!(digest, "ad2e4c8e9297e46ab1aa91769b471fac");
    assert!(example::is_right(&digest, "{}", &key, time));
    assert!(!example::is_right(&digest, "{ }", &key, time));
    let text = "grantCode=grant&nonce=7&openId=open&timestamp=1700000000";
    let token = example::token(text, &Secret::new("secret"));
    assert_eq!(token, "Li9SlPf95F1297kJ7rhuUB7%2FOi0%3D");
}
