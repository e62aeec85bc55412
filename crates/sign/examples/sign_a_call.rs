//! Signs a text the two ways that vendors ask for, and checks a signature as their server does.
//!
//! `cargo run -p coupon-sign --example sign_a_call`

use coupon_sign::{Secret, constant_time_eq, hmac_sha1_base64, md5_hex, percent_encode};

/// A digest over body, key and time. The key is never copied into a longer text.
pub(crate) fn digest(body: &str, key: &Secret, time: &str) -> String {
    let parts = [body, key.expose_secret(), time].map(str::as_bytes);
    md5_hex(&[parts[0], b"|", parts[1], b"|", parts[2]])
}

/// A token that may stand in a URL.
pub(crate) fn token(text: &str, key: &Secret) -> String {
    percent_encode(&hmac_sha1_base64(key, text.as_bytes()))
}

/// Tells in constant time whether a signature is the right one, so that its beginning cannot be guessed.
pub(crate) fn is_right(given: &str, body: &str, key: &Secret, time: &str) -> bool {
    constant_time_eq(given.as_bytes(), digest(body, key, time).as_bytes())
}

#[allow(clippy::print_stdout, reason = "an example prints")]
fn main() {
    let key = Secret::new("BFCO0PAgIUgd50c0l6");
    let digest = digest("{}", &key, "20240102030405");
    println!("digest {digest}, right: {}", is_right(&digest, "{}", &key, "20240102030405"));
    println!("token {}", token("nonce=7&timestamp=1700000000", &key));
    println!("the key prints as {key:?}");
}
