//! 100,000 random signatures against independent implementations that share no code with ours:
//! the `md5` crate, ring's HMAC, the `base64ct` and `urlencoding` crates.

use base64ct::{Base64, Encoding};

use coupon_sign::{Secret, constant_time_eq, hmac_sha1_base64, md5_hex, percent_encode};

const PIECES: [&str; 16] = [
    "10元优惠券",
    "兑货券",
    "|",
    "||",
    "+",
    "\"",
    "'",
    "\\\"",
    "\r\n",
    "\n",
    "%2B",
    "{}",
    "&nonce=",
    "𠮷",
    "\0",
    "a",
];

#[test]
fn digests_and_tokens_equal_those_of_other_implementations() {
    let mut random = fastrand::Rng::with_seed(20_240_102);
    let mut empty = 0;
    for round in 0..100_000 {
        let (body, key, stamp) =
            (random_text(&mut random), random_text(&mut random), random_text(&mut random));
        empty += u32::from(body.is_empty());

        let joined = format!("{body}|{key}|{stamp}");
        let digest = md5_hex(&[body.as_bytes(), b"|", key.as_bytes(), b"|", stamp.as_bytes()]);
        let reference = format!("{:x}", md5_reference::compute(&joined));
        assert_eq!(digest, reference, "round {round}: {joined:?}");
        assert!(constant_time_eq(digest.as_bytes(), reference.as_bytes()));

        let token = percent_encode(&hmac_sha1_base64(&Secret::new(key.clone()), body.as_bytes()));
        let hmac_key =
            ring::hmac::Key::new(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key.as_bytes());
        let tag = Base64::encode_string(ring::hmac::sign(&hmac_key, body.as_bytes()).as_ref());
        assert_eq!(token, urlencoding::encode(&tag), "round {round}: {key:?} over {body:?}");

        assert_eq!(percent_encode(&body), urlencoding::encode(&body), "round {round}");
    }
    assert!(empty > 1_000, "empty bodies were among the cases: {empty}");
}

/// Up to 12 pieces, among them none: past the block size of both digests now and then.
fn random_text(random: &mut fastrand::Rng) -> String {
    (0..random.usize(..12)).map(|_| PIECES[random.usize(..PIECES.len())]).collect()
}
